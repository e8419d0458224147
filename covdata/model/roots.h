/* Where source files are. The data names files relative to their module's root; the build mode's manifest
 * (docs/reference/manifest.md), beside the data of a build tree, states the root. No file outside the roots is
 * read, whatever names the data has and wherever symbolic links lead. */
#ifndef COVER_COVDATA_ROOTS_H
#define COVER_COVDATA_ROOTS_H

#include "base/map.h"
#include "base/memory.h"
#include "covdata/model/model.h"
#include "covdata/data/request.h"

struct roots {
    const char *source;    /* of the project's own packages; NULL: as the manifests say */
    const char *build;     /* of the first manifest: files named build/... stand below it; NULL: none */
    struct map by_package; /* package path to root */
    struct arena arena;
};

/* Looks for manifests in the directories of the data and above them. `source` is the root that the user names, or NULL.
 */
void roots_find(struct roots *roots, const struct data_request *request, const char *source);
/* The root of the package's module; NULL: it isn't known. */
const char *roots_of(const struct roots *roots, const struct model_package *package);
/* The real path of the file that a package names `path`, to be freed; NULL: there is no such file below its root. */
char *roots_locate(const struct roots *roots, const struct model_package *package, const char *path)
    __attribute__((warn_unused_result));
void roots_free(struct roots *roots);

/* The real path of the file `name` below the directory `root`, to be freed; NULL: there is no such regular file, or
 * links lead out of the directory. */
char *path_below(const char *root, const char *name) __attribute__((warn_unused_result));

#endif
