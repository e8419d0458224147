/* Counters of single threads, for mode atomic: exact counts without a cache line that threads share. */
#ifndef COVER_RUNTIME_SHARD_H
#define COVER_RUNTIME_SHARD_H

#include "runtime/continuous.h"

/* Instrumented code calls it where a function starts and __cover_thread.ready is 0 (format/image.h). Returns
 * `distance`. */
PORT_C intptr_t __cover_thread_start(void) PORT_HIDDEN;

/* Mode atomic: starts and stops handling the end of threads. Each is called once. */
void __cover_shards_open(void) PORT_HIDDEN;
void __cover_shards_close(void) PORT_HIDDEN;

/* __cover_section_hold keeps other threads from counting in the section until __cover_section_let. It returns false if
 * another thread counts there already. */
bool __cover_section_hold(void) PORT_HIDDEN;
void __cover_section_let(void) PORT_HIDDEN;

/* In a forked child: its only thread counts in the section from now on. Counts in other shards are dropped, since they
 * are the parent's; the caller clears the section. */
void __cover_shards_fork(void) PORT_HIDDEN;

#endif
