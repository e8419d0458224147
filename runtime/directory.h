/* The directory that coverage data goes to. */
#ifndef COVER_RUNTIME_DIRECTORY_H
#define COVER_RUNTIME_DIRECTORY_H

#include <stdbool.h>

#include "runtime/report.h"

enum { DIRECTORY_PATH_MAX = 4096 };

/* Is there one? COVERDIR names it, else GOCOVERDIR; an empty value counts as none. */
bool __cover_directory_named(void) PORT_HIDDEN;
/* Writes its path to out, made absolute now: the host may change its working directory. Returns 0 or -1. */
int __cover_directory_find(char out[DIRECTORY_PATH_MAX], struct problem *problem) PORT_HIDDEN;

/* Opens the directory, after making it and those above it where they are missing. Returns a descriptor above 2, or -1.
 */
int __cover_directory_open(const char *path, struct problem *problem) PORT_HIDDEN;

/* Moves a descriptor of ours away from 0, 1 and 2, which open returns where the host has closed them: what the host
 * prints there must not land in our files. Returns the new one, or -1 with errno set. */
int __cover_descriptor_lift(int fd) PORT_HIDDEN;

#endif
