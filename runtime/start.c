/* The runtime's entry points in one image: constructor, fork handler, destructor. Each executable and each shared
 * object that holds instrumented code has its own hidden copy of the runtime and writes its own files. The constructor
 * is the image's first and the destructor its last, so that the host's constructors, atexit handlers and destructors
 * are counted too.
 *
 * Nothing here ends the host or changes its output or exit status. A failure prints at most one line on stderr; after
 * it this image writes nothing. */
#include "runtime/port.h"

#include "runtime/api.h"
#include "runtime/shard_pool.h"
#include "runtime/guard.h"
#include "runtime/dso_registry.h"
#include "runtime/pod.h"
#include "runtime/shard.h"
#include "runtime/snapshot.h"
#include "runtime/state.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Every record points to it (COVER_RUNTIME_SYMBOL). */
PORT_C const int __cover_runtime PORT_HIDDEN;
const int __cover_runtime = COVER_IMAGE_VERSION;

/* Programs refer to the functions of cover/coverage.h weakly, which does not make the linker take them from the
 * archive. */
__attribute__((used)) static const int *const api_wanted = &__cover_api;

/* GNU ld exports a symbol that it defines itself, though hidden, if only one object refers to it, and some projects
 * test what they export. So this object refers to the symbols too that shard_pool.c and continuous.c use. */
__attribute__((used)) static const void *const made_by_linker[] = {__start___covctrs, __stop___covctrs,
                                                                   __start___covend};

static bool start_debug_wanted(void)
{
    const char *value = __cover_port_getenv("COVERDEBUG");
    return value != NULL && value[0] != '\0' && strcmp(value, "0") != 0;
}

static void start_runtime_stop(void)
{
    __atomic_store_n(&__cover_dso.directory, (const char *)NULL, __ATOMIC_SEQ_CST);
    __atomic_store_n(&__cover_state.active, false, __ATOMIC_SEQ_CST);
}

/* Whether this image should report a failure. A process prints one line, not one for each image. A forked child does
 * not look at other images, because a thread that was not forked may have held the loader's lock. */
static bool start_complaint_due(void)
{
    if (__cover_state.quiet)
        return false;
    return __cover_state.child || !__cover_dsos_complained();
}

static void start_failure_tell(const struct problem *problem)
{
    start_runtime_stop();
    if (!start_complaint_due())
        return;
    if (problem->error == 0)
        __cover_report("no coverage data written: ", problem->step, NULL);
    else
        __cover_report("no coverage data written to ", __cover_state.directory, ": cannot ", problem->step, ": ",
                       __cover_problem_reason(problem), NULL);
}

static void start_debug_tell(const char *what, const char *name)
{
    if (__cover_state.debug && !__cover_state.quiet)
        __cover_report(what, __cover_state.directory, "/", name, NULL);
}

/* With COVERDEBUG: why an optional step was not done. */
static void start_debug_tell_problem(const char *what, const struct problem *problem)
{
    if (__cover_state.debug && !__cover_state.quiet)
        __cover_report(what, problem->step, problem->error ? ": " : NULL, __cover_problem_reason(problem), NULL);
}

static int start_meta_write(int dir, struct problem *problem)
{
    char name[FILE_NAME_SIZE];
    int wrote = __cover_pod_write_meta(&__cover_state.image, dir, name, problem);
    if (wrote >= 0)
        start_debug_tell(wrote ? "wrote " : "found ", name);
    return wrote < 0 ? -1 : 0;
}

static int start_counters_write(int dir, struct problem *problem)
{
    char name[FILE_NAME_SIZE];
    struct snapshot snapshot;
    const char *old = __cover_continuous_own(&__cover_state.continuous) ? __cover_state.continuous.name : NULL;
    bool sharded = __cover_state.image.mode == MODE_ATOMIC;
    if (sharded && __cover_snapshot_make(&snapshot, &__cover_state.image, SNAPSHOT_UNFILED, false, problem) != 0)
        return -1;
    int result = __cover_pod_write_counters(&__cover_state.image, sharded ? snapshot.bias : 0, &__cover_state.args, dir,
                                            old, name, problem);
    if (sharded)
        __cover_snapshot_release(&snapshot);
    if (result != 0)
        return -1;
    start_debug_tell("wrote ", name);
    return __cover_shards_finish(&__cover_state.image, &__cover_state.args, dir, problem);
}

static int start_continuous_failed(const struct problem *problem)
{
    start_debug_tell_problem("counters will be written at the end: ", problem);
    return -1;
}

/* Switches to continuous mode if that is possible. Returns 0 or -1. */
static int start_continuous(int dir, bool cleared)
{
    struct problem problem;
    if (__cover_continuous_start(&__cover_state.continuous, &__cover_state.image, &__cover_state.args, dir, cleared,
                                 &problem) != 0)
        return start_continuous_failed(&problem);
    start_debug_tell("counting into ", __cover_state.continuous.name);
    return 0;
}

/* Checks the image, writes its meta-data, captures the args and starts continuous mode. */
static int start_runtime_open(struct problem *problem)
{
    if (__cover_image_open(&__cover_state.image, __start___covrecs, __stop___covrecs, problem) != 0)
        return -1;
    int dir = __cover_directory_open(__cover_state.directory, problem);
    if (dir < 0)
        return -1;
    int result = start_meta_write(dir, problem);
    if (result == 0) {
        __cover_args_capture(&__cover_state.args, __cover_state.argc, __cover_state.argv);
        start_continuous(dir, false);
    }
    close(dir);
    return result;
}

/* Writes the counters, and the meta-data again if the directory was emptied meanwhile. If the counts are in a file
 * already and the host has changed its root, nothing is written, because the path now names another place. */
static int start_runtime_finish(struct problem *problem)
{
    if (__cover_continuous_own(&__cover_state.continuous) && __cover_sandbox_root_changed(&__cover_state.sandbox))
        return __cover_problem_set(problem, "the program has changed its root", 0);
    int dir = __cover_directory_open(__cover_state.directory, problem);
    if (dir < 0)
        return -1;
    char name[FILE_NAME_SIZE];
    int result = __cover_pod_has_meta(&__cover_state.image, dir, name) ? 0 : start_meta_write(dir, problem);
    if (result == 0)
        result = start_counters_write(dir, problem);
    close(dir);
    return result;
}

/* Gives a forked child, which counts in its parent's file, a file of its own. The child may have another root. Returns
 * 0 or -1. */
static int start_child_continuous(bool cleared)
{
    struct problem problem;
    __cover_sandbox_find(&__cover_state.sandbox);
    int dir = __cover_directory_open(__cover_state.directory, &problem);
    if (dir < 0)
        return start_continuous_failed(&problem);
    int result =
        start_meta_write(dir, &problem) == 0 ? start_continuous(dir, cleared) : start_continuous_failed(&problem);
    close(dir);
    return result;
}

/* A forked child writes a file of its own. Counts from before the fork are the parent's, so the child starts from 0; in
 * mode set it keeps them, since repeating "executed" does no harm. A child that can't leave its parent's file goes on
 * to count there. */
static void start_child_start(void)
{
    struct guard guard;
    __cover_state.child = true;
    __cover_state.marked = false;
    __cover_state.locked = false; /* its owner was not forked */
    __cover_state.guests = 0;
    /* It may not open a file, so it keeps its parent's. */
    if (__cover_state.active && __cover_state.continuous.pages != NULL &&
        __cover_sandbox_calls_filtered(&__cover_state.sandbox))
        return;
    if (!__cover_state.active)
        return;
    __cover_shards_fork();
    bool cleared = __cover_state.image.mode != MODE_SET;
    __cover_guard_enter(&guard);
    bool alone = __cover_state.continuous.pages == NULL;
    if (!alone && start_child_continuous(cleared) == 0)
        cleared = false;
    else
        __cover_state.continuous.name[0] = '\0';
    if (!alone && __cover_state.continuous.name[0] == '\0' && __cover_continuous_detach(&__cover_state.continuous) != 0)
        start_runtime_stop();
    else if (cleared)
        __cover_image_clear(&__cover_state.image);
    __cover_guard_leave(&guard);
}

static void start_arguments_keep(int argc, char **argv)
{
    __cover_state.argc = PORT_CONSTRUCTOR_ARGS ? argc : 0;
    __cover_state.argv = PORT_CONSTRUCTOR_ARGS ? argv : NULL;
}

/* following: the directory comes from another image. */
static int start_runtime_begin(bool following, struct problem *problem)
{
    __cover_sandbox_find(&__cover_state.sandbox);
    if (!following && __cover_directory_find(__cover_state.directory, problem) != 0)
        return -1;
    if (start_runtime_open(problem) != 0)
        return -1;
    __atomic_store_n(&__cover_state.active, true, __ATOMIC_SEQ_CST);
    __atomic_store_n(&__cover_dso.directory, (const char *)__cover_state.directory, __ATOMIC_SEQ_CST);
    __cover_port_atfork(start_child_start);
    return 0;
}

/* The directory of an image that writes already takes precedence over the environment: before a plugin is loaded, the
 * host may have changed its environment, or its working directory if the path is relative. */
PORT_FIRST_CONSTRUCTOR static void start(int argc, char **argv)
{
    struct problem problem;
    struct guard guard;
    if (!image_present())
        return;
    start_arguments_keep(argc, argv);
    __cover_dso.mode = __start___covrecs->mode;
    __cover_dso.granularity = __start___covrecs->granularity;
    if (__cover_dso.mode == MODE_ATOMIC)
        __cover_shards_open();
    __cover_state.debug = start_debug_wanted();
    bool following = __cover_dsos_directory(__cover_state.directory);
    bool named = following || __cover_directory_named();
    if (!named && !__cover_state.debug)
        return;
    __cover_guard_enter(&guard);
    __cover_state.quiet = fcntl(STDERR_FILENO, F_GETFD) < 0;
    if (!named && !__cover_state.quiet)
        __cover_report("neither COVERDIR nor GOCOVERDIR is set: no coverage data is written", NULL);
    __cover_file_starting(true);
    if (named && start_runtime_begin(following, &problem) != 0)
        start_failure_tell(&problem);
    __cover_file_starting(false);
    __cover_guard_leave(&guard);
}

/* In continuous mode all counts are in the file already, so it is no failure if the smaller file can't be written. */
static void start_finish_fail(const struct problem *problem)
{
    if (__cover_continuous_own(&__cover_state.continuous))
        start_debug_tell_problem("the counters stay in their continuous-mode file: ", problem);
    else
        start_failure_tell(problem);
}

static void start_memory_release(void)
{
    __atomic_store_n(&__cover_state.finished, true, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&__cover_state.guests, __ATOMIC_SEQ_CST) == 0) {
        __cover_args_release(&__cover_state.args);
        __cover_image_release();
    }
}

PORT_LAST_DESTRUCTOR static void start_finish(void)
{
    struct problem problem;
    struct guard guard;
    /* A child of vfork or of a bare clone: it counts in its parent's file and may share the parent's memory. */
    if (__cover_continuous_foreign(&__cover_state.continuous))
        return;
    __cover_shards_close();
    if (!__cover_state.active || __cover_state.marked) {
        start_memory_release();
        return;
    }
    bool filtered = __cover_sandbox_calls_filtered(&__cover_state.sandbox);
    if (filtered && __cover_continuous_own(&__cover_state.continuous) && !__cover_state.debug)
        return;
    __cover_guard_enter(&guard);
    if (filtered)
        __cover_problem_set(&problem, "the program filters its system calls", 0);
    __cover_state_lock();
    if (filtered || start_runtime_finish(&problem) != 0)
        start_finish_fail(&problem);
    __cover_state_unlock();
    start_runtime_stop();
    start_memory_release();
    __cover_guard_leave(&guard);
}
