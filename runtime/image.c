/* The image: a list of records that the linker made, one a package and translation unit. Objects of another version of
 * the instrumenter or of another mode can meet in one link, so every number is checked once, before anything relies on
 * it. Translation units of one package are grouped, since Go's tools expect a package once. Counters are read and
 * cleared with relaxed atomic operations: threads of the host may be counting. */
#include "runtime/port.h"

#include "runtime/image.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum { FUNC_HEADER_WORDS = 3 }; /* number of counters, package, function */

static int record_check(const struct cover_record *record, struct problem *problem)
{
    if (record->version != COVER_IMAGE_VERSION)
        return __cover_problem_set(problem, "objects of different versions of covercc are linked together", 0);
    if (record->meta == NULL || record->meta_len < META_SYMBOL_HEADER_SIZE)
        return __cover_problem_set(problem, "a record without meta-data", 0);
    for (uint32_t at = 0; at < record->counter_len; at += FUNC_HEADER_WORDS + record->counters[at]) {
        uint32_t left = record->counter_len - at;
        if (left < FUNC_HEADER_WORDS || record->counters[at] > left - FUNC_HEADER_WORDS)
            return __cover_problem_set(problem, "a record with malformed counters", 0);
    }
    return 0;
}

static int records_check(const struct image *image, struct problem *problem)
{
    for (uint32_t i = 0; i < image->count; i++) {
        const struct cover_record *record = &image->records[i];
        if (record_check(record, problem) != 0)
            return -1;
        if (record->mode != image->records[0].mode)
            return __cover_problem_set(problem, "objects of different counter modes are linked together", 0);
        if (record->granularity != image->records[0].granularity)
            return __cover_problem_set(problem, "objects of different granularities are linked together", 0);
    }
    return 0;
}

static struct meta_blob blob_at(const void *context, uint64_t index)
{
    const struct cover_record *record = (const struct cover_record *)context + index;
    struct meta_blob blob = {record->meta, record->meta_len};
    return blob;
}

static const struct meta_grouping *made_grouping;

static size_t grouping_size(uint32_t record_count)
{
    return sizeof(struct meta_grouping) + record_count * (sizeof(struct meta_joined) + sizeof(struct meta_place));
}

/* Groups the records in memory of its own. */
static struct meta_grouping *grouping_make(const struct image *image, size_t size, struct problem *problem)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        __cover_problem_set(problem, "get memory", errno);
        return NULL;
    }
    struct meta_grouping *grouping = (struct meta_grouping *)memory;
    struct meta_joined *packages = (struct meta_joined *)(grouping + 1);
    struct meta_place *places = (struct meta_place *)(packages + image->count);
    struct meta_blobs blobs = {image->count, blob_at, image->records};
    const char *wrong = meta_group(grouping, &blobs, places, packages);
    if (wrong == NULL)
        return grouping;
    munmap(memory, size);
    __cover_problem_set(problem, wrong, 0);
    return NULL;
}

/* The grouping never changes, so it is made once. Of threads that come at the same time, the first one's is kept. */
static const struct meta_grouping *grouping_find(const struct image *image, struct problem *problem)
{
    const struct meta_grouping *found = __atomic_load_n(&made_grouping, __ATOMIC_ACQUIRE);
    if (found != NULL)
        return found;
    size_t size = grouping_size(image->count);
    struct meta_grouping *fresh = grouping_make(image, size, problem);
    if (fresh == NULL)
        return NULL;
    const struct meta_grouping *made = fresh;
    if (__atomic_compare_exchange_n(&made_grouping, &found, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return made;
    munmap(fresh, size);
    return found;
}

int __cover_image_open(struct image *image, const struct cover_record *start, const struct cover_record *stop,
                       struct problem *problem)
{
    memset(image, 0, sizeof *image);
    /* By integers: to the compiler these are two objects, which never meet. */
    uintptr_t size = (uintptr_t)stop - (uintptr_t)start;
    image->records = start;
    image->count = (uint32_t)(size / sizeof *start);
    if (size % sizeof *start != 0)
        return __cover_problem_set(problem, "objects of different versions of covercc are linked together", 0);
    if (records_check(image, problem) != 0)
        return -1;
    image->mode = (enum counter_mode)start->mode;
    image->granularity = (enum counter_granularity)start->granularity;
    image->grouping = grouping_find(image, problem);
    if (image->grouping == NULL)
        return -1;
    meta_group_hash(image->grouping, image->mode, image->granularity, image->hash);
    struct writer measure = writer_into(image->meta_header, sizeof image->meta_header);
    meta_group_encode(&measure, image->grouping, image->hash, image->mode, image->granularity);
    image->meta_size = measure.total;
    return 0;
}

void __cover_image_release(void)
{
    const struct meta_grouping *made =
        __atomic_exchange_n(&made_grouping, (const struct meta_grouping *)NULL, __ATOMIC_ACQ_REL);
    if (made != NULL)
        munmap((void *)(uintptr_t)made, grouping_size((uint32_t)made->blobs.count));
}

bool __cover_image_next(const struct image *image, struct image_walk *walk, struct image_func *func)
{
    while (walk->record < image->count && walk->word >= image->records[walk->record].counter_len) {
        walk->record++;
        walk->word = walk->func = 0;
    }
    if (walk->record >= image->count)
        return false;
    uint32_t *run = image->records[walk->record].counters + walk->word;
    func->count = run[0];
    func->package = image->grouping->places[walk->record].package;
    func->func = image->grouping->places[walk->record].first_func + walk->func++;
    func->counters = run + FUNC_HEADER_WORDS;
    walk->word += FUNC_HEADER_WORDS + run[0];
    return true;
}

bool __cover_func_live(const struct image_func *func)
{
    for (uint32_t i = 0; i < func->count; i++)
        if (__atomic_load_n(&func->counters[i], __ATOMIC_RELAXED) != 0)
            return true;
    return false;
}

/* Stores only where something was counted, so that after a fork untouched pages stay shared. */
void __cover_image_clear(const struct image *image)
{
    struct image_walk walk = {0, 0, 0};
    struct image_func func;
    while (__cover_image_next(image, &walk, &func))
        for (uint32_t i = 0; i < func.count; i++)
            if (__atomic_load_n(&func.counters[i], __ATOMIC_RELAXED) != 0)
                __atomic_store_n(&func.counters[i], 0, __ATOMIC_RELAXED);
}
