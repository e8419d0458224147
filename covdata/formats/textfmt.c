/* covdata textfmt: a line a unit, `FILE:LINE.COLUMN,LINE.COLUMN STATEMENTS COUNT`, below a line that names the mode. */
#include "covdata/formats/textfmt.h"

#include <stdio.h>
#include <stdlib.h>

#include "covdata/data/output_file.h"

#include "base/banned.h"

static void textfmt_package_print(FILE *file, const struct model_package *package)
{
    struct model_row *rows = model_rows(package);
    for (size_t i = 0; i < package->unit_count; i++) {
        const struct meta_unit *at = &rows[i].unit->at;
        fprintf(file, "%s:%u.%u,%u.%u %u %u\n", rows[i].func->file, at->start_line, at->start_col, at->end_line,
                at->end_col, at->statements, rows[i].unit->count);
    }
    free(rows);
}

int textfmt_write(const struct model *model, const char *path)
{
    struct output out;
    if (output_open(&out, path) != 0)
        return -1;
    if (model->filled)
        fprintf(out.file, "mode: %s\n", mode_name(model->mode));
    for (size_t i = 0; i < model->package_count; i++)
        textfmt_package_print(out.file, model->packages[i]);
    return output_finish(&out);
}
