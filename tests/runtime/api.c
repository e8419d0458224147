/* What cover/coverage.h promises; built by covercc, all but the calls to be counted in work.c's way: step() is counted
 * once a call. The first argument says what is done, the second names a directory. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cover/coverage.h"

void library_step(void);

static unsigned steps;

static void step(void)
{
    __atomic_add_fetch(&steps, 1, __ATOMIC_RELAXED); /* counted: steps */
}

static void step_often(int times)
{
    for (int i = 0; i < times; i++)
        step();
}

static void check(int right, const char *what)
{
    if (right)
        return;
    fprintf(stderr, "wrong: %s\n", what);
    _exit(1);
}

static const char *inside(const char *directory, const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static int file_append(void *directory, const char *name, const void *data, size_t size)
{
    int fd = open(inside((const char *)directory, name), O_WRONLY | O_CREAT | O_APPEND, 0666);
    int right = fd >= 0 && write(fd, data, size) == (ssize_t)size;
    check((data == NULL) == (size == 0), "the last piece");
    close(fd);
    return right ? 0 : 1;
}

static int writer_refuse(void *context, const char *name, const void *data, size_t size)
{
    (void)name, (void)data, (void)size;
    ++*(int *)context;
    return 5;
}

static void do_writer(char *directory)
{
    int calls = 0;
    mkdir(directory, 0777);
    step_often(3);
    check(cover_write_meta(file_append, directory) == 0, "cover_write_meta");
    check(cover_write_counters(file_append, directory) == 0, "cover_write_counters");
    check(cover_write_counters(writer_refuse, &calls) == COVER_WRITER_FAILED && calls == 1, "a writer that fails");
}

static void do_fd(char *directory)
{
    mkdir(directory, 0777);
    int meta = open(inside(directory, "meta"), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int counters = open(inside(directory, "counters"), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int full = open("/dev/full", O_WRONLY), broken[2];
    step_often(4);
    errno = 77;
    check(cover_write_meta_fd(meta) == 0 && cover_write_counters_fd(counters) == 0, "descriptors");
    check(cover_write_counters_fd(full) == ENOSPC, "/dev/full");
    check(cover_write_counters_fd(-1) == EBADF, "no descriptor");
    check(pipe(broken) == 0 && close(broken[0]) == 0, "pipe");
    check(cover_write_counters_fd(broken[1]) == EPIPE, "a broken pipe");
    check(errno == 77, "errno");
}

/* A pipe that does not block and is narrower than the file. */
static void do_narrow(char *directory)
{
    int ends[2];
    check(pipe(ends) == 0 && fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0 && fcntl(ends[1], F_SETPIPE_SZ, 4096) >= 0,
          "pipe");
    for (int i = 0; i < 200; i++)
        check(cover_tag("long", "a value that is much longer than most of them are, and which is only there once") == 0,
              "tag");
    char big[20000];
    memset(big, 'x', sizeof big);
    big[sizeof big - 1] = '\0';
    check(cover_tag("big", big) == 0, "a big tag");
    step_often(4);
    pid_t child = fork();
    if (child == 0) {
        char buffer[4096];
        close(ends[1]);
        mkdir(directory, 0777);
        int fd = open(inside(directory, "counters"), O_WRONLY | O_CREAT | O_TRUNC, 0666);
        for (ssize_t got; (got = read(ends[0], buffer, sizeof buffer)) > 0;)
            check(write(fd, buffer, (size_t)got) == got, "write");
        _exit(0);
    }
    check(cover_write_counters_fd(ends[1]) == 0, "a pipe that is full");
    close(ends[1]);
    waitpid(child, NULL, 0);
    int meta = open(inside(directory, "meta"), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    check(cover_write_meta_fd(meta) == 0, "meta");
}

/* Three segments: 3, 5 and 0 steps; 2 more at the end. */
static void do_segments(char *directory)
{
    check(cover_tag("test", "first") == 0, "tag");
    step_often(3);
    check(cover_take_counters_dir(directory) == 0, "first");
    check(cover_tag("test", "second") == 0, "tag");
    step_often(5);
    check(cover_take_counters_dir(NULL) == 0, "second");
    check(cover_tag("test", "third") == 0, "tag");
    check(cover_take_counters_dir(directory) == 0, "third");
    check(cover_tag("test", NULL) == 0, "untag");
    check(cover_tag("", "x") == COVER_BAD_TAG && cover_tag("argv1", "x") == COVER_BAD_TAG &&
              cover_tag(NULL, "x") == COVER_BAD_TAG,
          "bad tags");
    step_often(2);
}

static void do_tagged_killed(char *directory)
{
    (void)directory;
    step_often(2);
    check(cover_tag("test", "crash") == 0, "tag");
    step_often(3);
    kill(getpid(), SIGKILL);
}

static int over;

static void *thread_steps(void *arg)
{
    while (!__atomic_load_n(&over, __ATOMIC_RELAXED))
        step_often(100);
    return arg;
}

static void *thread_short(void *arg)
{
    step_often(500);
    return arg;
}

/* Segments while threads count, come and go. Prints the number of steps. */
static void do_under_load(char *directory)
{
    pthread_t threads[4];
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, thread_steps, NULL);
    for (int i = 0; i < 60; i++) {
        check(cover_tag("segment", i % 2 ? "odd" : "even") == 0, "tag");
        check(cover_take_counters_dir(directory) == 0, "take");
        pthread_create(&threads[3], NULL, thread_short, NULL);
        if (i % 10 == 0) { /* what can't be written is not lost */
            check(cover_take_counters_dir("/proc/none") == ENOENT, "a directory that can't be");
            check(cover_take_counters_dir("/proc/self") > 0, "a file that can't be");
        }
        if (i % 2)
            step_often(10);
        pthread_join(threads[3], NULL);
    }
    __atomic_store_n(&over, 1, __ATOMIC_RELAXED);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    printf("%u\n", steps);
    check(cover_take_counters_dir(directory) == 0, "the last");
}

static int staying;

static void *thread_steps_and_stay(void *arg)
{
    thread_steps(arg);
    __atomic_add_fetch(&staying, 1, __ATOMIC_SEQ_CST);
    for (;;)
        pause();
    return arg;
}

/* Segments while threads count; then all are killed. Prints the number of steps. */
static void do_load_killed(char *directory)
{
    enum { THREADS = 3 };
    pthread_t thread;
    for (int i = 0; i < THREADS; i++)
        pthread_create(&thread, NULL, thread_steps_and_stay, NULL);
    for (int i = 0; i < 20; i++) {
        check(cover_take_counters_dir(directory) == 0, "take");
        check(cover_take_counters_dir("/proc/self") > 0, "a file that can't be");
        step_often(10);
    }
    __atomic_store_n(&over, 1, __ATOMIC_RELAXED);
    while (__atomic_load_n(&staying, __ATOMIC_SEQ_CST) < THREADS)
        usleep(1000);
    printf("%u\n", steps);
    fflush(stdout);
    kill(getpid(), SIGKILL);
}

static void do_marked(char *directory)
{
    step_often(3);
    check(cover_write_counters_dir(directory) == 0 && cover_mark_written(1) == 0, "mark");
    pid_t child = fork();
    if (child == 0) {
        step_often(10);
        exit(0);
    }
    waitpid(child, NULL, 0);
}

static void do_unmarked(char *directory)
{
    (void)directory;
    check(cover_mark_written(1) == 0 && cover_mark_written(0) == 0, "unmark");
    step_often(6);
}

/* With a shared object that is covered too. */
static void do_images(char *directory)
{
    mkdir(directory, 0777);
    library_step();
    step_often(3);
    check(cover_write_meta_fd(1) == COVER_SEVERAL_IMAGES && cover_write_counters_fd(1) == COVER_SEVERAL_IMAGES,
          "one descriptor");
    check(cover_write_meta(file_append, directory) == 0 && cover_write_counters(file_append, directory) == 0,
          "writers");
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(char *);
    } all[] = {
        {"writer", do_writer},
        {"fd", do_fd},
        {"narrow", do_narrow},
        {"segments", do_segments},
        {"tagged-killed", do_tagged_killed},
        {"under-load", do_under_load},
        {"load-killed", do_load_killed},
        {"marked", do_marked},
        {"unmarked", do_unmarked},
        {"images", do_images},
    };
    check(argc == 3, "arguments");
    check(cover_enabled() && strcmp(cover_mode(), "atomic") == 0 && strcmp(cover_granularity(), "perblock") == 0,
          "queries");
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i].name, argv[1]) == 0) {
            all[i].run(argv[2]);
            return 7;
        }
    return 2;
}
