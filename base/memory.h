/* Memory of the host tools: allocation that cannot fail, and arenas that are freed as a whole. */
#ifndef COVER_BASE_MEMORY_H
#define COVER_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Has every large block mapped for itself, so that it grows without a copy, and what is freed is given back at once: to
 * be called first, where memory matters. */
void memory_map_large(void);
/* malloc, calloc and realloc that die with a line when memory is out. Freed by free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);

void *array_double(void *items, size_t *cap, size_t size);

/* Makes room for one more element: `items` has `len` of `*cap` elements of `size` bytes. Returns the new array. */
static inline void *array_grow(void *items, size_t len, size_t *cap, size_t size)
{
    return len < *cap ? items : array_double(items, cap, size);
}

/* An arena owns all that was allocated from it until arena_free. Zero-initialise it. */
struct arena {
    struct arena_chunk *chunk;
    char *next, *end;
    size_t size; /* bytes held */
};

/* Uninitialised, aligned for pointers and 64-bit numbers. */
void *arena_alloc(struct arena *arena, size_t size);
/* Makes the newest allocation larger, where there is room behind it: of `old` bytes it is now `size`. */
bool arena_extend(struct arena *arena, void *last, size_t old, size_t size);
/* A NUL-terminated copy of text[0..len). */
char *arena_copy(struct arena *arena, const char *text, size_t len);
char *arena_printf(struct arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Frees everything and makes the arena empty again. */
void arena_free(struct arena *arena);
/* Makes the arena empty, for more of the same: the newest chunk, its largest, is kept unless it is very large. */
void arena_reset(struct arena *arena);

#endif
