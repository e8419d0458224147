/* Counter files for the threads of this process, in the data directory of the image. */
#ifndef COVER_RUNTIME_THREAD_FILE_H
#define COVER_RUNTIME_THREAD_FILE_H

#include "runtime/continuous.h"

/* Makes and maps a file for `count` more threads if this process counts in files. Returns 0 or -1. */
int __cover_thread_file_make(struct continuous_copies *copies, uint32_t count) PORT_HIDDEN;
/* Removes a file that __cover_thread_file_make made. */
void __cover_thread_file_remove(const char *name) PORT_HIDDEN;

#endif
