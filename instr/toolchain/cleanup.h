/* What must not outlive the process when a signal ends it: temporary files and children. */
#ifndef COVER_INSTR_TOOLCHAIN_CLEANUP_H
#define COVER_INSTR_TOOLCHAIN_CLEANUP_H

#include <signal.h>
#include <sys/types.h>

/* Registers a file: a signal removes it until it is removed or forgotten. The string must live until then. */
void cleanup_file_add(const char *path);
void cleanup_file_remove(const char *path);
void cleanup_file_forget(const char *path);
/* Makes a directory in $TMPDIR or /tmp and registers it. The caller frees the name. NULL after having reported. */
char *cleanup_directory_make(void);
/* The same three for a directory that holds files only. */
void cleanup_directory_add(const char *path);
void cleanup_directory_remove(const char *path);
void cleanup_directory_forget(const char *path);

/* Blocks the signals, while a child is started, until cleanup_child_set. */
void cleanup_hold(sigset_t *old);
/* Registers a child: it gets the signal that ends the process, and is waited for. pid 0: it has ended. `slot`: 0 or 1.
 */
void cleanup_child_set(int slot, pid_t pid, const sigset_t *old);

#endif
