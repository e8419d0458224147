/* Shards (shard.h) and their pools: where they are in memory and which thread has which. For shard.c and snapshot.c. */
#ifndef COVER_RUNTIME_SHARD_POOL_H
#define COVER_RUNTIME_SHARD_POOL_H

#include "runtime/continuous.h"

/* A copy of the counter section, or the section itself, where one thread counts. */
struct shard {
    uint8_t *start;
    uint32_t *base; /* what snapshots have taken from each counter, a copy of the section; NULL: all 0 */
    bool busy;      /* a thread has it */
};

/* Its shards follow it in memory. */
struct shard_pool {
    struct shard_pool *next;
    struct continuous_copies copies; /* empty name: memory */
    uint32_t count;
};

/* Where the calling thread counts. Instrumented code reads it (format/image.h). */
PORT_C __thread struct cover_thread __cover_thread PORT_HIDDEN;
/* The section itself. */
extern struct shard __cover_first_shard PORT_HIDDEN;
/* The list of all pools, the newest first. */
struct shard_pool *__cover_shard_pools(void) PORT_HIDDEN;

/* Returns a shard that no thread has, for the caller, from a new pool if all are busy. NULL: no memory. */
struct shard *__cover_shard_take(void) PORT_HIDDEN;
/* Whether the calling thread counts in it. */
bool __cover_shard_is_own(const struct shard *shard) PORT_HIDDEN;
/* In a forked child: replaces the pools by fresh memory. Only the shard of the child's thread stays busy. */
void __cover_shard_pools_fork(void) PORT_HIDDEN;
/* Frees its base and sets whether a thread has it. */
void __cover_shard_renew(struct shard *shard, bool busy) PORT_HIDDEN;

/* Memory for a pool and its shards, without their counters. NULL: no memory. */
struct shard_pool *__cover_shard_pool_alloc(uint32_t count) PORT_HIDDEN;
void __cover_shard_pool_free(struct shard_pool *pool) PORT_HIDDEN;
/* Assigns the pool's copies of the section to its shards. */
struct shard *__cover_shard_pool_lay_out(struct shard_pool *pool) PORT_HIDDEN;
/* Zeroed private memory, or NULL. flags: further flags of mmap. */
void *__cover_pages_map(void *where, size_t size, int flags) PORT_HIDDEN;

static inline size_t shard_section_size(void)
{
    return (uintptr_t)__stop___covctrs - (uintptr_t)__start___covctrs;
}

static inline struct shard *shard_pool_shards(struct shard_pool *pool)
{
    return (struct shard *)(pool + 1);
}

static inline bool shard_claim(struct shard *shard)
{
    return !__atomic_load_n(&shard->busy, __ATOMIC_RELAXED) &&
           !__atomic_exchange_n(&shard->busy, true, __ATOMIC_ACQUIRE);
}

static inline void shard_leave(struct shard *shard)
{
    __atomic_store_n(&shard->busy, false, __ATOMIC_RELEASE);
}

static inline intptr_t shard_bias(const struct shard *shard)
{
    return shard == &__cover_first_shard ? 0 : (intptr_t)((uintptr_t)shard->start - (uintptr_t)__start___covctrs);
}

#endif
