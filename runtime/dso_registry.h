/* The images of the process that have a runtime: how they find each other, and what they share. */
#ifndef COVER_RUNTIME_DSO_REGISTRY_H
#define COVER_RUNTIME_DSO_REGISTRY_H

#include "runtime/port.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/directory.h"
#include "runtime/request.h"

enum { DSO_VERSION = 1 };

/* What an image shows to the others. Later versions of the runtime may append fields. */
struct dso {
    uint32_t version;
    uint32_t complained;  /* it has reported a failure on stderr */
    uint32_t mode;        /* enum counter_mode; 0 until the image has started, or if it has no records */
    uint32_t granularity; /* likewise */
    void (*serve)(struct request *request);
    const char *directory; /* absolute path of its data directory; NULL: it does not write */
};

/* This image's. The note refers to it too. */
PORT_C struct dso __cover_dso PORT_HIDDEN;

/* Marks this image as having reported a failure. Returns whether an image had before. Takes the loader's lock. */
bool __cover_dsos_complained(void) PORT_HIDDEN;

/* Copies the directory of an image that writes data to `out`. Returns false if no image does. */
bool __cover_dsos_directory(char out[DIRECTORY_PATH_MAX]) PORT_HIDDEN;

typedef void (*dso_visitor)(struct dso *dso, void *context);

/* Calls the visitor for each image, holding the loader's lock, so that no image is unloaded meanwhile. */
void __cover_dsos_visit(dso_visitor visitor, void *context) PORT_HIDDEN;

#endif
