/* The bar for long work: on a terminal after a second, gone in the end; elsewhere nothing. Each look at the clock here
 * (the linker puts our own in its place) takes as long as `pace` says, so that the commands' work on a few small files
 * is long work.
 *
 * usage: progress_test GENERATE WORK */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/report.h"
#include "covdata/cli/commands.h"
#include "base/progress.h"

static const char *generate, *work;
static int pace; /* seconds */

int __wrap_clock_gettime(clockid_t clock, struct timespec *now);

int __wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
    static int passed;
    (void)clock;
    *now = (struct timespec){.tv_sec = __atomic_add_fetch(&passed, pace, __ATOMIC_RELAXED)};
    return 0;
}

/* A pipe or a terminal that takes the place of standard error. */
struct screen {
    int kept, in, out;
    char text[16384];
};

static void screen_take(struct screen *screen)
{
    fflush(stderr);
    screen->kept = dup(STDERR_FILENO);
    dup2(screen->in, STDERR_FILENO);
    close(screen->in);
}

static struct screen terminal_open(const char *term)
{
    struct screen screen = {.out = posix_openpt(O_RDWR | O_NOCTTY)};
    assert_true(screen.out >= 0 && grantpt(screen.out) == 0 && unlockpt(screen.out) == 0);
    screen.in = open(ptsname(screen.out), O_RDWR | O_NOCTTY);
    assert_true(screen.in >= 0);
    setenv("TERM", term, 1);
    screen_take(&screen);
    return screen;
}

/* What was printed; standard error is again what it was. A terminal may be late: all is there when the mark is. */
static const char *screen_close(struct screen *screen)
{
    const char *mark = "<end>";
    size_t len = 0;
    char *end = NULL;
    fputs(mark, stderr);
    fflush(stderr);
    while (end == NULL) {
        ssize_t got = read(screen->out, screen->text + len, sizeof screen->text - 1 - len);
        assert_true(got > 0);
        len += (size_t)got;
        screen->text[len] = '\0';
        end = strstr(screen->text, mark);
    }
    *end = '\0';
    dup2(screen->kept, STDERR_FILENO);
    close(screen->kept);
    close(screen->out);
    return screen->text;
}

static void steps_do(int count)
{
    struct progress progress;
    progress_start(&progress, "working", 100);
    for (int i = 0; i < count; i++)
        progress_step(&progress);
    progress_finish(&progress);
}

static void terminal(void **state)
{
    (void)state;
    pace = 60;
    struct screen screen = terminal_open("xterm");
    steps_do(2);
    assert_string_equal(screen_close(&screen), "\rworking [..............................]   1%, 5940 s left\033[K"
                                               "\rworking [..............................]   2%, 5880 s left\033[K"
                                               "\r\033[K");
    screen = terminal_open("dumb");
    steps_do(2);
    assert_string_equal(screen_close(&screen), "");
    pace = 0;
    screen = terminal_open("xterm");
    steps_do(100);
    assert_string_equal(screen_close(&screen), "");
}

static void elsewhere(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct screen screen = {.in = ends[1], .out = ends[0]};
    setenv("TERM", "xterm", 1);
    pace = 60;
    screen_take(&screen);
    steps_do(25);
    assert_string_equal(screen_close(&screen), "");
}

/* A message stands where the bar was; once that is gone, messages are as ever. */
static void messages(void **state)
{
    (void)state;
    struct progress progress;
    pace = 60;
    report_program("covdata");
    struct screen screen = terminal_open("xterm");
    progress_start(&progress, "working", 2);
    warn("first");
    progress_step(&progress);
    warn("second");
    progress_finish(&progress);
    warn("third");
    assert_string_equal(screen_close(&screen), "covdata: warning: first\r\n"
                                               "\rworking [###############...............]  50%, 60 s left\033[K"
                                               "\r\033[Kcovdata: warning: second\r\n"
                                               "\r\033[Kcovdata: warning: third\r\n");
}

static void *thread_step(void *progress)
{
    for (int i = 0; i < 10000; i++)
        progress_step(progress);
    return NULL;
}

static void threads(void **state)
{
    (void)state;
    struct progress progress;
    pthread_t list[4];
    pace = 0;
    struct screen screen = terminal_open("xterm");
    progress_start(&progress, "working", 40000);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&list[i], NULL, thread_step, &progress), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(list[i], NULL);
    assert_int_equal(progress.done, 40000);
    progress_finish(&progress);
    screen_close(&screen);
}

/* Does the command, given with its arguments, show this bar, and clear it? */
static bool bar_shown(const char *bar, int argc, char **argv)
{
    struct options options;
    struct screen screen = terminal_open("xterm");
    int result = -1, kept = dup(STDOUT_FILENO), nowhere = open("/dev/null", O_WRONLY);
    fflush(stdout);
    dup2(nowhere, STDOUT_FILENO);
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, argv[1]) == 0) {
            options_parse(&options, &commands[i], argc, argv);
            result = commands[i].execute(&options);
            options_free(&options);
        }
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    close(nowhere);
    const char *text = screen_close(&screen), *end = text + strlen(text);
    assert_int_equal(result, 0);
    return strstr(text, bar) && end - text > 4 && strcmp(end - 4, "\r\033[K") == 0;
}

#define SHOWS(bar, ...)                                                                                                \
    bar_shown(bar, (int)(sizeof(char *[]){"covdata", __VA_ARGS__} / sizeof(char *)),                                   \
              (char *[]){"covdata", __VA_ARGS__, NULL})

static void commands_show(void **state)
{
    (void)state;
    char command[4096];
    snprintf(command, sizeof command, "rm -rf '%s' && mkdir -p '%s' && cd '%s' && '%s' count data", work, work, work,
             generate);
    assert_int_equal(system(command), 0);
    assert_int_equal(chdir(work), 0);
    pace = 60;
    assert_true(SHOWS("\rreading data [", "percent", "data"));
    assert_true(SHOWS("\rreading data [", "debugdump", "data"));
    assert_true(SHOWS("\rreading data [", "merge", "data", "-o=merged"));
    assert_true(SHOWS("\rreading data [", "merge", "-pcombine", "data", "-o=combined"));
    assert_true(SHOWS("\rreading data [", "lcov", "data"));
    assert_true(SHOWS("\rreading data [", "tests", "data"));
    assert_true(SHOWS("\rordering tests [", "order", "data"));
    assert_true(SHOWS("\rreading data [", "html", "-o=pages", "data"));
    assert_true(SHOWS("\rwriting pages [", "html", "-o=pages", "data"));
    assert_true(SHOWS("\rreading data [", "tests", "-index=tests.db", "data"));
}

int main(int argc, char **argv)
{
    if (argc != 3)
        usage("usage: progress_test GENERATE WORK");
    generate = argv[1];
    work = argv[2];
    const struct CMUnitTest tests[] = {cmocka_unit_test(terminal), cmocka_unit_test(elsewhere),
                                       cmocka_unit_test(messages), cmocka_unit_test(threads),
                                       cmocka_unit_test(commands_show)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
