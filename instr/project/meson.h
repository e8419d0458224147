/* covercc --meson: the compiler of a Meson build (docs/guide/meson.md). */
#ifndef COVER_INSTR_PROJECT_MESON_H
#define COVER_INSTR_PROJECT_MESON_H

#include <stdbool.h>

#include "base/memory.h"

/* Options of the command line for the manifest; NULL: not set. Options of the subproject cover take precedence.
 */
struct meson_request {
    const char *pkg, *mode, *granularity;
};

/* Whether the command is part of the build in `directory`, rather than one of Meson's checks of the compiler. */
bool meson_is_build(const char *directory, char *const *argv);
/* The path of the build tree's manifest, which is written first if it is missing or older than Meson's introspection
 * files. In the arena. NULL: reported. */
const char *meson_manifest(const char *directory, const struct meson_request *request, struct arena *arena);

#endif
