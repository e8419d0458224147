/* covdata pkglist: the paths of all packages, run or not. */
#include <stdio.h>

#include "covdata/cli/commands.h"

#include "base/banned.h"

int pkglist_command(const struct options *options)
{
    struct model model;
    int result = model_read(&model, &options->request, MODE_RELAXED);
    for (size_t i = 0; i < model.package_count; i++)
        printf("%s\n", model.packages[i]->path);
    model_free(&model);
    return result;
}
