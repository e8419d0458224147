/* Finding the functions whose probes the compiler refuses. In: the result of a try that failed, and what the compiler
 * said. Out: that of one that didn't, with as few functions left alone as could be found out in TRIES_MAX compiles.
 *
 * The compiler's errors name lines: the functions that hold them are left alone, and again, if it then complains of
 * others. Where its errors name no line of a function, as an assembler's don't, the culprits are looked for by halves:
 * that the text compiles with no probe in a set of functions is known first of all functions, then of ever smaller
 * sets. */
#include "instr/driver/bisect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

#include "base/banned.h"

enum { TRIES_MAX = 24 };

struct search {
    struct attempt *attempt;
    const char *file, *object;
    const char *reason; /* the compiler's, of the try that failed first */
    int tries;
    struct rejected_function *rejected;
    size_t count, cap;
    struct instrument_result *result;
    struct str *said;
};

static void rejected_add(struct search *search, uint32_t body)
{
    search->rejected = array_grow(search->rejected, search->count, &search->cap, sizeof *search->rejected);
    search->rejected[search->count++] = (struct rejected_function){body, search->reason};
}

/* One more compile, with the functions in the list left alone. Its text and what was said become the search's. */
static bool try_again(struct search *search, struct instrument_result *result)
{
    search->attempt->rejected = search->rejected;
    search->attempt->rejected_count = search->count;
    str_clear(search->said);
    search->tries++;
    if (attempt_instrument(search->attempt, result) != 0 || result->text.len == 0 ||
        !attempt_store(result, search->file))
        return false;
    return attempt_compile(search->attempt, search->file, search->object, search->said) == 0;
}

/* The line number of an error that the compiler's line of output speaks of, and the length of the file's name before
 * it. 0: none. */
static uint32_t error_line(const char *line, size_t len, size_t *name_len)
{
    const char *mark = memmem(line, len, " error: ", 8);
    const char *colon = mark ? memchr(line, ':', (size_t)(mark - line)) : NULL;
    for (; colon && colon < mark; colon = memchr(colon + 1, ':', (size_t)(mark - colon - 1))) {
        char *end;
        unsigned long number = strtoul(colon + 1, &end, 10);
        if (end > colon + 1 && *end == ':') {
            *name_len = (size_t)(colon - line);
            return (uint32_t)number;
        }
    }
    return 0;
}

static bool holds(const struct probed_function *function, const char *name, size_t name_len, uint32_t line)
{
    return function->first_line <= line && line <= function->last_line &&
           strncmp(function->file, name, name_len) == 0 && function->file[name_len] == '\0';
}

/* Adds the functions that the errors name to the list. False: they name none. */
static bool culprits_add(struct search *search)
{
    size_t before = search->count, name_len;
    bool *seen = xcalloc(search->result->functions + 1, sizeof *seen);
    const char *p = search->said->data;
    for (; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        uint32_t line = error_line(p, strcspn(p, "\n"), &name_len);
        for (size_t i = 0; line && i < search->result->functions; i++) {
            const struct probed_function *function = &search->result->probed[i];
            if (!seen[i] && holds(function, p, name_len, line)) {
                seen[i] = true;
                rejected_add(search, function->body);
            }
        }
    }
    free(seen);
    return search->count > before;
}

static bool by_errors(struct search *search)
{
    while (search->tries < TRIES_MAX / 3 && culprits_add(search)) {
        instrument_result_free(search->result);
        if (try_again(search, search->result))
            return true;
    }
    return false;
}

/* Tries without the functions [begin, end) of `all`. */
static bool try_range(struct search *search, const struct probed_function *all, size_t begin, size_t end)
{
    struct instrument_result result = INSTRUMENT_RESULT_INIT;
    search->count = 0;
    for (size_t i = begin; i < end; i++)
        rejected_add(search, all[i].body);
    bool works = try_again(search, &result);
    instrument_result_free(&result);
    return works;
}

/* `all` are the functions of a text in which nothing is left alone yet. */
static bool by_halves(struct search *search, const struct probed_function *all, size_t count)
{
    size_t begin = 0, end = count;
    while (end - begin > 1 && search->tries + 3 <= TRIES_MAX) {
        size_t middle = begin + (end - begin) / 2;
        if (try_range(search, all, begin, middle))
            end = middle;
        else if (try_range(search, all, middle, end))
            begin = middle;
        else
            break;
    }
    if (end - begin == count)
        return false;
    search->count = 0;
    for (size_t i = begin; i < end; i++)
        rejected_add(search, all[i].body);
    instrument_result_free(search->result);
    return try_again(search, search->result);
}

bool retry_without_culprits(struct attempt *attempt, const char *file, const char *object,
                            struct instrument_result *result, struct str *said)
{
    struct arena *arena = &attempt->command->arena;
    struct search search = {.attempt = attempt, .file = file, .object = object, .result = result, .said = said};
    search.reason = arena_printf(arena, "the compiler refuses its probes: %s", attempt_error(arena, said));
    size_t count = result->functions;
    struct probed_function *all = xcalloc(count + 1, sizeof *all);
    memcpy(all, result->probed, count * sizeof *all);
    bool works = by_errors(&search) || by_halves(&search, all, count);
    attempt->rejected = NULL;
    attempt->rejected_count = 0;
    free(search.rejected);
    free(all);
    return works;
}
