/* The copies of the runtime in one process, one an image: how they find each other, and what they do together. */
#ifndef COVER_RUNTIME_PEERS_H
#define COVER_RUNTIME_PEERS_H

#include "runtime/port.h"

#include <stdbool.h>
#include <stdint.h>

#include "runtime/directory.h"

enum { PEER_VERSION = 1 };

/* What the copies know of each other; later versions of the runtime may add to its end. */
struct peer {
    uint32_t version;
    uint32_t complained; /* it has said its line on stderr */
    uint32_t mode;       /* enum counter_mode; 0 until the image has started, and where it has no records */
    uint32_t reserved;   /* 0 */
    int (*write)(const char *directory,
                 uint32_t counters); /* the meta-data, and if asked the counters; returns 0 or errno */
    void (*clear)(void);
    const char *directory; /* where it writes, absolute; NULL: it does not */
};

/* This image's, defined in start.c; named by the note as well. */
PORT_C struct peer __cover_peer PORT_HIDDEN;

/* Marks this image as having complained. Returns whether any image of the process had before. Takes the loader's lock.
 */
bool __cover_peers_complained(void) PORT_HIDDEN;

/* Copies the directory of an image that writes to out. Returns false if there is none. */
bool __cover_peers_directory(char out[DIRECTORY_PATH_MAX]) PORT_HIDDEN;

/* The functions of cover/coverage.h. */
PORT_C int __cover_write_meta_dir(const char *directory) PORT_HIDDEN;
PORT_C int __cover_write_counters_dir(const char *directory) PORT_HIDDEN;
PORT_C int __cover_clear_counters(void) PORT_HIDDEN;

#endif
