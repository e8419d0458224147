/* covdata baseline: data/baseline.h. */
#include "covdata/cli/commands.h"
#include "covdata/data/baseline.h"

#include "base/banned.h"

int baseline_command(const struct options *options)
{
    return baseline_write(&options->request.data, options->out);
}
