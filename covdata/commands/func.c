/* covdata func: formats/func_table.h. */
#include "covdata/cli/commands.h"
#include "covdata/formats/func_table.h"

#include "base/banned.h"

int func_command(const struct options *options)
{
    struct model model;
    int result = model_read(&model, &options->request, MODE_RELAXED);
    func_table_print(stdout, &model);
    model_free(&model);
    return result;
}
