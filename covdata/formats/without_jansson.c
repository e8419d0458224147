/* The commands that write JSON, in a covdata that was built without jansson. */
#include "covdata/cli/commands.h"
#include "covdata/diff/comparison.h"
#include "base/missing_library.h"

#include "base/banned.h"

int codecov_run(const struct options *options)
{
    library_missing(options->argv[1], "jansson", "libjansson-dev");
}

int coveralls_run(const struct options *options)
{
    library_missing(options->argv[1], "jansson", "libjansson-dev");
}

int json_run(const struct options *options)
{
    library_missing(options->argv[1], "jansson", "libjansson-dev");
}

void comparison_json(FILE *out, const struct comparison *comparison)
{
    (void)out;
    (void)comparison;
    library_missing("compare -format=json", "jansson", "libjansson-dev");
}
