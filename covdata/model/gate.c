/* In: the text of -fail-under, and a tree; out: a message for each gate that is missed. */
#include "covdata/model/gate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/escape.h"
#include "base/pattern.h"

#include "base/banned.h"

enum scope { SCOPE_TOTAL, SCOPE_PACKAGE, SCOPE_CONTAINED, SCOPE_DEPENDENT, SCOPE_SYSTEM, SCOPE_TEST, SCOPE_PATTERN };
enum { SCOPE_WORDS = SCOPE_PATTERN, MEASURES = 4 };

static const char *const scopes[SCOPE_WORDS] = {"total", "package", "contained", "dependent", "system", "test"};
static const char *const measures[MEASURES] = {"statements", "lines", "functions", "intraline"};
static const char *const measure_texts[MEASURES] = {"statements", "lines", "functions", "conditions"};

struct gate {
    const char *text; /* as written */
    size_t len;
    enum scope scope;
    char *pattern; /* of SCOPE_PATTERN; owned */
    int measure;
    bool measured; /* it was said */
    double least;
};

/* Takes "WORD:" from the front; the index of the word, or -1 if none of them is there. */
static int gate_word_take(const char **at, const char *end, const char *const *words, int count)
{
    for (int i = 0; i < count; i++) {
        size_t len = strlen(words[i]);
        if ((size_t)(end - *at) > len && memcmp(*at, words[i], len) == 0 && (*at)[len] == ':') {
            *at += len + 1;
            return i;
        }
    }
    return -1;
}

static bool gate_number_take(const char *at, const char *end, double *value)
{
    char text[32], *stop;
    size_t len = (size_t)(end - at);
    if (len == 0 || len >= sizeof text || *at < '0' || *at > '9')
        return false;
    memcpy(text, at, len);
    text[len] = '\0';
    *value = strtod(text, &stop);
    return *stop == '\0' && *value >= 0 && *value <= 100;
}

/* Reads the gate at *list and moves on behind its comma. */
static bool gate_next(const char **list, struct gate *gate)
{
    const char *at = *list, *end = at + strcspn(at, ",");
    const char *equals = memchr(at, '=', (size_t)(end - at));
    *gate = (struct gate){.text = at, .len = (size_t)(end - at)};
    *list = *end ? end + 1 : end;
    if (equals) {
        gate->scope = SCOPE_PATTERN;
        struct str pattern = STR_INIT;
        str_add(&pattern, at, (size_t)(equals - at));
        gate->pattern = pattern.data;
        at = equals + 1;
    } else {
        int scope = gate_word_take(&at, end, scopes, SCOPE_WORDS);
        gate->scope = scope < 0 ? SCOPE_TOTAL : (enum scope)scope;
    }
    int measure = gate_word_take(&at, end, measures, MEASURES);
    gate->measure = measure < 0 ? 0 : measure;
    gate->measured = measure >= 0;
    return gate_number_take(at, end, &gate->least);
}

bool gates_parse(const char *list, struct str *problem)
{
    bool good = true;
    const char *at = list;
    do {
        struct gate gate;
        good = gate_next(&at, &gate);
        if (!good)
            str_addf(problem, "not a number from 0 to 100, nor SCOPE:MEASURE:N or PATTERN=MEASURE:N: %.*s",
                     (int)gate.len, gate.text);
        free(gate.pattern);
    } while (good && *at);
    return good;
}

/* The name, if there is one, and a colon. */
static int gate_tally_check(const struct gate *gate, const char *name, const struct tally tallies[MEASURES])
{
    struct tally tally = tallies[gate->measure];
    if (tally.total > 0 && 100.0 * (double)tally.hit >= gate->least * (double)tally.total)
        return 0;
    struct str shown = STR_INIT;
    escape_line(&shown, name, "");
    if (*name)
        str_adds(&shown, ": ");
    if (tally.total == 0)
        error("-fail-under=%.*s: %sthere are no %s", (int)gate->len, gate->text, shown.data,
              measure_texts[gate->measure]);
    else
        error("-fail-under=%.*s: %s%.6g%% of %s are covered (%" PRIu64 " of %" PRIu64 ")", (int)gate->len, gate->text,
              shown.data, tally_percent(tally), measure_texts[gate->measure], tally.hit, tally.total);
    str_free(&shown);
    return -1;
}

static int gate_row_check(const struct gate *gate, const char *name, const struct tree_row *row)
{
    return gate_tally_check(gate, name, (struct tally[]){row->statements, row->lines, row->functions, row->intraline});
}

/* A package without statements is no failure where each is looked at. */
static bool gate_package_meant(const struct gate *gate, const struct tree_row *row)
{
    if (row->level != LEVEL_PACKAGE || row->statements.total == 0)
        return false;
    return gate->scope == SCOPE_PACKAGE || pattern_list_match(gate->pattern, row->name, strlen(row->name));
}

static int gate_packages_check(const struct gate *gate, const struct tree *tree)
{
    size_t found = 0;
    int result = 0;
    for (size_t i = 0; i < tree->count; i++) {
        if (!gate_package_meant(gate, &tree->rows[i]))
            continue;
        found++;
        if (gate_row_check(gate, tree->rows[i].name, &tree->rows[i]) != 0)
            result = -1;
    }
    if (found == 0)
        return error("-fail-under=%.*s: there are no such packages", (int)gate->len, gate->text);
    return result;
}

/* The packages of one disposition taken together. */
static int gate_disposition_check(const struct gate *gate, const struct tree *tree)
{
    static const uint8_t dispositions[SCOPE_WORDS] = {[SCOPE_CONTAINED] = DISPOSITION_CONTAINED,
                                                      [SCOPE_DEPENDENT] = DISPOSITION_DEPENDENT,
                                                      [SCOPE_SYSTEM] = DISPOSITION_SYSTEM,
                                                      [SCOPE_TEST] = DISPOSITION_TEST};
    struct line_totals sum = tree_disposition_total(tree, dispositions[gate->scope]);
    return gate_tally_check(gate, "", (struct tally[]){sum.statements, sum.lines, sum.functions, sum.intraline});
}

static int gate_check(const struct gate *gate, const struct tree *tree)
{
    switch (gate->scope) {
    case SCOPE_TOTAL:
        return gate_row_check(gate, "", &tree->rows[0]);
    case SCOPE_PACKAGE:
    case SCOPE_PATTERN:
        return gate_packages_check(gate, tree);
    default:
        return gate_disposition_check(gate, tree);
    }
}

int gates_check(const char *list, const struct tree *tree)
{
    int result = 0;
    do {
        struct gate gate;
        if (!gate_next(&list, &gate))
            BUG("a gate that gates_parse did not see");
        if (gate_check(&gate, tree) != 0)
            result = -1;
        free(gate.pattern);
    } while (*list);
    return result;
}

int gates_check_lines(const char *list, struct tally lines)
{
    enum { LINES = 1 };
    int result = 0;
    do {
        struct gate gate;
        if (!gate_next(&list, &gate))
            BUG("a gate that gates_parse did not see");
        if (gate.scope != SCOPE_TOTAL || (gate.measured && gate.measure != LINES))
            usage("-fail-under=%.*s: a gate on a change is N or lines:N", (int)gate.len, gate.text);
        gate.measure = LINES;
        if (lines.total > 0 && gate_tally_check(&gate, "", (struct tally[MEASURES]){[LINES] = lines}) != 0)
            result = -1;
        free(gate.pattern);
    } while (*list);
    return result;
}
