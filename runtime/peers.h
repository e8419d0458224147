/* The copies of the runtime in one process, one an image, and how they find each other. */
#ifndef COVER_RUNTIME_PEERS_H
#define COVER_RUNTIME_PEERS_H

#include "runtime/port.h"

#include <stdbool.h>
#include <stdint.h>

enum { PEER_VERSION = 1 };

/* What the copies know of each other; later versions of the runtime may add to its end. */
struct peer {
    uint32_t version;
    uint32_t complained; /* it has said its line on stderr */
};

/* This image's. */
extern struct peer __cover_peer PORT_HIDDEN;

/* Marks this image as having complained. Returns whether any image of the process had before. Takes the loader's lock.
 */
bool __cover_peers_complained(void) PORT_HIDDEN;

#endif
