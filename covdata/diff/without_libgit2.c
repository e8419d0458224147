/* Changes of a repository, in a covdata that was built without libgit2. */
#include "covdata/diff/git_changes.h"
#include "base/missing_library.h"

#include "base/banned.h"

int git_changes_read(struct changes *changes, const char *dir, enum git_what what, const char *range)
{
    (void)changes;
    (void)dir;
    (void)what;
    (void)range;
    library_missing("changes of a repository (-patch works without it)", "libgit2", "libgit2-dev");
}

bool git_revision_known(const char *dir, const char *revision)
{
    (void)dir;
    (void)revision;
    library_missing("sources of a revision (a directory works without it)", "libgit2", "libgit2-dev");
}

bool git_text_read(struct str *out, const char *dir, const char *revision, const char *file)
{
    (void)out;
    (void)dir;
    (void)revision;
    (void)file;
    return false;
}
