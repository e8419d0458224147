/* The counts of all threads of mode atomic, added up over their shards. Nobody but its thread may store into a shard in
 * use. So counts are taken from it (a segment, a clearing) by putting a fresh file into its place, under the threads
 * that count: their next addition, one instruction, goes there, and the old file stands still. It is removed once what
 * it holds is written elsewhere. Where that can't be, as in memory, what the shard had then is noted: its base. */
#include "runtime/port.h"

#include "runtime/snapshot.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime/shard_pool.h"
#include "runtime/pod.h"
#include "runtime/state.h"

static uint32_t *moved(uint32_t *counter, intptr_t distance)
{
    return (uint32_t *)((uintptr_t)counter + (uintptr_t)distance);
}

static void counter_add(uint32_t *sum, uint32_t more)
{
    *sum = more > UINT32_MAX - *sum ? UINT32_MAX : *sum + more;
}

/* Adds up a shard. With take, it begins from 0 if it is `ours` to change, else from its base. */
static void shard_sum(struct shard *shard, const struct image *image, const struct counts *counts, bool take, bool ours)
{
    struct image_walk walk = {0, 0, 0};
    struct image_func func;
    intptr_t to = shard_distance(shard), to_base = (intptr_t)((uintptr_t)shard->base - (uintptr_t)__start___covctrs);
    while (__cover_image_next(image, &walk, &func))
        for (uint32_t i = 0; i < func.count; i++) {
            uint32_t *counter = moved(&func.words[i], to), value = __atomic_load_n(counter, __ATOMIC_RELAXED);
            if (value == 0)
                continue;
            if (take && ours)
                value = __atomic_exchange_n(counter, 0, __ATOMIC_RELAXED);
            uint32_t *base = shard->base ? moved(&func.words[i], to_base) : NULL;
            counter_add(moved(&func.words[i], counts->distance), value - (base ? *base : 0));
            if (take && base)
                *base = ours ? 0 : value;
        }
}

static int shard_take_counts(struct shard *shard, const struct image *image, const struct counts *counts)
{
    bool own = __cover_shard_is_own(shard), claimed = !own && shard_claim(shard);
    if (!own && !claimed && shard->base == NULL)
        shard->base = (uint32_t *)__cover_pages_map(NULL, section_size(), 0);
    if (!own && !claimed && shard->base == NULL)
        return -1;
    shard_sum(shard, image, counts, true, own || claimed);
    if (claimed)
        shard_leave(shard);
    return 0;
}

static int shard_collect(struct shard *shard, const struct image *image, const struct counts *counts, bool take)
{
    if (take)
        return shard_take_counts(shard, image, counts);
    shard_sum(shard, image, counts, false, false);
    return 0;
}

static int batch_collect(struct batch *batch, const struct image *image, const struct counts *counts, bool take)
{
    int result = 0;
    for (uint32_t i = 0; i < batch->count; i++)
        if (shard_collect(&batch_shards(batch)[i], image, counts, take) != 0)
            result = -1;
    return result;
}

static bool shards_based(const struct shard *shards, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (shards[i].base != NULL)
            return true;
    return false;
}

static bool shards_counted(const struct shard *shards, uint32_t count, const struct image *image)
{
    for (uint32_t i = 0; i < count; i++) {
        struct image_walk walk = {0, 0, 0};
        struct image_func func;
        if (__cover_image_next_live(image, shard_distance(&shards[i]), &walk, &func))
            return true;
    }
    return false;
}

/* Puts a fresh file, and its name, in the place of the one that is mapped at `pages`. Returns the old one, which is
 * mapped elsewhere; NULL: everything is as it was. */
static struct batch *file_swap(uint8_t *pages, size_t size, char name[FILE_NAME_SIZE], uint32_t count)
{
    struct live_copies fresh;
    struct batch *old = __cover_batch_head(count);
    if (old == NULL)
        return NULL;
    old->copies.pages = old->copies.start = (uint8_t *)port_mapping_double(pages, size);
    old->copies.size = size;
    if (old->copies.pages != NULL && __cover_thread_file(&fresh, count) == 0) {
        if (port_mapping_move(fresh.pages, pages, size) == 0) {
            old->copies.stride = fresh.stride;
            memcpy(old->copies.name, name, FILE_NAME_SIZE);
            memcpy(name, fresh.name, FILE_NAME_SIZE);
            __cover_batch_place(old);
            return old;
        }
        munmap(fresh.pages, size);
        __cover_thread_file_remove(fresh.name);
    }
    if (old->copies.pages != NULL)
        munmap(old->copies.pages, size);
    __cover_batch_free(old);
    return NULL;
}

/* Takes the counts of the shards that lie in one file. Returns false where they have to be taken in another way. */
static bool file_take(uint8_t *pages, size_t size, char name[FILE_NAME_SIZE], const struct shard *shards,
                      uint32_t count, const struct image *image, struct counts *counts)
{
    if (!shards_counted(shards, count, image))
        return true;
    struct batch *old = shards_based(shards, count) ? NULL : file_swap(pages, size, name, count);
    if (old == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++)
        shard_sum(&batch_shards(old)[i], image, counts, false, false);
    old->next = counts->aside;
    counts->aside = old;
    return true;
}

static bool section_take(const struct image *image, struct counts *counts)
{
    struct live *live = &__cover_state.live;
    return __cover_live_own(live) &&
           file_take(live->pages, live->size, live->name, &__cover_first_shard, 1, image, counts);
}

static bool batch_take(struct batch *batch, const struct image *image, struct counts *counts)
{
    struct live_copies *copies = &batch->copies;
    return copies->name[0] != '\0' &&
           file_take(copies->pages, copies->size, copies->name, batch_shards(batch), batch->count, image, counts);
}

static int counts_make(struct counts *counts, struct problem *problem)
{
    counts->aside = NULL;
    counts->size = section_size();
    counts->copy = (uint8_t *)__cover_pages_map(NULL, counts->size, 0);
    counts->distance = (intptr_t)((uintptr_t)counts->copy - (uintptr_t)__start___covctrs);
    return counts->copy ? 0 : __cover_problem_set(problem, "get memory", ENOMEM);
}

/* Called with all signals blocked if it takes: no handler of this thread may count while its shard is emptied. */
static int counts_collect(struct counts *counts, const struct image *image, enum counts_of which, bool take)
{
    int result = 0;
    if (!take || !section_take(image, counts))
        result = shard_collect(&__cover_first_shard, image, counts, take);
    for (struct batch *batch = __cover_batches(); batch != NULL; batch = batch->next) {
        if (which != COUNTS_ALL && batch->copies.name[0] != '\0')
            continue;
        if ((!take || !batch_take(batch, image, counts)) && batch_collect(batch, image, counts, take) != 0)
            result = -1;
    }
    return result;
}

int __cover_counts_freeze(struct counts *counts, const struct image *image, enum counts_of which, bool take,
                          struct problem *problem)
{
    sigset_t all, mask;
    if (counts_make(counts, problem) != 0)
        return -1;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &mask);
    int result = counts_collect(counts, image, which, take);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    if (result == 0)
        return 0;
    __cover_counts_return(counts, image);
    return __cover_problem_set(problem, "get memory", ENOMEM);
}

/* The next of the files that were put aside, or NULL. */
static struct batch *aside_next(struct counts *counts)
{
    struct batch *old = counts->aside;
    if (old != NULL)
        counts->aside = old->next;
    return old;
}

void __cover_counts_release(struct counts *counts)
{
    munmap(counts->copy, counts->size);
    for (struct batch *old; (old = aside_next(counts)) != NULL; __cover_batch_free(old)) {
        __cover_thread_file_remove(old->copies.name);
        munmap(old->copies.pages, old->copies.size);
    }
}

/* A shard that nobody counts in takes them. Without one they stay in the files that were put aside. */
void __cover_counts_return(struct counts *counts, const struct image *image)
{
    struct image_walk walk = {0, 0, 0};
    struct image_func func;
    struct shard *home = __cover_shard_take();
    if (home == NULL)
        return;
    while (__cover_image_next_live(image, counts->distance, &walk, &func))
        for (uint32_t i = 0; i < func.count; i++)
            counter_add(moved(&func.words[i], shard_distance(home) - counts->distance), func.words[i]);
    shard_leave(home);
    __cover_counts_release(counts);
}

static bool counts_any(const struct counts *counts, const struct image *image)
{
    struct image_walk walk = {0, 0, 0};
    struct image_func func;
    return __cover_image_next_live(image, counts->distance, &walk, &func);
}

/* A file that nothing was counted in is removed. */
static int batch_finish(struct batch *batch, const struct image *image, const struct args *args, int dir,
                        struct problem *problem)
{
    char name[FILE_NAME_SIZE];
    struct counts counts;
    int result = 0;
    if (counts_make(&counts, problem) != 0)
        return -1;
    batch_collect(batch, image, &counts, false);
    if (!counts_any(&counts, image))
        unlinkat(dir, batch->copies.name, 0);
    else
        result = __cover_pod_write_counters(image, &counts, args, dir, batch->copies.name, name, problem);
    __cover_counts_release(&counts);
    return result;
}

int __cover_shards_finish(const struct image *image, const struct args *args, int dir, struct problem *problem)
{
    for (struct batch *batch = __cover_batches(); batch != NULL; batch = batch->next)
        if (batch->copies.name[0] != '\0' && batch_finish(batch, image, args, dir, problem) != 0)
            return -1;
    return 0;
}

void __cover_shards_forsake(int dir)
{
    for (struct batch *batch = __cover_batches(); batch != NULL; batch = batch->next) {
        if (batch->copies.name[0] != '\0')
            unlinkat(dir, batch->copies.name, 0);
        batch->copies.name[0] = '\0';
    }
}
