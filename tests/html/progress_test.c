/* The bar for long work: on a terminal after a second, gone in the end; elsewhere nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "covdata/cli/progress.h"

/* What a hundred steps print to standard error, if the first was `ago` seconds ago and standard error is `fd`. */
static size_t steps_print(int fd, int from, long ago, char *out, size_t size)
{
    struct progress progress;
    int kept = dup(STDERR_FILENO);
    fflush(stderr);
    dup2(fd, STDERR_FILENO);
    progress_start(&progress, "working", 100);
    progress.start.tv_sec -= ago;
    for (int i = 0; i < 25; i++)
        progress_step(&progress);
    progress_finish(&progress);
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    ssize_t len = read(from, out, size - 1);
    out[len > 0 ? len : 0] = '\0';
    return strlen(out);
}

static void terminal(void **state)
{
    (void)state;
    char text[4096];
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    assert_true(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    assert_true(slave >= 0);
    setenv("TERM", "xterm", 1);
    assert_int_equal(steps_print(slave, master, 0, text, sizeof text), 0);
    assert_true(steps_print(slave, master, 60, text, sizeof text) > 0);
    /* Drawn once: at its first step a hundredth was done after 60 seconds. */
    assert_non_null(strstr(text, "\rworking [..............................]   1%, 5940 s left\033[K"));
    assert_string_equal(text + strlen(text) - 4, "\r\033[K");
    setenv("TERM", "dumb", 1);
    assert_int_equal(steps_print(slave, master, 60, text, sizeof text), 0);
    close(slave);
    close(master);
}

static void elsewhere(void **state)
{
    (void)state;
    char text[4096];
    int ends[2];
    assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
    setenv("TERM", "xterm", 1);
    assert_int_equal(steps_print(ends[1], ends[0], 60, text, sizeof text), 0);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(terminal), cmocka_unit_test(elsewhere)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
