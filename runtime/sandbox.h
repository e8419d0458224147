/* How a process has sandboxed itself since its start: another root, a filter of system calls. */
#ifndef COVER_RUNTIME_SANDBOX_H
#define COVER_RUNTIME_SANDBOX_H

#include "runtime/port.h"

#include <stdbool.h>
#include <sys/types.h>

struct sandbox {
    dev_t root_device;
    ino_t root_inode;
    int filter; /* how system calls are filtered (seccomp); 0: not at all */
};

void __cover_sandbox_find(struct sandbox *now) PORT_HIDDEN;
/* Whether system calls are filtered now and were not at the start. Then a refused call may kill the process. */
bool __cover_sandbox_calls_filtered(const struct sandbox *start) PORT_HIDDEN;
/* Whether the root directory is another one than at the start (chroot, pivot_root). */
bool __cover_sandbox_root_changed(const struct sandbox *start) PORT_HIDDEN;

#endif
