/* In: source text, line by line; out: ranges of lines. A marker counts wherever it stands in a line, as in lcov, in a
 * comment or not, but it must be a word: MY_LCOV_EXCL_LINE is none. */
#include "covdata/exclude.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/report.h"
#include "covdata/escape.h"
#include "covdata/roots.h"

#include "base/banned.h"

enum { PREFIX_COUNT = 3 };
static const char *const prefixes[PREFIX_COUNT] = {"LCOV", "GCOVR", "GCOV"};

struct scan {
    struct exclusions *out;
    struct str name; /* escaped */
    uint32_t line;
    uint32_t start; /* line of the open START; 0: none */
    int prefix;     /* its prefix */
};

static void range_add(struct exclusions *out, uint32_t first, uint32_t last)
{
    if (out->count > 0 && out->ranges[out->count - 1].last + 1 >= first) {
        if (last > out->ranges[out->count - 1].last)
            out->ranges[out->count - 1].last = last;
        return;
    }
    out->ranges = array_grow(out->ranges, out->count, &out->cap, sizeof *out->ranges);
    out->ranges[out->count++] = (struct line_range){first, last};
}

static bool word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Is there the word PREFIX_EXCL_what in text[0..len)? */
static bool marker_in(const char *text, size_t len, const char *prefix, const char *what)
{
    char word[32];
    size_t size = 0;
    for (const char *part = prefix; *part; part++)
        word[size++] = *part;
    for (const char *part = "_EXCL_"; *part; part++)
        word[size++] = *part;
    for (const char *part = what; *part; part++)
        word[size++] = *part;
    for (const char *at = text; (at = memmem(at, len - (size_t)(at - text), word, size)) != NULL; at++)
        if ((at == text || !word_char(at[-1])) && (at + size == text + len || !word_char(at[size])))
            return true;
    return false;
}

static void start_take(struct scan *scan, int prefix)
{
    if (scan->start > 0) {
        warn("%s:%u: %s_EXCL_START, but that of line %u has no %s_EXCL_STOP yet", scan->name.data, scan->line,
             prefixes[prefix], scan->start, prefixes[scan->prefix]);
        return;
    }
    scan->start = scan->line;
    scan->prefix = prefix;
}

static void stop_take(struct scan *scan, int prefix)
{
    if (scan->start == 0) {
        warn("%s:%u: %s_EXCL_STOP without a %s_EXCL_START", scan->name.data, scan->line, prefixes[prefix],
             prefixes[prefix]);
    } else if (scan->prefix != prefix) {
        warn("%s:%u: %s_EXCL_STOP does not end the %s_EXCL_START of line %u", scan->name.data, scan->line,
             prefixes[prefix], prefixes[scan->prefix], scan->start);
    } else {
        if (scan->line > scan->start)
            range_add(scan->out, scan->start, scan->line - 1);
        scan->start = 0;
    }
}

static void line_take(struct scan *scan, const char *text, size_t len)
{
    if (memmem(text, len, "_EXCL_", 6) == NULL)
        return;
    for (int i = 0; i < PREFIX_COUNT; i++) {
        if (marker_in(text, len, prefixes[i], "BEGIN") || marker_in(text, len, prefixes[i], "END"))
            warn("%s:%u: the markers are %s_EXCL_START and %s_EXCL_STOP, not BEGIN and END", scan->name.data,
                 scan->line, prefixes[i], prefixes[i]);
        if (marker_in(text, len, prefixes[i], "STOP"))
            stop_take(scan, i);
        if (marker_in(text, len, prefixes[i], "START"))
            start_take(scan, i);
        if (scan->start == 0 && marker_in(text, len, prefixes[i], "LINE"))
            range_add(scan->out, scan->line, scan->line);
    }
}

void exclude_text(struct exclusions *exclusions, const char *name, const char *text, size_t len)
{
    struct scan scan = {.out = exclusions};
    escape_line(&scan.name, name, "");
    for (const char *end = text + len; text < end;) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t size = newline ? (size_t)(newline - text) : (size_t)(end - text);
        scan.line++;
        line_take(&scan, text, size);
        text += size + (newline != NULL);
    }
    if (scan.start > 0) {
        warn("%s:%u: %s_EXCL_START without a %s_EXCL_STOP: all lines behind it are excluded", scan.name.data,
             scan.start, prefixes[scan.prefix], prefixes[scan.prefix]);
        range_add(exclusions, scan.start, UINT32_MAX - 1);
    }
    str_free(&scan.name);
}

bool exclude_file(struct exclusions *exclusions, const char *root, const char *name)
{
    struct str text = {0};
    char *path = path_below(root, name);
    bool found = path && file_read(path, &text) == 0;
    if (found && text.len > 0)
        exclude_text(exclusions, name, text.data, text.len);
    str_free(&text);
    free(path);
    return found;
}

bool exclude_covers(const struct exclusions *exclusions, uint32_t first, uint32_t last)
{
    for (size_t i = 0; i < exclusions->count; i++)
        if (exclusions->ranges[i].first <= first && last <= exclusions->ranges[i].last)
            return true;
    return false;
}

void exclude_free(struct exclusions *exclusions)
{
    free(exclusions->ranges);
    *exclusions = (struct exclusions){0};
}
