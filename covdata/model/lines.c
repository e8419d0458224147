/* Units to lines. In: packages of the model; out: files with spans of lines that have one count. Lines are not
 * visited one by one, because the data can state ranges of any length. The ends of the ranges cut a function into
 * segments. Units in order of their counts, largest first, set the count of each segment that has none yet. The
 * functions' spans are then added up. */
#include "covdata/model/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "covdata/data/count.h"
#include "base/escape.h"
#include "covdata/model/markers.h"

#include "base/banned.h"

enum { EXTENT_MAX = 1000000, LINE_MAX_NUMBER = 0x7fffffff };

/* A unit, and where it is. */
struct entry {
    const char *file;
    const struct model_package *package;
    const struct model_func *func;
    struct meta_unit at;
    uint32_t count;
    const struct unit_lines *lines; /* of its code; NULL: all of the extent */
    size_t number;                  /* among the model's units */
    const size_t *numbers;          /* those of all that were joined, and how many */
    size_t number_count;
    bool intraline;
    bool shared; /* entries of several packages were joined */
};

static int lines_entry_compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->file, y->file);
    if (order == 0)
        order = unit_compare(&x->at, &y->at);
    if (order == 0)
        order = strcmp(x->func->name, y->func->name);
    return order ? order : strcmp(x->package->path, y->package->path);
}

static bool lines_entries_same(const struct entry *x, const struct entry *y)
{
    return strcmp(x->file, y->file) == 0 && unit_compare(&x->at, &y->at) == 0 &&
           strcmp(x->func->name, y->func->name) == 0;
}

static struct entry *lines_entries_of(struct model_package *const *packages, size_t count, size_t *entry_count)
{
    size_t n = 0;
    for (size_t p = 0; p < count; p++)
        n += packages[p]->unit_count;
    struct entry *entries = xcalloc(n + 1, sizeof *entries);
    n = 0;
    for (size_t p = 0; p < count; p++) {
        for (size_t f = 0; f < packages[p]->func_count; f++) {
            const struct model_func *func = packages[p]->funcs[f];
            for (size_t u = 0; u < func->unit_count; u++) {
                const struct model_unit *unit = &func->units[u];
                entries[n++] = (struct entry){.file = func->shown,
                                              .package = packages[p],
                                              .func = func,
                                              .at = unit->at,
                                              .count = unit->count,
                                              .lines = unit->lines,
                                              .number = func->first + u};
            }
        }
    }
    qsort(entries, n, sizeof *entries, lines_entry_compare);
    *entry_count = n;
    return entries;
}

/* Makes one of those that are the same, which are neighbours. */
static size_t lines_entries_join(struct line_view *view, enum counter_mode mode, struct entry *entries, size_t count)
{
    bool overflow;
    size_t kept = 0, *numbers = arena_alloc(&view->arena, count * sizeof *numbers);
    for (size_t i = 0; i < count; i++) {
        numbers[i] = entries[i].number;
        if (kept > 0 && lines_entries_same(&entries[kept - 1], &entries[i])) {
            entries[kept - 1].count = count_join(mode, entries[kept - 1].count, entries[i].count, &overflow);
            entries[kept - 1].lines = unit_lines_join(&view->arena, entries[kept - 1].lines, entries[i].lines);
            entries[kept - 1].shared |= entries[kept - 1].package != entries[i].package;
        } else {
            entries[kept] = entries[i];
            entries[kept++].numbers = &numbers[i];
        }
        entries[kept - 1].number_count++;
    }
    return kept;
}

static bool lines_extent_sane(const struct meta_unit *at)
{
    return at->start_line > 0 && at->end_line >= at->start_line && at->end_line < LINE_MAX_NUMBER &&
           at->end_line - at->start_line < EXTENT_MAX;
}

static int lines_number_compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int lines_count_compare(const void *a, const void *b)
{
    uint32_t x = (*(const struct entry *const *)a)->count, y = (*(const struct entry *const *)b)->count;
    return (x < y) - (x > y);
}

/* Segment k is the lines bounds[k] to bounds[k + 1] - 1. */
struct segments {
    uint32_t *bounds;
    size_t bound_count;
    uint32_t *counts;
    size_t *next; /* the first segment from here on that is not painted, perhaps by way of others */
    bool *painted;
};

static size_t lines_bound_index(const struct segments *s, uint32_t line)
{
    const uint32_t *at = bsearch(&line, s->bounds, s->bound_count, sizeof *s->bounds, lines_number_compare);
    return (size_t)(at - s->bounds);
}

static size_t lines_segment_unpainted(struct segments *s, size_t k)
{
    while (s->next[k] != k) {
        s->next[k] = s->next[s->next[k]];
        k = s->next[k];
    }
    return k;
}

static void lines_range_paint(struct segments *s, struct meta_line_range range, uint32_t count)
{
    size_t end = lines_bound_index(s, range.last + 1);
    for (size_t k = lines_segment_unpainted(s, lines_bound_index(s, range.first)); k < end;
         k = lines_segment_unpainted(s, k)) {
        s->painted[k] = true;
        s->counts[k] = count;
        s->next[k] = k + 1;
    }
}

/* The number of ranges of lines that count. */
static uint32_t lines_range_count(const struct entry *entry)
{
    if (entry->intraline)
        return 0;
    return entry->lines ? entry->lines->count : 1;
}

static struct meta_line_range lines_range_at(const struct entry *entry, uint32_t index)
{
    if (entry->lines)
        return entry->lines->ranges[index];
    return (struct meta_line_range){entry->at.start_line, entry->at.end_line};
}

static void lines_entry_paint(struct segments *s, const struct entry *entry)
{
    for (uint32_t i = 0; i < lines_range_count(entry); i++)
        lines_range_paint(s, lines_range_at(entry, i), entry->count);
}

static size_t lines_bounds_add(uint32_t *bounds, size_t n, const struct line_ranges *ranges)
{
    for (size_t i = 0; i < ranges->count; i++) {
        bounds[n++] = ranges->list[i].first;
        bounds[n++] = ranges->list[i].last + 1;
    }
    return n;
}

static void lines_bounds_make(struct segments *s, struct entry *const *entries, size_t count,
                              const struct exclusions *excluded)
{
    size_t n = 0;
    const struct line_ranges *lines = &excluded->kinds[EXCLUDE_LINES], *dead = &excluded->kinds[EXCLUDE_UNREACHABLE];
    size_t ranges = lines->count + dead->count;
    for (size_t i = 0; i < count; i++)
        ranges += lines_range_count(entries[i]);
    s->bounds = xcalloc(2 * ranges + 1, sizeof *s->bounds);
    n = lines_bounds_add(s->bounds, n, lines);
    n = lines_bounds_add(s->bounds, n, dead);
    for (size_t i = 0; i < count; i++) {
        for (uint32_t r = 0; r < lines_range_count(entries[i]); r++) {
            s->bounds[n++] = lines_range_at(entries[i], r).first;
            s->bounds[n++] = lines_range_at(entries[i], r).last + 1;
        }
    }
    qsort(s->bounds, n, sizeof *s->bounds, lines_number_compare);
    for (size_t i = 0; i < n; i++)
        if (s->bound_count == 0 || s->bounds[s->bound_count - 1] != s->bounds[i])
            s->bounds[s->bound_count++] = s->bounds[i];
    s->counts = xcalloc(s->bound_count, sizeof *s->counts);
    s->next = xcalloc(s->bound_count, sizeof *s->next);
    s->painted = xcalloc(s->bound_count, sizeof *s->painted);
    for (size_t k = 0; k < s->bound_count; k++)
        s->next[k] = k;
}

/* Excluded lines are painted with nothing. */
static void lines_exclusions_paint(struct segments *s, const struct line_ranges *ranges)
{
    for (size_t i = 0; i < ranges->count; i++) {
        size_t end = lines_bound_index(s, ranges->list[i].last + 1);
        for (size_t k = lines_segment_unpainted(s, lines_bound_index(s, ranges->list[i].first)); k < end;
             k = lines_segment_unpainted(s, k))
            s->next[k] = k + 1;
    }
}

static size_t lines_spans_take(const struct segments *s, struct line_span *spans, struct tally *lines)
{
    size_t n = 0;
    for (size_t k = 0; k + 1 < s->bound_count; k++) {
        if (!s->painted[k])
            continue;
        uint32_t first = s->bounds[k], last = s->bounds[k + 1] - 1;
        lines->total += last - first + 1;
        lines->hit += s->counts[k] ? last - first + 1 : 0;
        if (n > 0 && spans[n - 1].last + 1 == first && spans[n - 1].count == s->counts[k])
            spans[n - 1].last = last;
        else
            spans[n++] = (struct line_span){first, last, s->counts[k]};
    }
    return n;
}

/* The spans of sane entries, which it orders anew. */
static struct line_span *lines_spans_make(struct arena *arena, struct entry **entries, size_t count,
                                          const struct exclusions *excluded, size_t *span_count, struct tally *lines)
{
    struct segments s = {0};
    *span_count = 0;
    if (count == 0)
        return NULL;
    lines_bounds_make(&s, entries, count, excluded);
    lines_exclusions_paint(&s, &excluded->kinds[EXCLUDE_LINES]);
    qsort(entries, count, sizeof(void *), lines_count_compare);
    size_t i = 0;
    for (; i < count && entries[i]->count > 0; i++)
        lines_entry_paint(&s, entries[i]);
    lines_exclusions_paint(&s, &excluded->kinds[EXCLUDE_UNREACHABLE]);
    for (; i < count; i++)
        lines_entry_paint(&s, entries[i]);
    struct line_span *spans = arena_alloc(arena, s.bound_count * sizeof *spans);
    *span_count = lines_spans_take(&s, spans, lines);
    free(s.bounds);
    free(s.counts);
    free(s.next);
    free(s.painted);
    return spans;
}

static int lines_name_compare(const void *a, const void *b)
{
    const struct entry *x = *(const struct entry *const *)a, *y = *(const struct entry *const *)b;
    int order = strcmp(x->func->name, y->func->name);
    return order ? order : unit_compare(&x->at, &y->at);
}

static int lines_func_compare(const void *a, const void *b)
{
    const struct line_func *x = a, *y = b;
    int order = (x->start > y->start) - (x->start < y->start);
    return order ? order : strcmp(x->name, y->name);
}

/* An intraline unit is one without statements of its own. */
static void lines_intraline_add(struct tally *to, const struct entry *entry)
{
    to->total += entry->intraline;
    to->hit += entry->intraline && entry->count != 0;
}

/* Is `a` where code runs before `b`? Units are ordered by their ends before their columns, so an intraline unit of the
 * first line may stand before the unit that contains it. */
static bool lines_entry_earlier(const struct entry *a, const struct entry *b)
{
    return a->at.start_line == b->at.start_line && a->at.start_col < b->at.start_col;
}

/* One function, of entries in order of place. */
static struct line_func lines_func_make(struct arena *arena, struct entry **entries, size_t count,
                                        const struct exclusions *excluded)
{
    const struct entry *first = entries[0];
    struct line_func func = {
        .name = first->func->name, .start = first->at.start_line, .end = first->at.end_line, .count = first->count};
    for (size_t i = 0; i < count; i++) {
        if (lines_entry_earlier(entries[i], first)) {
            first = entries[i];
            func.count = first->count;
        }
        if (entries[i]->at.end_line > func.end)
            func.end = entries[i]->at.end_line;
        func.statements.total += entries[i]->at.statements;
        func.statements.hit += entries[i]->count ? entries[i]->at.statements : 0;
        lines_intraline_add(&func.intraline, entries[i]);
    }
    if (first->func->line)
        func.start = first->func->line;
    func.spans = lines_spans_make(arena, entries, count, excluded, &func.span_count, &func.lines);
    return func;
}

/* Where a function's span begins, or ends. */
struct span_edge {
    uint32_t line;
    int64_t count; /* added to the line's count from here on */
    int open;      /* 1 or -1 */
};

static int lines_edge_compare(const void *a, const void *b)
{
    return lines_number_compare(&((const struct span_edge *)a)->line, &((const struct span_edge *)b)->line);
}

static struct span_edge *lines_edges_of(const struct line_file *file, size_t *count)
{
    size_t spans = 0;
    for (size_t f = 0; f < file->func_count; f++)
        spans += file->funcs[f].span_count;
    struct span_edge *edges = xcalloc(2 * spans + 1, sizeof *edges);
    *count = 0;
    for (size_t f = 0; f < file->func_count; f++) {
        for (size_t i = 0; i < file->funcs[f].span_count; i++) {
            const struct line_span *span = &file->funcs[f].spans[i];
            edges[(*count)++] = (struct span_edge){span->first, span->count, 1};
            edges[(*count)++] = (struct span_edge){span->last + 1, -(int64_t)span->count, -1};
        }
    }
    qsort(edges, *count, sizeof *edges, lines_edge_compare);
    return edges;
}

static void lines_file_span_add(struct line_file *file, struct line_span span)
{
    struct line_span *last = file->span_count ? &file->spans[file->span_count - 1] : NULL;
    file->lines.total += span.last - span.first + 1;
    file->lines.hit += span.count ? span.last - span.first + 1 : 0;
    if (last && last->last + 1 == span.first && last->count == span.count)
        last->last = span.last;
    else
        file->spans[file->span_count++] = span;
}

/* The file's spans: a line's count is the sum over the functions that have code on it, since each of them ran it. */
static void lines_file_spans_make(struct arena *arena, struct line_file *file, enum counter_mode mode)
{
    size_t count;
    struct span_edge *edges = lines_edges_of(file, &count);
    int64_t sum = 0;
    int open = 0;
    file->spans = arena_alloc(arena, count * sizeof *file->spans);
    for (size_t i = 0; i < count; i++) {
        sum += edges[i].count;
        open += edges[i].open;
        if (open == 0 || edges[i + 1].line == edges[i].line)
            continue;
        int64_t most = mode == MODE_SET ? 1 : UINT32_MAX;
        uint32_t value = (uint32_t)(sum < most ? sum : most);
        lines_file_span_add(file, (struct line_span){edges[i].line, edges[i + 1].line - 1, value});
    }
    free(edges);
}

/* Leaves out the functions that do not count as such, and sorts the others. */
static void lines_funcs_finish(struct line_file *file, const bool *excluded)
{
    size_t kept = 0;
    for (size_t i = 0; i < file->func_count; i++) {
        if (excluded[i])
            continue;
        file->functions.total++;
        file->functions.hit += file->funcs[i].count != 0;
        file->funcs[kept++] = file->funcs[i];
    }
    file->func_count = kept;
    if (kept > 0)
        qsort(file->funcs, kept, sizeof *file->funcs, lines_func_compare);
}

/* The functions of sane entries, and the file's spans, which are those of all functions together. */
static void lines_funcs_make(struct arena *arena, enum counter_mode mode, struct line_file *file,
                             struct entry **entries, size_t count, const struct exclusions *excluded)
{
    bool *head_excluded = xcalloc(count + 1, sizeof *head_excluded);
    qsort(entries, count, sizeof(void *), lines_name_compare);
    file->funcs = arena_alloc(arena, count * sizeof *file->funcs);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && strcmp(entries[i]->func->name, entries[next]->func->name) == 0;)
            next++;
        head_excluded[file->func_count] = entries[i]->func->head_excluded;
        file->funcs[file->func_count++] = lines_func_make(arena, entries + i, next - i, excluded);
    }
    lines_file_spans_make(arena, file, mode);
    lines_funcs_finish(file, head_excluded);
    free(head_excluded);
}

static void lines_unplaced_tell(const struct line_file *file)
{
    struct str name = STR_INIT;
    escape_name(&name, file->name, "");
    warn("%s: %zu of %zu units have impossible line numbers and are left out of lines", name.data, file->unplaced,
         file->unplaced + file->unit_count);
    str_free(&name);
}

static int lines_start_compare(const void *a, const void *b)
{
    const struct meta_unit *x = &(*(const struct entry *const *)a)->at, *y = &(*(const struct entry *const *)b)->at;
    int order = lines_number_compare(&x->start_line, &y->start_line);
    return order ? order : lines_number_compare(&x->start_col, &y->start_col);
}

/* Tells intraline units from empty blocks: they begin behind the start of another unit, and end where it does or
 * before. */
static void lines_intraline_mark(struct entry *const *entries, size_t count)
{
    struct entry **order = xcalloc(count + 1, sizeof *order);
    uint32_t line = 0, col = 0; /* the farthest end of all before */
    memcpy(order, entries, count * sizeof *order);
    qsort(order, count, sizeof *order, lines_start_compare);
    for (size_t i = 0; i < count; i++) {
        const struct meta_unit *at = &order[i]->at;
        order[i]->intraline =
            at->statements == 0 && (at->end_line < line || (at->end_line == line && at->end_col <= col));
        if (at->end_line > line || (at->end_line == line && at->end_col > col)) {
            line = at->end_line;
            col = at->end_col;
        }
    }
    free(order);
}

/* The units of sane entries, which are in order of place. */
static void lines_units_make(struct arena *arena, struct line_file *file, struct entry *const *entries, size_t count)
{
    file->units = arena_alloc(arena, count * sizeof *file->units);
    file->unit_count = count;
    for (size_t i = 0; i < count; i++) {
        file->units[i] = (struct line_unit){entries[i]->at,      entries[i]->count,        entries[i]->func,
                                            entries[i]->numbers, entries[i]->number_count, entries[i]->intraline};
        lines_intraline_add(&file->intraline, entries[i]);
    }
}

/* The entries of one file, unless all are excluded; the insane ones stay in the statements alone. */
static void lines_file_add(struct line_view *view, enum counter_mode mode, struct entry *entries, size_t count,
                           const struct exclusions *excluded)
{
    struct line_file file = {.name = entries->file, .path = entries->func->file, .package = entries->package};
    struct entry **sane = xcalloc(count, sizeof *sane);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        file.shared |= entries[i].shared || entries[i].package != entries->package;
        file.statements.total += entries[i].at.statements;
        file.statements.hit += entries[i].count ? entries[i].at.statements : 0;
        if (strcmp(entries[i].package->path, file.package->path) < 0)
            file.package = entries[i].package;
        if (lines_extent_sane(&entries[i].at))
            sane[n++] = &entries[i];
        else
            file.unplaced++;
    }
    lines_intraline_mark(sane, n);
    lines_units_make(&view->arena, &file, sane, n);
    lines_funcs_make(&view->arena, mode, &file, sane, n, excluded);
    free(sane);
    view->files = array_grow(view->files, view->count, &view->cap, sizeof *view->files);
    view->files[view->count++] = file;
}

static int lines_file_compare(const void *a, const void *b)
{
    const struct line_file *x = a, *y = b;
    int order = strcmp(x->package->path, y->package->path);
    return order ? order : strcmp(x->name, y->name);
}

static void lines_view_make(struct line_view *view, const struct model *model, struct model_package *const *packages,
                            size_t count)
{
    *view = (struct line_view){0};
    size_t entry_count;
    struct entry *entries = lines_entries_of(packages, count, &entry_count);
    entry_count = lines_entries_join(view, model->mode, entries, entry_count);
    for (size_t i = 0, next; i < entry_count; i = next) {
        for (next = i + 1; next < entry_count && strcmp(entries[i].file, entries[next].file) == 0;)
            next++;
        lines_file_add(view, model->mode, entries + i, next - i,
                       markers_of(model, entries[i].package, entries[i].func->file));
    }
    if (view->count > 0)
        qsort(view->files, view->count, sizeof *view->files, lines_file_compare);
    free(entries);
}

void lines_make(struct line_view *view, const struct model *model, struct model_package *const *packages, size_t count)
{
    lines_view_make(view, model, packages, count);
    for (size_t i = 0; i < view->count; i++)
        if (view->files[i].unplaced > 0)
            lines_unplaced_tell(&view->files[i]);
}

struct line_totals lines_total(const struct model *model, struct model_package *const *packages, size_t count)
{
    struct line_view view;
    struct line_totals totals = {0};
    lines_view_make(&view, model, packages, count);
    for (size_t i = 0; i < view.count; i++) {
        tally_add(&totals.statements, view.files[i].statements);
        tally_add(&totals.lines, view.files[i].lines);
        tally_add(&totals.functions, view.files[i].functions);
        tally_add(&totals.intraline, view.files[i].intraline);
        totals.shared += view.files[i].shared;
    }
    lines_free(&view);
    return totals;
}

void lines_free(struct line_view *view)
{
    free(view->files);
    arena_free(&view->arena);
    *view = (struct line_view){0};
}

double tally_percent(struct tally tally)
{
    return tally.total ? 100.0 * (double)tally.hit / (double)tally.total : 0;
}

void tally_add(struct tally *to, struct tally more)
{
    to->hit += more.hit;
    to->total += more.total;
}

size_t name_dir_length(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? (size_t)(slash - name) : 0;
}

bool name_same_dir(const char *a, const char *b)
{
    size_t len = name_dir_length(a);
    return len == name_dir_length(b) && memcmp(a, b, len) == 0;
}

int name_compare_by_dir(const char *a, const char *b)
{
    size_t x = name_dir_length(a), y = name_dir_length(b);
    int order = memcmp(a, b, x < y ? x : y);
    if (order == 0)
        order = (x > y) - (x < y);
    return order ? order : strcmp(a, b);
}

enum tally_grade tally_grade(struct tally tally)
{
    double percent = tally_percent(tally);
    return tally.total == 0 ? GRADE_NONE : percent < 75 ? GRADE_LOW : percent < 90 ? GRADE_MIDDLE : GRADE_HIGH;
}

void line_range_add(struct str *text, uint32_t first, uint32_t last)
{
    str_addf(text, first == last ? "%u" : "%u-%u", first, last);
}
