/* Child processes. Their output is captured through pipes, which one poll loop reads, so that no child can block on a
 * full pipe. */
#include "instr/toolchain/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/report.h"
#include "instr/toolchain/cleanup.h"

#include "base/banned.h"

extern char **environ;

enum { CHILD_MAX = 2 };

struct child {
    pid_t pid;
    int slot;
    bool translated;      /* it runs in the user's locale */
    struct pollfd fds[2]; /* the reading ends of its stdout and stderr; -1: not captured, or at its end */
    struct str *sinks[2];
};

void arg_add(struct arg_list *list, const char *arg)
{
    list->args = array_grow(list->args, list->count + 1, &list->cap, sizeof *list->args);
    list->args[list->count++] = arg;
    list->args[list->count] = NULL;
}

/* The environment without the user's locale. Only the array is new. */
static char **process_environment_untranslated(void)
{
    static char locale[] = "LC_ALL=C";
    size_t count = 0, kept = 0;
    while (environ[count])
        count++;
    char **variables = xcalloc(count + 2, sizeof *variables);
    for (size_t i = 0; i < count; i++) {
        if (!text_starts(environ[i], "LC_ALL=") && !text_starts(environ[i], "LANGUAGE="))
            variables[kept++] = environ[i];
    }
    variables[kept] = locale;
    return variables;
}

/* Starts it with the signal mask that covercc was started with. A signal that ends covercc ends the child, too. */
static int process_child_spawn(struct child *child, const struct arg_list *list, posix_spawn_file_actions_t *actions)
{
    char **variables = child->translated ? environ : process_environment_untranslated();
    posix_spawnattr_t attributes;
    sigset_t old;
    cleanup_hold(&old);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &old);
    int failure = posix_spawnp(&child->pid, list->args[0], actions, &attributes, (char **)list->args, variables);
    posix_spawnattr_destroy(&attributes);
    if (variables != environ)
        free(variables);
    cleanup_child_set(child->slot, failure ? 0 : child->pid, &old);
    return failure;
}

/* `discards`: stderr goes nowhere. */
static int process_child_start(struct child *child, const struct arg_list *list, bool discards)
{
    posix_spawn_file_actions_t actions;
    int ends[2][2] = {{-1, -1}, {-1, -1}};
    for (int i = 0; i < 2; i++)
        child->fds[i] = (struct pollfd){.fd = -1, .events = POLLIN};
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 2; i++) {
        if (child->sinks[i] == NULL)
            continue;
        if (pipe2(ends[i], O_CLOEXEC) != 0)
            die("pipe: %s", strerror(errno));
        posix_spawn_file_actions_adddup2(&actions, ends[i][1], 1 + i);
    }
    if (discards)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    int failure = process_child_spawn(child, list, &actions);
    posix_spawn_file_actions_destroy(&actions);
    for (int i = 0; i < 2; i++) {
        if (child->sinks[i]) {
            close(ends[i][1]);
            child->fds[i].fd = ends[i][0];
        }
    }
    return failure ? error("%s: %s", list->args[0], strerror(failure)) : 0;
}

/* Reads what has arrived. At the end of the stream the descriptor is closed, and set to -1. */
static void process_sink_fill(struct pollfd *fd, struct str *sink)
{
    if (fd->fd < 0 || !(fd->revents & (POLLIN | POLLHUP | POLLERR)))
        return;
    str_reserve(sink, 1 << 16);
    ssize_t n = read(fd->fd, sink->data + sink->len, 1 << 16);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n > 0) {
        sink->len += (size_t)n;
        sink->data[sink->len] = '\0';
        return;
    }
    close(fd->fd);
    fd->fd = -1;
}

/* Collects the output of all children until every stream has ended. */
static void process_children_read(struct child *children, int count)
{
    for (;;) {
        struct pollfd fds[2 * CHILD_MAX];
        bool open = false;
        for (int i = 0; i < 2 * count; i++) {
            fds[i] = children[i / 2].fds[i % 2];
            open |= fds[i].fd >= 0;
        }
        if (!open)
            return;
        if (poll(fds, (nfds_t)(2 * count), -1) < 0 && errno != EINTR)
            die("poll: %s", strerror(errno));
        for (int i = 0; i < 2 * count; i++) {
            children[i / 2].fds[i % 2].revents = fds[i].revents;
            process_sink_fill(&children[i / 2].fds[i % 2], children[i / 2].sinks[i % 2]);
        }
    }
}

static int process_child_wait(const struct child *child)
{
    int status;
    while (waitpid(child->pid, &status, 0) < 0) {
        if (errno != EINTR)
            die("waitpid: %s", strerror(errno));
    }
    sigset_t old;
    cleanup_hold(&old);
    cleanup_child_set(child->slot, 0, &old);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int process_wait(struct child *child, const struct arg_list *list)
{
    if (process_child_start(child, list, false) != 0)
        return -1;
    process_children_read(child, 1);
    return process_child_wait(child);
}

int process_run(const struct arg_list *list, struct str *out, struct str *err)
{
    struct child child = {.translated = true, .sinks = {out, err}};
    return process_wait(&child, list);
}

int process_read(const struct arg_list *list, struct str *out, struct str *err)
{
    struct child child = {.sinks = {out, err}};
    return process_wait(&child, list);
}

int process_read_both(const struct arg_list *list, struct str *out, struct str *err, const struct arg_list *list2,
                      struct str *out2, int *second)
{
    struct child children[CHILD_MAX] = {{.sinks = {out, err}}, {.slot = 1, .sinks = {out2, NULL}}};
    if (process_child_start(&children[0], list, false) != 0)
        return -1;
    bool both = process_child_start(&children[1], list2, true) == 0;
    process_children_read(children, both ? 2 : 1);
    *second = both ? process_child_wait(&children[1]) : -1;
    return process_child_wait(&children[0]);
}

int process_exec(const struct arg_list *list)
{
    execvp(list->args[0], (char **)list->args);
    return error("%s: %s", list->args[0], strerror(errno));
}

char *program_find(const char *program)
{
    if (strchr(program, '/'))
        return realpath(program, NULL);
    char *found = NULL;
    for (const char *dirs = getenv("PATH"); dirs && found == NULL;
         dirs = strchr(dirs, ':') ? strchr(dirs, ':') + 1 : NULL) {
        struct str path = STR_INIT;
        size_t len = strcspn(dirs, ":");
        str_add(&path, dirs, len);
        str_addf(&path, "%s%s", len ? "/" : "", program);
        if (access(path.data, X_OK) == 0)
            found = realpath(path.data, NULL);
        str_free(&path);
    }
    return found;
}
