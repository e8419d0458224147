/* The args table of the counter files: how the program was called, as it was at the start. */
#ifndef COVER_RUNTIME_ARGS_H
#define COVER_RUNTIME_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "format/counter_encode.h"
#include "runtime/port.h"

struct args {
    struct counter_arg *list; /* the list and the text of keys and values lie in one piece of memory of our own */
    size_t count;
    size_t size; /* of that piece, bytes; 0: nothing captured */
};

/* Copies argc, argv0 ..., GOARCH, GOOS and the pairs of COVERTAGS; the host may overwrite the originals. argv NULL:
 * asks the system. Where memory is out, args is left empty and -1 returned: data without args is better than none. */
int __cover_args_capture(struct args *args, int argc, char *const *argv) PORT_HIDDEN;
/* Adds a pair, in the place of one with an equal key; value NULL: takes that away. Returns 0, or -1 without memory. */
int __cover_args_tag(struct args *args, const char *key, const char *value) PORT_HIDDEN;
/* May a tag have this key? */
bool __cover_args_key_allowed(const char *key) PORT_HIDDEN;
void __cover_args_release(struct args *args) PORT_HIDDEN;

#endif
