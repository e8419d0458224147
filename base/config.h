/* Configuration files with one setting on each line: `key = value`. White space around both is dropped; empty lines and
 * lines that start with # are skipped. */
#ifndef COVER_BASE_CONFIG_H
#define COVER_BASE_CONFIG_H

#include "base/memory.h"

/* Receives a setting. Returns NULL, or what is wrong with it. Both strings belong to the arena given to config_read. */
typedef const char *config_taker(void *context, const char *key, const char *value);

/* Passes each setting of the file to `take`. Returns 0, or -1 after having reported the first wrong line as FILE:LINE.
 */
int config_read(const char *path, struct arena *arena, config_taker *take, void *context)
    __attribute__((warn_unused_result));

#endif
