/* The commands that write JSON, in a covdata that was built without jansson. */
#include "covdata/commands.h"
#include "covdata/library.h"

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
