/* A request of the program (cover/coverage.h) to one image. */
#ifndef COVER_RUNTIME_REQUEST_H
#define COVER_RUNTIME_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/port.h"

enum request_kind {
    REQUEST_META,     /* write the meta-data file */
    REQUEST_COUNTERS, /* write a counter file; to a directory, the meta-data file too if it is missing */
    REQUEST_TAKE,     /* write a counter file to a directory and set the counters to 0. Directory NULL: only set them */
    REQUEST_MARK,     /* value non-NULL: write nothing at the end; NULL: write */
    REQUEST_TAG,      /* add key=value to the args table; value NULL: remove the key */
};

/* A file in memory, in a mapping of its own, which the caller unmaps. */
struct document {
    struct document *next;
    const uint8_t *data;
    size_t size, mapped;
    char name[128];
};

struct request {
    uint32_t kind;
    uint32_t images;       /* out: how many images have served it */
    const char *directory; /* NULL: make documents instead of files */
    const char *key, *value;
    struct document *documents; /* out: the newest first */
    int status;                 /* out: 0 or the first failure, in the values of cover/coverage.h */
};

/* Does what the request asks of this image. The caller holds the loader's lock. */
void __cover_request_serve(struct request *request) PORT_HIDDEN;

#endif
