/* The args table of the counter files: the command line of the process at its start, its platform and its tags. */
#ifndef COVER_RUNTIME_ARGS_H
#define COVER_RUNTIME_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "format/counter_encode.h"
#include "runtime/port.h"

struct args {
    struct counter_arg *list; /* owned, in one piece of memory with the text of the keys and values */
    size_t count;
    size_t size; /* of that piece, bytes; 0: nothing captured */
};

/* Copies argc, argv0 ..., GOARCH, GOOS and the pairs of COVERTAGS, because the host may overwrite the originals. argv
 * NULL: reads the arguments from /proc. Without memory it leaves args empty and returns -1: data without args is better
 * than none. */
int __cover_args_capture(struct args *args, int argc, char *const *argv) PORT_HIDDEN;
/* Sets the value of a key; value NULL removes the key. Returns 0, or -1 without memory. */
int __cover_args_tag(struct args *args, const char *key, const char *value) PORT_HIDDEN;
/* Whether a tag may have this key. */
bool __cover_args_key_allowed(const char *key) PORT_HIDDEN;
void __cover_args_release(struct args *args) PORT_HIDDEN;

#endif
