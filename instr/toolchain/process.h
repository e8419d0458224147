/* Running the compiler. */
#ifndef COVER_INSTR_TOOLCHAIN_PROCESS_H
#define COVER_INSTR_TOOLCHAIN_PROCESS_H

#include "base/str.h"

/* A growing NULL-terminated argument vector; it copies no string. Zero-initialise it; free args. */
struct arg_list {
    const char **args;
    size_t count, cap;
};

void arg_add(struct arg_list *list, const char *arg);

/* Runs args[0], found by PATH, and waits. What it writes goes to `out` and `err`, or, where NULL, where ours goes.
 * Returns its exit status, 128 + the signal that killed it, or -1 (reported) if it couldn't be run. */
int process_run(const struct arg_list *list, struct str *out, struct str *err);
/* Two of them at once; the second one's stderr is thrown away. Returns the first one's status, *second the other's. */
int process_run_both(const struct arg_list *list, struct str *out, struct str *err, const struct arg_list *list2,
                     struct str *out2, int *second);
/* Becomes the program. Returns only on failure: -1, reported. */
int process_exec(const struct arg_list *list);

#endif
