/* covdata order: the tests in the order that reaches most code first (contexts/ordering.h). */
#include <inttypes.h>

#include "base/escape.h"
#include "base/progress.h"
#include "base/report.h"
#include "covdata/cli/commands.h"
#include "covdata/commands/test_questions.h"
#include "covdata/contexts/ordering.h"

#include "base/banned.h"

static void order_print(struct ordering *o, const struct options *options, struct str *text)
{
    uint32_t test = 0;
    uint64_t gain;
    struct progress progress;
    progress_start(&progress, "ordering tests", o->contexts->test_count);
    if (options->format == 0)
        str_adds(text, "    new units   covered  test\n");
    while (ordering_next(o, &test, &gain)) {
        if (options->format == 0)
            str_addf(text, "%13" PRIu64 "  %7.1f%%  ", gain, tally_percent(o->reached));
        escape_line(text, o->contexts->tests[test], "");
        str_addc(text, '\n');
        progress_step(&progress);
    }
    progress_finish(&progress);
}

int order_command(const struct options *options)
{
    struct context_data data;
    struct ordering ordering;
    struct str text = STR_INIT;
    if (options->format > TESTS_NAMES)
        usage("order supports only -format=names, since ctest and Meson ignore the order of a list");
    int result = questions_read(&data, options);
    ordering_make(&ordering, &data);
    order_print(&ordering, options, &text);
    if (ordering.left_count > 0)
        warn("data without a test reached %u more groups of units", ordering.left_count);
    if (text_write(options, &text) != 0)
        result = -1;
    str_free(&text);
    ordering_free(&ordering);
    context_data_free(&data);
    return result;
}
