/* Data files that appear complete or not at all: bytes go to a temporary file in the same directory, which is renamed
 * at the end. */
#ifndef COVER_RUNTIME_FILE_H
#define COVER_RUNTIME_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "format/cursor.h"
#include "format/meta.h"
#include "runtime/report.h"

enum { FILE_NAME_SIZE = 128, FILE_BUFFER_SIZE = 1024, FILE_WIDE_SIZE = 1 << 15 };

struct file {
    int dir;   /* borrowed */
    int fd;    /* owned until published or abandoned */
    int error; /* errno of the first failed write */
    bool replacing;
    char name[FILE_NAME_SIZE], temporary[FILE_NAME_SIZE];
    uint8_t buffer[FILE_BUFFER_SIZE];
};

/* Writes <prefix>.<hash in hex> to name. */
void __cover_file_name(char name[FILE_NAME_SIZE], const char *prefix, const uint8_t hash[FORMAT_HASH_SIZE]) PORT_HIDDEN;

/* The same with .<pid>.<nanoseconds>. */
void __cover_file_name_stamped(char name[FILE_NAME_SIZE], const char *prefix,
                               const uint8_t hash[FORMAT_HASH_SIZE]) PORT_HIDDEN;

/* Makes the temporary file. stamped: the name ends in .<pid>.<nanoseconds>, so that it is unique. Returns 0 or -1. */
int __cover_file_create(struct file *file, int dir, const char *prefix, const uint8_t hash[FORMAT_HASH_SIZE],
                        bool stamped, struct problem *problem) PORT_HIDDEN;
/* Makes a temporary file that will take the place of `name`. Returns 0 or -1. */
int __cover_file_replace(struct file *file, int dir, const char *name, struct problem *problem) PORT_HIDDEN;
/* A writer into the file; `file` must outlive it. */
struct writer __cover_file_writer(struct file *file) PORT_HIDDEN;
/* Gives a writer that has written nothing yet a large buffer, if the image is starting. Later, threads could share it.
 */
void __cover_file_widen(struct writer *writer) PORT_HIDDEN;
/* Says that the image is starting, in one thread, or that its start is over. */
void __cover_file_starting(bool starting) PORT_HIDDEN;
/* Overwrites bytes that were written and flushed before. Returns 0, or -1, after which file_publish fails. */
int __cover_file_patch(struct file *file, uint64_t offset, const uint8_t *data, size_t len) PORT_HIDDEN;
/* Flushes the writer, closes the file and gives it its name. If any of this or an earlier write failed, removes the
 * file, sets `problem` and returns -1. */
int __cover_file_publish(struct file *file, struct writer *writer, struct problem *problem) PORT_HIDDEN;
/* Closes and removes the temporary file. */
void __cover_file_abandon(struct file *file) PORT_HIDDEN;

#endif
