/* covdata merge: the data of many runs as one. In: data directories; out: a directory with, for each program, its
 * meta-data file and one counter file (data/pod_write.c). With -pcombine (data/combine.c) there is one of each for all
 * programs together. */
#include "covdata/data/combine.h"
#include "covdata/cli/commands.h"
#include "covdata/data/pod_write.h"
#include "covdata/data/reader.h"

#include "base/banned.h"

static int merge_pod_combine(void *context, const struct pod_data *data)
{
    combine_add(context, data);
    return 0;
}

static int merge_combine(const struct options *options)
{
    struct combination combination = {0};
    struct reader reader = {.request = &options->request.data,
                            .policy = MODE_RELAXED,
                            .keeps_runs = true,
                            .take = merge_pod_combine,
                            .context = &combination};
    if (pods_out_make(&options->request.data, options->out) != 0)
        return -1;
    int result = reader_read(&reader);
    if (combination.mode != MODE_INVALID && combine_write(&combination, options->out) != 0)
        result = -1;
    combine_free(&combination);
    return result;
}

int merge_command(const struct options *options)
{
    return options->combine ? merge_combine(options) : pods_write(&options->request.data, options->out, COUNT_ADD);
}
