/* What the files of one image's runtime know in common. */
#ifndef COVER_RUNTIME_STATE_H
#define COVER_RUNTIME_STATE_H

#include "runtime/args.h"
#include "runtime/sandbox.h"
#include "runtime/directory.h"
#include "runtime/image.h"
#include "runtime/continuous.h"

/* Made by the linker; absent where the image has no records. */
extern const struct cover_record __start___covrecs[] PORT_WEAK PORT_HIDDEN;
extern const struct cover_record __stop___covrecs[] PORT_WEAK PORT_HIDDEN;

struct state {
    bool active;        /* there is a directory to write to, and no failure so far */
    bool debug;         /* COVERDEBUG */
    bool child;         /* of a fork */
    bool quiet;         /* descriptor 2 was closed at the start: what it is later is not stderr */
    bool marked;        /* the program says that it has written its counts */
    struct image image; /* opened if active */
    int argc;
    char **argv;
    struct args args; /* captured if active, or once the program has asked for something */
    struct continuous continuous;
    struct sandbox sandbox; /* at the start */
    bool finished;          /* the destructor has written */
    unsigned guests;        /* requests of other images or threads that are under way */
    bool locked;            /* one request at a time */
    char directory[DIRECTORY_PATH_MAX];
};

PORT_C struct state __cover_state PORT_HIDDEN;

/* Does the image hold records? By integers: to the compiler these are two objects, which can't be one. */
static inline bool image_present(void)
{
    return (uintptr_t)__start___covrecs != (uintptr_t)__stop___covrecs;
}

/* Takes the lock, but waits no longer than some thousand turns: a signal handler of its owner may be ending the
 * program.
 */
void __cover_state_lock(void) PORT_HIDDEN;
void __cover_state_unlock(void) PORT_HIDDEN;

#endif
