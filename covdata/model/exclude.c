/* In: source text, line by line; out: ranges of lines. As in lcov, a marker counts anywhere in a line, in a comment
 * or not, but only as a word: MY_LCOV_EXCL_LINE is not a marker. */
#include "covdata/model/exclude.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/report.h"
#include "base/escape.h"

#include "base/banned.h"

enum { PREFIX_COUNT = 3, REGION_COUNT = 3 };
static const char *const prefixes[PREFIX_COUNT] = {"LCOV", "GCOVR", "GCOV"};

/* What stands between prefix and START, STOP or LINE, by enum exclude_kind. */
static const char *const middles[REGION_COUNT] = {"EXCL_", "UNREACHABLE_", "EXCL_BR_"};

struct region {
    uint32_t start; /* line of the open START; 0: none */
    int prefix;     /* its prefix */
    enum exclude_kind kind;
};

/* Lines and unreachable lines share a region, as in lcov: one begins where the other isn't open. */
struct scan {
    struct exclusions *out;
    struct str name; /* escaped */
    uint32_t line;
    struct region lines, branches;
    uint32_t head; /* line of the marker in the head of a function whose brace is still to come; 0: none */
};

static void exclude_range_add(struct line_ranges *out, uint32_t first, uint32_t last)
{
    if (out->count > 0 && out->list[out->count - 1].last + 1 >= first) {
        if (last > out->list[out->count - 1].last)
            out->list[out->count - 1].last = last;
        return;
    }
    out->list = array_grow(out->list, out->count, &out->cap, sizeof *out->list);
    out->list[out->count++] = (struct line_range){first, last};
}

static bool exclude_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Where the word PREFIX_MIDDLEwhat stands in text[0..len), or NULL. */
static const char *exclude_marker_find(const char *text, size_t len, const char *prefix, const char *middle,
                                       const char *what)
{
    char word[40];
    size_t size = (size_t)snprintf(word, sizeof word, "%s_%s%s", prefix, middle, what);
    for (const char *at = text; (at = memmem(at, len - (size_t)(at - text), word, size)) != NULL; at++)
        if ((at == text || !exclude_word_char(at[-1])) && (at + size == text + len || !exclude_word_char(at[size])))
            return at;
    return NULL;
}

static struct region *exclude_region_of(struct scan *scan, enum exclude_kind kind)
{
    return kind == EXCLUDE_BRANCHES ? &scan->branches : &scan->lines;
}

/* What is excluded by an open region up to the line before `end`. */
static void exclude_region_close(struct scan *scan, struct region *region, uint32_t end)
{
    if (region->start > 0 && end > region->start)
        exclude_range_add(&scan->out->kinds[region->kind], region->start, end - 1);
    region->start = 0;
}

/* A START within a region ends that, and begins one. */
static void exclude_start_take(struct scan *scan, enum exclude_kind kind, int prefix)
{
    struct region *region = exclude_region_of(scan, kind);
    if (region->start > 0)
        warn("%s:%u: %s_%sSTART, but that of line %u has no %s_%sSTOP yet", scan->name.data, scan->line,
             prefixes[prefix], middles[kind], region->start, prefixes[region->prefix], middles[region->kind]);
    exclude_region_close(scan, region, scan->line);
    *region = (struct region){scan->line, prefix, kind};
}

/* A STOP ends what is open, be it of its kind and prefix or not. What began on its line is this line. */
static void exclude_stop_take(struct scan *scan, enum exclude_kind kind, int prefix)
{
    struct region *region = exclude_region_of(scan, kind);
    if (region->start == 0)
        warn("%s:%u: %s_%sSTOP without a %s_%sSTART", scan->name.data, scan->line, prefixes[prefix], middles[kind],
             prefixes[prefix], middles[kind]);
    else if (region->prefix != prefix || region->kind != kind)
        warn("%s:%u: %s_%sSTOP ends the %s_%sSTART of line %u", scan->name.data, scan->line, prefixes[prefix],
             middles[kind], prefixes[region->prefix], middles[region->kind], region->start);
    exclude_region_close(scan, region, scan->line + (region->start == scan->line));
}

/* The first START or STOP marker of a kind in text[0..len), or NULL. */
static const char *exclude_edge_find(const char *text, size_t len, int kind, int *prefix, bool *is_start)
{
    const char *first = NULL;
    for (int i = 0; i < 2 * PREFIX_COUNT; i++) {
        const char *at = exclude_marker_find(text, len, prefixes[i / 2], middles[kind], i % 2 ? "STOP" : "START");
        if (at == NULL || (first && at > first))
            continue;
        first = at;
        *prefix = i / 2;
        *is_start = i % 2 == 0;
    }
    return first;
}

static void exclude_edges_take(struct scan *scan, const char *text, size_t len, int kind)
{
    int prefix;
    bool is_start;
    for (const char *end = text + len; (text = exclude_edge_find(text, (size_t)(end - text), kind, &prefix, &is_start));
         text++) {
        if (is_start)
            exclude_start_take(scan, (enum exclude_kind)kind, prefix);
        else
            exclude_stop_take(scan, (enum exclude_kind)kind, prefix);
    }
}

static void exclude_regions_take(struct scan *scan, const char *text, size_t len)
{
    int prefix;
    bool is_start;
    for (int kind = 0; kind < REGION_COUNT; kind++) {
        if (exclude_edge_find(text, len, kind, &prefix, &is_start)) {
            exclude_edges_take(scan, text, len, kind);
            return;
        }
    }
}

/* A region of this kind is open: its lines are in it. */
static bool exclude_region_open(struct scan *scan, enum exclude_kind kind)
{
    const struct region *region = exclude_region_of(scan, kind);
    return region->start > 0 && region->kind == kind;
}

static void exclude_lines_take(struct scan *scan, const char *text, size_t len)
{
    for (int kind = 0; kind < REGION_COUNT; kind++)
        for (int i = 0; i < PREFIX_COUNT; i++)
            if (!exclude_region_open(scan, (enum exclude_kind)kind) &&
                exclude_marker_find(text, len, prefixes[i], middles[kind], "LINE"))
                exclude_range_add(&scan->out->kinds[kind], scan->line, scan->line);
    if (!exclude_region_open(scan, EXCLUDE_BRANCHES) && exclude_marker_find(text, len, "GCOVR", "EXCL_", "BR_SOURCE"))
        exclude_range_add(&scan->out->kinds[EXCLUDE_BRANCHES], scan->line, scan->line);
}

/* A head that is marked goes on to its brace; a semicolon before that says that it was a declaration. */
static void exclude_head_take(struct scan *scan, const char *text, size_t len)
{
    const char *marker = exclude_marker_find(text, len, "GCOVR", "EXCL_", "FUNCTION");
    bool open = scan->head > 0;
    if (marker && !open)
        scan->head = scan->line;
    if (scan->head == 0)
        return;
    size_t head = marker ? (size_t)(marker - text) : len;
    if (memchr(text, '{', head) || (open && memchr(text, '{', len)))
        exclude_range_add(&scan->out->kinds[EXCLUDE_FUNCTIONS], scan->head, scan->line);
    else if (memchr(text, ';', head) == NULL)
        return;
    scan->head = 0;
}

static void exclude_misspelt_tell(const struct scan *scan, const char *text, size_t len)
{
    for (int i = 0; i < PREFIX_COUNT; i++)
        if (exclude_marker_find(text, len, prefixes[i], "EXCL_", "BEGIN") ||
            exclude_marker_find(text, len, prefixes[i], "EXCL_", "END"))
            warn("%s:%u: the markers are %s_EXCL_START and %s_EXCL_STOP, not BEGIN and END", scan->name.data,
                 scan->line, prefixes[i], prefixes[i]);
}

static void exclude_line_take(struct scan *scan, const char *text, size_t len)
{
    if (memmem(text, len, "_EXCL_", 6) || memmem(text, len, "_UNREACHABLE_", 13)) {
        exclude_misspelt_tell(scan, text, len);
        exclude_regions_take(scan, text, len);
        exclude_lines_take(scan, text, len);
        exclude_head_take(scan, text, len);
    } else if (scan->head > 0) {
        exclude_head_take(scan, text, len);
    }
}

static void exclude_region_finish(struct scan *scan, struct region *region)
{
    if (region->start == 0)
        return;
    warn("%s:%u: %s_%sSTART without a %s_%sSTOP: all lines after it are excluded", scan->name.data, region->start,
         prefixes[region->prefix], middles[region->kind], prefixes[region->prefix], middles[region->kind]);
    exclude_region_close(scan, region, UINT32_MAX);
}

void exclude_text(struct exclusions *exclusions, const char *name, const char *text, size_t len)
{
    struct scan scan = {.out = exclusions, .name = STR_INIT};
    escape_line(&scan.name, name, "");
    for (const char *end = text + len; text < end;) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t size = newline ? (size_t)(newline - text) : (size_t)(end - text);
        scan.line++;
        exclude_line_take(&scan, text, size);
        text += size + (newline != NULL);
    }
    exclude_region_finish(&scan, &scan.lines);
    exclude_region_finish(&scan, &scan.branches);
    str_free(&scan.name);
}

/* The last range that begins at or before the line, or NULL. */
static const struct line_range *exclude_range_before(const struct line_ranges *ranges, uint32_t line)
{
    size_t low = 0, high = ranges->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ranges->list[middle].first <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? &ranges->list[low - 1] : NULL;
}

bool ranges_cover(const struct line_ranges *ranges, uint32_t first, uint32_t last)
{
    const struct line_range *range = exclude_range_before(ranges, first);
    return range && last <= range->last;
}

bool ranges_touch(const struct line_ranges *ranges, uint32_t first, uint32_t last)
{
    const struct line_range *range = exclude_range_before(ranges, last);
    return range && range->last >= first;
}

void exclude_free(struct exclusions *exclusions)
{
    for (int i = 0; i < EXCLUDE_KINDS; i++)
        free(exclusions->kinds[i].list);
    *exclusions = (struct exclusions){0};
}
