/* Sharded counters. An atomic addition costs some twenty cycles, and a line of counters that several threads write
 * wanders between processors. So in mode atomic each thread that lives has a shard: a copy of the counter section, in
 * which it alone writes, by plain additions. A thread takes a shard when it first enters an instrumented function and
 * leaves it when it ends; the next thread counts on in it, so there are as many as there were threads at once, and the
 * true count is the sum over all. The section itself is the first shard: a program without threads has no other.
 *
 * Shards come in batches. A batch is a live file like the section's own (live.c), which holds several copies, so that
 * no way to die loses a count. Where files aren't possible or would grow large, a batch is memory, and what was counted
 * in it is in no file until the program ends properly or writes a snapshot.
 *
 * Nobody but its thread may store into a shard in use. So counts are taken from it (a segment, a clearing) by putting a
 * fresh file into its place, under the threads that count: their next addition, one instruction, goes there, and the
 * old file stands still. It is removed once what it holds is written elsewhere. Where that can't be, as in memory, what
 * the shard had then is noted: its base. Nothing here takes a lock: a thread's first function may be a signal handler.
 */
#include "runtime/port.h"

#include "runtime/shard.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime/guard.h"
#include "runtime/pod.h"
#include "runtime/state.h"

enum { FILE_BYTES_MOST = 8 << 20, ALL_FILES_BYTES_MOST = 64 << 20 };

struct shard {
    uint8_t *start;
    uint32_t *base; /* a copy of the section as well, or NULL: all 0 */
    bool busy;      /* a thread counts in it */
};

/* The shards follow it. */
struct batch {
    struct batch *next;
    struct live_copies copies; /* its name is empty: memory */
    uint32_t count;
};

static struct shard first;
static struct batch *batches;
static size_t filed_bytes;
static uint32_t shard_count;
static pthread_key_t key;
static bool key_made, memory_complained;

__thread struct cover_thread __cover_thread;

static size_t section_size(void)
{
    return (uintptr_t)__stop___covctrs - (uintptr_t)__start___covctrs;
}

static void *memory_map(void *where, size_t size, int flags)
{
    void *memory =
        mmap(where, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static struct shard *batch_shards(struct batch *batch)
{
    return (struct shard *)(batch + 1);
}

static struct batch *batches_get(void)
{
    return __atomic_load_n(&batches, __ATOMIC_ACQUIRE);
}

static bool shard_claim(struct shard *shard)
{
    return !__atomic_load_n(&shard->busy, __ATOMIC_RELAXED) &&
           !__atomic_exchange_n(&shard->busy, true, __ATOMIC_ACQUIRE);
}

static void shard_leave(struct shard *shard)
{
    __atomic_store_n(&shard->busy, false, __ATOMIC_RELEASE);
}

static intptr_t shard_distance(const struct shard *shard)
{
    return shard == &first ? 0 : (intptr_t)((uintptr_t)shard->start - (uintptr_t)__start___covctrs);
}

/* As many shards as there are, so that a process leaves few files. */
static uint32_t batch_count(void)
{
    uint32_t fit = (uint32_t)(FILE_BYTES_MOST / (section_size() + 1)),
             have = __atomic_load_n(&shard_count, __ATOMIC_RELAXED);
    uint32_t count = have < fit ? have : fit;
    return count > 0 ? count : 1;
}

/* Memory for a batch's head. */
static struct batch *head_make(uint32_t count)
{
    struct batch *batch = (struct batch *)memory_map(NULL, sizeof *batch + count * sizeof(struct shard), 0);
    if (batch != NULL)
        batch->count = count;
    return batch;
}

static void head_free(struct batch *batch)
{
    munmap(batch, sizeof *batch + batch->count * sizeof(struct shard));
}

static struct batch *batch_make_filed(void)
{
    uint32_t count = batch_count();
    size_t bytes = count * section_size();
    if (__atomic_add_fetch(&filed_bytes, bytes, __ATOMIC_RELAXED) > ALL_FILES_BYTES_MOST)
        return NULL;
    struct batch *batch = head_make(count);
    if (batch == NULL || __cover_thread_file(&batch->copies, count) == 0)
        return batch;
    head_free(batch);
    return NULL;
}

static struct batch *batch_make_memory(void)
{
    struct batch *batch = head_make(1);
    if (batch == NULL)
        return NULL;
    batch->copies.stride = batch->copies.size = section_size();
    batch->copies.pages = batch->copies.start = (uint8_t *)memory_map(NULL, section_size(), 0);
    if (batch->copies.pages != NULL)
        return batch;
    head_free(batch);
    return NULL;
}

static struct shard *shards_place(struct batch *batch)
{
    struct shard *shards = batch_shards(batch);
    for (uint32_t i = 0; i < batch->count; i++)
        shards[i].start = batch->copies.start + i * batch->copies.stride;
    return shards;
}

/* Adds a batch to the list. Its first shard is the caller's. */
static struct shard *batch_add(struct batch *batch)
{
    struct shard *shards = shards_place(batch);
    shards[0].busy = true;
    __atomic_add_fetch(&shard_count, batch->count, __ATOMIC_RELAXED);
    batch->next = batches_get();
    while (!__atomic_compare_exchange_n(&batches, &batch->next, batch, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        continue;
    return &shards[0];
}

static struct shard *shard_take(void)
{
    if (shard_claim(&first))
        return &first;
    for (struct batch *batch = batches_get(); batch != NULL; batch = batch->next)
        for (uint32_t i = 0; i < batch->count; i++)
            if (shard_claim(&batch_shards(batch)[i]))
                return &batch_shards(batch)[i];
    struct batch *batch = batch_make_filed();
    if (batch == NULL)
        batch = batch_make_memory();
    return batch ? batch_add(batch) : NULL;
}

/* The thread counts in the shard from here on; with NULL, in the section, where another may be counting. */
static void shard_enter(struct shard *shard)
{
    if (shard != NULL && key_made)
        pthread_setspecific(key, shard);
    if (shard == NULL && !__atomic_exchange_n(&memory_complained, true, __ATOMIC_RELAXED))
        __cover_say("out of memory: counts of some threads may be missing", NULL);
    __cover_thread.distance = shard ? shard_distance(shard) : 0;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    __cover_thread.ready = 1;
}

/* No signal handler may come in between, and take a second shard. */
void __cover_thread_start(void)
{
    struct guard guard;
    sigset_t all, mask;
    int error = errno;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &mask);
    if (!__cover_thread.ready) {
        __cover_guard_enter(&guard);
        shard_enter(shard_take());
        __cover_guard_leave(&guard);
    }
    sigprocmask(SIG_SETMASK, &mask, NULL);
    errno = error;
}

/* Brings the shard's file in accord with its base, which its own thread alone may do. */
static void shard_settle(struct shard *shard)
{
    uint32_t *counters = (uint32_t *)(void *)shard->start;
    __cover_state_lock();
    for (size_t i = 0; i < section_size() / sizeof *counters; i++) {
        __atomic_store_n(&counters[i], counters[i] - shard->base[i], __ATOMIC_RELAXED);
        shard->base[i] = 0;
    }
    __cover_state_unlock();
}

/* What the thread executes after this, in other destructors, begins anew. */
static void thread_end(void *context)
{
    struct shard *shard = (struct shard *)context;
    __cover_thread.ready = 0;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    __cover_thread.distance = 0;
    if (shard->base != NULL)
        shard_settle(shard);
    shard_leave(shard);
}

void __cover_shards_open(void)
{
    first.start = __start___covctrs;
    key_made = port_key_create(&key, thread_end) == 0;
}

void __cover_shards_close(void)
{
    if (key_made)
        pthread_key_delete(key);
    key_made = false;
}

static bool shard_is_own(const struct shard *shard)
{
    return __cover_thread.ready && shard_distance(shard) == __cover_thread.distance;
}

static bool section_claimed;

bool __cover_section_hold(void)
{
    bool own = shard_is_own(&first);
    section_claimed = !own && shard_claim(&first);
    return own || section_claimed;
}

void __cover_section_let(void)
{
    if (section_claimed)
        shard_leave(&first);
}

static void shard_renew(struct shard *shard, bool busy)
{
    if (shard->base != NULL)
        munmap(shard->base, section_size());
    shard->base = NULL;
    shard->busy = busy;
}

/* Fresh memory lies where the batches lay: code that a forking signal handler interrupted goes on in one, which
 * therefore stays this thread's. */
void __cover_shards_fork(void)
{
    for (struct batch *batch = batches; batch != NULL; batch = batch->next) {
        batch->copies.name[0] = '\0';
        if (memory_map(batch->copies.pages, batch->copies.size, MAP_FIXED) == NULL)
            batches = batch->next; /* it can't be used any more */
        for (uint32_t i = 0; i < batch->count; i++)
            shard_renew(&batch_shards(batch)[i], shard_is_own(&batch_shards(batch)[i]));
    }
    filed_bytes = 0;
    shard_renew(&first, __cover_thread.ready != 0);
    if (first.busy)
        shard_enter(&first);
}

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
    bool own = shard_is_own(shard), claimed = !own && shard_claim(shard);
    if (!own && !claimed && shard->base == NULL)
        shard->base = (uint32_t *)memory_map(NULL, section_size(), 0);
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
    struct batch *old = head_make(count);
    if (old == NULL)
        return NULL;
    old->copies.pages = old->copies.start = (uint8_t *)port_mapping_double(pages, size);
    old->copies.size = size;
    if (old->copies.pages != NULL && __cover_thread_file(&fresh, count) == 0) {
        if (port_mapping_move(fresh.pages, pages, size) == 0) {
            old->copies.stride = fresh.stride;
            memcpy(old->copies.name, name, FILE_NAME_SIZE);
            memcpy(name, fresh.name, FILE_NAME_SIZE);
            shards_place(old);
            return old;
        }
        munmap(fresh.pages, size);
        __cover_thread_file_remove(fresh.name);
    }
    if (old->copies.pages != NULL)
        munmap(old->copies.pages, size);
    head_free(old);
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
    return __cover_live_own(live) && file_take(live->pages, live->size, live->name, &first, 1, image, counts);
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
    counts->copy = (uint8_t *)memory_map(NULL, counts->size, 0);
    counts->distance = (intptr_t)((uintptr_t)counts->copy - (uintptr_t)__start___covctrs);
    return counts->copy ? 0 : __cover_problem_set(problem, "get memory", ENOMEM);
}

/* Called with all signals blocked if it takes: no handler of this thread may count while its shard is emptied. */
static int counts_collect(struct counts *counts, const struct image *image, enum counts_of which, bool take)
{
    int result = 0;
    if (!take || !section_take(image, counts))
        result = shard_collect(&first, image, counts, take);
    for (struct batch *batch = batches_get(); batch != NULL; batch = batch->next) {
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
    for (struct batch *old; (old = aside_next(counts)) != NULL; head_free(old)) {
        __cover_thread_file_remove(old->copies.name);
        munmap(old->copies.pages, old->copies.size);
    }
}

/* A shard that nobody counts in takes them. Without one they stay in the files that were put aside. */
void __cover_counts_return(struct counts *counts, const struct image *image)
{
    struct image_walk walk = {0, 0, 0};
    struct image_func func;
    struct shard *home = shard_take();
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
    for (struct batch *batch = batches_get(); batch != NULL; batch = batch->next)
        if (batch->copies.name[0] != '\0' && batch_finish(batch, image, args, dir, problem) != 0)
            return -1;
    return 0;
}

void __cover_shards_forsake(int dir)
{
    for (struct batch *batch = batches_get(); batch != NULL; batch = batch->next) {
        if (batch->copies.name[0] != '\0')
            unlinkat(dir, batch->copies.name, 0);
        batch->copies.name[0] = '\0';
    }
}
