/* What the commands about tests share. In: the options; out: the data that they query, and text at the place the
 * user wants. */
#include "covdata/commands/test_questions.h"

#include <string.h>

#include "base/file.h"
#include "base/report.h"
#include "covdata/data/output_file.h"

#include "base/banned.h"

int questions_read(struct context_data *data, const struct options *options)
{
    struct arena arena = {0};
    const char *file = options->line ? arena_copy(&arena, options->line, strcspn(options->line, ":")) : NULL;
    int result = context_data_read(data, &(struct context_request){.model = &options->request,
                                                                   .index = options->index,
                                                                   .base = file ? path_base(file) : NULL});
    arena_free(&arena);
    return result;
}

int questions_impact(struct impact *impact, struct context_data *data, const struct options *options)
{
    return impact_read(impact, data, &options->request, &options->change, options->side == SIDE_NEW);
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
static int questions_expression_check(const struct str *text, uint32_t count)
{
    enum { LIMIT = 65000, NAME = 7, QUOTED = 8 };
    size_t size = text->len + (size_t)count * NAME;
    for (size_t i = 0; i < text->len; i++)
        size += text->data[i] == '\\' ? QUOTED : 0;
    if (size < LIMIT)
        return 0;
    return error("%u tests are too many for a ctest expression; run all tests, or use -format=names and (CMake 3.29) "
                 "ctest --tests-from-file",
                 count);
}

int test_choice_write(const struct options *options, const struct test_choice *choice, const struct contexts *contexts)
{
    struct str text = STR_INIT;
    if (choice->none)
        warn("data without a test matches, too");
    test_choice_print(&text, choice, contexts, options->format ? (enum test_format)options->format : TESTS_NAMES);
    int result = options->format == TESTS_CTEST ? questions_expression_check(&text, choice->count) : 0;
    if (result == 0)
        result = text_write(options, &text);
    str_free(&text);
    return result;
}
