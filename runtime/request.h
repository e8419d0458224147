/* A request of the program (cover/coverage.h) to one image. */
#ifndef COVER_RUNTIME_REQUEST_H
#define COVER_RUNTIME_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/port.h"

enum request_kind {
    REQUEST_META,     /* write the meta-data file */
    REQUEST_COUNTERS, /* write a counter file, and into a directory the meta-data where missing */
    REQUEST_TAKE,     /* into a directory; and count from 0 again. Directory NULL: forget the counts */
    REQUEST_MARK,     /* what is counted needs no writing at the end, if value is not NULL; else it does */
    REQUEST_TAG,      /* add key=value to the args table; value NULL: take it away */
};

/* A file in memory: a mapping of its own, which who asked unmaps. */
struct document {
    struct document *next;
    const uint8_t *data;
    size_t size, mapped;
    char name[128];
};

struct request {
    uint32_t kind;
    uint32_t images;       /* out: how many have answered */
    const char *directory; /* NULL: make documents */
    const char *key, *value;
    struct document *documents; /* out: the newest first */
    int status;                 /* out: 0, or the first failure, as cover/coverage.h has them */
};

/* Does what the request asks of this image. The caller holds the loader's lock. */
void __cover_request_serve(struct request *request) PORT_HIDDEN;

#endif
