/* The state of this image's runtime, and its lock. The lock is a flag and not a mutex: a mutex would need libpthread in
 * old versions of glibc, and could not be given up when a signal handler ends the program. */
#include "runtime/port.h"

#include "runtime/state.h"

#include <sched.h>

enum { STATE_LOCK_TRIES = 10000 };

struct state __cover_state;

void __cover_state_lock(void)
{
    for (int i = 0; i < STATE_LOCK_TRIES && __atomic_exchange_n(&__cover_state.locked, true, __ATOMIC_ACQUIRE); i++)
        sched_yield();
}

void __cover_state_unlock(void)
{
    __atomic_store_n(&__cover_state.locked, false, __ATOMIC_RELEASE);
}
