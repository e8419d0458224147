/* A program that counts function 0 of package alpha once, then ends, or goes on, in the way its first argument names.
 * Where it lives to count function 1, it does. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cover/coverage.h"
#include "tests/runtime/hand.h"

HAND_PACKAGE(alpha);
extern char **environ;

static const char *self;
static const char *argument; /* of the way */

static void way_nothing(void)
{
}

static void way_exit_at_once(void)
{
    _exit(7);
}

static void way_exit_c99(void)
{
    _Exit(7);
}

static void way_quick(void)
{
    quick_exit(7);
}

static void way_assert(void)
{
    freopen("/dev/null", "w", stderr);
    assert(self == NULL);
}

static void way_segv(void)
{
    *(volatile int *)8 = 1;
}

static void way_term(void)
{
    raise(SIGTERM);
}

static void way_kill(void)
{
    kill(getpid(), SIGKILL);
}

static int deeper(volatile char *below)
{
    volatile char room[4096];
    room[0] = below[0];
    return self ? deeper(room) + room[0] : 0;
}

static void way_overflow(void)
{
    exit(deeper("x"));
}

/* What it becomes counts on its own. */
static void way_exec(void)
{
    execl(self, self, "nothing", (char *)NULL);
}

static void way_exec_failing(void)
{
    execl("/nowhere", "nowhere", (char *)NULL);
}

static int waited(pid_t child)
{
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void expect_status(int wanted, int status)
{
    if (status != wanted)
        _exit(1);
}

static void way_vfork(void)
{
    pid_t child = vfork();
    if (child == 0)
        _exit(5);
    expect_status(5, waited(child));
}

static void way_vfork_exec(void)
{
    pid_t child = vfork();
    if (child == 0) {
        execl(self, self, "nothing", (char *)NULL);
        _exit(1);
    }
    expect_status(7, waited(child));
}

static void way_spawn(void)
{
    char name[] = "ways", what[] = "nothing";
    char *arguments[] = {name, what, NULL};
    pid_t child;
    expect_status(0, posix_spawn(&child, self, NULL, NULL, arguments, environ));
    expect_status(7, waited(child));
}

static void command_make(char *command, size_t size)
{
    snprintf(command, size, "'%s' nothing", self);
}

static void way_system(void)
{
    char command[4096];
    command_make(command, sizeof command);
    expect_status(7 << 8, system(command));
}

static void way_popen(void)
{
    char command[4096];
    command_make(command, sizeof command);
    FILE *pipe = popen(command, "r");
    expect_status(7 << 8, pipe ? pclose(pipe) : 1);
}

/* No handler of the runtime sees this child. */
static void way_bare_clone(void)
{
    pid_t child = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child == 0) {
        HAND_COUNT(alpha, 2, 0);
        exit(5);
    }
    expect_status(5, waited(child));
}

static void way_fork_killed(void)
{
    pid_t child = fork();
    if (child == 0) {
        HAND_COUNT(alpha, 2, 0);
        kill(getpid(), SIGKILL);
    }
    expect_status(-1, waited(child));
}

static void way_fork_exec(void)
{
    pid_t child = fork();
    if (child == 0) {
        HAND_COUNT(alpha, 2, 0);
        execl(self, self, "nothing", (char *)NULL);
        _exit(1);
    }
    expect_status(7, waited(child));
}

/* The parent's counts must not change by what the child does, nor the other way, while both live. */
static void way_fork_parent_killed(void)
{
    pid_t child = fork();
    if (child == 0) {
        HAND_COUNT(alpha, 2, 0);
        usleep(50000);
        HAND_COUNT(alpha, 2, 0);
        exit(5);
    }
    HAND_COUNT(alpha, 3, 1);
    waited(child);
    kill(getpid(), SIGKILL);
}

static void way_daemon(void)
{
    if (fork() > 0)
        _exit(7);
    setsid();
    if (fork() > 0)
        _exit(7);
    for (int fd = 0; fd < 256; fd++)
        close(fd);
    expect_status(0, chdir("/"));
    HAND_COUNT(alpha, 2, 0);
    kill(getpid(), SIGKILL);
}

static void *thread_main(void *main_thread)
{
    pthread_join(*(pthread_t *)main_thread, NULL);
    HAND_COUNT(alpha, 2, 0);
    exit(7);
}

static void way_main_thread_ends(void)
{
    static pthread_t main_thread;
    pthread_t thread;
    main_thread = pthread_self();
    pthread_create(&thread, NULL, thread_main, &main_thread);
    pthread_exit(NULL);
}

static void *thread_fork(void *arg)
{
    for (int i = 0; i < 20; i++) {
        pid_t child = fork();
        if (child == 0) {
            HAND_COUNT(alpha, 4, 0);
            _exit(5);
        }
        expect_status(5, waited(child));
    }
    return arg;
}

/* Two threads fork while both count. */
static void way_threads_fork(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, thread_fork, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
}

/* No file can be opened any more: what is there stays. */
static void way_no_descriptors(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_NOFILE, &none);
}

/* As a server that needs its privileges for its start only. */
static void way_drop(void)
{
    expect_status(0, setgroups(0, NULL));
    expect_status(0, setresgid(65534, 65534, 65534));
    expect_status(0, setresuid(65534, 65534, 65534));
}

static void child_count(void)
{
    pid_t child = fork();
    if (child == 0) {
        HAND_COUNT(alpha, 2, 0);
        exit(5);
    }
    expect_status(5, waited(child));
}

static void way_drop_fork(void)
{
    way_drop();
    child_count();
}

static void way_chroot(void)
{
    expect_status(0, chroot(argument));
    expect_status(0, chdir("/"));
}

static void way_chroot_fork(void)
{
    way_chroot();
    child_count();
}

/* From here on, opening, making and renaming files is answered by `answer`. */
static void calls_filter(uint32_t answer)
{
    static const uint32_t numbers[] = {
        SYS_openat,   SYS_mkdirat, SYS_renameat2, SYS_unlinkat,
#ifdef SYS_open
        SYS_open,     SYS_mkdir,   SYS_rename,    SYS_creat,
#endif
#ifdef SYS_renameat
        SYS_renameat,
#endif
    };
    enum { COUNT = sizeof numbers / sizeof numbers[0] };
    struct sock_filter code[2 * COUNT + 2] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
    unsigned short len = 1;
    for (size_t i = 0; i < COUNT; i++) {
        code[len++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, numbers[i], 0, 1);
        code[len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer);
    }
    code[len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {len, code};
    expect_status(0, prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    expect_status(0, prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
}

static void way_seccomp_error(void)
{
    calls_filter(SECCOMP_RET_ERRNO | EPERM);
    child_count();
}

static void way_seccomp_kill(void)
{
    calls_filter(SECCOMP_RET_KILL_PROCESS);
    child_count();
}

/* The file system has no room left, from here on. */
static void way_fill(void)
{
    static char block[4096];
    int fd = open(argument, O_WRONLY | O_CREAT, 0666);
    while (write(fd, block, sizeof block) > 0)
        continue;
    for (int function = 2; function < 20; function++)
        HAND_COUNT(alpha, function, 1);
}

static void signal_count(int number)
{
    HAND_COUNT(alpha, 2, number == SIGUSR1);
}

static void way_signal_handler(void)
{
    signal(SIGUSR1, signal_count);
    raise(SIGUSR1);
    way_kill();
}

static void way_take(void)
{
    expect_status(COVER_OK, cover_take_counters_dir(NULL));
}

static const struct way {
    const char *name;
    void (*go)(void);
} ways[] = {
    {"nothing", way_nothing},
    {"_exit", way_exit_at_once},
    {"_Exit", way_exit_c99},
    {"quick_exit", way_quick},
    {"abort", abort},
    {"assert", way_assert},
    {"segv", way_segv},
    {"term", way_term},
    {"kill", way_kill},
    {"overflow", way_overflow},
    {"exec", way_exec},
    {"exec-failing", way_exec_failing},
    {"vfork", way_vfork},
    {"vfork-exec", way_vfork_exec},
    {"posix_spawn", way_spawn},
    {"system", way_system},
    {"popen", way_popen},
    {"bare-clone", way_bare_clone},
    {"fork-killed", way_fork_killed},
    {"fork-exec", way_fork_exec},
    {"fork-parent-killed", way_fork_parent_killed},
    {"daemon", way_daemon},
    {"main-thread-ends", way_main_thread_ends},
    {"threads-fork", way_threads_fork},
    {"no-descriptors", way_no_descriptors},
    {"drop", way_drop},
    {"drop-fork", way_drop_fork},
    {"chroot", way_chroot},
    {"chroot-fork", way_chroot_fork},
    {"seccomp-error", way_seccomp_error},
    {"seccomp-kill", way_seccomp_kill},
    {"fill", way_fill},
    {"signal-handler", way_signal_handler},
    {"take", way_take},
};

int main(int argc, char **argv)
{
    self = argv[0];
    argument = argc > 2 ? argv[2] : NULL;
    HAND_COUNT(alpha, 0, 0);
    for (size_t i = 0; argc > 1 && i < sizeof ways / sizeof ways[0]; i++)
        if (strcmp(argv[1], ways[i].name) == 0) {
            ways[i].go();
            HAND_COUNT(alpha, 1, 0);
            return 7;
        }
    return 2;
}
