/* The settings file of a project, .covercc, for builds without a manifest (docs/guide/make.md). */
#ifndef COVER_INSTR_PROJECT_CONFIG_H
#define COVER_INSTR_PROJECT_CONFIG_H

#include <stdbool.h>

#include "base/memory.h"
#include "instr/project/package.h"

/* NULL: not set. Paths are absolute. */
struct project {
    const char *folder; /* of the file; NULL: there is no file */
    const char *root, *module, *pkg, *mode, *granularity, *runtime, *skipped, *log, *data;
    struct unit_choices choices;
    bool strict;
};

/* Reads the file `named`, or, if that is NULL, the nearest .covercc in `directory` or above, no higher than git's top
 * level; none is no error. Strings are the arena's. 0, or -1 after having reported. */
int project_read(struct project *project, const char *named, const char *directory, struct arena *arena)
    __attribute__((warn_unused_result));

#endif
