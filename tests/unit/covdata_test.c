/* The parts of covdata that have rules of their own: package patterns, paths, pairing of files by name, joining of
 * counts and units, numbers decoded many at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "covdata/data/count.h"
#include "base/escape.h"
#include "covdata/model/exclude.h"
#include "covdata/model/lines.h"
#include "covdata/model/model.h"
#include "base/pattern.h"
#include "covdata/data/numbers.h"
#include "base/path.h"

static bool matches(const char *patterns, const char *path)
{
    return pattern_list_match(patterns, path, strlen(path));
}

static void patterns(void **state)
{
    (void)state;
    assert_true(matches(NULL, "a"));
    assert_true(matches("", "a"));
    assert_true(matches("a/b", "a/b"));
    assert_false(matches("a/b", "a/bc"));
    assert_false(matches("a/b", "a"));
    assert_true(matches("...", ""));
    assert_true(matches("...", "any/thing"));
    assert_true(matches("net/...", "net"));
    assert_true(matches("net/...", "net/http/x"));
    assert_false(matches("net/...", "network"));
    assert_true(matches("net...", "network"));
    assert_true(matches(".../b/...", "x/a/b"));
    assert_true(matches("a...c...e", "abcde"));
    assert_true(matches("a...b", "axbxb"));
    assert_false(matches("a...b", "axbxc"));
    assert_false(matches("a.b", "axb"));
    assert_true(matches("x,a/...", "a/b"));
    assert_false(matches(",", "a"));
    assert_false(matches("x,,y", ""));
}

static void clean_assert(const char *path, const char *expected)
{
    struct arena arena = {0};
    assert_string_equal(path_clean(&arena, path), expected);
    arena_free(&arena);
}

static void paths(void **state)
{
    (void)state;
    clean_assert("", ".");
    clean_assert("./", ".");
    clean_assert("a/../..", "..");
    clean_assert("../../a", "../../a");
    clean_assert("./a//b/./c/", "a/b/c");
    clean_assert("a/b/../c", "a/c");
    clean_assert("/", "/");
    clean_assert("/..//a/..", "/");
    clean_assert("/a/b/..", "/a");
    clean_assert("...", "...");
}

static void counts(void **state)
{
    (void)state;
    bool overflow = false;
    assert_int_equal(count_join(MODE_SET, 0, 0, &overflow), 0);
    assert_int_equal(count_join(MODE_SET, 5, 0, &overflow), 1);
    assert_int_equal(count_join(MODE_SET, UINT32_MAX, UINT32_MAX, &overflow), 1);
    assert_int_equal(count_join(MODE_COUNT, 5, 7, &overflow), 12);
    assert_int_equal(count_join(MODE_ATOMIC, UINT32_MAX, 0, &overflow), UINT32_MAX);
    assert_false(overflow);
    assert_int_equal(count_join(MODE_COUNT, UINT32_MAX, 1, &overflow), UINT32_MAX);
    assert_true(overflow);
}

/* A pod of one function, whose units start at the given lines. */
struct small_image {
    struct pod_data data;
    struct pod_package package;
    struct pod_func func;
    struct meta_unit units[4];
    uint32_t counts[4];
};

static void small_image_make(struct small_image *small, enum counter_mode mode, const uint32_t *lines,
                             const uint32_t *values)
{
    *small = (struct small_image){.package = {.path = {"p", 1}, .module = {"", 0}, .selected = true, .func_count = 1},
                                  .func = {.name = {"f", 1}, .file = {"f.c", 3}, .unit_count = 4}};
    for (int i = 0; i < 4; i++) {
        small->units[i] = (struct meta_unit){lines[i], 1, lines[i], 9, 1};
        small->counts[i] = values[i];
    }
    small->data = (struct pod_data){.mode = mode,
                                    .packages = &small->package,
                                    .package_count = 1,
                                    .funcs = &small->func,
                                    .func_count = 1,
                                    .units = small->units,
                                    .counts = small->counts,
                                    .unit_count = 4};
}

static void units_assert(const struct model *model, const uint32_t (*expected)[2], size_t count)
{
    assert_int_equal(model->package_count, 1);
    assert_int_equal(model->packages[0]->func_count, 1);
    assert_int_equal(model->packages[0]->unit_count, count);
    const struct model_func *func = model->packages[0]->funcs[0];
    assert_int_equal(func->unit_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(func->units[i].at.start_line, expected[i][0]);
        assert_int_equal(func->units[i].count, expected[i][1]);
    }
}

static const struct select all;

static void units_joined(void **state)
{
    (void)state;
    struct model model = {0};
    struct small_image a, b;
    small_image_make(&a, MODE_COUNT, (const uint32_t[]){1, 7, 3, 3}, (const uint32_t[]){1, 2, 3, 4});
    model_add(&model, &a.data, &all);
    units_assert(&model, (const uint32_t[][2]){{1, 1}, {3, 7}, {7, 2}}, 3);
    model_add(&model, &a.data, &all);
    units_assert(&model, (const uint32_t[][2]){{1, 2}, {3, 14}, {7, 4}}, 3);
    small_image_make(&b, MODE_COUNT, (const uint32_t[]){2, 3, 8, 9}, (const uint32_t[]){10, UINT32_MAX, 0, 1});
    model_add(&model, &b.data, &all);
    units_assert(&model, (const uint32_t[][2]){{1, 2}, {2, 10}, {3, UINT32_MAX}, {7, 4}, {8, 0}, {9, 1}}, 6);
    model_free(&model);
}

static void units_joined_set(void **state)
{
    (void)state;
    struct model model = {0};
    struct small_image a;
    small_image_make(&a, MODE_SET, (const uint32_t[]){1, 2, 3, 3}, (const uint32_t[]){7, 0, 0, 1});
    model_add(&model, &a.data, &all);
    model_add(&model, &a.data, &all);
    units_assert(&model, (const uint32_t[][2]){{1, 1}, {2, 0}, {3, 1}}, 3);
    model_free(&model);
}

/* The lines of a package of some units of one function, as "first-last:count " and lines hit / total. */
static void spans_assert(const struct model_unit *units, size_t count, const char *expected)
{
    struct model_unit copy[8];
    memcpy(copy, units, count * sizeof *units);
    struct model_func func = {.name = "f", .file = "f.c", .shown = "f.c", .units = copy, .unit_count = count},
                      *funcs = &func;
    struct model_package package = {.path = "p", .module = "", .funcs = &funcs, .func_count = 1, .unit_count = count};
    struct model_package *packages[] = {&package};
    struct model model = {.mode = MODE_COUNT};
    struct line_view view;
    struct str text = STR_INIT;
    lines_make(&view, &model, packages, 1);
    assert_int_equal(view.count, 1);
    for (size_t i = 0; i < view.files[0].span_count; i++) {
        const struct line_span *span = &view.files[0].spans[i];
        str_addf(&text, "%u-%u:%u ", span->first, span->last, span->count);
    }
    str_addf(&text, "%u/%u", (unsigned)view.files[0].lines.hit, (unsigned)view.files[0].lines.total);
    assert_string_equal(text.data, expected);
    str_free(&text);
    lines_free(&view);
}

/* A unit of the count and place. */
#define UNIT(times, ...)                                                                                               \
    {                                                                                                                  \
        .at = __VA_ARGS__, .count = (times)                                                                            \
    }

static void line_spans(void **state)
{
    (void)state;
    spans_assert((struct model_unit[]){UNIT(2, {3, 1, 5, 2, 1})}, 1, "3-5:2 3/3");
    spans_assert((struct model_unit[]){UNIT(2, {3, 1, 5, 2, 1}), UNIT(0, {5, 3, 7, 1, 1})}, 2, "3-5:2 6-7:0 3/5");
    spans_assert((struct model_unit[]){UNIT(0, {3, 1, 5, 2, 1}), UNIT(9, {5, 3, 7, 1, 1})}, 2, "3-4:0 5-7:9 3/5");
    spans_assert((struct model_unit[]){UNIT(4, {3, 1, 5, 2, 1}), UNIT(4, {6, 3, 7, 1, 1})}, 2, "3-7:4 5/5");
    spans_assert((struct model_unit[]){UNIT(5, {1, 1, 9, 2, 1}), UNIT(7, {3, 1, 4, 1, 1}), UNIT(1, {4, 1, 4, 5, 1})}, 3,
                 "1-2:5 3-4:7 5-9:5 9/9");
    spans_assert((struct model_unit[]){UNIT(0, {1, 1, 2, 2, 1}), UNIT(0, {4, 1, 4, 1, 1}), UNIT(1, {4, 1, 9, 5, 1})}, 3,
                 "1-2:0 4-9:1 6/8");
    spans_assert((struct model_unit[]){UNIT(1, {1, 1, 1000000, 1, 1})}, 1, "1-1000000:1 1000000/1000000");
    /* Lines of code: the extent's other lines count for nothing, and a label's line may be before it. */
    struct unit_lines *code = xmalloc(sizeof *code + 2 * sizeof *code->ranges);
    code->count = 2;
    code->ranges[0] = (struct meta_line_range){1, 1};
    code->ranges[1] = (struct meta_line_range){4, 5};
    spans_assert((struct model_unit[]){{.at = {2, 1, 9, 2, 1}, .count = 3, .lines = code}}, 1, "1-1:3 4-5:3 3/3");
    free(code);
    spans_assert(
        (struct model_unit[]){UNIT(1, {0, 1, 2, 1, 1}), UNIT(1, {1, 1, UINT32_MAX, 1, 1}), UNIT(1, {7, 1, 6, 1, 1})}, 3,
        "0/0");
}

static void excluded_assert(const char *text, const char *expected)
{
    struct exclusions excluded = {0};
    struct str ranges = STR_INIT;
    exclude_text(&excluded, "f.c", text, strlen(text));
    for (int kind = 0; kind < EXCLUDE_KINDS; kind++) {
        const struct line_ranges *of = &excluded.kinds[kind];
        for (size_t i = 0; i < of->count; i++)
            str_addf(&ranges, "%.*s%u-%u ", kind > 0, &"LUBF"[kind], of -> list[i].first, of->list[i].last);
    }
    assert_string_equal(ranges.len > 0 ? ranges.data : "", expected);
    str_free(&ranges);
    exclude_free(&excluded);
}

static void exclusion_markers(void **state)
{
    (void)state;
    excluded_assert("a\nb\n", "");
    excluded_assert("a // LCOV_EXCL_LINE\nb\nc /* GCOVR_EXCL_LINE */", "1-1 3-3 ");
    excluded_assert("a\n// GCOV_EXCL_START\nb\n// GCOV_EXCL_STOP\nc\n", "2-3 ");
    excluded_assert("// LCOV_EXCL_START\nb // LCOV_EXCL_LINE\n// LCOV_EXCL_STOP\n", "1-2 ");
    excluded_assert("// LCOV_EXCL_START\n// GCOVR_EXCL_STOP\nc\n// LCOV_EXCL_STOP\n", "1-1 ");
    excluded_assert("// LCOV_EXCL_STOP\nb\n", "");
    excluded_assert("a\n// LCOV_EXCL_START\nb", "2-4294967294 ");
    excluded_assert("MY_LCOV_EXCL_LINE\nLCOV_EXCL_LINES\nLCOV_EXCL_EXCEPTION_BR_LINE\n", "");
    excluded_assert("// LCOV_EXCL_BEGIN\nb\n// LCOV_EXCL_END\n", "");
    excluded_assert("LCOV_EXCL_LINE\nLCOV_EXCL_LINE\n", "1-2 ");
    excluded_assert("// LCOV_EXCL_START\nb\n// LCOV_EXCL_STOP LCOV_EXCL_START\n// LCOV_EXCL_STOP\n", "1-3 ");
    excluded_assert("a\nb /* LCOV_EXCL_START */ c /* LCOV_EXCL_STOP */ d\ne\n", "2-2 ");
    excluded_assert("/* GCOVR_EXCL_START GCOVR_EXCL_STOP */ a\nb // LCOV_EXCL_START\n// LCOV_EXCL_STOP\n", "1-2 ");
    excluded_assert("a\n// LCOV_EXCL_START LCOV_EXCL_STOP LCOV_EXCL_START\nb\n// LCOV_EXCL_STOP\n", "2-3 ");
    excluded_assert("// LCOV_EXCL_START\na\n// LCOV_EXCL_STOP LCOV_EXCL_START LCOV_EXCL_STOP\nb\n", "1-3 ");
    excluded_assert("// LCOV_EXCL_BR_START\n// LCOV_EXCL_BR_STOP LCOV_EXCL_BR_START LCOV_EXCL_BR_STOP\n", "B1-2 ");
    excluded_assert("x // LCOV_UNREACHABLE_START LCOV_UNREACHABLE_STOP\n", "U1-1 ");
    excluded_assert("a // LCOV_EXCL_BR_LINE\n// GCOVR_EXCL_BR_START\nb // LCOV_EXCL_LINE\n// GCOVR_EXCL_BR_STOP\n",
                    "3-3 B1-3 ");
    excluded_assert("a // LCOV_UNREACHABLE_LINE\n// LCOV_UNREACHABLE_START\nb\nc // LCOV_UNREACHABLE_STOP\n", "U1-3 ");
    excluded_assert("// LCOV_EXCL_START\nb\n// LCOV_UNREACHABLE_START\nc\n// LCOV_UNREACHABLE_STOP\n", "1-2 U3-4 ");
    excluded_assert("a // GCOVR_EXCL_BR_SOURCE\n", "B1-1 ");
    excluded_assert("int f(void) { // GCOVR_EXCL_FUNCTION\n", "F1-1 ");
    excluded_assert("int f(void) // GCOVR_EXCL_FUNCTION\n\n{\n", "F1-3 ");
    excluded_assert("// GCOVR_EXCL_FUNCTION\nint f(void);\nint g(void) {\n", "");
    excluded_assert("int f(void); // GCOVR_EXCL_FUNCTION\nint g(void) {\n", "");
}

static void escape_assert(const char *name, const char *line, const char *xml)
{
    struct str text = STR_INIT;
    escape_line(&text, name, ",");
    assert_string_equal(text.data, line);
    str_clear(&text);
    escape_xml(&text, name);
    assert_string_equal(text.data, xml);
    str_free(&text);
}

static void escapes(void **state)
{
    (void)state;
    escape_assert("a/b c.c", "a/b c.c", "a/b c.c");
    escape_assert("a,b", "a\\x2cb", "a,b");
    escape_assert("<\"&>'", "<\"&>'", "&lt;&quot;&amp;&gt;'");
    escape_assert("\n\r\t\033\177", "\\x0a\\x0d\\x09\\x1b\\x7f", "\\x0a\\x0d\\x09\\x1b\\x7f");
    escape_assert("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80",
                  "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
    escape_assert("\xc0\x80", "\\xc0\\x80", "\\xc0\\x80");                             /* overlong */
    escape_assert("\xed\xa0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80");               /* a surrogate */
    escape_assert("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80", "\\xf4\\x90\\x80\\x80"); /* behind the last code point */
    escape_assert("\xe2\x80\xae", "\\xe2\\x80\\xae", "\\xe2\\x80\\xae");               /* right to left */
    escape_assert("\xc2\x9b", "\\xc2\\x9b", "\\xc2\\x9b");                             /* a control sequence in one */
    escape_assert("\xef\xbf\xbf\xe2\x82", "\\xef\\xbf\\xbf\\xe2\\x82", "\\xef\\xbf\\xbf\\xe2\\x82");
}

/* Runs of units added at once are as count_join has them one by one, and nothing beside them is touched. */
static void count_runs(void **state)
{
    enum { UNITS = 200, RUNS = 9 };
    uint32_t counts[UNITS], wanted[UNITS], numbers[UNITS];
    (void)state;
    srand(2);
    for (int round = 0; round < 3000; round++) {
        struct count_span runs[RUNS];
        enum counter_mode mode = round % 3 == 0 ? MODE_SET : MODE_COUNT;
        bool over = false, wanted_over = false;
        for (int i = 0; i < UNITS; i++) {
            counts[i] = wanted[i] = mode == MODE_SET ? (uint32_t)rand() % 2 : UINT32_MAX >> rand() % 30;
            numbers[i] = UINT32_MAX >> (round % 2 ? 20 : rand() % 33 % 32);
            numbers[i] = rand() % 3 ? numbers[i] : 0;
        }
        for (int i = 0; i < RUNS; i++) {
            uint32_t count = (uint32_t)rand() % 40;
            runs[i] = (struct count_span){(uint32_t)rand() % (UNITS - 40), (uint32_t)rand() % (UNITS - 40), count};
            for (uint32_t u = 0; u < count; u++) {
                uint32_t *to = &wanted[runs[i].to + u];
                *to = count_join(mode, *to, numbers[runs[i].from + u], &wanted_over);
            }
        }
        counts_add(counts, numbers, runs, RUNS, mode, &over);
        assert_memory_equal(counts, wanted, sizeof counts);
        assert_int_equal(over, wanted_over);
    }
}

/* The bytes decoded at once are those decoded one by one; to the end of their memory, which the sanitizers watch. */
static void numbers_assert(const uint8_t *bytes, size_t len)
{
    uint8_t *exact = xmalloc(len + 1);
    uint32_t *numbers = xcalloc(len + 1, sizeof *numbers);
    memcpy(exact + 1, bytes, len);
    struct cursor c = cursor_of(exact + 1, len);
    size_t count = numbers_decode(exact + 1, len, numbers);
    for (size_t i = 0; c.next < c.end; i++) {
        uint32_t number = (uint32_t)cursor_uleb(&c, UINT32_MAX);
        if (!c.failed && count != SIZE_MAX)
            assert_true(i < count && numbers[i] == number);
        if (c.next == c.end && !c.failed)
            assert_int_equal(count, i + 1);
    }
    assert_true(c.failed == (count == SIZE_MAX));
    free(exact);
    free(numbers);
}

static void numbers(void **state)
{
    (void)state;
    uint8_t bytes[3000] = {0};
    numbers_assert(bytes, 0);
    srand(1);
    for (int round = 0; round < 10000; round++) {
        size_t len = (size_t)(rand() % (round % 2 ? 24 : round % 16 ? 300 : (int)sizeof bytes)) + 1;
        int longer = rand() % 3 ? 2 + rand() % 8 : 100; /* one in so many bytes goes on */
        for (size_t i = 0; i < len; i++)
            bytes[i] = (uint8_t)((rand() & 0x7f) | (rand() % longer ? 0 : 0x80));
        numbers_assert(bytes, len);
        bytes[len - 1] &= 0x7f;
        numbers_assert(bytes, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),          cmocka_unit_test(count_runs),
        cmocka_unit_test(patterns),         cmocka_unit_test(paths),
        cmocka_unit_test(counts),           cmocka_unit_test(units_joined),
        cmocka_unit_test(units_joined_set), cmocka_unit_test(line_spans),
        cmocka_unit_test(escapes),          cmocka_unit_test(exclusion_markers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
