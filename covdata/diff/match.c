/* In: two models, and their sources if there are any; out: pairs of units. Units of a pair of functions are aligned by
 * a longest common subsequence of their keys, so a pair never crosses another. A key is a hash of the unit's text
 * without its white space; or of its shape: columns and statements. Both sides of a function have keys of the same
 * kind. */
#include "covdata/diff/match.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "covdata/diff/git_changes.h"
#include "covdata/model/roots.h"
#include "format/fnv.h"

#include "base/banned.h"

enum { CELLS_MAX = 4 << 20 };

/* A source file's text; len 0: it can't be had. */
struct text {
    char *data;
    size_t *starts; /* of its lines, and one more */
    size_t line_count;
};

/* A function of one version. */
struct side {
    const struct model_package *package;
    const struct model_func *func;
    uint64_t *texts, *shapes; /* keys of its units; texts NULL: not all are known */
    struct side *other;       /* its match */
};

struct sides {
    struct side *list;
    size_t count;
};

static void match_lines_find(struct text *text, size_t len)
{
    size_t cap = 0;
    for (size_t at = 0; at < len; at++) {
        text->starts = array_grow(text->starts, text->line_count, &cap, sizeof *text->starts);
        text->starts[text->line_count++] = at;
        const char *newline = memchr(text->data + at, '\n', len - at);
        at = newline ? (size_t)(newline - text->data) : len;
    }
    text->starts = array_grow(text->starts, text->line_count, &cap, sizeof *text->starts);
    text->starts[text->line_count] = len;
}

static struct text *match_text_of(struct version *version, const struct model_package *package, const char *file)
{
    if (version->source == NULL || !model_own(package))
        return NULL;
    void **known = map_at(&version->texts, file, strlen(file));
    if (*known)
        return *known;
    struct text *text = arena_alloc(&version->arena, sizeof *text);
    struct str bytes = STR_INIT;
    char *path = version->revision ? NULL : path_below(version->source, file);
    *text = (struct text){0};
    if (version->revision ? git_text_read(&bytes, ".", version->source, file)
                          : path && file_read(path, &bytes) == 0 && bytes.len > 0) {
        text->data = bytes.data;
        match_lines_find(text, bytes.len);
    }
    free(path);
    *known = text;
    return text;
}

static uint64_t match_hash_of(const void *data, size_t len)
{
    struct fnv fnv;
    uint8_t hash[16];
    uint64_t key;
    fnv_start(&fnv);
    fnv_add(&fnv, data, len);
    fnv_finish(&fnv, hash);
    memcpy(&key, hash, sizeof key);
    return key;
}

/* false: the text has no such place. */
static bool match_offset_of(const struct text *text, uint32_t line, uint32_t column, size_t *offset)
{
    if (line == 0 || column == 0 || line > text->line_count)
        return false;
    *offset = text->starts[line - 1] + column - 1;
    return *offset <= text->starts[line];
}

static bool match_unit_text(const struct text *text, const struct meta_unit *at, uint64_t *key)
{
    size_t start, end;
    struct str bare = STR_INIT;
    if (!match_offset_of(text, at->start_line, at->start_col, &start) ||
        !match_offset_of(text, at->end_line, at->end_col, &end) || end <= start)
        return false;
    for (size_t i = start; i < end; i++)
        if (!isspace((unsigned char)text->data[i]))
            str_addc(&bare, text->data[i]);
    *key = bare.len > 0 ? match_hash_of(bare.data, bare.len) : 0;
    str_free(&bare);
    return true;
}

static uint64_t match_unit_shape(const struct meta_unit *at)
{
    uint32_t shape[] = {at->start_col, at->end_col, at->statements};
    return match_hash_of(shape, sizeof shape);
}

static void match_side_key(struct version *version, struct side *side)
{
    const struct model_func *func = side->func;
    const struct text *text = match_text_of(version, side->package, func->file);
    bool known = text && text->data;
    side->shapes = arena_alloc(&version->arena, (func->unit_count + 1) * sizeof *side->shapes);
    side->texts = arena_alloc(&version->arena, (func->unit_count + 1) * sizeof *side->texts);
    for (size_t u = 0; u < func->unit_count; u++) {
        side->shapes[u] = match_unit_shape(&func->units[u].at);
        known = known && match_unit_text(text, &func->units[u].at, &side->texts[u]);
    }
    if (!known)
        side->texts = NULL;
}

static struct sides match_sides_make(struct version *version)
{
    struct sides sides = {0};
    size_t cap = 0;
    for (size_t p = 0; p < version->model->package_count; p++)
        for (size_t f = 0; f < version->model->packages[p]->func_count; f++) {
            sides.list = array_grow(sides.list, sides.count, &cap, sizeof *sides.list);
            sides.list[sides.count++] =
                (struct side){.package = version->model->packages[p], .func = version->model->packages[p]->funcs[f]};
        }
    for (size_t i = 0; i < sides.count; i++)
        match_side_key(version, &sides.list[i]);
    return sides;
}

/* How functions are known, the surest way first. */
enum way { BY_PLACE, BY_PACKAGE, BY_NAME, BY_CONTENT, WAYS };

/* false: it can't be known in this way. */
static bool match_side_name(struct str *key, const struct side *side, enum way way)
{
    str_clear(key);
    if (way == BY_CONTENT) {
        if (side->texts == NULL || side->func->unit_count == 0)
            return false;
        str_add(key, (const char *)side->texts, side->func->unit_count * sizeof *side->texts);
        return true;
    }
    str_addf(key, "%d", side->func->literal);
    str_add(key, side->func->name, strlen(side->func->name) + 1);
    if (way != BY_NAME)
        str_add(key, side->package->path, strlen(side->package->path) + 1);
    if (way == BY_PLACE)
        str_adds(key, side->func->file);
    return true;
}

/* Functions that have no match yet, by their names; of a name that several have, the value is `many`. */
static void match_names_make(struct map *names, struct sides *sides, enum way way, struct arena *arena,
                             struct side *many)
{
    struct str key = STR_INIT;
    for (size_t i = 0; i < sides->count; i++) {
        if (sides->list[i].other || !match_side_name(&key, &sides->list[i], way))
            continue;
        void **value = map_at(names, arena_copy(arena, key.data, key.len), key.len);
        *value = *value ? many : &sides->list[i];
    }
    str_free(&key);
}

/* Matches what is alone of its name on both sides. */
static void match_sides_pair(struct sides *before, struct sides *after, enum way way)
{
    struct map olds = {0}, news = {0};
    struct arena arena = {0};
    struct side many = {0};
    match_names_make(&olds, before, way, &arena, &many);
    match_names_make(&news, after, way, &arena, &many);
    for (size_t i = 0; i < news.cap; i++) {
        struct side *now = news.entries[i].value;
        struct side *old = now ? map_get(&olds, news.entries[i].key, news.entries[i].len) : NULL;
        if (old == NULL || old == &many || now == &many)
            continue;
        old->other = now;
        now->other = old;
    }
    map_free(&olds);
    map_free(&news);
    arena_free(&arena);
}

static void match_add(struct matches *matches, const struct side *before, size_t i, const struct side *after, size_t j)
{
    matches->list = array_grow(matches->list, matches->count, &matches->cap, sizeof *matches->list);
    struct match *match = &matches->list[matches->count++];
    *match = (struct match){0};
    if (before) {
        match->packages[0] = before->package;
        match->funcs[0] = before->func;
        match->units[0] = &before->func->units[i];
    }
    if (after) {
        match->packages[1] = after->package;
        match->funcs[1] = after->func;
        match->units[1] = &after->func->units[j];
    }
}

/* Finds for each of b[0..m) its partner in a[0..n), or SIZE_MAX. A middle that is too large has none. */
static void match_align(const uint64_t *a, size_t n, const uint64_t *b, size_t m, size_t *partner)
{
    size_t head = 0, tail = 0;
    for (size_t j = 0; j < m; j++)
        partner[j] = SIZE_MAX;
    for (; head < n && head < m && a[head] == b[head]; head++)
        partner[head] = head;
    for (; tail < n - head && tail < m - head && a[n - 1 - tail] == b[m - 1 - tail]; tail++)
        partner[m - 1 - tail] = n - 1 - tail;
    size_t rows = n - head - tail, columns = m - head - tail, width = columns + 1;
    if (rows == 0 || columns == 0 || rows >= CELLS_MAX / width)
        return;
    uint32_t *most = xcalloc((rows + 1) * width, sizeof *most); /* of the ends from row i and column j on */
    for (size_t i = rows; i-- > 0;)
        for (size_t j = columns; j-- > 0;) {
            uint32_t down = most[(i + 1) * width + j], right = most[i * width + j + 1];
            most[i * width + j] = a[head + i] == b[head + j] ? most[(i + 1) * width + j + 1] + 1
                                  : down > right             ? down
                                                             : right;
        }
    for (size_t i = 0, j = 0; i < rows && j < columns;) {
        if (a[head + i] == b[head + j])
            partner[head + j++] = head + i++;
        else if (most[(i + 1) * width + j] >= most[i * width + j + 1])
            i++;
        else
            j++;
    }
    free(most);
}

static void match_funcs_match(struct matches *matches, const struct side *after, bool *taken)
{
    const struct side *before = after->other;
    size_t n = before ? before->func->unit_count : 0, m = after->func->unit_count;
    size_t *partner = xcalloc(m + 1, sizeof *partner);
    if (before && before->texts && after->texts)
        match_align(before->texts, n, after->texts, m, partner);
    else if (before)
        match_align(before->shapes, n, after->shapes, m, partner);
    for (size_t j = 0; j < m; j++) {
        bool paired = before && partner[j] != SIZE_MAX;
        match_add(matches, paired ? before : NULL, paired ? partner[j] : 0, after, j);
        if (paired)
            taken[partner[j]] = true;
    }
    free(partner);
}

void matches_make(struct matches *matches, struct version versions[2])
{
    struct sides before = match_sides_make(&versions[0]), after = match_sides_make(&versions[1]);
    bool **taken = xcalloc(before.count + 1, sizeof *taken);
    for (enum way way = BY_PLACE; way < WAYS; way++)
        match_sides_pair(&before, &after, way);
    for (size_t i = 0; i < before.count; i++)
        taken[i] = xcalloc(before.list[i].func->unit_count + 1, sizeof **taken);
    for (size_t i = 0; i < after.count; i++) {
        const struct side *other = after.list[i].other;
        match_funcs_match(matches, &after.list[i], other ? taken[other - before.list] : NULL);
    }
    for (size_t i = 0; i < before.count; i++) {
        for (size_t u = 0; u < before.list[i].func->unit_count; u++)
            if (!taken[i][u])
                match_add(matches, &before.list[i], u, NULL, 0);
        free(taken[i]);
    }
    free(taken);
    free(before.list);
    free(after.list);
}

void matches_free(struct matches *matches)
{
    free(matches->list);
    *matches = (struct matches){0};
}

void version_free(struct version *version)
{
    for (size_t i = 0; i < version->texts.cap; i++) {
        struct text *text = version->texts.entries[i].value;
        if (version->texts.entries[i].key == NULL || text == NULL)
            continue;
        free(text->data);
        free(text->starts);
    }
    map_free(&version->texts);
    arena_free(&version->arena);
}
