/* An image's pod in a directory: its meta-data file and its counter files. */
#ifndef COVER_RUNTIME_POD_H
#define COVER_RUNTIME_POD_H

#include "runtime/args.h"
#include "runtime/file.h"
#include "runtime/image.h"

/* All three store the name of the file in `name`. */

/* Writes covmeta.<hash> unless a file of that name with the right header exists. Returns 1 if it wrote, 0 if not, or
 * -1. */
int __cover_pod_write_meta(const struct image *image, int dir, char name[FILE_NAME_SIZE],
                           struct problem *problem) PORT_HIDDEN;
/* Whether a non-empty regular file has the name of the meta-data file. Much quicker than comparing it. */
bool __cover_pod_has_meta(const struct image *image, int dir, char name[FILE_NAME_SIZE]) PORT_HIDDEN;
/* Writes the counters that lie `bias` bytes behind the section's (0: the section's) to a new file
 * covcounters.<hash>.<pid>.<nanoseconds>, or over the file `old` if it is not NULL. Returns 0 or -1. */
int __cover_pod_write_counters(const struct image *image, intptr_t bias, const struct args *args, int dir,
                               const char *old, char name[FILE_NAME_SIZE], struct problem *problem) PORT_HIDDEN;
/* Writes the bytes of the same file to the writer. */
void __cover_pod_encode_counters(struct writer *writer, const struct image *image, intptr_t bias,
                                 const struct args *args) PORT_HIDDEN;

#endif
