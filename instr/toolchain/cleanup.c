/* The lists of temporary files and children are covercc's only state at file scope: a signal handler can't reach any
 * other.
 *
 * A compiler that a signal ends removes its incomplete object itself. So the handler passes the signal on, waits for
 * the children, and then removes covercc's own files, with whatever the compiler left in its directories. */
#include "instr/toolchain/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/report.h"
#include "base/str.h"

#include "base/banned.h"

enum { CLEANUP_MAX = 8 };

static const char *volatile cleanup_files[CLEANUP_MAX];
static const char *volatile cleanup_directories[CLEANUP_MAX];
static volatile pid_t cleanup_children[2];
static const int cleanup_signals[] = {SIGINT, SIGTERM, SIGHUP};

/* Runs in the signal handler, too, where opendir must not be called: it allocates. */
static void cleanup_directory_empty(const char *path)
{
    static char buffer[4096] __attribute__((aligned(8)));
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (ssize_t n; fd >= 0 && (n = getdents64(fd, buffer, sizeof buffer)) > 0;) {
        for (ssize_t at = 0; at < n; at += ((struct dirent64 *)(buffer + at))->d_reclen)
            unlinkat(fd, ((struct dirent64 *)(buffer + at))->d_name, 0);
    }
    if (fd >= 0)
        close(fd);
    rmdir(path);
}

static void cleanup_on_signal(int signal_number)
{
    for (size_t i = 0; i < sizeof cleanup_children / sizeof *cleanup_children; i++) {
        if (cleanup_children[i] > 0)
            kill(cleanup_children[i], signal_number);
    }
    for (size_t i = 0; i < sizeof cleanup_children / sizeof *cleanup_children; i++) {
        if (cleanup_children[i] > 0)
            waitpid(cleanup_children[i], NULL, 0);
    }
    for (int i = 0; i < CLEANUP_MAX; i++) {
        if (cleanup_files[i])
            unlink(cleanup_files[i]);
        if (cleanup_directories[i])
            cleanup_directory_empty(cleanup_directories[i]);
    }
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void cleanup_install(void)
{
    static bool installed;
    for (size_t i = 0; !installed && i < sizeof cleanup_signals / sizeof *cleanup_signals; i++) {
        struct sigaction old;
        if (sigaction(cleanup_signals[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            signal(cleanup_signals[i], cleanup_on_signal);
    }
    installed = true;
}

static void cleanup_list_add(const char *volatile *list, const char *path)
{
    cleanup_install();
    for (int i = 0; i < CLEANUP_MAX; i++) {
        if (list[i] == NULL) {
            list[i] = path;
            return;
        }
    }
    BUG("too many temporary files");
}

static void cleanup_list_remove(const char *volatile *list, const char *path)
{
    for (int i = 0; i < CLEANUP_MAX; i++) {
        if (list[i] == path)
            list[i] = NULL;
    }
}

void cleanup_file_add(const char *path)
{
    cleanup_list_add(cleanup_files, path);
}

void cleanup_file_forget(const char *path)
{
    cleanup_list_remove(cleanup_files, path);
}

void cleanup_file_remove(const char *path)
{
    unlink(path);
    cleanup_file_forget(path);
}

char *cleanup_directory_make(void)
{
    const char *parent = getenv("TMPDIR");
    struct str path = STR_INIT;
    str_addf(&path, "%s/covercc-XXXXXX", parent && *parent ? parent : "/tmp");
    if (mkdtemp(path.data) == NULL) {
        error("%s: %s", path.data, strerror(errno));
        str_free(&path);
        return NULL;
    }
    cleanup_list_add(cleanup_directories, path.data);
    return path.data;
}

void cleanup_directory_remove(const char *path)
{
    cleanup_directory_empty(path);
    cleanup_list_remove(cleanup_directories, path);
}

void cleanup_directory_add(const char *path)
{
    cleanup_list_add(cleanup_directories, path);
}

void cleanup_directory_forget(const char *path)
{
    cleanup_list_remove(cleanup_directories, path);
}

void cleanup_hold(sigset_t *old)
{
    sigset_t set;
    cleanup_install();
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof cleanup_signals / sizeof *cleanup_signals; i++)
        sigaddset(&set, cleanup_signals[i]);
    sigprocmask(SIG_BLOCK, &set, old);
}

void cleanup_child_set(int slot, pid_t pid, const sigset_t *old)
{
    cleanup_children[slot] = pid;
    sigprocmask(SIG_SETMASK, old, NULL);
}
