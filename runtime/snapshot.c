/* Snapshots: the counts of all threads in mode atomic, added up over their shards. Only its own thread may store to a
 * shard in use. To take counts from it (cover_take_counters_dir, cover_clear_counters), a fresh file is mapped in its
 * place while threads count: their next addition, one instruction, goes to the fresh file, and the old one no longer
 * changes. It is removed when its counts are written elsewhere. Where that is impossible, as in memory, the counts that
 * were taken are stored as the shard's base. */
#include "runtime/port.h"

#include "runtime/snapshot.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime/shard_pool.h"
#include "runtime/pod.h"
#include "runtime/state.h"
#include "runtime/thread_file.h"

static uint32_t *snapshot_moved(uint32_t *counter, intptr_t bias)
{
    return (uint32_t *)((uintptr_t)counter + (uintptr_t)bias);
}

static void snapshot_counter_add(uint32_t *sum, uint32_t more)
{
    *sum = more > UINT32_MAX - *sum ? UINT32_MAX : *sum + more;
}

/* Adds a shard to the snapshot. With `take`, sets its counters to 0 if they are `ours` to change, else stores its base.
 */
static void snapshot_shard_sum(struct shard *shard, const struct image *image, const struct snapshot *snapshot,
                               bool take, bool ours)
{
    struct image_walk walk = {0, 0, 0};
    struct image_func func;
    intptr_t to = shard_bias(shard), to_base = (intptr_t)((uintptr_t)shard->base - (uintptr_t)__start___covctrs);
    while (__cover_image_next(image, &walk, &func))
        for (uint32_t i = 0; i < func.count; i++) {
            uint32_t *counter = snapshot_moved(&func.words[i], to), value = __atomic_load_n(counter, __ATOMIC_RELAXED);
            if (value == 0)
                continue;
            if (take && ours)
                value = __atomic_exchange_n(counter, 0, __ATOMIC_RELAXED);
            uint32_t *base = shard->base ? snapshot_moved(&func.words[i], to_base) : NULL;
            snapshot_counter_add(snapshot_moved(&func.words[i], snapshot->bias), value - (base ? *base : 0));
            if (take && base)
                *base = ours ? 0 : value;
        }
}

static int snapshot_shard_take_counts(struct shard *shard, const struct image *image, const struct snapshot *snapshot)
{
    bool own = __cover_shard_is_own(shard), claimed = !own && shard_claim(shard);
    if (!own && !claimed && shard->base == NULL)
        shard->base = (uint32_t *)__cover_pages_map(NULL, shard_section_size(), 0);
    if (!own && !claimed && shard->base == NULL)
        return -1;
    snapshot_shard_sum(shard, image, snapshot, true, own || claimed);
    if (claimed)
        shard_leave(shard);
    return 0;
}

static int snapshot_shard_collect(struct shard *shard, const struct image *image, const struct snapshot *snapshot,
                                  bool take)
{
    if (take)
        return snapshot_shard_take_counts(shard, image, snapshot);
    snapshot_shard_sum(shard, image, snapshot, false, false);
    return 0;
}

static int snapshot_collect_pool(struct shard_pool *pool, const struct image *image, const struct snapshot *snapshot,
                                 bool take)
{
    int result = 0;
    for (uint32_t i = 0; i < pool->count; i++)
        if (snapshot_shard_collect(&shard_pool_shards(pool)[i], image, snapshot, take) != 0)
            result = -1;
    return result;
}

static bool snapshot_shards_based(const struct shard *shards, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (shards[i].base != NULL)
            return true;
    return false;
}

static bool snapshot_shards_counted(const struct shard *shards, uint32_t count, const struct image *image)
{
    for (uint32_t i = 0; i < count; i++) {
        struct image_walk walk = {0, 0, 0};
        struct image_func func;
        if (__cover_image_next_executed(image, shard_bias(&shards[i]), &walk, &func))
            return true;
    }
    return false;
}

/* Maps a fresh file in the place of the one at `pages` and stores its name in `name`. Returns the old one, mapped
 * elsewhere; NULL: nothing has changed. */
static struct shard_pool *snapshot_file_swap(uint8_t *pages, size_t size, char name[FILE_NAME_SIZE], uint32_t count)
{
    struct continuous_copies fresh;
    struct shard_pool *old = __cover_shard_pool_alloc(count);
    if (old == NULL)
        return NULL;
    old->copies.pages = old->copies.start = (uint8_t *)__cover_port_mapping_double(pages, size);
    old->copies.size = size;
    if (old->copies.pages != NULL && __cover_thread_file_make(&fresh, count) == 0) {
        if (__cover_port_mapping_move(fresh.pages, pages, size) == 0) {
            old->copies.stride = fresh.stride;
            memcpy(old->copies.name, name, FILE_NAME_SIZE);
            memcpy(name, fresh.name, FILE_NAME_SIZE);
            __cover_shard_pool_lay_out(old);
            return old;
        }
        munmap(fresh.pages, size);
        __cover_thread_file_remove(fresh.name);
    }
    if (old->copies.pages != NULL)
        munmap(old->copies.pages, size);
    __cover_shard_pool_free(old);
    return NULL;
}

/* Takes the counts of the shards in one file. Returns false if they must be taken in another way. */
static bool snapshot_file_take(uint8_t *pages, size_t size, char name[FILE_NAME_SIZE], const struct shard *shards,
                               uint32_t count, const struct image *image, struct snapshot *snapshot)
{
    if (!snapshot_shards_counted(shards, count, image))
        return true;
    struct shard_pool *old = snapshot_shards_based(shards, count) ? NULL : snapshot_file_swap(pages, size, name, count);
    if (old == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++)
        snapshot_shard_sum(&shard_pool_shards(old)[i], image, snapshot, false, false);
    old->next = snapshot->aside;
    snapshot->aside = old;
    return true;
}

static bool snapshot_section_take(const struct image *image, struct snapshot *snapshot)
{
    struct continuous *continuous = &__cover_state.continuous;
    return __cover_continuous_own(continuous) &&
           snapshot_file_take(continuous->pages, continuous->size, continuous->name, &__cover_first_shard, 1, image,
                              snapshot);
}

static bool snapshot_take_pool(struct shard_pool *pool, const struct image *image, struct snapshot *snapshot)
{
    struct continuous_copies *copies = &pool->copies;
    return copies->name[0] != '\0' && snapshot_file_take(copies->pages, copies->size, copies->name,
                                                         shard_pool_shards(pool), pool->count, image, snapshot);
}

static int snapshot_alloc(struct snapshot *snapshot, struct problem *problem)
{
    snapshot->aside = NULL;
    snapshot->size = shard_section_size();
    snapshot->copy = (uint8_t *)__cover_pages_map(NULL, snapshot->size, 0);
    snapshot->bias = (intptr_t)((uintptr_t)snapshot->copy - (uintptr_t)__start___covctrs);
    return snapshot->copy ? 0 : __cover_problem_set(problem, "get memory", ENOMEM);
}

/* Called with all signals blocked, because no handler of this thread may count while its shard is emptied. */
static int snapshot_collect(struct snapshot *snapshot, const struct image *image, enum snapshot_scope which, bool take)
{
    int result = 0;
    if (!take || !snapshot_section_take(image, snapshot))
        result = snapshot_shard_collect(&__cover_first_shard, image, snapshot, take);
    for (struct shard_pool *pool = __cover_shard_pools(); pool != NULL; pool = pool->next) {
        if (which != SNAPSHOT_ALL && pool->copies.name[0] != '\0')
            continue;
        if ((!take || !snapshot_take_pool(pool, image, snapshot)) &&
            snapshot_collect_pool(pool, image, snapshot, take) != 0)
            result = -1;
    }
    return result;
}

int __cover_snapshot_make(struct snapshot *snapshot, const struct image *image, enum snapshot_scope which, bool take,
                          struct problem *problem)
{
    sigset_t all, mask;
    if (snapshot_alloc(snapshot, problem) != 0)
        return -1;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &mask);
    int result = snapshot_collect(snapshot, image, which, take);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    if (result == 0)
        return 0;
    __cover_snapshot_return(snapshot, image);
    return __cover_problem_set(problem, "get memory", ENOMEM);
}

/* Removes the next file from the list of those set aside; NULL: none is left. */
static struct shard_pool *snapshot_aside_next(struct snapshot *snapshot)
{
    struct shard_pool *old = snapshot->aside;
    if (old != NULL)
        snapshot->aside = old->next;
    return old;
}

void __cover_snapshot_release(struct snapshot *snapshot)
{
    munmap(snapshot->copy, snapshot->size);
    for (struct shard_pool *old; (old = snapshot_aside_next(snapshot)) != NULL; __cover_shard_pool_free(old)) {
        __cover_thread_file_remove(old->copies.name);
        munmap(old->copies.pages, old->copies.size);
    }
}

/* Adds them to a shard that no thread has. Without one they stay in the files set aside. */
void __cover_snapshot_return(struct snapshot *snapshot, const struct image *image)
{
    struct image_walk walk = {0, 0, 0};
    struct image_func func;
    struct shard *home = __cover_shard_take();
    if (home == NULL)
        return;
    while (__cover_image_next_executed(image, snapshot->bias, &walk, &func))
        for (uint32_t i = 0; i < func.count; i++)
            snapshot_counter_add(snapshot_moved(&func.words[i], shard_bias(home) - snapshot->bias), func.words[i]);
    shard_leave(home);
    __cover_snapshot_release(snapshot);
}

static bool snapshot_any(const struct snapshot *snapshot, const struct image *image)
{
    struct image_walk walk = {0, 0, 0};
    struct image_func func;
    return __cover_image_next_executed(image, snapshot->bias, &walk, &func);
}

/* Replaces the file of a pool by a compact one, or removes it if all counts are 0. */
static int snapshot_finish_pool(struct shard_pool *pool, const struct image *image, const struct args *args, int dir,
                                struct problem *problem)
{
    char name[FILE_NAME_SIZE];
    struct snapshot snapshot;
    int result = 0;
    if (snapshot_alloc(&snapshot, problem) != 0)
        return -1;
    snapshot_collect_pool(pool, image, &snapshot, false);
    if (!snapshot_any(&snapshot, image))
        unlinkat(dir, pool->copies.name, 0);
    else
        result = __cover_pod_write_counters(image, snapshot.bias, args, dir, pool->copies.name, name, problem);
    __cover_snapshot_release(&snapshot);
    return result;
}

int __cover_shards_finish(const struct image *image, const struct args *args, int dir, struct problem *problem)
{
    for (struct shard_pool *pool = __cover_shard_pools(); pool != NULL; pool = pool->next)
        if (pool->copies.name[0] != '\0' && snapshot_finish_pool(pool, image, args, dir, problem) != 0)
            return -1;
    return 0;
}

void __cover_shards_forsake(int dir)
{
    for (struct shard_pool *pool = __cover_shard_pools(); pool != NULL; pool = pool->next) {
        if (pool->copies.name[0] != '\0')
            unlinkat(dir, pool->copies.name, 0);
        pool->copies.name[0] = '\0';
    }
}
