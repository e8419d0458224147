/* Where the data's files are in a repository, so that they can be compared with a change. */
#ifndef COVER_COVDATA_DIFF_PLACES_H
#define COVER_COVDATA_DIFF_PLACES_H

#include "covdata/diff/changes.h"
#include "covdata/model/read.h"

/* A change: the first of these that is given, else that of the working tree. */
struct change_request {
    const char *patch; /* a file; "-": standard input */
    const char *range; /* of commits */
    bool staged;
    bool worktree;
};

/* Zero-initialise it. */
struct places {
    struct roots roots;
    char *top;           /* real path of the repository's working tree; without one, of the module's root */
    struct map prefixes; /* module root to where it is below the top */
    struct arena arena;
};

/* Finds the repository that holds the module's root. -1: there is no such directory; reported. */
int places_find(struct places *places, const struct model_request *request, const struct model *model)
    __attribute__((warn_unused_result));
/* Enters `value` under the file's name from the top. The names in a patch may also be relative to the module's root, so
 * with a patch `value` is entered under that name as well, unless another file has it. */
void places_enter(struct places *places, struct map *by_name, const struct changes *changes,
                  const struct model_package *package, const char *path, void *value);
void places_free(struct places *places);

/* Reads the change from the repository or the patch. -1 is reported. */
int places_changes(const struct places *places, const struct change_request *request, struct changes *changes)
    __attribute__((warn_unused_result));

#endif
