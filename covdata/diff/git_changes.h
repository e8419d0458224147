/* Changes as git knows them. Needs libgit2; without it, git_changes_read says so and ends the program. */
#ifndef COVER_COVDATA_DIFF_GIT_CHANGES_H
#define COVER_COVDATA_DIFF_GIT_CHANGES_H

#include "base/str.h"
#include "covdata/diff/changes.h"

enum git_what {
    GIT_RANGE,    /* `A..B`, `A...B` (from where they part to B), or `A`: that commit against its first parent */
    GIT_WORKTREE, /* HEAD against the files as they are: what is staged and what is not, but no untracked files */
    GIT_STAGED,   /* HEAD against the index */
};

/* Reads the changes of the repository that the directory is in; `range` for GIT_RANGE. Renames are found. -1 is
 * reported. */
int git_changes_read(struct changes *changes, const char *dir, enum git_what what, const char *range)
    __attribute__((warn_unused_result));
/* Is there such a revision in the repository that the directory is in? */
bool git_revision_known(const char *dir, const char *revision);
/* Appends the text of a file, named from the directory, as the revision has it. false: it has no such file. */
bool git_text_read(struct str *out, const char *dir, const char *revision, const char *file);

#endif
