/* Fuzzes the readers of text that covdata is given: configuration files, gates, patterns, exclusion markers. Any bytes
 * must be taken or refused. With libFuzzer: clang -fsanitize=fuzzer,address,undefined this file and the sources of
 * covdata/, format/ and base/. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "covdata/cli/config.h"
#include "covdata/model/exclude.h"
#include "covdata/model/gate.h"
#include "base/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void config_try(const char *text, size_t len)
{
    struct options options = {0};
    struct str problem = STR_INIT;
    for (size_t i = 0; i < command_count; i += 4) {
        char *copy = malloc(len + 1);
        memcpy(copy, text, len + 1);
        if (!config_apply(copy, &commands[i], &options, &problem) && problem.len == 0)
            abort(); /* refused without a reason */
        free(copy);
        str_clear(&problem);
    }
    str_free(&problem);
}

/* Ranges are in order and apart, or looking into them finds nothing. */
static void markers_try(const char *text, size_t len)
{
    struct exclusions excluded = {0};
    exclude_text(&excluded, "f.c", text, len);
    for (int kind = 0; kind < EXCLUDE_KINDS; kind++) {
        const struct line_ranges *ranges = &excluded.kinds[kind];
        for (size_t i = 0; i < ranges->count; i++)
            if (ranges->list[i].first > ranges->list[i].last ||
                (i > 0 && ranges->list[i].first <= ranges->list[i - 1].last + 1))
                abort();
    }
    exclude_free(&excluded);
}

static void gates_try(const char *text)
{
    struct str problem = STR_INIT;
    struct tree_row total = {0};
    const struct model model = {0};
    struct tree tree = {.rows = &total, .count = 1, .model = &model};
    if (gates_parse(text, &problem) && gates_check(text, &tree) == 0)
        abort(); /* nothing to cover reaches no gate */
    str_free(&problem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static FILE *nowhere;
    if (nowhere == NULL)
        stderr = nowhere = fopen("/dev/null", "w"); /* what a sanitizer says goes to the descriptor, and is seen */
    char *text = malloc(len + 1);
    memcpy(text, data, len);
    text[len] = '\0';
    config_try(text, strlen(text));
    gates_try(text);
    markers_try(text, len);
    pattern_list_match(text, text, len);
    free(text);
    return 0;
}
