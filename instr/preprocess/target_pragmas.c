/* In: flattened text, and the files that it says it came from. Out: whether a conditional may have been decided
 * otherwise than the compile decides it.
 *
 * The text shows from which line of which file to which such a pragma is in force: until pop_options or reset_options
 * takes it back. It no more shows the conditionals: they are read in the files. Those of system headers are left out:
 * GCC's own headers of intrinsics use these pragmas, and come out alike. Which macros a target changes only the
 * compiler knows: any name that is spelled as those are will do, but for the common ones that never change. */
#include "instr/preprocess/target_pragmas.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/memory.h"

#include "base/banned.h"

/* Lines of a file for which a pragma is in force. */
struct reach {
    const char *name; /* within the text */
    size_t len;
    unsigned long from, to; /* to: 0 until it ends, which is with the file if nothing ends it before */
};

struct walk {
    const char *name; /* the file under way */
    size_t len;
    unsigned long line;
    bool is_system;
    unsigned depth, changed; /* of push_options; the depth + 1 at which a pragma is in force, or 0 */
    bool optimizes;          /* … and it is never taken back: GCC may forget to, if a function stood between */
    struct reach *reaches;
    size_t count, cap;
};

/* The one of the file under way that has not ended, or NULL. */
static struct reach *reach_open(const struct walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        struct reach *reach = &walk->reaches[i];
        if (reach->to == 0 && reach->len == walk->len && memcmp(reach->name, walk->name, walk->len) == 0)
            return reach;
    }
    return NULL;
}

static void reach_begin(struct walk *walk)
{
    if (reach_open(walk))
        return;
    walk->reaches = array_grow(walk->reaches, walk->count, &walk->cap, sizeof *walk->reaches);
    walk->reaches[walk->count++] = (struct reach){walk->name, walk->len, walk->line, 0};
}

static void reach_end(struct walk *walk)
{
    struct reach *reach = reach_open(walk);
    walk->changed = 0;
    if (reach)
        reach->to = walk->line;
}

/* The word at *p, and *p behind it and the blanks there. */
static size_t word_next(const char **p, const char **word)
{
    *p += strspn(*p, " \t");
    *word = *p;
    size_t len = strspn(*p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    *p += len;
    return len;
}

/* # LINE "FILE" FLAGS */
static void marker_read(struct walk *walk, const char *p)
{
    char *end;
    unsigned long line = strtoul(p, &end, 10);
    if (end == p || end[0] != ' ' || end[1] != '"')
        return;
    walk->name = end + 2;
    walk->len = strcspn(walk->name, "\"\n");
    walk->line = line - 1; /* the marker's own line will count */
    const char *flags = walk->name + walk->len;
    walk->is_system = memmem(flags, strcspn(flags, "\n"), " 3", 2) != NULL;
    if (walk->changed && !walk->is_system && walk->name[0] != '<')
        reach_begin(walk);
}

static bool is_word(const char *word, size_t len, const char *name)
{
    return len == strlen(name) && memcmp(word, name, len) == 0;
}

/* Behind "#pragma". */
static void pragma_read(struct walk *walk, const char *p)
{
    const char *word;
    size_t len = word_next(&p, &word);
    if (!is_word(word, len, "GCC"))
        return;
    len = word_next(&p, &word);
    bool pops = is_word(word, len, "pop_options"), optimizes = is_word(word, len, "optimize");
    if (is_word(word, len, "push_options")) {
        walk->depth++;
    } else if (pops || is_word(word, len, "reset_options")) {
        if (walk->changed && !walk->optimizes && (!pops || walk->changed > walk->depth))
            reach_end(walk);
        walk->depth -= pops && walk->depth > 0;
    } else if (!walk->is_system && (optimizes || is_word(word, len, "target"))) {
        walk->optimizes |= optimizes;
        if (walk->changed == 0)
            walk->changed = walk->depth + 1;
        reach_begin(walk);
    }
}

/* Is the name spelled like a macro that says what the compiler compiles for? */
static bool name_may_change(const char *name, size_t len)
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

/* Is the line a conditional that asks for such a macro? */
static bool line_asks(const char *p, const char *end)
{
    const char *word;
    p += strspn(p, " \t");
    if (*p++ != '#')
        return false;
    size_t len = word_next(&p, &word);
    if (!(len >= 2 && memcmp(word, "if", 2) == 0) && !(len >= 4 && memcmp(word, "elif", 4) == 0))
        return false; /* if, ifdef, ifndef; elif, elifdef, elifndef */
    while (p < end) {
        len = word_next(&p, &word);
        if (len && name_may_change(word, len))
            return true;
        p += len == 0;
    }
    return false;
}

static bool reach_asks(const struct reach *reach)
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
        asks = line > reach->from && line_asks(p, end);
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
        if (p[0] == '#' && p[1] == ' ')
            marker_read(&walk, p + 2);
        else if (strncmp(p, "#pragma", 7) == 0)
            pragma_read(&walk, p + 7);
        p += strcspn(p, "\n");
        p += *p == '\n';
    }
    bool decides = false;
    for (size_t i = 0; i < walk.count && !decides; i++)
        decides = reach_asks(&walk.reaches[i]);
    free(walk.reaches);
    return decides;
}
