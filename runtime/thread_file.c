/* Counter files for threads. In: how many threads; out: a counter file in continuous mode in the data directory, with
 * as many copies of the counters. */
#include "runtime/port.h"

#include "runtime/thread_file.h"

#include <fcntl.h>

#include "runtime/state.h"

int __cover_thread_file_make(struct continuous_copies *copies, uint32_t count)
{
    struct problem problem;
    if (!__atomic_load_n(&__cover_state.active, __ATOMIC_SEQ_CST) ||
        !__cover_continuous_own(&__cover_state.continuous) || __cover_sandbox_calls_filtered(&__cover_state.sandbox) ||
        __cover_sandbox_root_changed(&__cover_state.sandbox))
        return -1;
    int dir = __cover_directory_open(__cover_state.directory, &problem);
    if (dir < 0)
        return -1;
    int result =
        __cover_continuous_copies_make(copies, &__cover_state.image, &__cover_state.args, dir, count, &problem);
    close(dir);
    return result;
}

void __cover_thread_file_remove(const char *name)
{
    struct problem problem;
    int dir = __cover_directory_open(__cover_state.directory, &problem);
    if (dir < 0)
        return;
    unlinkat(dir, name, 0);
    close(dir);
}
