/* Counters that are one thread's alone, for mode atomic: exact counts without a line of memory that threads share. */
#ifndef COVER_RUNTIME_SHARD_H
#define COVER_RUNTIME_SHARD_H

#include "runtime/continuous.h"

/* Instrumented code calls it where a function starts and __cover_thread.ready is 0 (format/image.h). */
PORT_C void __cover_thread_start(void) PORT_HIDDEN;

/* Mode atomic: learns of threads that end, until it is closed. Both once. */
void __cover_shards_open(void) PORT_HIDDEN;
void __cover_shards_close(void) PORT_HIDDEN;

/* Keeps other threads out of the section, if this one counts there or nobody does; returns false if another does. Then
 * lets them again. */
bool __cover_section_hold(void) PORT_HIDDEN;
void __cover_section_let(void) PORT_HIDDEN;

/* A forked child: its only thread counts in the section from here on. All that its parent counted elsewhere is gone;
 * the section itself is the caller's to clear. */
void __cover_shards_fork(void) PORT_HIDDEN;

#endif
