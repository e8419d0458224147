/* In: preprocessed text, and the files that its line markers name. Out: whether a compile might decide a conditional
 * differently.
 *
 * The text shows for which lines of which file such a pragma is in force: until pop_options or reset_options undoes it.
 * It does not contain the conditionals any more, so these are read from the files. System headers are not considered:
 * GCC's own headers of intrinsics use these pragmas with the same result. Only the compiler knows which macros a target
 * changes: any name spelled like one counts, except for common ones that never change. */
#include "instr/preprocess/target_pragmas.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/line_marker.h"
#include "base/memory.h"

#include "base/banned.h"

/* Lines of a file for which a pragma is in force. */
struct reach {
    const char *name; /* within the text */
    size_t len;
    unsigned long from, to; /* to: 0 while it is in force, at most to the end of the file */
};

struct walk {
    const char *name; /* the current file */
    size_t len;
    unsigned long line;
    bool is_system;
    unsigned depth, changed; /* depth of push_options; changed: the depth + 1 of the pragma in force, or 0 */
    bool optimizes;          /* `optimize` is in force, and stays: GCC may not restore it if a function came between */
    struct reach *reaches;
    size_t count, cap;
};

/* The reach in the current file that has not ended, or NULL. */
static struct reach *target_pragmas_reach_open(const struct walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        struct reach *reach = &walk->reaches[i];
        if (reach->to == 0 && reach->len == walk->len && memcmp(reach->name, walk->name, walk->len) == 0)
            return reach;
    }
    return NULL;
}

static void target_pragmas_reach_begin(struct walk *walk)
{
    if (target_pragmas_reach_open(walk))
        return;
    walk->reaches = array_grow(walk->reaches, walk->count, &walk->cap, sizeof *walk->reaches);
    walk->reaches[walk->count++] = (struct reach){walk->name, walk->len, walk->line, 0};
}

static void target_pragmas_reach_end(struct walk *walk)
{
    struct reach *reach = target_pragmas_reach_open(walk);
    walk->changed = 0;
    if (reach)
        reach->to = walk->line;
}

/* Skips blanks, then the word at *p. Returns its length. */
static size_t target_pragmas_word_next(const char **p, const char **word)
{
    *p += strspn(*p, " \t");
    *word = *p;
    size_t len = strspn(*p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    *p += len;
    return len;
}

static void target_pragmas_follow(struct walk *walk, const struct line_marker *marker)
{
    walk->name = marker->name;
    walk->len = marker->name_len;
    walk->line = marker->line - 1; /* the marker's own line will count */
    walk->is_system = line_marker_has(marker, '3');
    if (walk->changed && !walk->is_system && walk->name[0] != '<')
        target_pragmas_reach_begin(walk);
}

static bool target_pragmas_is_word(const char *word, size_t len, const char *name)
{
    return len == strlen(name) && memcmp(word, name, len) == 0;
}

/* Behind "#pragma". */
static void target_pragmas_pragma_read(struct walk *walk, const char *p)
{
    const char *word;
    size_t len = target_pragmas_word_next(&p, &word);
    if (!target_pragmas_is_word(word, len, "GCC"))
        return;
    len = target_pragmas_word_next(&p, &word);
    bool pops = target_pragmas_is_word(word, len, "pop_options"),
         optimizes = target_pragmas_is_word(word, len, "optimize");
    if (target_pragmas_is_word(word, len, "push_options")) {
        walk->depth++;
    } else if (pops || target_pragmas_is_word(word, len, "reset_options")) {
        if (walk->changed && !walk->optimizes && (!pops || walk->changed > walk->depth))
            target_pragmas_reach_end(walk);
        walk->depth -= pops && walk->depth > 0;
    } else if (!walk->is_system && (optimizes || target_pragmas_is_word(word, len, "target"))) {
        walk->optimizes |= optimizes;
        if (walk->changed == 0)
            walk->changed = walk->depth + 1;
        target_pragmas_reach_begin(walk);
    }
}

/* Is the name spelled like a macro that describes the target? */
static bool target_pragmas_name_may_change(const char *name, size_t len)
{
    static const char *const constant[] = {"__GNUC",       "__STDC",      "__SIZEOF_",  "__ORDER_",
                                           "__BYTE_ORDER", "__VERSION__", "__ELF__",    "__LP64__",
                                           "__APPLE__",    "__INTEL_",    "__CYGWIN__", "__MINGW"};
    if (len < 4 || memcmp(name, "__", 2) != 0 || strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") < len)
        return false;
    for (size_t i = 0; i < sizeof constant / sizeof *constant; i++) {
        if (strncmp(name, constant[i], strlen(constant[i])) == 0)
            return false;
    }
    return true;
}

/* Is the line a conditional that tests such a macro? */
static bool target_pragmas_line_asks(const char *p, const char *end)
{
    const char *word;
    p += strspn(p, " \t");
    if (*p++ != '#')
        return false;
    size_t len = target_pragmas_word_next(&p, &word);
    if (!(len >= 2 && memcmp(word, "if", 2) == 0) && !(len >= 4 && memcmp(word, "elif", 4) == 0))
        return false; /* if, ifdef, ifndef; elif, elifdef, elifndef */
    while (p < end) {
        len = target_pragmas_word_next(&p, &word);
        if (len && target_pragmas_name_may_change(word, len))
            return true;
        p += len == 0;
    }
    return false;
}

static bool target_pragmas_reach_asks(const struct reach *reach)
{
    struct str name = STR_INIT, text = STR_INIT;
    str_add(&name, reach->name, reach->len);
    struct stat st;
    bool asks = false, read = stat(name.data, &st) == 0 && file_read(name.data, &text) == 0;
    const char *p = text.data;
    for (unsigned long line = 1; read && p && *p && !asks; line++) {
        const char *end = p + strcspn(p, "\n");
        if (reach->to && line >= reach->to)
            break;
        asks = line > reach->from && target_pragmas_line_asks(p, end);
        p = end + (*end == '\n');
    }
    str_free(&name);
    str_free(&text);
    return asks;
}

bool target_pragmas_decide(const struct str *text)
{
    if (!text->len ||
        (!memmem(text->data, text->len, "GCC target", 10) && !memmem(text->data, text->len, "GCC optimize", 12)))
        return false;
    struct walk walk = {0};
    for (const char *p = text->data; *p; walk.line++) {
        struct line_marker marker;
        if (line_marker_read(p, &marker))
            target_pragmas_follow(&walk, &marker);
        else if (strncmp(p, "#pragma", 7) == 0)
            target_pragmas_pragma_read(&walk, p + 7);
        p += strcspn(p, "\n");
        p += *p == '\n';
    }
    bool decides = false;
    for (size_t i = 0; i < walk.count && !decides; i++)
        decides = target_pragmas_reach_asks(&walk.reaches[i]);
    free(walk.reaches);
    return decides;
}
