/* A server on a Unix socket, a thread a connection, that never ends:
 *   server SOCKET SNAPSHOTS
 * Requests are lines; each is answered by one:
 *   add A B        their sum
 *   reverse WORD   the word backwards
 *   segment NAME   writes what was counted so far to COVERDIR's directory; what follows is tagged test=NAME
 * Two are answered by a file, as it would lie in a data directory, and the end of the connection:
 *   meta
 *   counters
 * SIGUSR1 makes a snapshot of the counters in the directory SNAPSHOTS. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cover/coverage.h"

static void answer_add(FILE *out, const char *line)
{
    long a = 0, b = 0;
    if (sscanf(line, "add %ld %ld", &a, &b) == 2)
        fprintf(out, "%ld\n", a + b);
    else
        fprintf(out, "error: add A B\n");
}

static void answer_reverse(FILE *out, const char *word)
{
    for (size_t i = strlen(word); i > 0; i--)
        fputc(word[i - 1], out);
    fputc('\n', out);
}

static void answer_status(FILE *out, int status)
{
    if (status == COVER_OK)
        fprintf(out, "ok\n");
    else
        fprintf(out, "error: %s\n", cover_error_text(status));
}

static void answer_segment(FILE *out, const char *name)
{
    int status = cover_take_counters_dir(NULL);
    if (status == COVER_OK)
        status = cover_tag("test", name);
    answer_status(out, status);
}

/* The file is written; its end is the connection's. */
static int answer_file(FILE *out, int status)
{
    if (status != COVER_OK)
        answer_status(out, status);
    return 0;
}

/* Returns whether the connection goes on. */
static int answer(FILE *out, const char *line)
{
    if (strncmp(line, "add ", 4) == 0) {
        answer_add(out, line);
    } else if (strncmp(line, "reverse ", 8) == 0) {
        answer_reverse(out, line + 8);
    } else if (strncmp(line, "segment ", 8) == 0) {
        answer_segment(out, line + 8);
    } else if (strcmp(line, "meta") == 0) {
        return answer_file(out, cover_write_meta_fd(fileno(out)));
    } else if (strcmp(line, "counters") == 0) {
        return answer_file(out, cover_write_counters_fd(fileno(out)));
    } else {
        fprintf(out, "error: no such request\n");
    }
    fflush(out);
    return 1;
}

static void *connection_serve(void *context)
{
    FILE *stream = (FILE *)context;
    char line[256];
    while (fgets(line, sizeof line, stream) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (!answer(stream, line))
            break;
    }
    fclose(stream);
    return NULL;
}

/* The functions of cover/coverage.h are not for signal handlers: a thread waits for the signal. */
static void *snapshots_serve(void *directory)
{
    sigset_t asked;
    int number;
    sigemptyset(&asked);
    sigaddset(&asked, SIGUSR1);
    while (sigwait(&asked, &number) == 0) {
        int status = cover_write_counters_dir((const char *)directory);
        if (status != COVER_OK)
            fprintf(stderr, "server: no snapshot: %s\n", cover_error_text(status));
    }
    return NULL;
}

static int thread_start(void *(*run)(void *), void *context)
{
    pthread_t thread;
    return pthread_create(&thread, NULL, run, context) == 0 ? pthread_detach(thread) : -1;
}

static int socket_open(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 64) != 0)
        return -1;
    return fd;
}

int main(int argc, char **argv)
{
    sigset_t blocked;
    int listener = argc == 3 ? socket_open(argv[1]) : -1;
    if (listener < 0) {
        perror("server SOCKET SNAPSHOTS");
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &blocked, NULL); /* in all threads that come */
    if (thread_start(snapshots_serve, argv[2]) != 0)
        return 1;
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        FILE *stream = fd >= 0 ? fdopen(fd, "r+") : NULL;
        if (stream == NULL || thread_start(connection_serve, stream) != 0)
            perror("server: connection");
    }
}
