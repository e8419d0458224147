/* covdata subtract: writes what ran in the first data directory and not in the second. In: two directories; out:
 * data files as merge writes them, but without the runs' arguments, which would be those of the first directory
 * only. */
#include "covdata/cli/commands.h"
#include "covdata/data/pod_write.h"

#include "base/banned.h"

int subtract_command(const struct options *options)
{
    return pods_write(&options->request.data, options->out, COUNT_SUBTRACT);
}
