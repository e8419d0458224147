/* The source root of a build without a manifest: recorded paths are relative to it, and code outside it is not
 * instrumented (docs/guide/make.md). */
#ifndef COVER_INSTR_PROJECT_ROOT_H
#define COVER_INSTR_PROJECT_ROOT_H

#include <stdbool.h>

#include "base/memory.h"

/* `directory` is the working directory, `config` the folder of .covercc, `source` the source file that is compiled; all
 * absolute. `config` and `source` may be NULL. */
const char *root_find(struct arena *arena, const char *directory, const char *config, const char *source);
/* Whether the file is one that a build step makes to try something: a device, or right in a folder for temporary files. */
bool root_is_trial(struct arena *arena, const char *file);

#endif
