/* Zeroed memory outside the host's heap. Small pieces come from static slots, because a mapping costs two system calls
 * and a page; larger ones are mapped. Any thread may call these functions. */
#ifndef COVER_RUNTIME_MEMORY_H
#define COVER_RUNTIME_MEMORY_H

#include <stddef.h>

#include "runtime/port.h"

/* Returns NULL with errno set if there is no memory. */
void *__cover_memory_get(size_t size) PORT_HIDDEN;
/* `size` is the size that was requested. */
void __cover_memory_release(void *memory, size_t size) PORT_HIDDEN;

#endif
