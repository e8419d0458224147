/* Keeps the host unaware of us: errno, signals that our writes could raise, cancellation. */
#ifndef COVER_RUNTIME_GUARD_H
#define COVER_RUNTIME_GUARD_H

#include "runtime/port.h"

#include <signal.h>

struct guard {
    int saved_errno, cancel_state;
    sigset_t mask, pending; /* before */
};

/* Every entry into the runtime that may do input or output stands between the two, in one thread. */
void __cover_guard_enter(struct guard *guard) PORT_HIDDEN;
void __cover_guard_leave(const struct guard *guard) PORT_HIDDEN;

#endif
