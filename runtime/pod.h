/* An image's pod in a directory: its meta-data file and counter files. */
#ifndef COVER_RUNTIME_POD_H
#define COVER_RUNTIME_POD_H

#include "runtime/args.h"
#include "runtime/file.h"
#include "runtime/image.h"

/* All write the name of the file to name. */

/* Writes covmeta.<hash> unless a file of its size and header stands there. Returns 1 if it wrote, 0 if not, or -1. */
int __cover_pod_write_meta(const struct image *image, int dir, char name[FILE_NAME_SIZE],
                           struct problem *problem) PORT_HIDDEN;
/* Does something stand under the meta-data file's name that may be it? Much quicker than to make sure. */
bool __cover_pod_has_meta(const struct image *image, int dir, char name[FILE_NAME_SIZE]) PORT_HIDDEN;
/* Writes the counts, or, if that is NULL, the counters as they are, to covcounters.<hash>.<pid>.<nanoseconds>, or, if
 * that is not NULL, in the place of the file `old`. Returns 0 or -1. */
int __cover_pod_write_counters(const struct image *image, intptr_t bias, const struct args *args, int dir,
                               const char *old, char name[FILE_NAME_SIZE], struct problem *problem) PORT_HIDDEN;
/* The bytes of such a file. */
void __cover_pod_encode_counters(struct writer *writer, const struct image *image, intptr_t bias,
                                 const struct args *args) PORT_HIDDEN;

#endif
