/* Continuous mode. In: the image's counter section. Out: a counter file under its final name, mapped over that section.
 * From then on a probe writes to the file: however the process ends, its counts are in the file, and the file is valid
 * at every instant, because only the values of counters change in it.
 *
 * The section must start at a page boundary and share its last page with nothing (format/image.h says how the linker
 * achieves that): another variable in the file's pages would be shared with a forked child. So the layout is checked.
 * If it differs, or the file can't be made, the counters are written at the end.
 *
 * If the file system has no room for a page of a mapped file, touching the page kills the process. So the file is
 * written in full before it is mapped, and only on file systems that overwrite blocks in place. */
#include "runtime/port.h"

#include "runtime/continuous.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

/* The bytes of the counters (`used`), in whole pages (`size`) that hold nothing else. */
struct span {
    uint8_t *start;
    size_t used, size;
};

static size_t continuous_whole_pages(size_t size)
{
    size_t page = port_page_size();
    return (size + page - 1) & ~(page - 1);
}

static int continuous_span_find(struct span *span, const struct image *image, struct problem *problem)
{
    uintptr_t start = UINTPTR_MAX, end = 0;
    size_t page = port_page_size();
    size_t used = 0;
    for (uint32_t i = 0; i < image->count; i++) {
        uintptr_t first = (uintptr_t)image->records[i].counters;
        size_t bytes = image->records[i].counter_len;
        start = first < start ? first : start;
        end = first + bytes > end ? first + bytes : end;
        used += bytes;
    }
    span->start = (uint8_t *)start;
    span->used = used;
    span->size = continuous_whole_pages(used);
    if (used == 0 || end - start != used || start % page != 0 || start + span->size != (uintptr_t)__start___covend)
        return __cover_problem_set(problem, "the linker has not given the counters pages of their own", 0);
    return 0;
}

/* The index of the record whose counters start at `address`. `hint` is the right one if the linker has placed counters
 * and records in the same order. */
static uint32_t continuous_record_find(const struct image *image, uintptr_t address, uint32_t hint)
{
    for (uint32_t tries = 0; tries < image->count; tries++, hint++) {
        const struct cover_record *record = &image->records[hint % image->count];
        if ((uintptr_t)record->counters == address && record->counter_len > 0)
            break;
    }
    return hint % image->count;
}

/* The package and function number of a function, as the bytes behind its number of counters. */
struct numbers {
    uint8_t bytes[2 * FUNC_COUNTERS_NUMBER_SIZE];
};

static inline struct numbers continuous_numbers_of(uint32_t package, uint32_t func, uint32_t width)
{
    struct numbers numbers;
    func_counters_number_put(numbers.bytes, package, width);
    func_counters_number_put(numbers.bytes + FUNC_COUNTERS_NUMBER_SIZE, func, width);
    return numbers;
}

/* Whether the record's functions have the numbers of the meta-data file already: if the section is mapped to a file
 * and, except in mode set, if the image has one translation unit. All functions of a record are numbered together. */
static bool continuous_record_numbered(const struct cover_record *record, const struct numbers *first)
{
    return memcmp(record->counters + FUNC_COUNTERS_NUMBER_SIZE, first->bytes, sizeof first->bytes) == 0;
}

/* Stores a function's numbers, as far as they lie in the piece [at, end) of its record, to the copy of that piece. */
static inline void continuous_numbers_store(const struct numbers *numbers, uint32_t place, uint8_t *room, uint32_t at,
                                            uint32_t end)
{
    const uint32_t size = sizeof numbers->bytes;
    if (place >= at && place + size <= end) {
        memcpy(room + (place - at), numbers->bytes, size);
        return;
    }
    uint32_t from = place > at ? place : at, to = place + size < end ? place + size : end;
    if (from < to)
        memcpy(room + (from - at), numbers->bytes + (from - place), to - from);
}

/* The function of a record that gets its numbers next, and the offset of its counters' header. */
struct numbering {
    uint32_t package, func, run;
};

/* Numbers the functions that start in or before the piece [at, end) of the record, whose copy is `room`. This loop is
 * most of the cost of a start, so it is compiled for each width. */
static inline void continuous_piece_number(struct numbering *next, const struct cover_record *record, uint32_t width,
                                           uint8_t *room, uint32_t at, uint32_t end)
{
    while (next->run + FUNC_COUNTERS_NUMBER_SIZE < end) {
        struct numbers numbers = continuous_numbers_of(next->package, next->func, width);
        continuous_numbers_store(&numbers, next->run + FUNC_COUNTERS_NUMBER_SIZE, room, at, end);
        if (next->run + FUNC_COUNTERS_HEADER_SIZE > end)
            return; /* the rest of them is in the next piece */
        next->run += FUNC_COUNTERS_HEADER_SIZE + func_counters_number(record->counters + next->run, width) * width;
        next->func++;
    }
}

/* Writes a record's counters, with its functions numbered as in the meta-data file. The numbers are stored in copies of
 * large pieces: storing them in the section would copy all of its pages. */
static void continuous_record_write(struct writer *writer, const struct image *image, uint32_t index)
{
    const struct cover_record *record = &image->records[index];
    const struct meta_place *place = &image->grouping->places[index];
    struct numbering next = {place->package, place->first_func, 0};
    struct numbers first = continuous_numbers_of(next.package, next.func, image->width);
    if (continuous_record_numbered(record, &first)) {
        writer_bytes(writer, record->counters, record->counter_len);
        return;
    }
    for (uint32_t at = 0, end; at < record->counter_len; at = end) {
        size_t len = record->counter_len - at;
        uint8_t *room = writer_room(writer, &len);
        end = at + (uint32_t)len;
        memcpy(room, record->counters + at, len);
        if (image->width == 1)
            continuous_piece_number(&next, record, 1, room, at, end);
        else
            continuous_piece_number(&next, record, 4, room, at, end);
    }
}

static void continuous_section_write(struct writer *writer, const struct image *image, const struct span *span)
{
    uint32_t index = 0;
    for (uintptr_t at = (uintptr_t)span->start; at < (uintptr_t)span->start + span->used; index++) {
        index = continuous_record_find(image, at, index);
        continuous_record_write(writer, image, index);
        at += image->records[index].counter_len;
    }
}

/* Writes the file, with `times` copies of the section. Returns the offset of the first. */
static uint64_t continuous_content_write(struct file *file, struct writer *writer, const struct image *image,
                                         const struct args *args, const struct span *span, uint32_t times)
{
    counter_header_encode(writer, image->hash, func_counters_flavor(image->mode), true);
    counter_preamble_encode(writer, (uint64_t)image->func_count * times, args->list, args->count,
                            (uint32_t)port_page_size());
    uint64_t offset = writer->total;
    for (uint32_t i = 0; i < times; i++)
        continuous_section_write(writer, image, span);
    writer_zeros(writer, continuous_whole_pages(times * span->used) - times * span->used);
    counter_footer_encode(writer, 1);
    if (writer_flush(writer) != 0 && file->error == 0)
        file->error = EIO;
    return offset;
}

static void continuous_file_map(struct file *file, const struct span *span, uint64_t offset)
{
    if (file->error != 0)
        return;
    void *mapped =
        mmap(span->start, span->size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file->fd, (off_t)offset);
    if (mapped == MAP_FAILED)
        file->error = errno == ENODEV ? ENOTSUP : errno; /* the file system has no mappings */
}

/* Writes the file and maps it over the section. */
static void continuous_fill(struct file *file, struct writer *writer, const struct image *image,
                            const struct args *args, const struct span *span)
{
    __cover_file_widen(writer);
    if (!__cover_port_overwrites_in_place(file->fd))
        file->error = ENOTSUP;
    uint64_t offset = continuous_content_write(file, writer, image, args, span, 1);
    continuous_file_map(file, span, offset);
}

int __cover_continuous_start(struct continuous *continuous, const struct image *image, const struct args *args, int dir,
                             bool cleared, struct problem *problem)
{
    struct span span;
    struct file file;
    if (!PORT_LITTLE_ENDIAN)
        return __cover_problem_set(problem, "counters of this byte order are not mapped", 0);
    if (continuous_span_find(&span, image, problem) != 0 ||
        __cover_file_create(&file, dir, COUNTER_FILE_PREFIX, image->hash, true, problem) != 0)
        return -1;
    struct writer writer = __cover_file_writer(&file);
    continuous_fill(&file, &writer, image, args, &span);
    if (file.error == 0) {
        continuous->pages = span.start;
        continuous->size = span.size;
        if (cleared)
            __cover_image_clear(image);
    }
    if (__cover_file_publish(&file, &writer, problem) != 0) {
        continuous->name[0] = '\0';
        __cover_continuous_detach(continuous);
        return -1;
    }
    memcpy(continuous->name, file.name, FILE_NAME_SIZE);
    continuous->pid = getpid();
    return 0;
}

/* If it fails, the old file stays and is replaced at the end as usual. */
int __cover_continuous_renew(struct continuous *continuous, const struct image *image, const struct args *args, int dir,
                             struct problem *problem)
{
    struct span span;
    struct file file;
    if (continuous_span_find(&span, image, problem) != 0 ||
        __cover_file_replace(&file, dir, continuous->name, problem) != 0)
        return -1;
    struct writer writer = __cover_file_writer(&file);
    continuous_fill(&file, &writer, image, args, &span);
    return __cover_file_publish(&file, &writer, problem);
}

/* Sets a copy's counters to 0. */
static void continuous_copy_clear(const struct image *image, uint8_t *copy, const struct span *span)
{
    struct image_walk walk = {0, 0, 0};
    struct image_func func;
    while (__cover_image_next(image, &walk, &func))
        memset(copy + ((uintptr_t)func.words - (uintptr_t)span->start), 0, func.count * sizeof *func.words);
}

static void continuous_copies_map(struct continuous_copies *copies, struct file *file, const struct image *image,
                                  const struct span *span, uint64_t offset, uint32_t count)
{
    if (file->error != 0)
        return;
    void *pages = mmap(NULL, copies->size, PROT_READ | PROT_WRITE, MAP_SHARED, file->fd, (off_t)offset);
    if (pages == MAP_FAILED) {
        file->error = errno;
        return;
    }
    copies->pages = copies->start = (uint8_t *)pages;
    for (uint32_t i = 0; i < count; i++)
        continuous_copy_clear(image, copies->start + i * copies->stride, span);
}

int __cover_continuous_copies_make(struct continuous_copies *copies, const struct image *image, const struct args *args,
                                   int dir, uint32_t count, struct problem *problem)
{
    struct span span;
    struct file file;
    if (continuous_span_find(&span, image, problem) != 0 ||
        __cover_file_create(&file, dir, COUNTER_FILE_PREFIX, image->hash, true, problem) != 0)
        return -1;
    memset(copies, 0, sizeof *copies);
    copies->stride = span.used;
    copies->size = continuous_whole_pages(count * span.used);
    struct writer writer = __cover_file_writer(&file);
    __cover_file_widen(&writer);
    uint64_t offset = continuous_content_write(&file, &writer, image, args, &span, count);
    continuous_copies_map(copies, &file, image, &span, offset, count);
    if (__cover_file_publish(&file, &writer, problem) == 0) {
        memcpy(copies->name, file.name, FILE_NAME_SIZE);
        return 0;
    }
    if (copies->pages != NULL)
        munmap(copies->pages, copies->size);
    return -1;
}

static void *continuous_private_map(void *where, size_t size, int flags)
{
    return mmap(where, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

int __cover_continuous_detach(struct continuous *continuous)
{
    if (continuous->pages == NULL)
        return 0;
    void *copy = continuous_private_map(NULL, continuous->size, 0);
    if (copy == MAP_FAILED)
        return -1;
    memcpy(copy, continuous->pages, continuous->size);
    int result = -1;
    if (continuous_private_map(continuous->pages, continuous->size, MAP_FIXED) != MAP_FAILED) {
        memcpy(continuous->pages, copy, continuous->size);
        continuous->pages = NULL;
        result = 0;
    }
    munmap(copy, continuous->size);
    return result;
}

bool __cover_continuous_own(const struct continuous *continuous)
{
    return continuous->name[0] != '\0' && continuous->pid == getpid();
}

bool __cover_continuous_foreign(const struct continuous *continuous)
{
    return continuous->name[0] != '\0' && continuous->pid != getpid();
}
