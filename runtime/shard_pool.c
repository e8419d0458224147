/* Batches: files or memory that hold shards. A batch is a live file like the section's own (live.c), which holds
 * several copies of it, so that no way to die loses a count. Where files aren't possible or would grow large, a batch
 * is memory, and what was counted in it is in no file until the program ends properly or writes a snapshot. None is
 * ever given back: a shard that a thread leaves is taken by the next. Nothing here takes a lock: a thread's first
 * function may be a signal handler. */
#include "runtime/port.h"

#include "runtime/shard_pool.h"

#include <sys/mman.h>

#include "runtime/shard.h"

enum { FILE_BYTES_MOST = 8 << 20, ALL_FILES_BYTES_MOST = 64 << 20 };

struct shard __cover_first_shard;
static struct batch *batches;
static size_t filed_bytes;
static uint32_t shard_count;

void *__cover_pages_map(void *where, size_t size, int flags)
{
    void *memory =
        mmap(where, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

struct batch *__cover_batches(void)
{
    return __atomic_load_n(&batches, __ATOMIC_ACQUIRE);
}

/* As many shards as there are, so that a process leaves few files. */
static uint32_t batch_count(void)
{
    uint32_t fit = (uint32_t)(FILE_BYTES_MOST / (section_size() + 1)),
             have = __atomic_load_n(&shard_count, __ATOMIC_RELAXED);
    uint32_t count = have < fit ? have : fit;
    return count > 0 ? count : 1;
}

struct batch *__cover_batch_head(uint32_t count)
{
    struct batch *batch = (struct batch *)__cover_pages_map(NULL, sizeof *batch + count * sizeof(struct shard), 0);
    if (batch != NULL)
        batch->count = count;
    return batch;
}

void __cover_batch_free(struct batch *batch)
{
    munmap(batch, sizeof *batch + batch->count * sizeof(struct shard));
}

static struct batch *batch_make_filed(void)
{
    uint32_t count = batch_count();
    size_t bytes = count * section_size();
    if (__atomic_add_fetch(&filed_bytes, bytes, __ATOMIC_RELAXED) > ALL_FILES_BYTES_MOST)
        return NULL;
    struct batch *batch = __cover_batch_head(count);
    if (batch == NULL || __cover_thread_file(&batch->copies, count) == 0)
        return batch;
    __cover_batch_free(batch);
    return NULL;
}

static struct batch *batch_make_memory(void)
{
    struct batch *batch = __cover_batch_head(1);
    if (batch == NULL)
        return NULL;
    batch->copies.stride = batch->copies.size = section_size();
    batch->copies.pages = batch->copies.start = (uint8_t *)__cover_pages_map(NULL, section_size(), 0);
    if (batch->copies.pages != NULL)
        return batch;
    __cover_batch_free(batch);
    return NULL;
}

struct shard *__cover_batch_place(struct batch *batch)
{
    struct shard *shards = batch_shards(batch);
    for (uint32_t i = 0; i < batch->count; i++)
        shards[i].start = batch->copies.start + i * batch->copies.stride;
    return shards;
}

/* Adds a batch to the list. Its first shard is the caller's. */
static struct shard *batch_add(struct batch *batch)
{
    struct shard *shards = __cover_batch_place(batch);
    shards[0].busy = true;
    __atomic_add_fetch(&shard_count, batch->count, __ATOMIC_RELAXED);
    batch->next = __cover_batches();
    while (!__atomic_compare_exchange_n(&batches, &batch->next, batch, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        continue;
    return &shards[0];
}

struct shard *__cover_shard_take(void)
{
    if (shard_claim(&__cover_first_shard))
        return &__cover_first_shard;
    for (struct batch *batch = __cover_batches(); batch != NULL; batch = batch->next)
        for (uint32_t i = 0; i < batch->count; i++)
            if (shard_claim(&batch_shards(batch)[i]))
                return &batch_shards(batch)[i];
    struct batch *batch = batch_make_filed();
    if (batch == NULL)
        batch = batch_make_memory();
    return batch ? batch_add(batch) : NULL;
}

bool __cover_shard_is_own(const struct shard *shard)
{
    return __cover_thread.ready && shard_distance(shard) == __cover_thread.distance;
}

void __cover_shard_renew(struct shard *shard, bool busy)
{
    if (shard->base != NULL)
        munmap(shard->base, section_size());
    shard->base = NULL;
    shard->busy = busy;
}

/* Fresh memory lies where the batches lay: code that a forking signal handler interrupted goes on in one, which
 * therefore stays this thread's. */
void __cover_batches_fork(void)
{
    for (struct batch *batch = batches; batch != NULL; batch = batch->next) {
        batch->copies.name[0] = '\0';
        if (__cover_pages_map(batch->copies.pages, batch->copies.size, MAP_FIXED) == NULL)
            batches = batch->next; /* it can't be used any more */
        for (uint32_t i = 0; i < batch->count; i++)
            __cover_shard_renew(&batch_shards(batch)[i], __cover_shard_is_own(&batch_shards(batch)[i]));
    }
    filed_bytes = 0;
}
