/* Pools of shards. A pool is a counter file in continuous mode like the section's own (continuous.c), with several
 * copies of the section, so that no count is lost however the process ends. If a file can't be made or the files would
 * grow large, the pool is memory, and its counts are in no file until the program ends normally or writes a snapshot.
 * Pools are never freed: the next thread takes a shard that another has left. Nothing here takes a lock, because the
 * first function of a thread may be a signal handler. */
#include "runtime/port.h"

#include "runtime/shard_pool.h"

#include <sys/mman.h>

#include "runtime/thread_file.h"

enum { FILE_BYTES_MOST = 8 << 20, ALL_FILES_BYTES_MOST = 64 << 20 };

__thread struct cover_thread __cover_thread;
struct shard __cover_first_shard;
static struct shard_pool *pools;
static size_t filed_bytes;
static uint32_t shard_count;

void *__cover_pages_map(void *where, size_t size, int flags)
{
    void *memory =
        mmap(where, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

struct shard_pool *__cover_shard_pools(void)
{
    return __atomic_load_n(&pools, __ATOMIC_ACQUIRE);
}

/* The size of the next pool: as many shards as there are already, so that a process leaves few files. */
static uint32_t shard_pool_size(void)
{
    uint32_t fit = (uint32_t)(FILE_BYTES_MOST / (shard_section_size() + 1)),
             have = __atomic_load_n(&shard_count, __ATOMIC_RELAXED);
    uint32_t count = have < fit ? have : fit;
    return count > 0 ? count : 1;
}

struct shard_pool *__cover_shard_pool_alloc(uint32_t count)
{
    struct shard_pool *pool =
        (struct shard_pool *)__cover_pages_map(NULL, sizeof *pool + count * sizeof(struct shard), 0);
    if (pool != NULL)
        pool->count = count;
    return pool;
}

void __cover_shard_pool_free(struct shard_pool *pool)
{
    munmap(pool, sizeof *pool + pool->count * sizeof(struct shard));
}

static struct shard_pool *shard_pool_make_file(void)
{
    uint32_t count = shard_pool_size();
    size_t bytes = count * shard_section_size();
    if (__atomic_add_fetch(&filed_bytes, bytes, __ATOMIC_RELAXED) > ALL_FILES_BYTES_MOST)
        return NULL;
    struct shard_pool *pool = __cover_shard_pool_alloc(count);
    if (pool == NULL || __cover_thread_file_make(&pool->copies, count) == 0)
        return pool;
    __cover_shard_pool_free(pool);
    return NULL;
}

static struct shard_pool *shard_pool_make_memory(void)
{
    struct shard_pool *pool = __cover_shard_pool_alloc(1);
    if (pool == NULL)
        return NULL;
    pool->copies.stride = pool->copies.size = shard_section_size();
    pool->copies.pages = pool->copies.start = (uint8_t *)__cover_pages_map(NULL, shard_section_size(), 0);
    if (pool->copies.pages != NULL)
        return pool;
    __cover_shard_pool_free(pool);
    return NULL;
}

struct shard *__cover_shard_pool_lay_out(struct shard_pool *pool)
{
    struct shard *shards = shard_pool_shards(pool);
    for (uint32_t i = 0; i < pool->count; i++)
        shards[i].start = pool->copies.start + i * pool->copies.stride;
    return shards;
}

/* Adds a pool to the list. Its first shard is the caller's. */
static struct shard *shard_pool_add(struct shard_pool *pool)
{
    struct shard *shards = __cover_shard_pool_lay_out(pool);
    shards[0].busy = true;
    __atomic_add_fetch(&shard_count, pool->count, __ATOMIC_RELAXED);
    pool->next = __cover_shard_pools();
    while (!__atomic_compare_exchange_n(&pools, &pool->next, pool, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        continue;
    return &shards[0];
}

struct shard *__cover_shard_take(void)
{
    if (shard_claim(&__cover_first_shard))
        return &__cover_first_shard;
    for (struct shard_pool *pool = __cover_shard_pools(); pool != NULL; pool = pool->next)
        for (uint32_t i = 0; i < pool->count; i++)
            if (shard_claim(&shard_pool_shards(pool)[i]))
                return &shard_pool_shards(pool)[i];
    struct shard_pool *pool = shard_pool_make_file();
    if (pool == NULL)
        pool = shard_pool_make_memory();
    return pool ? shard_pool_add(pool) : NULL;
}

bool __cover_shard_is_own(const struct shard *shard)
{
    return __cover_thread.ready && shard_bias(shard) == __cover_thread.distance;
}

void __cover_shard_renew(struct shard *shard, bool busy)
{
    if (shard->base != NULL)
        munmap(shard->base, shard_section_size());
    shard->base = NULL;
    shard->busy = busy;
}

/* Maps fresh memory at the addresses of the pools: code that was interrupted by a signal handler that forks continues
 * to count in its shard, which therefore stays this thread's. */
void __cover_shard_pools_fork(void)
{
    for (struct shard_pool *pool = pools; pool != NULL; pool = pool->next) {
        pool->copies.name[0] = '\0';
        if (__cover_pages_map(pool->copies.pages, pool->copies.size, MAP_FIXED) == NULL)
            pools = pool->next; /* it can't be used any more */
        for (uint32_t i = 0; i < pool->count; i++)
            __cover_shard_renew(&shard_pool_shards(pool)[i], __cover_shard_is_own(&shard_pool_shards(pool)[i]));
    }
    filed_bytes = 0;
}
