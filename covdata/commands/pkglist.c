/* covdata pkglist: the paths of all packages, run or not. */
#include <stdio.h>

#include "covdata/cli/commands.h"
#include "covdata/data/reader.h"

#include "base/banned.h"

int pkglist_run(const struct options *options)
{
    struct model model;
    int result = reader_model(options, MODE_RELAXED, &model);
    for (size_t i = 0; i < model.package_count; i++)
        printf("%s\n", model.packages[i]->path);
    model_free(&model);
    return result;
}
