/* covdata/data in process: which packages and functions a selection takes, and combined counters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "covdata/data/count.h"
#include "covdata/data/selection.h"
#include "format/meta.h"

static struct bytes bytes(const char *text)
{
    return (struct bytes){text, strlen(text)};
}

static void everything_is_selected(void **state)
{
    (void)state;
    struct select all = {0};
    assert_false(select_packages(&all));
    assert_false(select_parts(&all));
    assert_true(select_package(&all, bytes("a"), bytes("m"), DISPOSITION_SYSTEM));
    assert_true(select_func(&all, bytes("a.c"), bytes("main")));
}

static void packages_are_selected(void **state)
{
    (void)state;
    struct select select = {.packages = "app/...,-app/test", .modules = "mod"};
    assert_true(select_packages(&select));
    assert_true(select_package(&select, bytes("app/core"), bytes("mod"), DISPOSITION_CONTAINED));
    assert_false(select_package(&select, bytes("app/test"), bytes("mod"), DISPOSITION_CONTAINED));
    assert_false(select_package(&select, bytes("app/core"), bytes("other"), DISPOSITION_CONTAINED));
}

/* Go's packages have no disposition: they are the project's own. */
static void no_disposition_is_contained(void **state)
{
    (void)state;
    struct select own = {.dispositions = "contained"}, system = {.dispositions = "dependent,system"};
    assert_true(select_package(&own, bytes("a"), bytes(""), DISPOSITION_UNSAID));
    assert_false(select_package(&own, bytes("a"), bytes(""), DISPOSITION_SYSTEM));
    assert_false(select_package(&system, bytes("a"), bytes(""), DISPOSITION_UNSAID));
    assert_true(select_package(&system, bytes("a"), bytes(""), DISPOSITION_DEPENDENT));
}

static void functions_are_selected(void **state)
{
    (void)state;
    struct select select = {.files = "src/...", .functions = "-main"};
    assert_true(select_parts(&select));
    assert_true(select_func(&select, bytes("src/a.c"), bytes("help")));
    assert_false(select_func(&select, bytes("src/a.c"), bytes("main")));
    assert_false(select_func(&select, bytes("lib/a.c"), bytes("help")));
}

/* A sum stays at the maximum; in mode set there are only 0 and 1. */
static void counts_join(void **state)
{
    (void)state;
    bool overflow = false;
    assert_int_equal(count_join(MODE_COUNT, 2, 3, &overflow), 5);
    assert_false(overflow);
    assert_int_equal(count_join(MODE_COUNT, UINT32_MAX, 1, &overflow), UINT32_MAX);
    assert_true(overflow);
    assert_int_equal(count_join(MODE_SET, 1, 1, &overflow), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_selected),
        cmocka_unit_test(packages_are_selected),
        cmocka_unit_test(no_disposition_is_contained),
        cmocka_unit_test(functions_are_selected),
        cmocka_unit_test(counts_join),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
