/* A write can end its process: SIGPIPE if stderr is a broken pipe, SIGXFSZ beyond RLIMIT_FSIZE, SIGTTOU if stderr is
 * the terminal of another job. The kernel sends these signals to the writing thread. So the thread blocks them before
 * it writes and afterwards discards those that arrived; one that was pending before stays pending. No handler is
 * installed and no other thread is affected. */
#include "runtime/port.h"

#include "runtime/guard.h"

#include <errno.h>
#include <time.h>

static void guard_ours_set(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGPIPE);
    sigaddset(set, SIGXFSZ);
    sigaddset(set, SIGTTOU);
}

void __cover_guard_enter(struct guard *guard)
{
    port_stack_clean();
    guard->saved_errno = errno;
    guard->cancel_state = __cover_port_cancel_state(PTHREAD_CANCEL_DISABLE);
    sigset_t ours;
    guard_ours_set(&ours);
    sigpending(&guard->pending);
    /* Under Linux and the BSDs this is the thread's mask; pthread_sigmask would need libpthread before glibc 2.32. */
    sigprocmask(SIG_BLOCK, &ours, &guard->mask);
}

/* Discards the signals that arrived since __cover_guard_enter. */
static void guard_signals_take(const struct guard *guard)
{
    static const int numbers[] = {SIGPIPE, SIGXFSZ, SIGTTOU};
    struct timespec at_once = {0, 0};
    sigset_t ours;
    guard_ours_set(&ours);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (sigismember(&guard->pending, numbers[i]))
            sigdelset(&ours, numbers[i]);
    while (sigtimedwait(&ours, NULL, &at_once) > 0)
        continue;
}

void __cover_guard_leave(const struct guard *guard)
{
    guard_signals_take(guard);
    sigprocmask(SIG_SETMASK, &guard->mask, NULL);
    __cover_port_cancel_state(guard->cancel_state);
    errno = guard->saved_errno;
}
