/* Open addressing with linear probing over 32-bit FNV-1a hashes. The table grows when it is two thirds full. */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#include "base/banned.h"

static unsigned long map_key_hash(const char *key, size_t len)
{
    unsigned long hash = 2166136261u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)key[i]) * 16777619u;
    return hash;
}

/* The entry of the key, or the empty entry where it belongs. */
static struct map_entry *map_entry_find(const struct map *map, const char *key, size_t len, unsigned long hash)
{
    size_t i = hash & (map->cap - 1);
    for (;; i = (i + 1) & (map->cap - 1)) {
        struct map_entry *entry = &map->entries[i];
        if (entry->key == NULL)
            return entry;
        if (entry->hash == hash && entry->len == len && memcmp(entry->key, key, len) == 0)
            return entry;
    }
}

static void map_grow(struct map *map)
{
    struct map larger = {.count = map->count, .cap = map->cap ? map->cap * 2 : 64};
    larger.entries = xcalloc(larger.cap, sizeof *larger.entries);
    for (size_t i = 0; i < map->cap; i++) {
        struct map_entry *old = &map->entries[i];
        if (old->key)
            *map_entry_find(&larger, old->key, old->len, old->hash) = *old;
    }
    free(map->entries);
    *map = larger;
}

void *map_get(const struct map *map, const char *key, size_t len)
{
    if (map->cap == 0)
        return NULL;
    return map_entry_find(map, key, len, map_key_hash(key, len))->value;
}

void **map_at(struct map *map, const char *key, size_t len)
{
    if (map->count * 3 >= map->cap * 2)
        map_grow(map);
    unsigned long hash = map_key_hash(key, len);
    struct map_entry *entry = map_entry_find(map, key, len, hash);
    if (entry->key == NULL) {
        *entry = (struct map_entry){.key = key, .len = len, .hash = hash};
        map->count++;
    }
    return &entry->value;
}

void map_free(struct map *map)
{
    free(map->entries);
    *map = (struct map){0};
}
