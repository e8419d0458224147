/* Shields the host from the runtime: errno, signals that its writes could raise, thread cancellation. */
#ifndef COVER_RUNTIME_GUARD_H
#define COVER_RUNTIME_GUARD_H

#include "runtime/port.h"

#include <signal.h>

struct guard {
    int saved_errno, cancel_state;
    sigset_t mask, pending; /* before */
};

/* Each entry into the runtime that may do input or output runs between these two, in one thread. */
void __cover_guard_enter(struct guard *guard) PORT_HIDDEN;
void __cover_guard_leave(const struct guard *guard) PORT_HIDDEN;

#endif
