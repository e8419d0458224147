/* covdata intersect: what ran in every data directory, counted as in the first. In: directories; out: data files, as
 * merge writes them, without the runs' arguments. */
#include "covdata/cli/commands.h"
#include "covdata/data/pod_write.h"

#include "base/banned.h"

int intersect_command(const struct options *options)
{
    return pods_write(&options->request.data, options->out, COUNT_INTERSECT);
}
