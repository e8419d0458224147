/* The instrumenter's driver room: records of the build log, and errors in compilers' messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/line_marker.h"
#include "instr/driver/build_log.h"
#include "instr/driver/build_step.h"

static void log_has_records(void **state)
{
    (void)state;
    struct str log = STR_INIT;
    struct settings settings = {.directory = "/build", .explained = &log};
    struct command_arg input = {.text = "src/a.c"};
    struct skipped_code skipped[] = {
        {.file = "a.c", .line = 3, .function = "f", .reason = "one\ttwo\nthree"},
        {.file = "a.c", .line = 5, .function = "g", .reason = "it failed", .is_failure = true},
        {.file = "a.c", .line = 9, .function = "h", .reason = "in part", .has_probes = true},
    };
    struct instrument_result result = INSTRUMENT_RESULT_INIT;
    result.functions = 4;
    result.units = 7;
    result.skipped = skipped;
    result.skipped_count = 3;
    build_log_result(&settings, &input, "./out/../a.o", &result, "an option");
    assert_string_equal(log.data, "instrumented\t/build/a.o\tsrc/a.c\t4\t7\n"
                                  "slow\t/build/a.o\tsrc/a.c\t\tan option\n"
                                  "skipped\t/build/a.o\ta.c:3\tf\tone two three\n"
                                  "failed\t/build/a.o\ta.c:5\tg\tit failed\n"
                                  "partly\t/build/a.o\ta.c:9\th\tin part\n");
    str_clear(&log);
    build_log_file(&settings, &input, "/a.o", "C++", false);
    build_log_file(&settings, &input, "/a.o", "no", true);
    assert_string_equal(log.data, "other\t/a.o\tsrc/a.c\t\tC++\nplain\t/a.o\tsrc/a.c\t\tno\n");
    str_free(&log);
}

static void error_check(const char *text, const char *expected)
{
    struct arena arena = {0};
    struct str said = STR_INIT;
    str_adds(&said, text);
    assert_string_equal(build_step_error(&arena, &said), expected);
    str_free(&said);
    arena_free(&arena);
}

static void errors_are_found(void **state)
{
    (void)state;
    error_check("a.c: In function 'f':\na.c:3:1: error: expected ';'\nmore\n", "error: expected ';'");
    error_check("a.s: Assembler messages:\na.s:7: Error: bad\n", "Error: bad");
    error_check("killed\n", "killed");
    error_check("", "");
}

static void marker_check(const char *text, unsigned long line, const char *name, const char *flags)
{
    struct line_marker marker;
    assert_true(line_marker_read(text, &marker));
    assert_int_equal(marker.line, line);
    assert_int_equal(marker.name_len, strlen(name));
    assert_memory_equal(marker.name, name, marker.name_len);
    for (char flag = '1'; flag <= '4'; flag++)
        assert_int_equal(line_marker_has(&marker, flag), strchr(flags, flag) != NULL);
}

static void markers_are_read(void **state)
{
    (void)state;
    struct line_marker marker;
    marker_check("# 12 \"a.c\"\nint a;", 12, "a.c", "");
    marker_check("# 1 \"/usr/include/a b.h\" 1 3 4\n# 2 \"x\" 2", 1, "/usr/include/a b.h", "134");
    marker_check("# 0 \"<command-line>\" 2", 0, "<command-line>", "2");
    assert_false(line_marker_read("#pragma once\n", &marker));
    assert_false(line_marker_read("# pragma\n", &marker));
    assert_false(line_marker_read("# 12\n", &marker));
    assert_false(line_marker_read("# 12 \"a.c\n", &marker));
    assert_false(line_marker_read("", &marker));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(log_has_records),
        cmocka_unit_test(errors_are_found),
        cmocka_unit_test(markers_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
