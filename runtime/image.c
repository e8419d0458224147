/* The image's records: an array that the linker makes, with one element for each package of each translation unit.
 * Objects of different versions or modes can be linked together, so every number is checked once before it is used.
 * Translation units of one package are grouped, because Go's tools expect each package once. Counters are read and
 * cleared with relaxed atomic operations, because threads of the host may be counting. */
#include "runtime/port.h"

#include "runtime/image.h"

#include <errno.h>
#include <string.h>

#include "runtime/memory.h"

/* How many functions of a record are checked. Objects of another version of covercc differ in the first ones, and
 * checking millions would take as long as writing them. */
enum { FUNCS_CHECKED = 64 };

/* Whether the record has no function from this byte on. */
static inline bool image_record_ended(const struct cover_record *record, uint32_t at)
{
    return record->counter_len - at < FUNC_COUNTERS_HEADER_SIZE;
}

/* How many counters fit behind the header at `at`. */
static inline uint32_t image_func_room(const struct cover_record *record, uint32_t at, uint32_t width)
{
    return (record->counter_len - at - FUNC_COUNTERS_HEADER_SIZE) / width;
}

/* The number of counters of the function at `at`, limited to what the record has room for. */
static inline uint32_t image_func_count(const struct cover_record *record, uint32_t at, uint32_t width)
{
    uint32_t most = image_func_room(record, at, width), count = func_counters_number(record->counters + at, width);
    return count < most ? count : most;
}

static int image_record_check(const struct cover_record *record, struct problem *problem)
{
    uint32_t funcs = 0, width = func_counters_width((enum counter_mode)record->mode);
    if (record->version != COVER_IMAGE_VERSION)
        return __cover_problem_set(problem, "objects of different versions of covercc are linked together", 0);
    if (record->meta == NULL || record->meta_len < META_SYMBOL_HEADER_SIZE)
        return __cover_problem_set(problem, "a record without meta-data", 0);
    for (uint32_t at = 0, count; at < record->counter_len && funcs++ < FUNCS_CHECKED;
         at += FUNC_COUNTERS_HEADER_SIZE + count * width) {
        if (image_record_ended(record, at) ||
            func_counters_number(record->counters + at, width) > image_func_room(record, at, width))
            return __cover_problem_set(problem, "a record with malformed counters", 0);
        count = image_func_count(record, at, width);
    }
    return 0;
}

static int image_records_check(const struct image *image, struct problem *problem)
{
    for (uint32_t i = 0; i < image->count; i++) {
        const struct cover_record *record = &image->records[i];
        if (image_record_check(record, problem) != 0)
            return -1;
        if (record->mode != image->records[0].mode)
            return __cover_problem_set(problem, "objects of different counter modes are linked together", 0);
        if (record->granularity != image->records[0].granularity)
            return __cover_problem_set(problem, "objects of different granularities are linked together", 0);
    }
    return 0;
}

static struct meta_blob image_blob_at(const void *context, uint64_t index)
{
    const struct cover_record *record = (const struct cover_record *)context + index;
    struct meta_blob blob = {record->meta, record->meta_len};
    return blob;
}

static const struct meta_grouping *made_grouping;

static size_t image_grouping_size(uint32_t record_count)
{
    return sizeof(struct meta_grouping) + record_count * (sizeof(struct meta_joined) + sizeof(struct meta_place));
}

typedef const char *(*grouper)(struct meta_grouping *, const struct meta_blobs *, struct meta_place *,
                               struct meta_joined *);

/* Groups the records, in memory that grouping_release frees. */
static struct meta_grouping *image_grouping_make(const struct image *image, grouper group, struct problem *problem)
{
    size_t size = image_grouping_size(image->count);
    void *memory = __cover_memory_get(size);
    if (memory == NULL) {
        __cover_problem_set(problem, "get memory", errno);
        return NULL;
    }
    struct meta_grouping *grouping = (struct meta_grouping *)memory;
    struct meta_joined *packages = (struct meta_joined *)(grouping + 1);
    struct meta_place *places = (struct meta_place *)(packages + image->count);
    struct meta_blobs blobs = {image->count, image_blob_at, image->records};
    const char *wrong = group(grouping, &blobs, places, packages);
    if (wrong == NULL)
        return grouping;
    __cover_memory_release(memory, size);
    __cover_problem_set(problem, wrong, 0);
    return NULL;
}

static void image_grouping_release(const struct meta_grouping *grouping)
{
    __cover_memory_release((void *)(uintptr_t)grouping, image_grouping_size((uint32_t)grouping->blobs.count));
}

/* The numbering never changes, so it is made once. If several threads make it at the same time, the first one's is
 * kept. */
static const struct meta_grouping *image_grouping_find(const struct image *image, struct problem *problem)
{
    const struct meta_grouping *found = __atomic_load_n(&made_grouping, __ATOMIC_ACQUIRE);
    if (found != NULL)
        return found;
    const struct meta_grouping *made = image_grouping_make(image, meta_group_number, problem);
    if (made == NULL)
        return NULL;
    if (__atomic_compare_exchange_n(&made_grouping, &found, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return made;
    image_grouping_release(made);
    return found;
}

int __cover_image_open(struct image *image, const struct cover_record *start, const struct cover_record *stop,
                       struct problem *problem)
{
    memset(image, 0, sizeof *image);
    /* Integers, because the compiler takes the two symbols for separate objects. */
    uintptr_t size = (uintptr_t)stop - (uintptr_t)start;
    image->records = start;
    image->count = (uint32_t)(size / sizeof *start);
    if (size % sizeof *start != 0)
        return __cover_problem_set(problem, "objects of different versions of covercc are linked together", 0);
    if (image_records_check(image, problem) != 0)
        return -1;
    image->mode = (enum counter_mode)start->mode;
    image->granularity = (enum counter_granularity)start->granularity;
    image->width = func_counters_width(image->mode);
    image->grouping = image_grouping_find(image, problem);
    if (image->grouping == NULL)
        return -1;
    for (uint32_t p = 0; p < image->grouping->package_count; p++)
        image->func_count += image->grouping->packages[p].func_count;
    meta_group_hash(image->grouping, image->mode, image->granularity, image->hash);
    return 0;
}

int __cover_image_meta_write(const struct image *image, struct writer *writer, struct problem *problem)
{
    struct meta_grouping *whole = image_grouping_make(image, meta_group, problem);
    if (whole == NULL)
        return -1;
    meta_group_encode(writer, whole, image->hash, image->mode, image->granularity);
    image_grouping_release(whole);
    return 0;
}

void __cover_image_release(void)
{
    const struct meta_grouping *made =
        __atomic_exchange_n(&made_grouping, (const struct meta_grouping *)NULL, __ATOMIC_ACQ_REL);
    if (made != NULL)
        image_grouping_release(made);
}

bool __cover_image_next(const struct image *image, struct image_walk *walk, struct image_func *func)
{
    while (walk->record < image->count && image_record_ended(&image->records[walk->record], walk->at)) {
        walk->record++;
        walk->at = walk->func = 0;
    }
    if (walk->record >= image->count)
        return false;
    const struct cover_record *record = &image->records[walk->record];
    const struct meta_place *place = &image->grouping->places[walk->record];
    func->count = image_func_count(record, walk->at, image->width);
    func->package = place->package;
    func->func = place->first_func + walk->func++;
    func->bytes = record->counters + walk->at + FUNC_COUNTERS_HEADER_SIZE;
    walk->at += FUNC_COUNTERS_HEADER_SIZE + func->count * image->width;
    return true;
}

/* Moves on to the next function of its record that is live, or to the record's end. Most functions of most runs are
 * dead, so this is most of what an end costs: it is compiled for each width. */
static inline void image_skip_unexecuted(const struct cover_record *record, intptr_t bias, uint32_t width,
                                         struct image_walk *walk)
{
    const uint8_t *counters = (const uint8_t *)((uintptr_t)record->counters + (uintptr_t)bias);
    uint32_t at = walk->at, func = walk->func;
    for (uint32_t size; !image_record_ended(record, at); at += FUNC_COUNTERS_HEADER_SIZE + size, func++) {
        size = image_func_count(record, at, width) * width;
        if (func_counters_executed(counters + at + FUNC_COUNTERS_HEADER_SIZE, size))
            break;
    }
    walk->at = at;
    walk->func = func;
}

bool __cover_image_next_executed(const struct image *image, intptr_t bias, struct image_walk *walk,
                                 struct image_func *func)
{
    for (; walk->record < image->count; walk->record++, walk->at = walk->func = 0) {
        const struct cover_record *record = &image->records[walk->record];
        if (image->width == 1)
            image_skip_unexecuted(record, bias, 1, walk);
        else
            image_skip_unexecuted(record, bias, 4, walk);
        if (!image_record_ended(record, walk->at))
            break;
    }
    if (!__cover_image_next(image, walk, func))
        return false;
    func->bytes = (uint8_t *)((uintptr_t)func->bytes + (uintptr_t)bias);
    return true;
}

/* Stores only to non-zero counters, so that after a fork untouched pages stay shared. */
void __cover_image_clear(const struct image *image)
{
    struct image_walk walk = {0, 0, 0};
    struct image_func func;
    while (__cover_image_next(image, &walk, &func))
        for (uint32_t i = 0; i < func.count; i++)
            if (__atomic_load_n(&func.words[i], __ATOMIC_RELAXED) != 0)
                __atomic_store_n(&func.words[i], 0, __ATOMIC_RELAXED);
}
