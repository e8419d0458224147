/* In: the text of a patch; out: changes. libgit2's parser accepts only git's patches, but users also have patches
 * of diff -u. Hunks are read by the line counts in their headers, so that no line of the text can be taken for a
 * header. Names are unquoted as git quotes them. The first folder of a name is dropped if it is git's `a/`, `b/` or
 * the like, or if only it differs between the two names (diff -ru old new). */
#include "covdata/diff/patch.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/str.h"

#include "base/banned.h"

enum { LINE_LIMIT = 100000000 };

struct patch {
    struct changes *changes;
    const char *name;
    const char *next, *end;
    unsigned line;                 /* number of the line that was read last */
    struct bytes text;             /* that line, without its newline */
    struct str old_name, new_name; /* of the file whose head is being read; cap 0: not given */
    bool in_head, binary, started; /* started: the file was given to changes */
    bool old_missing, new_missing; /* told to be /dev/null */
};

static bool patch_read_line_next(struct patch *p)
{
    if (p->next == p->end)
        return false;
    const char *newline = memchr(p->next, '\n', (size_t)(p->end - p->next));
    const char *stop = newline ? newline : p->end;
    p->text = (struct bytes){p->next, (size_t)(stop - p->next)};
    p->next = newline ? newline + 1 : stop;
    p->line++;
    return true;
}

/* What follows the prefix in the line; data NULL: the line begins otherwise. */
static struct bytes patch_read_line_after(const struct patch *p, const char *prefix)
{
    size_t len = strlen(prefix);
    if (p->text.len < len || memcmp(p->text.data, prefix, len) != 0)
        return (struct bytes){NULL, 0};
    struct bytes rest = {p->text.data + len, p->text.len - len};
    if (rest.len > 0 && rest.data[rest.len - 1] == '\r')
        rest.len--;
    return rest;
}

static int patch_read_octal_digit(struct bytes text, size_t i)
{
    return i < text.len && text.data[i] >= '0' && text.data[i] <= '7' ? text.data[i] - '0' : -1;
}

/* The character that a backslash at text.data[*i - 1] stands for. */
static char patch_read_escape_read(struct bytes text, size_t *i)
{
    static const char names[] = "abtnvfr", values[] = "\a\b\t\n\v\f\r";
    char c = text.data[(*i)++];
    const char *known = memchr(names, c, sizeof names - 1);
    if (known)
        return values[known - names];
    int a = patch_read_octal_digit(text, *i - 1), b = patch_read_octal_digit(text, *i),
        d = patch_read_octal_digit(text, *i + 1);
    if (a < 0 || b < 0 || d < 0)
        return c;
    *i += 2;
    return (char)(a << 6 | b << 3 | d);
}

/* A name, quoted by git or not; returns the bytes read. A plain name ends at a tab. */
static size_t patch_read_name_read(struct str *name, struct bytes text)
{
    size_t i = 0;
    str_clear(name);
    str_add(name, "", 0);
    if (text.len == 0 || text.data[0] != '"') {
        const char *tab = memchr(text.data, '\t', text.len);
        i = tab ? (size_t)(tab - text.data) : text.len;
        str_add(name, text.data, i);
        return i;
    }
    for (i = 1; i < text.len && text.data[i] != '"';) {
        char c = text.data[i++];
        str_addc(name, c == '\\' && i < text.len ? patch_read_escape_read(text, &i) : c);
    }
    return i + (i < text.len);
}

/* `a/`, `b/` and what diff.mnemonicPrefix has instead. */
static bool patch_read_git_prefix(const struct str *name)
{
    return name->len > 2 && name->data[1] == '/' && strchr("abciow12", name->data[0]);
}

static void patch_read_folder_drop(struct str *name, size_t len)
{
    memmove(name->data, name->data + len, name->len - len + 1);
    name->len -= len;
}

static size_t patch_read_first_folder(const struct str *name)
{
    const char *slash = name->len > 0 ? strchr(name->data, '/') : NULL;
    return slash ? (size_t)(slash - name->data) + 1 : 0;
}

/* Both names, as --- and +++ tell them, to names from the top. */
static void patch_read_names_strip(struct patch *p)
{
    struct str *a = &p->old_name, *b = &p->new_name;
    bool has_a = a->len > 0 && !p->old_missing, has_b = b->len > 0 && !p->new_missing;
    size_t x = patch_read_first_folder(a), y = patch_read_first_folder(b);
    if ((!has_a || patch_read_git_prefix(a)) && (!has_b || patch_read_git_prefix(b))) {
        x = has_a ? 2 : 0;
        y = has_b ? 2 : 0;
    } else if (!has_a || !has_b || x == 0 || y == 0 || strcmp(a->data, b->data) == 0 ||
               strcmp(a->data + x, b->data + y) != 0) {
        return;
    }
    if (has_a)
        patch_read_folder_drop(a, x);
    if (has_b)
        patch_read_folder_drop(b, y);
}

/* The head's end: the file is known. */
static void patch_read_file_start(struct patch *p)
{
    if (!p->in_head || p->started)
        return;
    p->started = true;
    bool has_old = p->old_name.cap > 0 && !p->old_missing, has_new = p->new_name.cap > 0 && !p->new_missing;
    if (!has_old && !has_new)
        return;
    changes_file(p->changes, has_old ? p->old_name.data : NULL, has_new ? p->new_name.data : NULL);
    p->changes->files[p->changes->count - 1].binary = p->binary;
}

static void patch_read_head_begin(struct patch *p)
{
    patch_read_file_start(p);
    str_free(&p->old_name);
    str_free(&p->new_name);
    p->in_head = true;
    p->binary = p->started = p->old_missing = p->new_missing = false;
}

/* `diff --git a/x b/x`: the names of files without hunks. Two plain names are told apart by being the same. */
static void patch_read_git_head(struct patch *p, struct bytes names)
{
    patch_read_head_begin(p);
    size_t used = patch_read_name_read(&p->old_name, names);
    if (names.len > 0 && names.data[0] == '"' && used + 1 < names.len) {
        patch_read_name_read(&p->new_name, (struct bytes){names.data + used + 1, names.len - used - 1});
    } else {
        size_t half = names.len / 2;
        patch_read_name_read(&p->old_name, (struct bytes){names.data, half});
        patch_read_name_read(&p->new_name, (struct bytes){names.data + (names.len - half), half});
    }
    patch_read_names_strip(p);
}

static void patch_read_missing_mark(const struct str *name, bool *missing)
{
    *missing = name->len == strlen("/dev/null") && memcmp(name->data, "/dev/null", name->len) == 0;
}

/* Behind `--- `: another file, unless the git head of this one came before. */
static void patch_read_old_name_take(struct patch *p, struct bytes rest)
{
    if (!p->in_head || p->started)
        patch_read_head_begin(p);
    patch_read_name_read(&p->old_name, rest);
    patch_read_missing_mark(&p->old_name, &p->old_missing);
}

static void patch_read_new_name_take(struct patch *p, struct bytes rest)
{
    patch_read_name_read(&p->new_name, rest);
    patch_read_missing_mark(&p->new_name, &p->new_missing);
    patch_read_names_strip(p);
}

/* A line of a file's head. */
static void patch_read_head_take(struct patch *p)
{
    struct bytes rest;
    if ((rest = patch_read_line_after(p, "diff --git ")).data)
        patch_read_git_head(p, rest);
    else if ((rest = patch_read_line_after(p, "--- ")).data && p->next < p->end && *p->next == '+')
        patch_read_old_name_take(p, rest);
    else if (!p->in_head || p->started)
        return;
    else if ((rest = patch_read_line_after(p, "+++ ")).data && p->old_name.cap > 0)
        patch_read_new_name_take(p, rest);
    else if ((rest = patch_read_line_after(p, "rename from ")).data ||
             (rest = patch_read_line_after(p, "copy from ")).data)
        patch_read_name_read(&p->old_name, rest);
    else if ((rest = patch_read_line_after(p, "rename to ")).data || (rest = patch_read_line_after(p, "copy to ")).data)
        patch_read_name_read(&p->new_name, rest);
    else if (patch_read_line_after(p, "new file mode ").data)
        p->old_missing = true;
    else if (patch_read_line_after(p, "deleted file mode ").data)
        p->new_missing = true;
    else if (patch_read_line_after(p, "Binary files ").data || patch_read_line_after(p, "GIT binary patch").data)
        p->binary = true;
}

static bool patch_read_number_read(const char **at, const char *end, uint32_t *value)
{
    const char *start = *at;
    for (*value = 0; *at < end && **at >= '0' && **at <= '9' && *value < LINE_LIMIT; ++*at)
        *value = *value * 10 + (uint32_t)(**at - '0');
    return *at > start && *value < LINE_LIMIT;
}

/* `12` or `12,3` behind the sign; false: neither. */
static bool patch_read_range_read(const char **at, const char *end, char sign, uint32_t *first, uint32_t *count)
{
    *count = 1;
    if (*at == end || *(*at)++ != sign || !patch_read_number_read(at, end, first))
        return false;
    if (*at == end || **at != ',')
        return true;
    ++*at;
    return patch_read_number_read(at, end, count);
}

/* A hunk, of which the head is p->text. */
static int patch_read_hunk_take(struct patch *p)
{
    uint32_t old_first, old_count, new_first, new_count;
    unsigned head = p->line;
    struct bytes rest = patch_read_line_after(p, "@@ ");
    const char *at = rest.data, *end = rest.data + rest.len;
    if (!patch_read_range_read(&at, end, '-', &old_first, &old_count) || at == end || *at++ != ' ' ||
        !patch_read_range_read(&at, end, '+', &new_first, &new_count))
        return error("%s:%u: not a hunk header", p->name, head);
    patch_read_file_start(p);
    if (!p->in_head || p->changes->count == 0)
        return error("%s:%u: a hunk before any file name", p->name, head);
    changes_hunk(p->changes, old_first + (old_count == 0), new_first + (new_count == 0));
    while (old_count > 0 || new_count > 0) {
        if (!patch_read_line_next(p))
            return error("%s:%u: the hunk that starts here is truncated", p->name, head);
        char kind = p->text.len > 0 && p->text.data[0] != '\r' ? p->text.data[0] : ' '; /* mailers eat the blank */
        if (kind == '\\')
            continue;
        if ((kind != ' ' && kind != '-' && kind != '+') || (kind != '+' && old_count == 0) ||
            (kind != '-' && new_count == 0))
            return error("%s:%u: not a line of the hunk that starts at line %u", p->name, p->line, head);
        size_t skip = p->text.len > 0 && p->text.data[0] == kind;
        changes_line(p->changes, kind, p->text.data + skip, p->text.len - skip);
        old_count -= kind != '+';
        new_count -= kind != '-';
    }
    return 0;
}

int patch_read(struct changes *changes, const char *name, const char *text, size_t len)
{
    struct patch p = {
        .changes = changes, .name = name, .next = text, .end = text + len, .old_name = STR_INIT, .new_name = STR_INIT};
    int result = 0;
    size_t before = changes->count;
    while (result == 0 && patch_read_line_next(&p)) {
        if (patch_read_line_after(&p, "@@@ ").data && p.in_head)
            result = error("%s:%u: a combined diff of a merge; make a diff against one parent", name, p.line);
        else if (patch_read_line_after(&p, "@@ ").data)
            result = patch_read_hunk_take(&p);
        else
            patch_read_head_take(&p);
    }
    if (result == 0)
        patch_read_file_start(&p);
    if (result == 0 && changes->count == before && len > 0)
        result = error("%s: no diff found", name);
    str_free(&p.old_name);
    str_free(&p.new_name);
    return result;
}
