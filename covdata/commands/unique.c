/* covdata unique: prints the code that only one test reached. In: units with their sets of tests; out: the units
 * whose set is this one test, by file and function. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "covdata/cli/commands.h"
#include "base/escape.h"
#include "covdata/commands/test_questions.h"
#include "covdata/model/lines.h"

#include "base/banned.h"

struct sum {
    uint64_t statements, units;
};

static void unique_unit_add(struct str *text, const struct context_file *file, const struct context_unit *unit)
{
    escape_line(text, file->name, "");
    str_addc(text, ':');
    line_range_add(text, unit->at.start_line, unit->at.end_line);
    str_addc(text, '\t');
    escape_line(text, unit->func->name, "");
    str_addf(text, "\t%u\n", unit->at.statements);
}

static void unique_file_add(struct str *text, struct sum *sum, const struct context_data *data,
                            const struct context_file *file, uint32_t test)
{
    for (size_t i = 0; i < file->count; i++) {
        const struct context_unit *unit = &file->units[i];
        if (!test_set_has(&data->contexts.sets, unit->set, test) || test_set_size(&data->contexts.sets, unit->set) > 1)
            continue;
        sum->statements += unit->at.statements;
        sum->units++;
        unique_unit_add(text, file, unit);
    }
}

int unique_command(const struct options *options)
{
    struct context_data data;
    struct str text = STR_INIT;
    struct sum sum = {0};
    int result = questions_read(&data, options);
    uint32_t test = context_data_test(&data, options->name);
    for (size_t i = 0; i < data.table.count; i++)
        unique_file_add(&text, &sum, &data, &data.table.files[i], test);
    str_addf(&text, "total\t(statements)\t%" PRIu64 "\n", sum.statements);
    if (text_write(options, &text) != 0)
        result = -1;
    str_free(&text);
    context_data_free(&data);
    return result;
}
