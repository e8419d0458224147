/* The data files of an image. In: its records and counters. Out: a meta-data file (format/meta.h) and a counter file
 * (format/counters.h). */
#include "runtime/port.h"

#include "runtime/pod.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/directory.h"

/* Whether `fd` is a regular file that starts with the header of the image's meta-data file, given the size it has. To
 * compute the right size would take a look at every function. */
static bool pod_file_matches(int fd, const struct image *image)
{
    uint8_t found[META_FILE_HEADER_SIZE], wanted[META_FILE_HEADER_SIZE];
    struct stat status;
    uint64_t packages = image->grouping->package_count;
    uint64_t before = META_FILE_HEADER_SIZE + 16 * packages + META_FILE_STRINGS_SIZE;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || (uint64_t)status.st_size < before)
        return false;
    struct writer writer = writer_into(wanted, sizeof wanted);
    meta_file_header_encode(&writer, packages, (uint64_t)status.st_size - before, image->hash, image->mode,
                            image->granularity);
    return pread(fd, found, sizeof found, 0) == (ssize_t)sizeof found && memcmp(found, wanted, sizeof found) == 0;
}

/* For a file of another user that may not be read: compares the size only. */
static bool pod_size_matches(int dir, const char *name, const struct image *image)
{
    struct stat status;
    struct problem problem;
    struct writer measure = writer_into(NULL, 0);
    if (fstatat(dir, name, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        __cover_image_meta_write(image, &measure, &problem) != 0)
        return false;
    return S_ISREG(status.st_mode) && (uint64_t)status.st_size == measure.total;
}

static bool pod_meta_present(const struct image *image, int dir, const char *name)
{
    int fd = __cover_descriptor_lift(openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (fd < 0)
        return errno == EACCES && pod_size_matches(dir, name, image);
    bool matches = pod_file_matches(fd, image);
    close(fd);
    return matches;
}

bool __cover_pod_has_meta(const struct image *image, int dir, char name[FILE_NAME_SIZE])
{
    struct stat status;
    __cover_file_name(name, META_FILE_PREFIX, image->hash);
    return fstatat(dir, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
}

int __cover_pod_write_meta(const struct image *image, int dir, char name[FILE_NAME_SIZE], struct problem *problem)
{
    struct file file;
    __cover_file_name(name, META_FILE_PREFIX, image->hash);
    if (pod_meta_present(image, dir, name))
        return 0;
    if (__cover_file_create(&file, dir, META_FILE_PREFIX, image->hash, false, problem) != 0)
        return -1;
    struct writer writer = __cover_file_writer(&file);
    __cover_file_widen(&writer);
    if (__cover_image_meta_write(image, &writer, problem) != 0) {
        __cover_file_abandon(&file);
        return -1;
    }
    return __cover_file_publish(&file, &writer, problem) == 0 ? 1 : -1;
}

/* Writes the functions that have been executed when it comes to them. Returns how many. */
static uint64_t pod_functions_write(const struct image *image, intptr_t bias, struct writer *writer)
{
    struct image_walk walk = {0, 0, 0};
    struct image_func func;
    uint64_t live = 0;
    while (__cover_image_next_executed(image, bias, &walk, &func)) {
        if (image->mode == MODE_SET)
            counter_bytes_encode(writer, func.package, func.func, func.bytes, func.count);
        else
            counter_func_encode(writer, FLAVOR_ULEB128, func.package, func.func, func.words, func.count);
        live++;
    }
    return live;
}

/* Stores the number of functions in the first segment's header. It is not known beforehand, because threads of the host
 * may execute more functions while the file is written. */
static void pod_function_count_patch(struct file *file, struct writer *writer, uint64_t count)
{
    uint8_t bytes[8];
    struct writer number = writer_into(bytes, sizeof bytes);
    writer_u64(&number, count);
    if (writer->used == writer->total)
        memcpy(writer->out + COUNTER_FILE_HEADER_SIZE, bytes, sizeof bytes); /* nothing has been flushed yet */
    else if (writer_flush(writer) == 0)
        __cover_file_patch(file, COUNTER_FILE_HEADER_SIZE, bytes, sizeof bytes);
}

int __cover_pod_write_counters(const struct image *image, intptr_t bias, const struct args *args, int dir,
                               const char *old, char name[FILE_NAME_SIZE], struct problem *problem)
{
    struct file file;
    int created = old ? __cover_file_replace(&file, dir, old, problem)
                      : __cover_file_create(&file, dir, COUNTER_FILE_PREFIX, image->hash, true, problem);
    if (created != 0)
        return -1;
    memcpy(name, file.name, FILE_NAME_SIZE);
    struct writer writer = __cover_file_writer(&file);
    counter_header_encode(&writer, image->hash, FLAVOR_ULEB128, false);
    counter_preamble_encode(&writer, 0, args->list, args->count, 0);
    uint64_t count = pod_functions_write(image, bias, &writer);
    counter_footer_encode(&writer, 1);
    pod_function_count_patch(&file, &writer, count);
    return __cover_file_publish(&file, &writer, problem);
}

void __cover_pod_encode_counters(struct writer *writer, const struct image *image, intptr_t bias,
                                 const struct args *args)
{
    struct writer measure = writer_into(NULL, 0);
    counter_header_encode(writer, image->hash, FLAVOR_ULEB128, false);
    counter_preamble_encode(writer, pod_functions_write(image, bias, &measure), args->list, args->count, 0);
    pod_functions_write(image, bias, writer);
    counter_footer_encode(writer, 1);
}
