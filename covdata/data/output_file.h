/* An output file that appears under its name whole or not at all. A name that is no regular file (/dev/stdout, a pipe)
 * is written directly; `-` is standard output. */
#ifndef COVER_COVDATA_DATA_OUTPUT_FILE_H
#define COVER_COVDATA_DATA_OUTPUT_FILE_H

#include <stdio.h>

#include "base/str.h"
#include "format/cursor.h"

struct output {
    FILE *file;
    const char *path;
    struct str temporary; /* empty: written directly */
    uint8_t buffer[4096]; /* of output_writer */
};

/* -1 is reported. `path` must live until output_finish. */
int output_open(struct output *out, const char *path) __attribute__((warn_unused_result));
/* Closes and renames. -1 is reported, and nothing of the file is left. */
int output_finish(struct output *out) __attribute__((warn_unused_result));
/* A writer into the file. Its last bytes go out with writer_flush; output_finish tells whether all went well. */
struct writer output_writer(struct output *out);

#endif
