/* A hash map from byte strings to pointers. It does not copy keys, which must outlive the map. Zero-initialise it. */
#ifndef COVER_BASE_MAP_H
#define COVER_BASE_MAP_H

#include <stddef.h>

struct map_entry {
    const char *key;
    size_t len;
    unsigned long hash;
    void *value; /* NULL: none */
};

struct map {
    struct map_entry *entries; /* open addressing; cap is a power of two */
    size_t count, cap;
};

/* The value, or NULL. */
void *map_get(const struct map *map, const char *key, size_t len);
/* The place of the key's value; adds the key if it is missing. Valid until the next map_at. */
void **map_at(struct map *map, const char *key, size_t len);
/* Frees the table; keys and values are the caller's. */
void map_free(struct map *map);

#endif
