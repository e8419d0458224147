/* Memory of the host tools: allocation that cannot fail, and arenas that are freed as a whole. */
#ifndef COVER_BASE_MEMORY_H
#define COVER_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Makes malloc map each large block separately: it grows without a copy and is returned to the system when freed. Call
 * it first, in programs that use much memory. */
void memory_map_large(void);
/* malloc, calloc and realloc that exit with a message if there is no memory. Free the result with free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);

void *array_double(void *items, size_t *cap, size_t size);

/* Makes room for one more element. `items` has room for `*cap` elements of `size` bytes and holds `len`. Returns the
 * new array. */
static inline void *array_grow(void *items, size_t len, size_t *cap, size_t size)
{
    return len < *cap ? items : array_double(items, cap, size);
}

/* An arena owns what is allocated from it until arena_free. Zero-initialise it. */
struct arena {
    struct arena_chunk *chunk;
    char *next, *end;
    size_t size; /* bytes held */
};

/* Uninitialised, aligned for pointers and 64-bit numbers. */
void *arena_alloc(struct arena *arena, size_t size);
/* Grows the newest allocation from `old` to `size` bytes. Returns false if there is no room behind it. */
bool arena_extend(struct arena *arena, void *last, size_t old, size_t size);
/* A NUL-terminated copy of text[0..len). */
char *arena_copy(struct arena *arena, const char *text, size_t len);
char *arena_printf(struct arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Frees everything and makes the arena empty again. */
void arena_free(struct arena *arena);
/* Empties the arena for reuse: keeps the newest chunk, its largest, unless that is very large. */
void arena_reset(struct arena *arena);

#endif
