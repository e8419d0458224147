/* What a process has confined itself to since its start: another root, a filter of system calls. */
#ifndef COVER_RUNTIME_SANDBOX_H
#define COVER_RUNTIME_SANDBOX_H

#include "runtime/port.h"

#include <stdbool.h>
#include <sys/types.h>

struct sandbox {
    dev_t root_device;
    ino_t root_inode;
    int filter; /* how system calls are filtered (seccomp), 0: they are not */
};

void __cover_sandbox_find(struct sandbox *now) PORT_HIDDEN;
/* Are system calls filtered, which at the start were not? Then one that is refused may kill. */
bool __cover_sandbox_calls_filtered(const struct sandbox *start) PORT_HIDDEN;
/* Do paths begin at another directory than at the start (chroot, pivot_root)? */
bool __cover_sandbox_root_changed(const struct sandbox *start) PORT_HIDDEN;

#endif
