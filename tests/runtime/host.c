/* The program under test: package alpha, counted by hand. Its first argument says what it does; it returns 7 unless
 * said otherwise. Valid C and C++. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef HOST_SHARED
#include <dlfcn.h>
#endif

#include "cover/coverage.h"
#include "tests/runtime/hand.h"

HAND_PACKAGE(alpha);
enum { ALPHA_FUNCTIONS = 20 };

static int errno_at_start;

__attribute__((constructor)) static void constructor_default(void)
{
    errno_at_start = errno;
    HAND_COUNT(alpha, 10, 0);
}

__attribute__((destructor)) static void destructor_default(void)
{
    HAND_COUNT(alpha, 11, 0);
}

/* The last that a program may have. */
__attribute__((destructor(101))) static void destructor_last(void)
{
    HAND_COUNT(alpha, 12, 0);
}

static void handler(void)
{
    HAND_COUNT(alpha, 13, 1);
}

#ifdef __cplusplus
struct counted {
    ~counted()
    {
        HAND_COUNT(alpha, 14, 0);
    }
};
static counted object;
#endif

static int do_return(void)
{
    HAND_COUNT(alpha, 0, 1);
    return 7;
}

static int do_exit(void)
{
    atexit(handler);
    exit(3);
}

static void *thread_exit(void *arg)
{
    (void)arg;
    exit(4);
}

static int do_exit_in_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, thread_exit, NULL);
    pthread_join(thread, NULL);
    return 1;
}

/* Counts in functions that come alive one by one. */
static void *thread_count(void *arg)
{
    for (unsigned i = 0;; i++)
        HAND_COUNT(alpha, i / 64 % ALPHA_FUNCTIONS, i & 1);
    return arg;
}

static int do_threads(void)
{
    pthread_t thread;
    for (int i = 0; i < 4; i++)
        pthread_create(&thread, NULL, thread_count, NULL);
    usleep(20000);
    return 7;
}

static int do_fork(void)
{
    HAND_COUNT(alpha, 0, 0);
    pid_t child = fork();
    if (child == 0) {
        HAND_COUNT(alpha, 1, 0);
        exit(5);
    }
    int status;
    waitpid(child, &status, 0);
    HAND_COUNT(alpha, 2, 0);
    return WEXITSTATUS(status) == 5 ? 7 : 1;
}

static void signal_exit(int number)
{
    exit(number == SIGUSR1 ? 6 : 1);
}

/* On a stack that is as small as programs make them; below it nothing may be touched. */
static int do_exit_in_handler(void)
{
    enum { SIZE = 8192, GUARD = 65536 };
    char *memory = (char *)mmap(NULL, GUARD + SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + GUARD, SIZE, PROT_READ | PROT_WRITE) != 0)
        return 3;
    stack_t stack;
    struct sigaction action;
    memset(&stack, 0, sizeof stack);
    stack.ss_sp = memory + GUARD;
    stack.ss_size = SIZE;
    memset(&action, 0, sizeof action);
    action.sa_handler = signal_exit;
    action.sa_flags = SA_ONSTACK;
    if (sigaltstack(&stack, NULL) != 0 || sigaction(SIGUSR1, &action, NULL) != 0)
        return 1;
    raise(SIGUSR1);
    return 2;
}

static int do_chdir(void)
{
    return chdir("/") == 0 ? 7 : 1;
}

/* What setproctitle does. */
static int do_retitle(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        memset(argv[i], 'X', strlen(argv[i]));
    return 7;
}

/* Prints how many descriptors are open, then whether errno, signal mask and pending signals are untouched. */
static int do_footprint(void)
{
    int descriptors = 0;
    sigset_t mask, pending;
    for (int fd = 0; fd < 256; fd++)
        descriptors += fcntl(fd, F_GETFD) >= 0;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    sigpending(&pending);
    int held = sigismember(&mask, SIGXFSZ) || sigismember(&mask, SIGPIPE) || sigismember(&pending, SIGXFSZ);
    printf("%d %d %d\n", descriptors, errno_at_start, held);
    return 7;
}

/* Removes the directory of the data, with the meta-data in it. */
static int do_remove(const char *path)
{
    char command[512];
    snprintf(command, sizeof command, "rm -r '%s'", path);
    return system(command) == 0 ? 7 : 1;
}

/* Asks for the data of a part of the run: functions 1 and 3 into DIR/1, 2 into DIR/2. */
static int do_ask(const char *path)
{
    char first[512], second[512];
    snprintf(first, sizeof first, "%s/1", path);
    snprintf(second, sizeof second, "%s/2", path);
    HAND_COUNT(alpha, 1, 0);
    HAND_COUNT(alpha, 3, 1);
    errno = 77;
    if (cover_write_counters_dir(first) != 0 || cover_clear_counters() != 0 || errno != 77)
        return 1;
    HAND_COUNT(alpha, 2, 0);
    if (cover_write_meta_dir(second) != 0 || cover_write_counters_dir(second) != 0)
        return 2;
    if (cover_write_counters_dir("/proc/none") != ENOENT ||
        strcmp(cover_error_text(ENOENT), "no such file or directory") != 0)
        return 3;
    return 7;
}

/* Clearing is refused, and nothing cleared, where some image does not count in mode atomic. */
static int do_ask_clear(void)
{
    HAND_COUNT(alpha, 0, 0);
    if (cover_take_counters_dir(NULL) != COVER_NOT_ATOMIC ||
        strstr(cover_error_text(COVER_NOT_ATOMIC), "atomic") == NULL)
        return 2;
    return cover_clear_counters() == COVER_NOT_ATOMIC ? 7 : 1;
}

static int do_ask_absent(void)
{
    if (cover_enabled() || cover_mode()[0] != '\0' || cover_granularity()[0] != '\0')
        return 1;
    if (cover_write_counters_dir(".") != COVER_UNCOVERED || cover_write_counters_fd(1) != COVER_UNCOVERED ||
        cover_write_counters(NULL, NULL) != COVER_UNCOVERED || cover_take_counters_dir(NULL) != COVER_UNCOVERED)
        return 2;
    if (cover_write_meta_dir(".") != COVER_UNCOVERED || cover_write_meta_fd(1) != COVER_UNCOVERED ||
        cover_write_meta(NULL, NULL) != COVER_UNCOVERED || cover_clear_counters() != COVER_UNCOVERED)
        return 3;
    if (cover_tag("a", "b") != COVER_UNCOVERED || cover_mark_written(1) != COVER_UNCOVERED)
        return 4;
    return strcmp(cover_error_text(COVER_UNCOVERED), "not built with coverage") == 0 ? 7 : 5;
}

static int do_killed(void)
{
    return kill(getpid(), SIGKILL);
}

#ifdef HOST_SHARED
typedef void (*plugin_function)(void);

static int plugin_load(const char *path, int mode)
{
    void *plugin = dlopen(path, RTLD_NOW | mode);
    if (plugin == NULL)
        return -1;
    void *symbol = dlsym(plugin, "plugin_run");
    plugin_function run;
    memcpy(&run, &symbol, sizeof run);
    run();
    return dlclose(plugin);
}

/* Two lives of a plugin; then the program dies without a word. */
static int do_plugin_close(const char *path)
{
    if (plugin_load(path, RTLD_LOCAL) != 0 || plugin_load(path, RTLD_LOCAL) != 0)
        return 1;
    /* A handler that is left behind by an unloaded image would crash here. */
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    int status;
    waitpid(child, &status, 0);
    _exit(status == 0 ? 7 : 1);
}

/* The program's request reaches the counters of a plugin. */
static int do_plugin_ask(const char *path, const char *directory)
{
    if (plugin_load(path, RTLD_LOCAL | RTLD_NODELETE) != 0)
        return 1;
    return cover_write_counters_dir(directory) == 0 ? 7 : 2;
}

/* The plugin comes when neither the environment nor the working directory is that of the start. */
static int do_plugin_late(const char *path)
{
    if (chdir("/") != 0 || unsetenv("COVERDIR") != 0)
        return 1;
    return plugin_load(path, RTLD_LOCAL | RTLD_NODELETE) == 0 ? 7 : 2;
}

static int do_plugin_killed(const char *path)
{
    if (plugin_load(path, RTLD_LOCAL | RTLD_NODELETE) == 0)
        do_killed();
    return 1;
}

static int do_plugin_keep(const char *path)
{
    return plugin_load(path, RTLD_LOCAL | RTLD_NODELETE) == 0 ? 7 : 1;
}
#endif

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "return";
    if (strcmp(what, "exit") == 0)
        return do_exit();
    if (strcmp(what, "exit-in-thread") == 0)
        return do_exit_in_thread();
    if (strcmp(what, "exit-in-handler") == 0)
        return do_exit_in_handler();
    if (strcmp(what, "threads") == 0)
        return do_threads();
    if (strcmp(what, "fork") == 0)
        return do_fork();
    if (strcmp(what, "killed") == 0)
        return do_killed();
    if (strcmp(what, "chdir") == 0)
        return do_chdir();
    if (strcmp(what, "retitle") == 0)
        return do_retitle(argc, argv);
    if (strcmp(what, "footprint") == 0)
        return do_footprint();
    if (strcmp(what, "remove") == 0)
        return do_remove(argv[2]);
    if (strcmp(what, "ask") == 0)
        return do_ask(argv[2]);
    if (strcmp(what, "ask-clear") == 0)
        return do_ask_clear();
    if (strcmp(what, "ask-absent") == 0)
        return do_ask_absent();
#ifdef HOST_SHARED
    if (strcmp(what, "plugin-ask") == 0)
        return do_plugin_ask(argv[2], argv[3]);
    if (strcmp(what, "plugin-close") == 0)
        return do_plugin_close(argv[2]);
    if (strcmp(what, "plugin-late") == 0)
        return do_plugin_late(argv[2]);
    if (strcmp(what, "plugin-killed") == 0)
        return do_plugin_killed(argv[2]);
    if (strcmp(what, "plugin-keep") == 0)
        return do_plugin_keep(argv[2]);
#endif
    return do_return();
}
