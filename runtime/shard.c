/* Sharded counters, for mode atomic. An atomic addition costs about twenty cycles, and a cache line that several
 * threads write moves between processors. So each running thread has a shard: a copy of the counter section that no
 * other thread writes, with plain additions. A thread takes a shard when it first enters an instrumented function and
 * leaves it when it ends; a later thread continues in it. So there are as many shards as there were threads at the same
 * time, and a count is the sum over all shards (snapshot.c). The section itself is the first shard; a program without
 * threads has no other. */
#include "runtime/port.h"

#include "runtime/shard.h"

#include <errno.h>
#include <signal.h>

#include "runtime/shard_pool.h"
#include "runtime/guard.h"
#include "runtime/state.h"

static pthread_key_t key;
static bool key_made, memory_complained;

/* From now on the thread counts in the shard; with NULL, in the section, where another thread may be counting. */
static void shard_enter(struct shard *shard)
{
    if (shard != NULL && key_made)
        pthread_setspecific(key, shard);
    if (shard == NULL && !__atomic_exchange_n(&memory_complained, true, __ATOMIC_RELAXED))
        __cover_report("out of memory: counts of some threads may be missing", NULL);
    __cover_thread.distance = shard ? shard_bias(shard) : 0;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    __cover_thread.ready = 1;
}

/* Blocks signals, because a signal handler that ran in between would take a second shard. */
intptr_t __cover_thread_start(void)
{
    struct guard guard;
    sigset_t all, mask;
    int error = errno;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &mask);
    if (!__cover_thread.ready) {
        __cover_guard_enter(&guard);
        shard_enter(__cover_shard_take());
        __cover_guard_leave(&guard);
    }
    sigprocmask(SIG_SETMASK, &mask, NULL);
    errno = error;
    return __cover_thread.distance;
}

/* Subtracts the shard's base from its counters. Only the thread that counts in the shard may do so. */
static void shard_settle(struct shard *shard)
{
    uint32_t *counters = (uint32_t *)(void *)shard->start;
    __cover_state_lock();
    for (size_t i = 0; i < shard_section_size() / sizeof *counters; i++) {
        __atomic_store_n(&counters[i], counters[i] - shard->base[i], __ATOMIC_RELAXED);
        shard->base[i] = 0;
    }
    __cover_state_unlock();
}

/* If the thread executes instrumented code after this, in other destructors, it takes a shard again. */
static void shard_thread_end(void *context)
{
    struct shard *shard = (struct shard *)context;
    __cover_thread.ready = 0;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    __cover_thread.distance = 0;
    if (shard->base != NULL)
        shard_settle(shard);
    shard_leave(shard);
}

void __cover_shards_open(void)
{
    __cover_first_shard.start = __start___covctrs;
    key_made = __cover_port_key_create(&key, shard_thread_end) == 0;
}

void __cover_shards_close(void)
{
    if (key_made)
        pthread_key_delete(key);
    key_made = false;
}

static bool section_claimed;

bool __cover_section_hold(void)
{
    bool own = __cover_shard_is_own(&__cover_first_shard);
    section_claimed = !own && shard_claim(&__cover_first_shard);
    return own || section_claimed;
}

void __cover_section_let(void)
{
    if (section_claimed)
        shard_leave(&__cover_first_shard);
}

void __cover_shards_fork(void)
{
    __cover_shard_pools_fork();
    __cover_shard_renew(&__cover_first_shard, __cover_thread.ready != 0);
    if (__cover_first_shard.busy)
        shard_enter(&__cover_first_shard);
}
