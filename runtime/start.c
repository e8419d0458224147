/* The life of the runtime in one image: constructor, forks, destructor. Each executable and each shared object that
 * holds instrumented code has a copy of all of this, hidden from the others, and writes its own files. The constructor
 * is the image's first and the destructor its last, so that what the host's own constructors, atexit handlers and
 * destructors execute is counted too.
 *
 * Nothing here ends the host, changes what it prints or what it returns: every failure is at most one line on stderr,
 * after which this image is silent. */
#include "runtime/port.h"

#include "runtime/shard_pool.h"
#include "runtime/guard.h"
#include "runtime/dso_registry.h"
#include "runtime/pod.h"
#include "runtime/shard.h"
#include "runtime/state.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* What each record points to (COVER_RUNTIME_SYMBOL). */
PORT_C const int __cover_runtime PORT_HIDDEN;
const int __cover_runtime = COVER_IMAGE_VERSION;

struct state __cover_state;

/* A program names the functions of cover/coverage.h weakly, which does not bring them out of the archive. */
__attribute__((used)) static const int *const api_wanted = &__cover_api;

/* GNU ld lists what it makes among a library's exports, though hidden, where a single object refers to it, and some
 * projects test what they export. So another object than batch.c and live.c names these too. */
__attribute__((used)) static const void *const made_by_linker[] = {__start___covctrs, __stop___covctrs,
                                                                   __start___covend};

static bool debug_wanted(void)
{
    const char *value = port_getenv("COVERDEBUG");
    return value != NULL && value[0] != '\0' && strcmp(value, "0") != 0;
}

static void runtime_stop(void)
{
    __atomic_store_n(&__cover_peer.directory, (const char *)NULL, __ATOMIC_SEQ_CST);
    __atomic_store_n(&__cover_state.active, false, __ATOMIC_SEQ_CST);
}

/* Is it for this image to say so? A process says one line: not each image one, nor, where an image failed before it, a
 * forked child. In a child no peer is asked, since a thread that was not forked may have held the loader's lock. */
static bool complaint_due(void)
{
    if (__cover_state.quiet)
        return false;
    return __cover_state.child || !__cover_peers_complained();
}

static void failure_tell(const struct problem *problem)
{
    runtime_stop();
    if (!complaint_due())
        return;
    if (problem->error == 0)
        __cover_say("no coverage data written: ", problem->step, NULL);
    else
        __cover_say("no coverage data written to ", __cover_state.directory, ": cannot ", problem->step, ": ",
                    __cover_problem_reason(problem), NULL);
}

static void debug_tell(const char *what, const char *name)
{
    if (__cover_state.debug && !__cover_state.quiet)
        __cover_say(what, __cover_state.directory, "/", name, NULL);
}

/* Why something is not done that could be left. */
static void debug_tell_problem(const char *what, const struct problem *problem)
{
    if (__cover_state.debug && !__cover_state.quiet)
        __cover_say(what, problem->step, problem->error ? ": " : NULL, __cover_problem_reason(problem), NULL);
}

static int meta_write(int dir, struct problem *problem)
{
    char name[FILE_NAME_SIZE];
    int wrote = __cover_pod_write_meta(&__cover_state.image, dir, name, problem);
    if (wrote >= 0)
        debug_tell(wrote ? "wrote " : "found ", name);
    return wrote < 0 ? -1 : 0;
}

static int counters_write(int dir, struct problem *problem)
{
    char name[FILE_NAME_SIZE];
    struct counts counts;
    const char *old = __cover_live_own(&__cover_state.live) ? __cover_state.live.name : NULL;
    bool sharded = __cover_state.image.mode == MODE_ATOMIC;
    if (sharded && __cover_counts_freeze(&counts, &__cover_state.image, COUNTS_UNFILED, false, problem) != 0)
        return -1;
    int result = __cover_pod_write_counters(&__cover_state.image, sharded ? &counts : NULL, &__cover_state.args, dir,
                                            old, name, problem);
    if (sharded)
        __cover_counts_release(&counts);
    if (result != 0)
        return -1;
    debug_tell("wrote ", name);
    return __cover_shards_finish(&__cover_state.image, &__cover_state.args, dir, problem);
}

int __cover_thread_file(struct live_copies *copies, uint32_t count)
{
    struct problem problem;
    if (!__atomic_load_n(&__cover_state.active, __ATOMIC_SEQ_CST) || !__cover_live_own(&__cover_state.live) ||
        __cover_calls_filtered(&__cover_state.confinement) || __cover_root_changed(&__cover_state.confinement))
        return -1;
    int dir = __cover_directory_open(__cover_state.directory, &problem);
    if (dir < 0)
        return -1;
    int result = __cover_live_copies_make(copies, &__cover_state.image, &__cover_state.args, dir, count, &problem);
    close(dir);
    return result;
}

void __cover_thread_file_remove(const char *name)
{
    struct problem problem;
    int dir = __cover_directory_open(__cover_state.directory, &problem);
    if (dir < 0)
        return;
    unlinkat(dir, name, 0);
    close(dir);
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
    if (__cover_live_start(&__cover_state.live, &__cover_state.image, &__cover_state.args, dir, cleared, &problem) != 0)
        return live_refuse(&problem);
    debug_tell("counting into ", __cover_state.live.name);
    return 0;
}

/* Checks the image, writes its meta-data and keeps what the end will need. */
static int runtime_open(struct problem *problem)
{
    if (__cover_image_open(&__cover_state.image, __start___covrecs, __stop___covrecs, problem) != 0)
        return -1;
    int dir = __cover_directory_open(__cover_state.directory, problem);
    if (dir < 0)
        return -1;
    int result = meta_write(dir, problem);
    if (result == 0) {
        __cover_args_capture(&__cover_state.args, __cover_state.argc, __cover_state.argv);
        live_begin(dir, false);
    }
    close(dir);
    return result;
}

/* Writes the counters; the meta-data again, where a directory was emptied while the host ran. Not below another root:
 * what is there is none of ours, as long as the counts are in a file already. */
static int runtime_finish(struct problem *problem)
{
    if (__cover_live_own(&__cover_state.live) && __cover_root_changed(&__cover_state.confinement))
        return __cover_problem_set(problem, "the program has changed its root", 0);
    int dir = __cover_directory_open(__cover_state.directory, problem);
    if (dir < 0)
        return -1;
    char name[FILE_NAME_SIZE];
    int result = __cover_pod_has_meta(&__cover_state.image, dir, name) ? 0 : meta_write(dir, problem);
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
    __cover_confinement_find(&__cover_state.confinement);
    int dir = __cover_directory_open(__cover_state.directory, &problem);
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
    __cover_state.child = true;
    __cover_state.marked = false;
    __cover_state.locked = false; /* whoever held it was not forked */
    __cover_state.guests = 0;
    /* It may not open a file, and stays with its parent's. */
    if (__cover_state.active && __cover_state.live.pages != NULL && __cover_calls_filtered(&__cover_state.confinement))
        return;
    if (!__cover_state.active)
        return;
    __cover_shards_fork();
    bool cleared = __cover_state.image.mode != MODE_SET;
    __cover_guard_enter(&guard);
    bool alone = __cover_state.live.pages == NULL;
    if (!alone && child_live_begin(cleared) == 0)
        cleared = false;
    else
        __cover_state.live.name[0] = '\0';
    if (!alone && __cover_state.live.name[0] == '\0' && __cover_live_detach(&__cover_state.live) != 0)
        runtime_stop();
    else if (cleared)
        __cover_image_clear(&__cover_state.image);
    __cover_guard_leave(&guard);
}

static void arguments_keep(int argc, char **argv)
{
    __cover_state.argc = PORT_CONSTRUCTOR_ARGS ? argc : 0;
    __cover_state.argv = PORT_CONSTRUCTOR_ARGS ? argv : NULL;
}

/* following: the directory is known from another image. */
static int runtime_begin(bool following, struct problem *problem)
{
    __cover_confinement_find(&__cover_state.confinement);
    if (!following && __cover_directory_find(__cover_state.directory, problem) != 0)
        return -1;
    if (runtime_open(problem) != 0)
        return -1;
    __atomic_store_n(&__cover_state.active, true, __ATOMIC_SEQ_CST);
    __atomic_store_n(&__cover_peer.directory, (const char *)__cover_state.directory, __ATOMIC_SEQ_CST);
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
    __cover_peer.granularity = __start___covrecs->granularity;
    if (__cover_peer.mode == MODE_ATOMIC)
        __cover_shards_open();
    __cover_state.debug = debug_wanted();
    bool following = __cover_peers_directory(__cover_state.directory);
    bool named = following || __cover_directory_named();
    if (!named && !__cover_state.debug)
        return;
    __cover_guard_enter(&guard);
    __cover_state.quiet = fcntl(STDERR_FILENO, F_GETFD) < 0;
    if (!named && !__cover_state.quiet)
        __cover_say("neither COVERDIR nor GOCOVERDIR is set: no coverage data is written", NULL);
    __cover_file_starting(true);
    if (named && runtime_begin(following, &problem) != 0)
        failure_tell(&problem);
    __cover_file_starting(false);
    __cover_guard_leave(&guard);
}

/* Where there is a live file, all counts are in it. */
static void finish_fail(const struct problem *problem)
{
    if (__cover_live_own(&__cover_state.live))
        debug_tell_problem("the counters stay in their live file: ", problem);
    else
        failure_tell(problem);
}

static void memory_release(void)
{
    __atomic_store_n(&__cover_state.finished, true, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&__cover_state.guests, __ATOMIC_SEQ_CST) == 0) {
        __cover_args_release(&__cover_state.args);
        __cover_image_release();
    }
}

PORT_LAST_DESTRUCTOR static void finish(void)
{
    struct problem problem;
    struct guard guard;
    /* A child of vfork or of a bare clone: it counts into its parent's file, and may share the parent's memory. */
    if (__cover_live_foreign(&__cover_state.live))
        return;
    __cover_shards_close();
    if (!__cover_state.active || __cover_state.marked) {
        memory_release();
        return;
    }
    bool filtered = __cover_calls_filtered(&__cover_state.confinement);
    if (filtered && __cover_live_own(&__cover_state.live) && !__cover_state.debug)
        return;
    __cover_guard_enter(&guard);
    if (filtered)
        __cover_problem_set(&problem, "the program filters its system calls", 0);
    __cover_state_lock();
    if (filtered || runtime_finish(&problem) != 0)
        finish_fail(&problem);
    __cover_state_unlock();
    runtime_stop();
    memory_release();
    __cover_guard_leave(&guard);
}
