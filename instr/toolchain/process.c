/* Child processes with captured output. */
#include "instr/toolchain/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/report.h"
#include "instr/toolchain/cleanup.h"

#include "base/banned.h"

extern char **environ;

struct child {
    pid_t pid;
    int slot;
    struct pollfd fds[2]; /* our ends of its stdout and stderr; -1: not captured, or at its end */
    struct str *sinks[2];
};

void arg_add(struct arg_list *list, const char *arg)
{
    list->args = array_grow(list->args, list->count + 1, &list->cap, sizeof *list->args);
    list->args[list->count++] = arg;
    list->args[list->count] = NULL;
}

/* Starts it with the signals that we had, and so that a signal that ends us ends it too. */
static int child_spawn(struct child *child, const struct arg_list *list, posix_spawn_file_actions_t *actions)
{
    posix_spawnattr_t attributes;
    sigset_t old;
    temporary_hold(&old);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &old);
    int failure = posix_spawnp(&child->pid, list->args[0], actions, &attributes, (char **)list->args, environ);
    posix_spawnattr_destroy(&attributes);
    temporary_child_set(child->slot, failure ? 0 : child->pid, &old);
    return failure;
}

static int child_start(struct child *child, int slot, const struct arg_list *list, struct str *out, struct str *err,
                       bool quiet)
{
    posix_spawn_file_actions_t actions;
    int ends[2][2] = {{-1, -1}, {-1, -1}};
    *child = (struct child){
        .slot = slot, .sinks = {out, err}, .fds = {{.fd = -1, .events = POLLIN}, {.fd = -1, .events = POLLIN}}};
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 2; i++) {
        if (child->sinks[i] == NULL)
            continue;
        if (pipe2(ends[i], O_CLOEXEC) != 0)
            die("pipe: %s", strerror(errno));
        posix_spawn_file_actions_adddup2(&actions, ends[i][1], 1 + i);
    }
    if (quiet && err == NULL)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    int failure = child_spawn(child, list, &actions);
    posix_spawn_file_actions_destroy(&actions);
    for (int i = 0; i < 2; i++) {
        if (child->sinks[i]) {
            close(ends[i][1]);
            child->fds[i].fd = ends[i][0];
        }
    }
    return failure ? error("%s: %s", list->args[0], strerror(failure)) : 0;
}

/* Reads what is there. At the end of the stream the descriptor is closed and -1. */
static void sink_fill(struct pollfd *fd, struct str *sink)
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
static void children_read(struct child *children, int count)
{
    for (;;) {
        struct pollfd fds[4];
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
            sink_fill(&children[i / 2].fds[i % 2], children[i / 2].sinks[i % 2]);
        }
    }
}

static int child_wait(const struct child *child)
{
    int status;
    while (waitpid(child->pid, &status, 0) < 0) {
        if (errno != EINTR)
            die("waitpid: %s", strerror(errno));
    }
    sigset_t old;
    temporary_hold(&old);
    temporary_child_set(child->slot, 0, &old);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int process_run(const struct arg_list *list, struct str *out, struct str *err)
{
    struct child child;
    if (child_start(&child, 0, list, out, err, false) != 0)
        return -1;
    children_read(&child, 1);
    return child_wait(&child);
}

int process_run_both(const struct arg_list *list, struct str *out, struct str *err, const struct arg_list *list2,
                     struct str *out2, int *second)
{
    struct child children[2];
    if (child_start(&children[0], 0, list, out, err, false) != 0)
        return -1;
    bool both = child_start(&children[1], 1, list2, out2, NULL, true) == 0;
    children_read(children, both ? 2 : 1);
    *second = both ? child_wait(&children[1]) : -1;
    return child_wait(&children[0]);
}

int process_exec(const struct arg_list *list)
{
    execvp(list->args[0], (char **)list->args);
    return error("%s: %s", list->args[0], strerror(errno));
}
