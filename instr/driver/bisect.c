/* In: a compile of instrumented text that failed, with the compiler's messages. Out: one that works, with as few
 * functions without probes as TRIES_MAX compiles can find out.
 *
 * Functions that the errors name by their lines are left out, and again if the compiler then rejects others. Where the
 * errors name no line of a function, as an assembler's don't, the search goes by halves: the text compiles without
 * probes in all functions, then in ever smaller sets of them. */
#include "instr/driver/bisect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

#include "base/banned.h"

enum { TRIES_MAX = 24 };

struct search {
    struct build_step *step;
    const char *file, *object;
    const char *reason; /* the compiler's first error */
    int tries;
    struct rejected_function *rejected;
    size_t count, cap;
    struct instrument_result *result;
    struct str *messages;
};

static void bisect_reject(struct search *search, uint32_t body)
{
    search->rejected = array_grow(search->rejected, search->count, &search->cap, sizeof *search->rejected);
    search->rejected[search->count++] = (struct rejected_function){body, search->reason};
}

/* One more compile, without probes in the listed functions. Its text and messages become the search's. */
static bool bisect_try(struct search *search, struct instrument_result *result)
{
    search->step->rejected = search->rejected;
    search->step->rejected_count = search->count;
    str_clear(search->messages);
    search->tries++;
    if (build_step_instrument(search->step, result) != 0 || result->text.len == 0 ||
        !build_step_store(search->step, result, search->file))
        return false;
    return build_step_compile(search->step, search->file, search->object, search->messages) == 0;
}

/* The line number in an error message, and the length of the file's name before it. 0: it is not an error message. */
static uint32_t bisect_error_line(const char *line, size_t len, size_t *name_len)
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

static bool bisect_holds(const struct probed_function *function, const char *name, size_t name_len, uint32_t line)
{
    return function->first_line <= line && line <= function->last_line &&
           strncmp(function->file, name, name_len) == 0 && function->file[name_len] == '\0';
}

/* Lists the functions that the errors name. False: they name none. */
static bool bisect_reject_named(struct search *search)
{
    size_t before = search->count, name_len;
    bool *seen = xcalloc(search->result->functions + 1, sizeof *seen);
    const char *p = search->messages->data;
    for (; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        uint32_t line = bisect_error_line(p, strcspn(p, "\n"), &name_len);
        for (size_t i = 0; line && i < search->result->functions; i++) {
            const struct probed_function *function = &search->result->probed[i];
            if (!seen[i] && bisect_holds(function, p, name_len, line)) {
                seen[i] = true;
                bisect_reject(search, function->body);
            }
        }
    }
    free(seen);
    return search->count > before;
}

static bool bisect_by_errors(struct search *search)
{
    while (search->tries < TRIES_MAX / 3 && bisect_reject_named(search)) {
        instrument_result_free(search->result);
        if (bisect_try(search, search->result))
            return true;
    }
    return false;
}

/* Tries without the functions [begin, end) of `all`. */
static bool bisect_try_range(struct search *search, const struct probed_function *all, size_t begin, size_t end)
{
    struct instrument_result result = INSTRUMENT_RESULT_INIT;
    search->count = 0;
    for (size_t i = begin; i < end; i++)
        bisect_reject(search, all[i].body);
    bool works = bisect_try(search, &result);
    instrument_result_free(&result);
    return works;
}

/* `all`: the functions of the first text. */
static bool bisect_by_halves(struct search *search, const struct probed_function *all, size_t count)
{
    size_t begin = 0, end = count;
    while (end - begin > 1 && search->tries + 3 <= TRIES_MAX) {
        size_t middle = begin + (end - begin) / 2;
        if (bisect_try_range(search, all, begin, middle))
            end = middle;
        else if (bisect_try_range(search, all, middle, end))
            begin = middle;
        else
            break;
    }
    if (end - begin == count)
        return false;
    search->count = 0;
    for (size_t i = begin; i < end; i++)
        bisect_reject(search, all[i].body);
    instrument_result_free(search->result);
    return bisect_try(search, search->result);
}

bool bisect_functions(struct build_step *step, const char *file, const char *object, struct instrument_result *result,
                      struct str *messages)
{
    struct arena *arena = &step->command->arena;
    struct search search = {.step = step, .file = file, .object = object, .result = result, .messages = messages};
    search.reason = arena_printf(arena, "the compiler rejects its probes: %s", build_step_error(arena, messages));
    size_t count = result->functions;
    struct probed_function *all = xcalloc(count + 1, sizeof *all);
    memcpy(all, result->probed, count * sizeof *all);
    bool works = bisect_by_errors(&search) || bisect_by_halves(&search, all, count);
    step->rejected = NULL;
    step->rejected_count = 0;
    free(search.rejected);
    free(all);
    return works;
}
