/* Running programs. */
#ifndef COVER_INSTR_TOOLCHAIN_PROCESS_H
#define COVER_INSTR_TOOLCHAIN_PROCESS_H

#include "base/str.h"

/* A growing NULL-terminated argument vector; it copies no string. Zero-initialise it; free args. */
struct arg_list {
    const char **args;
    size_t count, cap;
};

void arg_add(struct arg_list *list, const char *arg);

/* These run args[0], found by PATH, and wait. They return its exit status, 128 + the signal that killed it, or -1
 * (reported) if it couldn't be run. Output is added to `out` and `err`; where they are NULL it goes where covercc's own
 * goes. */

/* For output that the user sees, or nobody: in the user's language. */
int process_run(const struct arg_list *list, struct str *out, struct str *err);
/* For output that covercc reads: in the C locale, since compilers translate messages and even line markers. */
int process_read(const struct arg_list *list, struct str *out, struct str *err);
/* Two such programs at once; the second one's stderr is discarded. Returns the first one's status; *second is the
 * other's. */
int process_read_both(const struct arg_list *list, struct str *out, struct str *err, const struct arg_list *list2,
                      struct str *out2, int *second);
/* Replaces this process by the program. Returns only on failure: -1, reported. */
int process_exec(const struct arg_list *list);

/* The file that running `program` would run, with symbolic links resolved; freed by the caller. NULL: there is none. */
char *program_find(const char *program);

#endif
