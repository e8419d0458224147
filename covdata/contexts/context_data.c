/* In: the command line; out: model, origins and table; and back, text where the user wants it. */
#include "covdata/contexts/context_data.h"

#include <string.h>

#include "base/report.h"
#include "base/escape.h"
#include "covdata/contexts/index.h"
#include "covdata/data/output_file.h"

#include "base/banned.h"

int origin_data_read(struct origin_data *data, const struct options *options)
{
    int result = options->index ? index_read(options, &data->model, &data->origins)
                                : origins_read(options, MODE_RELAXED, &data->model, &data->origins);
    origin_table_make(&data->table, &data->model, &data->origins);
    return result;
}

void origin_data_free(struct origin_data *data)
{
    origin_table_free(&data->table);
    origins_free(&data->origins);
    model_free(&data->model);
}

uint32_t origin_data_test(const struct origin_data *data, const char *name)
{
    uint32_t test;
    struct str text = STR_INIT;
    if (origins_test_find(&data->origins, name, &test))
        return test;
    escape_line(&text, name, "");
    die("%s: there is no data of a test of this name; `covdata tests` lists the tests",
        text.len > 0 ? text.data : "\"\"");
}

int text_write(const struct options *options, const struct str *text)
{
    struct output out;
    if (output_open(&out, options->out ? options->out : "-") != 0)
        return -1;
    str_print(text, out.file);
    return output_finish(&out);
}

/* Is the expression one that CTest can take? Its compiled form must be below 64 kB: a node of 3 bytes for each
 * alternative, and one of 4 more for each piece of text, which a quoted character ends. What is larger, CTest
 * takes for an expression that nothing matches, and says it passed. */
static int expression_check(const struct str *text, uint32_t count)
{
    enum { LIMIT = 65000, NAME = 7, QUOTED = 8 };
    size_t size = text->len + (size_t)count * NAME;
    for (size_t i = 0; i < text->len; i++)
        size += text->data[i] == '\\' ? QUOTED : 0;
    if (size < LIMIT)
        return 0;
    return error("%u tests are too many for an expression of ctest's; run all, or use -format=names and (CMake 3.29) "
                 "ctest --tests-from-file",
                 count);
}

int test_choice_write(const struct options *options, const struct test_choice *choice, const struct origins *origins)
{
    struct str text = STR_INIT;
    if (choice->none)
        warn("data of no test is among what was asked for, too");
    test_choice_print(&text, choice, origins, options->format ? (enum test_format)options->format : TESTS_NAMES);
    int result = options->format == TESTS_CTEST ? expression_check(&text, choice->count) : 0;
    if (result == 0)
        result = text_write(options, &text);
    str_free(&text);
    return result;
}
