/* Changes of a repository, in a covdata that was built without libgit2. */
#include "covdata/git_changes.h"
#include "covdata/library.h"

#include "base/banned.h"

int git_changes_read(struct changes *changes, const char *dir, enum git_what what, const char *range)
{
    (void)changes;
    (void)dir;
    (void)what;
    (void)range;
    library_missing("changes of a repository (-patch takes one without)", "libgit2", "libgit2-dev");
}
