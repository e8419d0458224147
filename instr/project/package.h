/* Packages: which one owns the code of a file, and whether it is instrumented.
 *
 * A build mode lists them in a manifest (docs/reference/manifest.md). Without one, as with plain make, every directory below the
 * module's root is a package of its own: contained, or dependent below a vendored directory. */
#ifndef COVER_INSTR_PROJECT_PACKAGE_H
#define COVER_INSTR_PROJECT_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/memory.h"
#include "format/meta.h"
#include "instr/instrument/unit_choices.h"

struct package {
    const char *path; /* of the package, <module>/<target> */
    const char *module;
    const char *root; /* absolute directory; recorded file names are relative to it */
    enum disposition disposition;
    bool selected;
};

struct path_owner; /* a source, header, dir or objects line */

struct packages {
    struct arena arena;
    struct package **items; /* addresses are stable */
    size_t count, cap;
    struct path_owner *owners;
    size_t owner_count, owner_cap;
    struct map exact;     /* path -> its last path_owner; chained */
    const char *build;    /* the build tree, or NULL */
    const char **depends; /* files that objects depend on beside their sources */
    size_t depends_count, depends_cap;
    const char *root, *module; /* without a manifest: of the one module */
    const char *pkg;           /* without a manifest: the selection (selection.h) */
};

/* Settings in a manifest; `packages` owns the strings. */
struct manifest {
    const char *mode, *granularity; /* NULL: not set */
    const char *runtime, *skipped, *log;
    struct unit_choices choices;
    bool strict;
};

/* Fills both from the file. 0, or -1 after having reported. */
int packages_read(struct packages *packages, struct manifest *manifest, const char *path)
    __attribute__((warn_unused_result));
/* Plain mode: everything below `root` (absolute). The strings must outlive `packages`. */
void packages_plain(struct packages *packages, const char *root, const char *module, const char *pkg);
/* The package of the code in `file`, an absolute path, or NULL. `output`: the absolute object path of this translation
 * unit. `is_main`: the file is the one that was named on the command line. */
const struct package *package_of(struct packages *packages, const char *file, const char *output, bool is_main);
/* The file's name as recorded, relative to the package's module (or build/… in the build tree). The arena's. */
const char *package_file_name(const struct packages *packages, const struct package *package, const char *file,
                              struct arena *arena);
void packages_free(struct packages *packages);

#endif
