/* An arena is a list of chunks, each twice as large as the one before, so the number of mallocs is logarithmic. */
#include "base/memory.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"

#include "base/banned.h"

enum { ARENA_KEPT = 1 << 14 }; /* bytes that an empty arena may hold */

struct arena_chunk {
    struct arena_chunk *older;
    size_t size;
    uint64_t data[];
};

static size_t memory_arena_round(size_t size)
{
    return (size + sizeof(uint64_t) - 1) & ~(sizeof(uint64_t) - 1);
}

void memory_map_large(void)
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 1 << 16); /* glibc would raise it to the size of the largest freed block */
#endif
}

static void *memory_checked(void *p)
{
    if (p == NULL)
        die("out of memory");
    return p;
}

void *xmalloc(size_t size)
{
    return memory_checked(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
    return memory_checked(calloc(count ? count : 1, size ? size : 1));
}

void *xrealloc(void *old, size_t size)
{
    return memory_checked(realloc(old, size ? size : 1));
}

void *array_double(void *items, size_t *cap, size_t size)
{
    size_t want = *cap ? *cap * 2 : 16;
    if (want > SIZE_MAX / size)
        die("out of memory");
    *cap = want;
    return xrealloc(items, want * size);
}

static void memory_arena_add_chunk(struct arena *arena, size_t need)
{
    size_t size = arena->chunk ? arena->chunk->size * 2 : 16384;
    if (size > (size_t)1 << 24)
        size = (size_t)1 << 24;
    if (size < need)
        size = need;
    struct arena_chunk *chunk = xmalloc(sizeof *chunk + size);
    chunk->older = arena->chunk;
    chunk->size = size;
    arena->chunk = chunk;
    arena->size += size;
    arena->next = (char *)chunk->data;
    arena->end = arena->next + size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 4)
        die("out of memory");
    size = memory_arena_round(size ? size : 1); /* an empty arena has no place to point to */
    if ((size_t)(arena->end - arena->next) < size)
        memory_arena_add_chunk(arena, size);
    void *p = arena->next;
    arena->next += size;
    return p;
}

bool arena_extend(struct arena *arena, void *last, size_t old, size_t size)
{
    char *begin = last;
    if (size > SIZE_MAX / 4 || begin + memory_arena_round(old) != arena->next ||
        (size_t)(arena->end - begin) < memory_arena_round(size))
        return false;
    arena->next = begin + memory_arena_round(size);
    return true;
}

char *arena_copy(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);
    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0)
        BUG("bad format %s", fmt);
    char *text = arena_alloc(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return text;
}

void arena_free(struct arena *arena)
{
    for (struct arena_chunk *chunk = arena->chunk, *older; chunk; chunk = older) {
        older = chunk->older;
        free(chunk);
    }
    *arena = (struct arena){0};
}

void arena_reset(struct arena *arena)
{
    struct arena_chunk *newest = arena->chunk;
    if (newest == NULL)
        return;
    if (newest->size > ARENA_KEPT) {
        arena_free(arena);
        return;
    }
    struct arena older = {.chunk = newest->older};
    arena_free(&older);
    newest->older = NULL;
    arena->next = (char *)newest->data;
    arena->size = newest->size;
}
