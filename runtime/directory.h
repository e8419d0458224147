/* The directory for coverage data. */
#ifndef COVER_RUNTIME_DIRECTORY_H
#define COVER_RUNTIME_DIRECTORY_H

#include <stdbool.h>

#include "runtime/report.h"

enum { DIRECTORY_PATH_MAX = 4096 };

/* Whether the environment names one: COVERDIR, else GOCOVERDIR. An empty value counts as unset. */
bool __cover_directory_named(void) PORT_HIDDEN;
/* Writes its absolute path to `out`, because the host may change its working directory. Returns 0 or -1. */
int __cover_directory_find(char out[DIRECTORY_PATH_MAX], struct problem *problem) PORT_HIDDEN;

/* Opens the directory; makes it and its parents if they are missing. Returns a descriptor above 2, or -1. */
int __cover_directory_open(const char *path, struct problem *problem) PORT_HIDDEN;

/* Moves a descriptor of the runtime above 2. If the host has closed 0, 1 or 2, open returns them, and what the host
 * prints there must not end up in data files. Returns the new descriptor, or -1 with errno set. */
int __cover_descriptor_lift(int fd) PORT_HIDDEN;

#endif
