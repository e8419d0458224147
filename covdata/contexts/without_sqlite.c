/* The index, in a covdata that was built without SQLite. */
#include "covdata/contexts/index.h"

#include "base/missing_library.h"

#include "base/banned.h"

int index_read(const struct model_request *request, const char *path, const char *base, struct model *model,
               struct contexts *contexts)
{
    (void)request;
    (void)path;
    (void)base;
    (void)model;
    (void)contexts;
    library_missing("-index", "SQLite", "libsqlite3-dev");
}
