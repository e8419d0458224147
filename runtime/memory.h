/* Zeroed memory that is not the host's heap: small pieces from a place kept for them, since a mapping costs a start and
 * an end two calls and a page each; else mappings. May be called by several threads at once. */
#ifndef COVER_RUNTIME_MEMORY_H
#define COVER_RUNTIME_MEMORY_H

#include <stddef.h>

#include "runtime/port.h"

/* Returns NULL with errno set where there is none. */
void *__cover_memory_get(size_t size) PORT_HIDDEN;
/* `size` as it was asked for. */
void __cover_memory_release(void *memory, size_t size) PORT_HIDDEN;

#endif
