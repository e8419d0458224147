/* covdata/contexts in process: which tests reached what of a small model (covdata_rooms.h). The test `all` reached all
 * three units, `main` the first, `none` nothing, and data without a test the last. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "covdata/contexts/context_filler.h"
#include "covdata/contexts/ordering.h"
#include "tests/unit/covdata_rooms.h"

static void test_add(struct contexts *contexts, const char *name, const uint32_t *units, size_t count)
{
    uint32_t test = contexts_test_at(contexts, name, strlen(name));
    test_sets_mark(&contexts->sets, contexts->set_of, units, count, test, true);
}

static int data_setup(void **state)
{
    static struct context_data data;
    data = (struct context_data){0};
    rooms_model(&data.model);
    contexts_begin(&data.contexts, &data.model);
    test_add(&data.contexts, "none", NULL, 0);
    test_add(&data.contexts, "main", (uint32_t[]){0}, 1);
    test_add(&data.contexts, "all", (uint32_t[]){0, 1, 2}, 3);
    test_add(&data.contexts, "", (uint32_t[]){2}, 1);
    contexts_finish(&data.contexts);
    context_table_make(&data.table, &data.model, &data.contexts);
    *state = &data;
    return 0;
}

static int data_teardown(void **state)
{
    context_data_free(*state);
    return 0;
}

static void tests_by_name(void **state)
{
    const struct context_data *data = *state;
    uint32_t test;
    assert_true(contexts_test_find(&data->contexts, "main", &test));
    assert_int_equal(test, 1);
    assert_false(contexts_test_find(&data->contexts, "mai", &test));
    assert_string_equal(data->contexts.tests[data->contexts.by_name[1]], "all");
}

static void choice_assert(const struct context_data *data, uint32_t first, uint32_t last, enum test_format format,
                          const char *expected)
{
    struct test_choice choice = {0};
    struct str text = STR_INIT;
    const struct context_file *file = context_file_find(&data->table, "a.c");
    assert_true(test_choice_lines(&choice, &data->contexts, file, first, last));
    test_choice_print(&text, &choice, &data->contexts, format);
    assert_string_equal(text.data, expected);
    str_free(&text);
    test_choice_free(&choice);
}

static void tests_of_lines(void **state)
{
    const struct context_data *data = *state;
    choice_assert(data, 2, 2, TESTS_NAMES, "all\nmain\n");
    choice_assert(data, 3, 9, TESTS_NAMES, "all\n");
    choice_assert(data, 1, 3, TESTS_CTEST, "^(all|main)$\n");
    choice_assert(data, 1, 3, TESTS_MESON, "all main\n");
}

static void no_unit_on_lines(void **state)
{
    const struct context_data *data = *state;
    struct test_choice choice = {0};
    assert_false(test_choice_lines(&choice, &data->contexts, context_file_find(&data->table, "x/b/b.c"), 1, 6));
}

static void data_without_test(void **state)
{
    const struct context_data *data = *state;
    struct test_choice choice = {0};
    assert_true(test_choice_lines(&choice, &data->contexts, context_file_find(&data->table, "b.c"), 7, 7));
    assert_true(choice.none);
    assert_int_equal(choice.count, 1);
    test_choice_free(&choice);
}

static void next_assert(struct ordering *ordering, const char *name, uint64_t gain, uint64_t statements)
{
    uint32_t test;
    uint64_t got;
    assert_true(ordering_next(ordering, &test, &got));
    assert_string_equal(ordering->contexts->tests[test], name);
    assert_int_equal(got, gain);
    assert_int_equal(ordering->reached.hit, statements);
}

/* The test that adds most comes first; of equal ones the first by name. */
static void order(void **state)
{
    const struct context_data *data = *state;
    struct ordering ordering;
    uint32_t test;
    uint64_t gain;
    ordering_make(&ordering, data);
    next_assert(&ordering, "all", 3, 4);
    next_assert(&ordering, "main", 0, 4);
    next_assert(&ordering, "none", 0, 4);
    assert_false(ordering_next(&ordering, &test, &gain));
    assert_int_equal(ordering.left_count, 0);
    ordering_free(&ordering);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, data_setup, data_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tests_by_name), TEST(tests_of_lines), TEST(no_unit_on_lines), TEST(data_without_test), TEST(order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
