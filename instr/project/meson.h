/* covercc --meson: the compiler of a Meson build (docs/guide/meson.md). */
#ifndef COVER_INSTR_PROJECT_MESON_H
#define COVER_INSTR_PROJECT_MESON_H

#include <stdbool.h>

#include "base/memory.h"

/* What the command line says of the manifest to be made; NULL: not said. The options of the subproject cover go before.
 */
struct meson_request {
    const char *pkg, *mode, *granularity;
};

/* Is the command one of the build's own, with `directory` a build tree of Meson's, and none of its checks of the
 * compiler? */
bool meson_is_build(const char *directory, char *const *argv);
/* The build tree's manifest, made first if it is missing or older than what Meson says of the build. The arena's. NULL:
 * reported. */
const char *meson_manifest(const char *directory, const struct meson_request *request, struct arena *arena);

#endif
