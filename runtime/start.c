/* The life of the runtime in one image: constructor, forks, destructor. Each executable and each shared object that
 * holds instrumented code has a copy of all of this, hidden from the others, and writes its own files. The constructor
 * is the image's first and the destructor its last, so that what the host's own constructors, atexit handlers and
 * destructors execute is counted too.
 *
 * Nothing here ends the host, changes what it prints or what it returns: every failure is at most one line on stderr,
 * after which this image is silent. */
#include "runtime/port.h"

#include "runtime/confine.h"
#include "runtime/directory.h"
#include "runtime/file.h"
#include "runtime/guard.h"
#include "runtime/live.h"
#include "runtime/peers.h"
#include "runtime/pod.h"
#include "runtime/shard.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Made by the linker; absent where the image has no records. */
extern const struct cover_record __start___covrecs[] PORT_WEAK PORT_HIDDEN;
extern const struct cover_record __stop___covrecs[] PORT_WEAK PORT_HIDDEN;

/* What each record points to (COVER_RUNTIME_SYMBOL). */
PORT_C const int __cover_runtime PORT_HIDDEN;
const int __cover_runtime = COVER_IMAGE_VERSION;

static struct {
    bool active; /* there is a directory to write to, and no failure so far */
    bool debug;  /* COVERDEBUG */
    bool child;  /* of a fork */
    bool quiet;  /* descriptor 2 was closed at the start: what it is later is not stderr */
    struct image image;
    int argc;
    char **argv;
    struct args args; /* captured if active */
    struct live live;
    struct confinement confinement; /* at the start */
    bool finished;    /* the destructor has written */
    unsigned guests;  /* calls of peer_write and peer_clear that are under way */
    char directory[DIRECTORY_PATH_MAX];
} runtime;

/* Does the image hold records? By integers: to the compiler these are two objects, which can't be one. */
static bool image_present(void)
{
    return (uintptr_t)__start___covrecs != (uintptr_t)__stop___covrecs;
}

static bool debug_wanted(void)
{
    const char *value = port_getenv("COVERDEBUG");
    return value != NULL && value[0] != '\0' && strcmp(value, "0") != 0;
}

static void runtime_stop(void)
{
    __atomic_store_n(&__cover_peer.directory, (const char *)NULL, __ATOMIC_SEQ_CST);
    __atomic_store_n(&runtime.active, false, __ATOMIC_SEQ_CST);
}

/* Is it for this image to say so? A process says one line: not each image one, nor, where an image failed before it, a
 * forked child. In a child no peer is asked, since a thread that was not forked may have held the loader's lock. */
static bool complaint_due(void)
{
    if (runtime.quiet)
        return false;
    return runtime.child || !__cover_peers_complained();
}

static void failure_tell(const struct problem *problem)
{
    runtime_stop();
    if (!complaint_due())
        return;
    if (problem->error == 0)
        __cover_say("no coverage data written: ", problem->step, NULL);
    else
        __cover_say("no coverage data written to ", runtime.directory, ": cannot ", problem->step, ": ",
                    __cover_problem_reason(problem), NULL);
}

static void debug_tell(const char *what, const char *name)
{
    if (runtime.debug && !runtime.quiet)
        __cover_say(what, runtime.directory, "/", name, NULL);
}

/* Why something is not done that could be left. */
static void debug_tell_problem(const char *what, const struct problem *problem)
{
    if (runtime.debug && !runtime.quiet)
        __cover_say(what, problem->step, problem->error ? ": " : NULL, __cover_problem_reason(problem), NULL);
}

static int meta_write(int dir, struct problem *problem)
{
    char name[FILE_NAME_SIZE];
    int wrote = __cover_pod_write_meta(&runtime.image, dir, name, problem);
    if (wrote >= 0)
        debug_tell(wrote ? "wrote " : "found ", name);
    return wrote < 0 ? -1 : 0;
}

static int counters_write(int dir, struct problem *problem)
{
    char name[FILE_NAME_SIZE];
    struct counts counts;
    const char *old = __cover_live_own(&runtime.live) ? runtime.live.name : NULL;
    bool sharded = runtime.image.mode == MODE_ATOMIC;
    if (sharded && __cover_counts_freeze(&counts, &runtime.image, COUNTS_UNFILED, false, problem) != 0)
        return -1;
    int result = __cover_pod_write_counters(&runtime.image, sharded ? &counts : NULL, &runtime.args, dir, old, name, problem);
    if (sharded)
        __cover_counts_release(&counts);
    if (result != 0)
        return -1;
    debug_tell("wrote ", name);
    return __cover_shards_finish(&runtime.image, &runtime.args, dir, problem);
}

int __cover_thread_file(struct live_copies *copies, uint32_t count)
{
    struct problem problem;
    if (!__atomic_load_n(&runtime.active, __ATOMIC_SEQ_CST) || !__cover_live_own(&runtime.live) ||
        __cover_calls_filtered(&runtime.confinement) || __cover_root_changed(&runtime.confinement))
        return -1;
    int dir = __cover_directory_open(runtime.directory, &problem);
    if (dir < 0)
        return -1;
    int result = __cover_live_copies_make(copies, &runtime.image, &runtime.args, dir, count, &problem);
    close(dir);
    return result;
}

static int live_refuse(const struct problem *problem)
{
    debug_tell_problem("counters will be written at the end: ", problem);
    return -1;
}

/* From here on counts are in a file at once, if that is possible. Returns 0 or -1. */
static int live_begin(int dir, bool cleared)
{
    struct problem problem;
    if (__cover_live_start(&runtime.live, &runtime.image, &runtime.args, dir, cleared, &problem) != 0)
        return live_refuse(&problem);
    debug_tell("counting into ", runtime.live.name);
    return 0;
}

/* Checks the image, writes its meta-data and keeps what the end will need. */
static int runtime_open(struct problem *problem)
{
    if (__cover_image_open(&runtime.image, __start___covrecs, __stop___covrecs, problem) != 0)
        return -1;
    int dir = __cover_directory_open(runtime.directory, problem);
    if (dir < 0)
        return -1;
    int result = meta_write(dir, problem);
    if (result == 0) {
        __cover_args_capture(&runtime.args, runtime.argc, runtime.argv);
        live_begin(dir, false);
    }
    close(dir);
    return result;
}

/* Writes the counters; the meta-data again, where a directory was emptied while the host ran. Not below another root:
 * what is there is none of ours, as long as the counts are in a file already. */
static int runtime_finish(struct problem *problem)
{
    if (__cover_live_own(&runtime.live) && __cover_root_changed(&runtime.confinement))
        return __cover_problem_set(problem, "the program has changed its root", 0);
    int dir = __cover_directory_open(runtime.directory, problem);
    if (dir < 0)
        return -1;
    int result = meta_write(dir, problem);
    if (result == 0)
        result = counters_write(dir, problem);
    close(dir);
    return result;
}

/* Gives a child that counts into its parent's file one of its own, which may stand below another root. Returns 0 or -1.
 */
static int child_live_begin(bool cleared)
{
    struct problem problem;
    __cover_confinement_find(&runtime.confinement);
    int dir = __cover_directory_open(runtime.directory, &problem);
    if (dir < 0)
        return live_refuse(&problem);
    int result = meta_write(dir, &problem) == 0 ? live_begin(dir, cleared) : live_refuse(&problem);
    close(dir);
    return result;
}

/* The child of a fork writes a file of its own. What was counted before is the parent's to write; where it is a number
 * (not a mere "executed"), repeating it would be wrong. A child that can be freed from its parent's file in no way
 * stays with it: what it counts is then the parent's. */
static void child_start(void)
{
    struct guard guard;
    runtime.child = true;
    /* It may not open a file, and stays with its parent's. */
    if (runtime.active && runtime.live.pages != NULL && __cover_calls_filtered(&runtime.confinement))
        return;
    __cover_shards_fork();
    if (!runtime.active)
        return;
    bool cleared = runtime.image.mode != MODE_SET;
    __cover_guard_enter(&guard);
    bool alone = runtime.live.pages == NULL;
    if (!alone && child_live_begin(cleared) == 0)
        cleared = false;
    else
        runtime.live.name[0] = '\0';
    if (!alone && runtime.live.name[0] == '\0' && __cover_live_detach(&runtime.live) != 0)
        runtime_stop();
    else if (cleared)
        __cover_image_clear(&runtime.image);
    __cover_guard_leave(&guard);
}

/* Writes the counters at the host's wish, with the args of the start where these were captured. */
static int counters_write_asked(const struct image *image, int dir, struct problem *problem)
{
    char name[FILE_NAME_SIZE];
    struct args args;
    struct counts counts;
    if (__cover_counts_freeze(&counts, image, COUNTS_ALL, false, problem) != 0)
        return -1;
    bool captured = __atomic_load_n(&runtime.active, __ATOMIC_SEQ_CST);
    memset(&args, 0, sizeof args);
    if (!captured)
        __cover_args_capture(&args, runtime.argc, runtime.argv);
    int result = __cover_pod_write_counters(image, &counts, captured ? &runtime.args : &args, dir, NULL, name, problem);
    __cover_args_release(&args);
    __cover_counts_release(&counts);
    return result;
}

/* The image is opened anew, since without a directory the constructor leaves it alone, and since threads may ask at
 * once. */
static int write_asked(const char *directory, bool counters)
{
    struct problem problem;
    struct image image;
    char name[FILE_NAME_SIZE];
    if (__cover_image_open(&image, __start___covrecs, __stop___covrecs, &problem) != 0)
        return EINVAL;
    int dir = __cover_directory_open(directory, &problem);
    if (dir < 0)
        return problem.error;
    int result = __cover_pod_write_meta(&image, dir, name, &problem);
    if (result >= 0 && counters)
        result = counters_write_asked(&image, dir, &problem);
    close(dir);
    return result < 0 ? problem.error : 0;
}

/* A thread may ask while another ends the program, and with it what both need. So either the one that asks sees that
 * the image has finished, or the one that finishes sees a guest and lets the memory be. */
static bool guest_enter(void)
{
    __atomic_add_fetch(&runtime.guests, 1, __ATOMIC_SEQ_CST);
    return image_present() && !__atomic_load_n(&runtime.finished, __ATOMIC_SEQ_CST);
}

static void guest_leave(void)
{
    __atomic_sub_fetch(&runtime.guests, 1, __ATOMIC_SEQ_CST);
}

static int peer_write(const char *directory, uint32_t counters)
{
    int error = guest_enter() ? write_asked(directory, counters != 0) : 0;
    guest_leave();
    return error;
}

static void peer_clear(void)
{
    struct problem problem;
    struct image image;
    struct counts counts;
    if (guest_enter() && __cover_image_open(&image, __start___covrecs, __stop___covrecs, &problem) == 0 &&
        __cover_counts_freeze(&counts, &image, COUNTS_ALL, true, &problem) == 0)
        __cover_counts_release(&counts);
    guest_leave();
}

struct peer __cover_peer = {PEER_VERSION, 0, MODE_INVALID, 0, peer_write, peer_clear, NULL};

static void arguments_keep(int argc, char **argv)
{
    runtime.argc = PORT_CONSTRUCTOR_ARGS ? argc : 0;
    runtime.argv = PORT_CONSTRUCTOR_ARGS ? argv : NULL;
}

/* following: the directory is known from another image. */
static int runtime_begin(bool following, struct problem *problem)
{
    __cover_confinement_find(&runtime.confinement);
    if (!following && __cover_directory_find(runtime.directory, problem) != 0)
        return -1;
    if (runtime_open(problem) != 0)
        return -1;
    __atomic_store_n(&runtime.active, true, __ATOMIC_SEQ_CST);
    __atomic_store_n(&__cover_peer.directory, (const char *)runtime.directory, __ATOMIC_SEQ_CST);
    port_atfork(child_start);
    return 0;
}

/* The directory of an image that is writing already goes before what the environment says: where this one is a plugin,
 * the host may have changed its environment or, with a relative path, its working directory. */
PORT_FIRST_CONSTRUCTOR static void start(int argc, char **argv)
{
    struct problem problem;
    struct guard guard;
    if (!image_present())
        return;
    arguments_keep(argc, argv);
    __cover_peer.mode = __start___covrecs->mode;
    __cover_shards_open();
    runtime.debug = debug_wanted();
    bool following = __cover_peers_directory(runtime.directory);
    bool named = following || __cover_directory_named();
    if (!named && !runtime.debug)
        return;
    __cover_guard_enter(&guard);
    runtime.quiet = fcntl(STDERR_FILENO, F_GETFD) < 0;
    if (!named && !runtime.quiet)
        __cover_say("neither COVERDIR nor GOCOVERDIR is set: no coverage data is written", NULL);
    if (named && runtime_begin(following, &problem) != 0)
        failure_tell(&problem);
    __cover_guard_leave(&guard);
}

/* Where there is a live file, all counts are in it. */
static void finish_fail(const struct problem *problem)
{
    if (__cover_live_own(&runtime.live))
        debug_tell_problem("the counters stay in their live file: ", problem);
    else
        failure_tell(problem);
}

static void memory_release(void)
{
    __atomic_store_n(&runtime.finished, true, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&runtime.guests, __ATOMIC_SEQ_CST) == 0) {
        __cover_args_release(&runtime.args);
        __cover_image_release();
    }
}

PORT_LAST_DESTRUCTOR static void finish(void)
{
    struct problem problem;
    struct guard guard;
    /* A child of vfork or of a bare clone: it counts into its parent's file, and may share the parent's memory. */
    if (__cover_live_foreign(&runtime.live))
        return;
    __cover_shards_close();
    if (!runtime.active)
        return;
    bool filtered = __cover_calls_filtered(&runtime.confinement);
    if (filtered && __cover_live_own(&runtime.live) && !runtime.debug)
        return;
    __cover_guard_enter(&guard);
    if (filtered)
        __cover_problem_set(&problem, "the program filters its system calls", 0);
    if (filtered || runtime_finish(&problem) != 0)
        finish_fail(&problem);
    runtime_stop();
    memory_release();
    __cover_guard_leave(&guard);
}
