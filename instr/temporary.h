/* Temporary files, removed when done with and when a signal ends the process. */
#ifndef COVER_INSTR_TEMPORARY_H
#define COVER_INSTR_TEMPORARY_H

/* Will be removed unless forgotten. The string must live until then. */
void temporary_add(const char *path);
void temporary_remove(const char *path);
/* It stays. */
void temporary_forget(const char *path);
/* Makes a directory below $TMPDIR or /tmp. NULL after having reported. Freed by the caller, who removes it when empty. */
char *temporary_directory(void);

#endif
