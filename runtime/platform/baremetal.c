/* The runtime for systems without files, mappings, stdio, threads or processes: of cover/coverage.h the functions that
 * use a writer. One source file that includes the shared code of format/. It needs memcpy, memcmp, memset and strlen of
 * a libc, no heap, one word of static memory and some 600 bytes of stack.
 *
 *   cc -Os -ffunction-sections -I ROOT -c ROOT/runtime/platform/baremetal.c && ar rcs libcoversmall.a baremetal.o
 *   covercc --runtime=libcoversmall.a -- cc … main.c -Wl,--gc-sections
 *
 * Joining the translation units of a package takes memory, so here each stays a package of its own. Reports join them,
 * Go's too; covdata merge does, Go's merge does not. The args table is empty. Counter files are numbered by the
 * program: their names have process id 0 and the times 1, 2, 3 ... */
#ifndef __ELF__
#error "the coverage runtime finds its records by ELF sections"
#endif

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "format/counter_encode.h"
#include "format/image.h"
#include "format/meta_file.h"
#include "format/function_counters.h"
#include "runtime/cover/coverage.h"
#include "runtime/status.h"

#include "format/counter_encode.c"
#include "format/cursor.c"
#include "format/fnv.c"
#include "format/meta.c"
#include "format/meta_file.c"

#define HIDDEN __attribute__((visibility("hidden")))

enum { BUFFER_SIZE = 64, NAME_SIZE = sizeof COUNTER_FILE_PREFIX + 1 + 2 * FORMAT_HASH_SIZE + sizeof ".0." + 10 };

/* The linker or a linker script defines these; absent if there are no records. */
extern const struct cover_record __start___covrecs[] __attribute__((weak)) HIDDEN;
extern const struct cover_record __stop___covrecs[] __attribute__((weak)) HIDDEN;

/* Every record points to it (COVER_RUNTIME_SYMBOL). */
extern const int __cover_runtime HIDDEN;
const int __cover_runtime = COVER_IMAGE_VERSION;

static uint32_t files_written;

/* The context of a writer of format/ that passes its bytes to the program's writer. */
struct baremetal_file {
    cover_writer writer;
    void *context;
    char name[NAME_SIZE];
    uint8_t hash[FORMAT_HASH_SIZE];
    uint8_t buffer[BUFFER_SIZE];
};

static uint32_t baremetal_record_count(void)
{
    return (uint32_t)(((uintptr_t)__stop___covrecs - (uintptr_t)__start___covrecs) / sizeof(struct cover_record));
}

static struct meta_blob baremetal_record_blob(const void *context, uint64_t index)
{
    const struct cover_record *record = (const struct cover_record *)context + index;
    struct meta_blob blob = {record->meta, record->meta_len};
    return blob;
}

static struct meta_blobs baremetal_records_blobs(void)
{
    struct meta_blobs blobs = {baremetal_record_count(), baremetal_record_blob, __start___covrecs};
    return blobs;
}

/* Whether the records have the same version, mode and granularity. */
static int baremetal_records_check(void)
{
    if (baremetal_record_count() == 0)
        return COVER_UNCOVERED;
    for (uint32_t i = 0; i < baremetal_record_count(); i++) {
        const struct cover_record *record = &__start___covrecs[i];
        if (record->version != COVER_IMAGE_VERSION || record->mode != __start___covrecs->mode ||
            record->granularity != __start___covrecs->granularity)
            return COVER_MISMATCH;
    }
    return COVER_OK;
}

static char *baremetal_hex_add(char *to, const uint8_t hash[FORMAT_HASH_SIZE])
{
    for (int i = 0; i < 2 * FORMAT_HASH_SIZE; i++)
        *to++ = "0123456789abcdef"[hash[i / 2] >> (i % 2 ? 0 : 4) & 15];
    return to;
}

/* covmeta.<hash>, or, with a number, covcounters.<hash>.0.<number> */
static void baremetal_name_make(struct baremetal_file *file, const char *prefix, uint32_t number)
{
    size_t len = strlen(prefix);
    memcpy(file->name, prefix, len);
    file->name[len] = '.';
    char *end = baremetal_hex_add(file->name + len + 1, file->hash);
    if (number > 0) {
        uint32_t digit = 1;
        while (number / digit > 9)
            digit *= 10;
        memcpy(end, ".0.", 3);
        for (end += 3; digit > 0; digit /= 10)
            *end++ = (char)('0' + number / digit % 10);
    }
    *end = '\0';
}

static int baremetal_bytes_pass(void *context, const uint8_t *data, size_t len)
{
    struct baremetal_file *file = (struct baremetal_file *)context;
    return len == 0 ? 0 : file->writer(file->context, file->name, data, len);
}

static enum counter_mode baremetal_mode_of(const struct cover_record *record)
{
    return (enum counter_mode)record->mode;
}

/* Writes the functions of a record of which some unit was executed. Returns how many. */
static uint32_t baremetal_record_write(struct writer *writer, uint32_t package)
{
    const struct cover_record *record = &__start___covrecs[package];
    uint32_t width = func_counters_width(baremetal_mode_of(record)), live = 0, count;
    for (uint32_t at = 0, func = 0; at < record->counter_len; at += FUNC_COUNTERS_HEADER_SIZE + count * width, func++) {
        const uint8_t *counters = record->counters + at + FUNC_COUNTERS_HEADER_SIZE;
        count = func_counters_number(record->counters + at, width);
        if (!func_counters_executed(counters, count * width))
            continue;
        if (width == 1)
            counter_bytes_encode(writer, package, func, counters, count);
        else
            counter_func_encode(writer, FLAVOR_ULEB128, package, func, (const uint32_t *)(const void *)counters, count);
        live++;
    }
    return live;
}

/* Returns how many functions it wrote. */
static uint32_t baremetal_functions_write(struct writer *writer)
{
    uint32_t live = 0;
    for (uint32_t i = 0; i < baremetal_record_count(); i++)
        live += baremetal_record_write(writer, i);
    return live;
}

static void baremetal_counters_encode(struct writer *writer, const uint8_t hash[FORMAT_HASH_SIZE])
{
    struct writer measure = writer_into(NULL, 0);
    counter_header_encode(writer, hash, FLAVOR_ULEB128, false);
    counter_preamble_encode(writer, baremetal_functions_write(&measure), NULL, 0, 0);
    baremetal_functions_write(writer);
    counter_footer_encode(writer, 1);
}

int __cover_api_writer(int what, cover_writer out, void *context)
{
    struct baremetal_file file;
    struct meta_blobs blobs = baremetal_records_blobs();
    int status = baremetal_records_check();
    if (status != COVER_OK)
        return status;
    enum counter_mode mode = baremetal_mode_of(__start___covrecs);
    enum counter_granularity granularity = (enum counter_granularity)__start___covrecs->granularity;
    struct writer writer = writer_into(file.buffer, sizeof file.buffer);
    writer.flush = baremetal_bytes_pass;
    writer.context = &file;
    file.writer = out;
    file.context = context;
    meta_final_hash(&blobs, mode, granularity, file.hash);
    baremetal_name_make(&file, what == __COVER_META ? META_FILE_PREFIX : COUNTER_FILE_PREFIX,
                        what == __COVER_META ? 0 : ++files_written);
    if (what == __COVER_META)
        meta_file_encode(&writer, &blobs, file.hash, mode, granularity);
    else
        baremetal_counters_encode(&writer, file.hash);
    if (writer_flush(&writer) != 0 || out(context, file.name, NULL, 0) != 0)
        return COVER_WRITER_FAILED;
    return COVER_OK;
}

int __cover_api_clear(void)
{
    int status = baremetal_records_check();
    if (status == COVER_OK && __start___covrecs->mode != MODE_ATOMIC)
        status = COVER_NOT_ATOMIC;
    for (uint32_t i = 0; status == COVER_OK && i < baremetal_record_count(); i++) {
        const struct cover_record *record = &__start___covrecs[i];
        for (uint32_t at = 0, size; at < record->counter_len; at += FUNC_COUNTERS_HEADER_SIZE + size) {
            size = func_counters_number(record->counters + at, 4) * 4;
            memset(record->counters + at + FUNC_COUNTERS_HEADER_SIZE, 0, size);
        }
    }
    return status;
}

const char *__cover_api_mode(void)
{
    return baremetal_record_count() ? mode_name(__start___covrecs->mode) : "";
}

const char *__cover_api_granularity(void)
{
    return baremetal_record_count() ? granularity_name(__start___covrecs->granularity) : "";
}

int __cover_api_dir(int what, const char *directory)
{
    (void)what, (void)directory;
    return COVER_NO_FILES;
}

int __cover_api_fd(int what, int fd)
{
    (void)what, (void)fd;
    return COVER_NO_FILES;
}

int __cover_api_mark(int written)
{
    (void)written;
    return COVER_OK; /* nothing is written at exit */
}

int __cover_api_tag(const char *key, const char *value)
{
    (void)key, (void)value;
    return COVER_NO_FILES;
}

const char *__cover_api_text(int status)
{
    return status_text(status);
}
