/* The index, in a covdata that was built without SQLite. */
#include "covdata/contexts/index.h"
#include "base/missing_library.h"

#include "base/banned.h"

int index_read(const struct options *options, struct model *model, struct origins *origins)
{
    (void)options;
    (void)model;
    (void)origins;
    library_missing("-index", "SQLite", "libsqlite3-dev");
}
