/* In: the records of build_log.h, in the order in which compiles ended. Out: totals, and a line for each function or file
 * without probes, however many objects contain it. */
#include "instr/driver/build_summary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/report.h"

#include "base/banned.h"

enum { FIELDS = 5 };
enum { KIND, OBJECT, WHERE, WHAT, REASON };

struct record {
    const char *fields[FIELDS];
};

/* Files that the compiler preprocesses for one reason. */
struct slow {
    const char *reason;
    size_t files;
    struct slow *previous;
};

struct summary {
    struct arena arena;
    struct record *records;
    size_t count, cap;
    size_t files, functions, units; /* with probes */
    size_t plain, other, failed, skipped, partly;
    struct map known; /* lines that were added */
    struct map slow;  /* reason -> struct slow */
    struct str lines;
    struct slow *slow_last;
};

static bool build_summary_is_first(const struct record *record)
{
    static const char *const kinds[] = {"instrumented", "plain", "other"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(record->fields[KIND], kinds[i]) == 0)
            return true;
    }
    return false;
}

/* Splits a line, which is the arena's, at its tabs. */
static bool build_summary_split(struct record *record, char *line)
{
    for (int i = 0; i < FIELDS; i++) {
        char *end = strchr(line, '\t');
        if ((end != NULL) != (i + 1 < FIELDS))
            return false;
        record->fields[i] = line;
        if (end)
            *end = '\0';
        line = end + 1;
    }
    return true;
}

static int build_summary_read(struct summary *summary, const struct str *log, const char *name)
{
    const char *p = log->data;
    for (size_t line = 1; *p; line++) {
        size_t len = strcspn(p, "\n");
        summary->records = array_grow(summary->records, summary->count, &summary->cap, sizeof *summary->records);
        if (!build_summary_split(&summary->records[summary->count++], arena_copy(&summary->arena, p, len)))
            return error("%s:%zu: not a line of a build log", name, line);
        p += len + (p[len] == '\n');
    }
    return 0;
}

/* Object -> the first record of its last compile. */
static void build_summary_find_last(const struct summary *summary, struct map *last)
{
    for (size_t i = 0; i < summary->count; i++) {
        const char *object = summary->records[i].fields[OBJECT];
        if (build_summary_is_first(&summary->records[i]))
            *map_at(last, object, strlen(object)) = &summary->records[i];
    }
}

/* Adds the line, if it is new. */
static bool build_summary_add_line(struct summary *summary, const char *line)
{
    void **known = map_at(&summary->known, line, strlen(line));
    if (*known)
        return false;
    *known = summary;
    str_adds(&summary->lines, line);
    return true;
}

static void build_summary_count_slow(struct summary *summary, const char *reason)
{
    struct slow **slow = (struct slow **)map_at(&summary->slow, reason, strlen(reason));
    if (*slow == NULL) {
        *slow = arena_alloc(&summary->arena, sizeof **slow);
        **slow = (struct slow){reason, 0, summary->slow_last};
        summary->slow_last = *slow;
    }
    (*slow)->files++;
}

static void build_summary_count_record(struct summary *summary, const struct record *record)
{
    const char *const *f = record->fields;
    if (strcmp(f[KIND], "instrumented") == 0) {
        summary->files++;
        summary->functions += strtoul(f[WHAT], NULL, 10);
        summary->units += strtoul(f[REASON], NULL, 10);
    } else if (build_summary_is_first(record)) {
        bool is_new = build_summary_add_line(
            summary, arena_printf(&summary->arena, "%s: not instrumented: %s\n", f[WHERE], f[REASON]));
        *(strcmp(f[KIND], "plain") == 0 ? &summary->plain : &summary->other) += is_new;
    } else if (strcmp(f[KIND], "slow") == 0) {
        build_summary_count_slow(summary, f[REASON]);
    } else {
        bool is_new = build_summary_add_line(
            summary, arena_printf(&summary->arena, "%s: %s: skipped: %s\n", f[WHERE], f[WHAT], f[REASON]));
        size_t *count = strcmp(f[KIND], "failed") == 0    ? &summary->failed
                        : strcmp(f[KIND], "skipped") == 0 ? &summary->skipped
                                                          : &summary->partly;
        *count += is_new;
    }
}

static void build_summary_count(struct summary *summary)
{
    struct map last = {0};
    bool holds = false;
    build_summary_find_last(summary, &last);
    for (size_t i = 0; i < summary->count; i++) {
        const struct record *record = &summary->records[i];
        const char *object = record->fields[OBJECT];
        if (build_summary_is_first(record))
            holds = map_get(&last, object, strlen(object)) == record;
        if (holds)
            build_summary_count_record(summary, record);
    }
    map_free(&last);
}

static const char *build_summary_plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void build_summary_print_totals(const struct summary *s)
{
    printf("instrumented: %zu file%s, %zu function%s, %zu unit%s; %zu function%s in part\n", s->files,
           build_summary_plural(s->files), s->functions, build_summary_plural(s->functions), s->units,
           build_summary_plural(s->units), s->partly, build_summary_plural(s->partly));
    printf(
        "not instrumented: %zu file%s and %zu function%s rejected, %zu file%s and %zu function%s skipped by design\n",
        s->plain, build_summary_plural(s->plain), s->failed, build_summary_plural(s->failed), s->other,
        build_summary_plural(s->other), s->skipped, build_summary_plural(s->skipped));
}

/* Compiles take longer where covercc can't preprocess. */
static void build_summary_print_slow(const struct summary *summary)
{
    for (const struct slow *slow = summary->slow_last; slow; slow = slow->previous)
        printf("preprocessed by the compiler, which is slower: %zu file%s: %s\n", slow->files,
               build_summary_plural(slow->files), slow->reason);
}

int build_summary_print(const struct str *log, const char *name, bool strict)
{
    struct summary summary = {.lines = STR_INIT};
    int status = EXIT_FAILED;
    if (build_summary_read(&summary, log, name) == 0) {
        build_summary_count(&summary);
        build_summary_print_totals(&summary);
        fputs(summary.lines.data, stdout);
        build_summary_print_slow(&summary);
        status = stdout_finish() != 0 || (strict && summary.plain + summary.failed > 0) ? EXIT_FAILED : EXIT_DONE;
    }
    map_free(&summary.known);
    map_free(&summary.slow);
    str_free(&summary.lines);
    free(summary.records);
    arena_free(&summary.arena);
    return status;
}
