/* What must not outlive the process when a signal ends it: temporary files and children. */
#ifndef COVER_INSTR_TOOLCHAIN_CLEANUP_H
#define COVER_INSTR_TOOLCHAIN_CLEANUP_H

#include <signal.h>
#include <sys/types.h>

/* Will be removed unless forgotten. The string must live until then. */
void temporary_add(const char *path);
void temporary_remove(const char *path);
/* It stays. */
void temporary_forget(const char *path);
/* Makes a directory below $TMPDIR or /tmp. NULL after having reported. As if by temporary_directory_add; freed by the
 * caller. */
char *temporary_directory(void);
/* A directory of temporary files: will be removed with them unless forgotten. The string must live until then. */
void temporary_directory_add(const char *path);
void temporary_directory_remove(const char *path);
void temporary_directory_forget(const char *path);

/* No signal ends the process until temporary_child_set: for the time in which a child is started. */
void temporary_hold(sigset_t *old);
/* The child gets the signal that ends the process, and is waited for. 0: it has ended. `slot`: 0 or 1. */
void temporary_child_set(int slot, pid_t pid, const sigset_t *old);

#endif
