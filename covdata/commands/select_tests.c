/* covdata select: prints the tests that a change needs, its lines that no test reaches, and its files that are not
 * in the data. With -format, standard output has only names, for scripts, and the rest goes to standard error. */
#include <string.h>

#include "base/report.h"
#include "covdata/cli/commands.h"
#include "base/escape.h"
#include "covdata/commands/test_questions.h"

#include "base/banned.h"

static void select_lines_add(struct str *text, const struct impact_lines *lines)
{
    escape_line(text, lines->file, "");
    if (lines->first > 0)
        str_addf(text, ":%u", lines->first);
    if (lines->last > lines->first)
        str_addf(text, "-%u", lines->last);
    if (lines->func) {
        str_adds(text, "\t");
        escape_line(text, lines->func, "");
    }
}

static void select_list_print(struct str *text, const char *title, const struct impact_list *list)
{
    if (list->count > 0)
        str_addf(text, "%s:\n", title);
    for (size_t i = 0; i < list->count; i++) {
        str_adds(text, "  ");
        select_lines_add(text, &list->list[i]);
        str_addc(text, '\n');
    }
}

static void select_list_warn(const char *title, const struct impact_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct str text = STR_INIT;
        select_lines_add(&text, &list->list[i]);
        warn("%s: %s", text.data, title);
        str_free(&text);
    }
}

static uint32_t select_tests_named(const struct contexts *contexts)
{
    uint32_t nameless;
    return contexts->test_count - contexts_test_find(contexts, "", &nameless);
}

static int select_report_write(const struct options *options, const struct impact *impact,
                               const struct contexts *contexts)
{
    struct str names = STR_INIT, text = STR_INIT;
    test_choice_print(&names, &impact->tests, contexts, TESTS_NAMES);
    str_addf(&text, "%u of %u tests reached the change:\n", impact->tests.count, select_tests_named(contexts));
    for (char *name = names.data, *end; name && *name; name = end + 1) {
        end = strchr(name, '\n');
        str_addf(&text, "  %.*s\n", (int)(end - name), name);
    }
    select_list_print(&text, "no test reached", &impact->unreached);
    select_list_print(&text, "outside functions; other files may depend on it", &impact->outside);
    select_list_print(&text, "not in the data", &impact->unknown);
    int result = text_write(options, &text);
    str_free(&names);
    str_free(&text);
    return result;
}

static int select_names_write(const struct options *options, const struct impact *impact,
                              const struct contexts *contexts)
{
    select_list_warn("no test reached this", &impact->unreached);
    select_list_warn("outside functions; other files may depend on it", &impact->outside);
    select_list_warn("not in the data", &impact->unknown);
    return test_choice_write(options, &impact->tests, contexts);
}

int select_command(const struct options *options)
{
    struct context_data data;
    struct impact impact = {0};
    int result = questions_read(&data, options);
    if (questions_impact(&impact, &data, options) != 0)
        result = -1;
    else if ((options->format ? select_names_write : select_report_write)(options, &impact, &data.contexts) != 0)
        result = -1;
    impact_free(&impact);
    context_data_free(&data);
    return result;
}
