/* Lists of temporary files and children, the one piece of file-scope state in covercc: a signal handler has no other
 * way to them.
 *
 * A compiler that is told to end removes its half-written object itself; so the handler passes the signal on, waits,
 * and removes what is ours. A directory is emptied of whatever the compiler left in it. */
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

enum { TEMPORARY_MAX = 8 };

static const char *volatile temporaries[TEMPORARY_MAX];
static const char *volatile directories[TEMPORARY_MAX];
static volatile pid_t children[2];
static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

/* Also within the signal handler, hence without opendir, which allocates. */
static void directory_remove(const char *path)
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

static void end_all(int signal_number)
{
    for (size_t i = 0; i < sizeof children / sizeof *children; i++) {
        if (children[i] > 0)
            kill(children[i], signal_number);
    }
    for (size_t i = 0; i < sizeof children / sizeof *children; i++) {
        if (children[i] > 0)
            waitpid(children[i], NULL, 0);
    }
    for (int i = 0; i < TEMPORARY_MAX; i++) {
        if (temporaries[i])
            unlink(temporaries[i]);
        if (directories[i])
            directory_remove(directories[i]);
    }
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void handlers_install(void)
{
    static bool installed;
    for (size_t i = 0; !installed && i < sizeof signals / sizeof *signals; i++) {
        struct sigaction old;
        if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            signal(signals[i], end_all);
    }
    installed = true;
}

static void list_add(const char *volatile *list, const char *path)
{
    handlers_install();
    for (int i = 0; i < TEMPORARY_MAX; i++) {
        if (list[i] == NULL) {
            list[i] = path;
            return;
        }
    }
    BUG("too many temporary files");
}

static void list_remove(const char *volatile *list, const char *path)
{
    for (int i = 0; i < TEMPORARY_MAX; i++) {
        if (list[i] == path)
            list[i] = NULL;
    }
}

void temporary_add(const char *path)
{
    list_add(temporaries, path);
}

void temporary_forget(const char *path)
{
    list_remove(temporaries, path);
}

void temporary_remove(const char *path)
{
    unlink(path);
    temporary_forget(path);
}

char *temporary_directory(void)
{
    const char *parent = getenv("TMPDIR");
    struct str path = STR_INIT;
    str_addf(&path, "%s/covercc-XXXXXX", parent && *parent ? parent : "/tmp");
    if (mkdtemp(path.data) == NULL) {
        error("%s: %s", path.data, strerror(errno));
        str_free(&path);
        return NULL;
    }
    list_add(directories, path.data);
    return path.data;
}

void temporary_directory_remove(const char *path)
{
    directory_remove(path);
    list_remove(directories, path);
}

void temporary_directory_add(const char *path)
{
    list_add(directories, path);
}

void temporary_directory_forget(const char *path)
{
    list_remove(directories, path);
}

void temporary_hold(sigset_t *old)
{
    sigset_t set;
    handlers_install();
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaddset(&set, signals[i]);
    sigprocmask(SIG_BLOCK, &set, old);
}

void temporary_child_set(int slot, pid_t pid, const sigset_t *old)
{
    children[slot] = pid;
    sigprocmask(SIG_SETMASK, old, NULL);
}
