/* The commands that write XML, in a covdata that was built without libxml2. */
#include "covdata/cli/commands.h"
#include "base/missing_library.h"

#include "base/banned.h"

int badge_run(const struct options *options)
{
    library_missing(options->argv[1], "libxml2", "libxml2-dev");
}

int cobertura_run(const struct options *options)
{
    library_missing(options->argv[1], "libxml2", "libxml2-dev");
}

int jacoco_run(const struct options *options)
{
    library_missing(options->argv[1], "libxml2", "libxml2-dev");
}

int sonarqube_run(const struct options *options)
{
    library_missing(options->argv[1], "libxml2", "libxml2-dev");
}
