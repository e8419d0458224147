/* Small configuration files, one setting a line: `key = value`. White space around both is dropped; empty lines and
 * those that start with # are skipped. */
#ifndef COVER_BASE_CONFIG_H
#define COVER_BASE_CONFIG_H

#include "base/memory.h"

/* Takes a setting. NULL, or what is wrong with it. Both strings live as long as the arena given to config_read. */
typedef const char *config_taker(void *context, const char *key, const char *value);

/* Gives every setting of the file to `take`. 0, or -1 after having reported the first line that is wrong as FILE:LINE:
 * …. */
int config_read(const char *path, struct arena *arena, config_taker *take, void *context)
    __attribute__((warn_unused_result));

#endif
