/* covdata percent: how many of each package's statements ran. */
#include <stdio.h>

#include "covdata/cli/commands.h"
#include "covdata/formats/textfmt.h"

#include "base/banned.h"

/* A package without statements gets no figure and, as Go prints it, no end of line either. */
static void percent_package_print(const struct model_package *package)
{
    uint64_t covered = 0, total = 0;
    for (size_t f = 0; f < package->func_count; f++) {
        const struct model_func *func = package->funcs[f];
        for (size_t u = 0; u < func->unit_count; u++) {
            total += func->units[u].at.statements;
            covered += func->units[u].count ? func->units[u].at.statements : 0;
        }
    }
    printf("\t%s\t\t", package->path);
    if (total > 0)
        printf("coverage: %.1f%% of statements\n", 100.0 * (double)covered / (double)total);
}

int percent_command(const struct options *options)
{
    struct model model;
    int result = model_read(&model, &options->request, MODE_RELAXED);
    for (size_t i = 0; i < model.package_count; i++)
        percent_package_print(model.packages[i]);
    if (options->out && (result == 0 || model.filled) && textfmt_write(&model, options->out) != 0)
        result = -1;
    model_free(&model);
    return result;
}
