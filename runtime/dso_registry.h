/* The copies of the runtime in one process, one an image: how they find each other, and what they do together. */
#ifndef COVER_RUNTIME_DSO_REGISTRY_H
#define COVER_RUNTIME_DSO_REGISTRY_H

#include "runtime/port.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/directory.h"
#include "runtime/request.h"

enum { DSO_VERSION = 1 };

/* What the copies know of each other; later versions of the runtime may add to its end. */
struct dso {
    uint32_t version;
    uint32_t complained;  /* it has said its line on stderr */
    uint32_t mode;        /* enum counter_mode; 0 until the image has started, and where it has no records */
    uint32_t granularity; /* likewise */
    void (*serve)(struct request *request);
    const char *directory; /* where it writes, absolute; NULL: it does not */
};

/* This image's, defined in ask.c; named by the note as well. */
PORT_C struct dso __cover_dso PORT_HIDDEN;

/* Marks this image as having complained. Returns whether any image of the process had before. Takes the loader's lock.
 */
bool __cover_dsos_complained(void) PORT_HIDDEN;

/* Copies the directory of an image that writes to out. Returns false if there is none. */
bool __cover_dsos_directory(char out[DIRECTORY_PATH_MAX]) PORT_HIDDEN;

typedef void (*dso_visitor)(struct dso *dso, void *context);

/* Calls the visitor for every image. The loader's lock is held meanwhile, so none goes away. */
void __cover_dsos_visit(dso_visitor visitor, void *context) PORT_HIDDEN;

#endif
