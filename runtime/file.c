/* Data files. In: bytes through a writer of format/. Out: a file that gets its final name only when it is complete. All
 * names are relative to the descriptor of a directory, so it does no harm if the directory is renamed meanwhile. */
#include "runtime/port.h"

#include "runtime/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "runtime/directory.h"
#include "runtime/text.h"

enum { MOST_TRIES = 1000 };

/* A large buffer for the start, while there is one thread. It is static because mapping memory for each file would cost
 * more than writing the file, and the kernel provides only those pages that are used. */
static uint8_t wide[FILE_WIDE_SIZE] __attribute__((aligned(16)));
static bool starts;

void __cover_file_name(char name[FILE_NAME_SIZE], const char *prefix, const uint8_t hash[FORMAT_HASH_SIZE])
{
    struct text text = __cover_text_in(name, FILE_NAME_SIZE);
    __cover_text_add(&text, prefix);
    __cover_text_add(&text, ".");
    __cover_text_add_hex(&text, hash, FORMAT_HASH_SIZE);
}

static uint64_t file_nanoseconds_now(void)
{
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* tmp.<stem>.<pid>.<time>; a stamped file's final name is that without "tmp.". */
static void file_names_make(struct file *file, const char *stem, bool stamped, uint64_t time)
{
    struct text text = __cover_text_in(file->temporary, FILE_NAME_SIZE);
    __cover_text_add(&text, "tmp.");
    __cover_text_add(&text, stem);
    __cover_text_add(&text, ".");
    __cover_text_add_number(&text, (uint64_t)getpid());
    __cover_text_add(&text, ".");
    __cover_text_add_number(&text, time);
    text = __cover_text_in(file->name, FILE_NAME_SIZE);
    __cover_text_add(&text, stamped ? file->temporary + strlen("tmp.") : stem);
}

void __cover_file_name_stamped(char name[FILE_NAME_SIZE], const char *prefix, const uint8_t hash[FORMAT_HASH_SIZE])
{
    __cover_file_name(name, prefix, hash);
    struct text text = {name, FILE_NAME_SIZE, strlen(name)};
    __cover_text_add(&text, ".");
    __cover_text_add_number(&text, (uint64_t)getpid());
    __cover_text_add(&text, ".");
    __cover_text_add_number(&text, file_nanoseconds_now());
}

static bool file_name_taken(const struct file *file)
{
    struct stat status;
    return fstatat(file->dir, file->name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Returns 0 or errno. */
static int file_temporary_open(struct file *file)
{
    int fd = openat(file->dir, file->temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    file->fd = __cover_descriptor_lift(fd);
    if (file->fd >= 0)
        return 0;
    int error = errno;
    if (fd >= 0)
        unlinkat(file->dir, file->temporary, 0);
    return error;
}

static void file_start(struct file *file, int dir)
{
    file->dir = dir;
    file->error = 0;
    file->replacing = false;
}

int __cover_file_create(struct file *file, int dir, const char *prefix, const uint8_t hash[FORMAT_HASH_SIZE],
                        bool stamped, struct problem *problem)
{
    char stem[FILE_NAME_SIZE];
    __cover_file_name(stem, prefix, hash);
    file_start(file, dir);
    uint64_t time = file_nanoseconds_now();
    /* Clocks may stand still or be coarse, and containers that share a directory have equal process ids. */
    for (int tries = 0; tries < MOST_TRIES; tries++, time++) {
        file_names_make(file, stem, stamped, time);
        if (stamped && file_name_taken(file))
            continue;
        int error = file_temporary_open(file);
        if (error == 0)
            return 0;
        if (error != EEXIST && error != EINTR)
            return __cover_problem_set(problem, "create a file", error);
    }
    return __cover_problem_set(problem, "create a file", EEXIST);
}

int __cover_file_replace(struct file *file, int dir, const char *name, struct problem *problem)
{
    file_start(file, dir);
    file->replacing = true;
    struct text text = __cover_text_in(file->name, FILE_NAME_SIZE);
    __cover_text_add(&text, name);
    text = __cover_text_in(file->temporary, FILE_NAME_SIZE);
    __cover_text_add(&text, "tmp.");
    __cover_text_add(&text, name);
    int error;
    do
        error = file_temporary_open(file);
    while (error == EINTR);
    return error == 0 ? 0 : __cover_problem_set(problem, "create a file", error);
}

/* Writes all of it, at the offset where that is not negative. */
static int file_bytes_write(struct file *file, const uint8_t *data, size_t len, off_t offset)
{
    while (len > 0 && file->error == 0) {
        ssize_t done = offset < 0 ? write(file->fd, data, len) : pwrite(file->fd, data, len, offset);
        if (done < 0 && errno != EINTR)
            file->error = errno;
        if (done == 0)
            file->error = ENOSPC;
        if (done <= 0)
            continue;
        data += done;
        len -= (size_t)done;
        offset += offset < 0 ? 0 : done;
    }
    return file->error == 0 ? 0 : -1;
}

static int file_writer_sink(void *context, const uint8_t *data, size_t len)
{
    return file_bytes_write((struct file *)context, data, len, -1);
}

struct writer __cover_file_writer(struct file *file)
{
    struct writer writer = writer_into(file->buffer, sizeof file->buffer);
    writer.flush = file_writer_sink;
    writer.context = file;
    return writer;
}

void __cover_file_widen(struct writer *writer)
{
    if (!__atomic_load_n(&starts, __ATOMIC_RELAXED))
        return;
    writer->out = wide;
    writer->cap = FILE_WIDE_SIZE;
}

void __cover_file_starting(bool starting)
{
    __atomic_store_n(&starts, starting, __ATOMIC_RELAXED);
}

int __cover_file_patch(struct file *file, uint64_t offset, const uint8_t *data, size_t len)
{
    return file_bytes_write(file, data, len, (off_t)offset);
}

/* Returns 0 or errno. */
static int file_close(struct file *file)
{
    return close(file->fd) != 0 && errno != EINTR ? errno : 0;
}

void __cover_file_abandon(struct file *file)
{
    (void)file_close(file);
    unlinkat(file->dir, file->temporary, 0);
}

/* Gives the file its name. Some file systems write a file to the disk when it is renamed over another. Exchanging the
 * two names and removing the old file avoids that wait, and a counter file need not survive a crash of the machine.
 * Returns 0 or -1. */
static int file_name(const struct file *file)
{
    if (file->replacing && __cover_port_exchange(file->dir, file->temporary, file->name) == 0) {
        unlinkat(file->dir, file->temporary, 0);
        return 0;
    }
    return renameat(file->dir, file->temporary, file->dir, file->name);
}

int __cover_file_publish(struct file *file, struct writer *writer, struct problem *problem)
{
    const char *step = "write a file";
    int error = writer_flush(writer) == 0 ? file->error : file->error ? file->error : EIO;
    int closed = file_close(file);
    error = error ? error : closed;
    if (error == 0 && file_name(file) != 0) {
        step = "rename a file";
        error = errno;
    }
    if (error == 0)
        return 0;
    unlinkat(file->dir, file->temporary, 0);
    return __cover_problem_set(problem, step, error);
}
