/* The summary of a build. In: the records of note.h, in the order in which compiles ended. Out: totals, and each
 * function or file that has no probes, once, however many objects it is part of. */
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

struct summary {
    struct arena arena;
    struct record *records;
    size_t count, cap;
    size_t files, functions, units; /* with probes */
    size_t plain, other, failed, left, partly;
    struct map told; /* lines printed, or counted to be */
    struct str lines;
};

static bool is_first(const struct record *record)
{
    static const char *const kinds[] = {"instrumented", "plain", "other"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(record->fields[KIND], kinds[i]) == 0)
            return true;
    }
    return false;
}

/* Splits a line, which is the arena's, at its tabs. */
static bool record_split(struct record *record, char *line)
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

static int records_read(struct summary *summary, const struct str *log, const char *name)
{
    const char *p = log->data;
    for (size_t line = 1; *p; line++) {
        size_t len = strcspn(p, "\n");
        summary->records = array_grow(summary->records, summary->count, &summary->cap, sizeof *summary->records);
        if (!record_split(&summary->records[summary->count++], arena_copy(&summary->arena, p, len)))
            return error("%s:%zu: not a line of a build log", name, line);
        p += len + (p[len] == '\n');
    }
    return 0;
}

/* The number of the object's last compile's first record, plus one, by object. */
static void last_compiles_find(const struct summary *summary, struct map *last)
{
    for (size_t i = 0; i < summary->count; i++) {
        const char *object = summary->records[i].fields[OBJECT];
        if (is_first(&summary->records[i]))
            *map_at(last, object, strlen(object)) = &summary->records[i];
    }
}

/* Adds the line, if it is new. */
static bool line_add(struct summary *summary, const char *line)
{
    void **told = map_at(&summary->told, line, strlen(line));
    if (*told)
        return false;
    *told = summary;
    str_adds(&summary->lines, line);
    return true;
}

static void record_count(struct summary *summary, const struct record *record)
{
    const char *const *f = record->fields;
    if (strcmp(f[KIND], "instrumented") == 0) {
        summary->files++;
        summary->functions += strtoul(f[WHAT], NULL, 10);
        summary->units += strtoul(f[REASON], NULL, 10);
    } else if (is_first(record)) {
        bool is_new =
            line_add(summary, arena_printf(&summary->arena, "%s: not instrumented: %s\n", f[WHERE], f[REASON]));
        *(strcmp(f[KIND], "plain") == 0 ? &summary->plain : &summary->other) += is_new;
    } else {
        bool is_new =
            line_add(summary, arena_printf(&summary->arena, "%s: %s: left alone: %s\n", f[WHERE], f[WHAT], f[REASON]));
        size_t *count = strcmp(f[KIND], "failed") == 0 ? &summary->failed
                        : strcmp(f[KIND], "left") == 0 ? &summary->left
                                                       : &summary->partly;
        *count += is_new;
    }
}

static void records_count(struct summary *summary)
{
    struct map last = {0};
    bool holds = false;
    last_compiles_find(summary, &last);
    for (size_t i = 0; i < summary->count; i++) {
        const struct record *record = &summary->records[i];
        const char *object = record->fields[OBJECT];
        if (is_first(record))
            holds = map_get(&last, object, strlen(object)) == record;
        if (holds)
            record_count(summary, record);
    }
    map_free(&last);
}

int summary_print(const struct str *log, const char *name, bool strict)
{
    struct summary summary = {.lines = STR_INIT};
    int status = EXIT_FAILED;
    if (records_read(&summary, log, name) == 0) {
        records_count(&summary);
        printf("instrumented: %zu files, %zu functions, %zu units; parts of %zu functions are left alone\n",
               summary.files, summary.functions, summary.units, summary.partly);
        printf("not instrumented: %zu files and %zu functions that can't be, %zu files and %zu functions by their "
               "nature\n",
               summary.plain, summary.failed, summary.other, summary.left);
        fputs(summary.lines.data, stdout);
        status = stdout_finish() != 0 || (strict && summary.plain + summary.failed > 0) ? EXIT_FAILED : EXIT_DONE;
    }
    map_free(&summary.told);
    str_free(&summary.lines);
    free(summary.records);
    arena_free(&summary.arena);
    return status;
}
