/* covdata tests: prints the tests that reached a line, a change, or the selected code (-func, -file, -pkg). In:
 * data with its contexts; out: names, for people and for test runners. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "covdata/cli/commands.h"
#include "covdata/commands/test_questions.h"

#include "base/banned.h"

struct place {
    char *file;
    uint32_t first, last;
};

static uint32_t tests_line_parse(const char *text, char **end)
{
    errno = 0;
    unsigned long value = *text >= '1' && *text <= '9' ? strtoul(text, end, 10) : 0;
    return errno == 0 && value < INT32_MAX ? (uint32_t)value : 0;
}

/* FILE:N or FILE:N-M. */
static struct place tests_place_parse(const char *text)
{
    const char *colon = strrchr(text, ':');
    char *end = NULL;
    struct place place = {0};
    if (colon && colon > text)
        place.first = place.last = tests_line_parse(colon + 1, &end);
    if (place.first > 0 && *end == '-')
        place.last = tests_line_parse(end + 1, &end);
    if (place.first == 0 || *end != '\0' || place.last < place.first)
        usage("-line takes FILE:N or FILE:N-M, not %s", text);
    place.file = strndup(text, (size_t)(colon - text));
    if (place.file == NULL)
        die("out of memory");
    return place;
}

static void tests_line_ask(const struct context_data *data, const char *text, struct test_choice *choice)
{
    struct place place = tests_place_parse(text);
    const struct context_file *file = context_file_find(&data->table, place.file);
    if (!test_choice_lines(choice, &data->contexts, file, place.first, place.last))
        die("%s: no code there is counted", text);
    if (choice->in == NULL)
        warn("%s: no test reached it", text);
    free(place.file);
}

static int tests_change_ask(struct context_data *data, const struct options *options, struct test_choice *choice)
{
    struct impact impact = {0};
    int result = questions_impact(&impact, data, options);
    *choice = impact.tests;
    impact.tests = (struct test_choice){0};
    impact_free(&impact);
    return result;
}

static void tests_all_ask(const struct context_data *data, struct test_choice *choice)
{
    for (size_t i = 0; i < data->contexts.unit_count; i++)
        test_choice_add(choice, &data->contexts, data->contexts.set_of[i]);
}

int tests_command(const struct options *options)
{
    struct context_data data;
    struct test_choice choice = {0};
    bool change = options->change.range || options->change.worktree || options->change.staged || options->change.patch;
    if (options->line && change)
        usage("give -line or a change, not both");
    int result = questions_read(&data, options);
    if (options->line)
        tests_line_ask(&data, options->line, &choice);
    else if (change && tests_change_ask(&data, options, &choice) != 0)
        result = -1;
    else if (!change)
        tests_all_ask(&data, &choice);
    if (test_choice_write(options, &choice, &data.contexts) != 0)
        result = -1;
    test_choice_free(&choice);
    context_data_free(&data);
    return result;
}
