/* test_sets against a table of a byte a unit and test, which can't be wrong: random tests that join and leave, some of
 * them alike, so that sets are split, joined, made empty and used again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "covdata/contexts/test_sets.h"

#include "base/banned.h"

enum { UNITS = 300, TESTS = 200, STEPS = 2000 };

struct table {
    struct test_sets sets;
    uint32_t set_of[UNITS];
    unsigned char has[UNITS][TESTS];
};

static uint32_t random_next(uint32_t *state, uint32_t limit)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % limit;
}

static void table_check(const struct table *t)
{
    uint32_t users[UNITS + 1] = {0};
    for (uint32_t u = 0; u < UNITS; u++) {
        uint32_t size = 0, next = 0;
        for (uint32_t test = 0; test < TESTS; test++) {
            assert_int_equal(test_set_has(&t->sets, t->set_of[u], test), t->has[u][test]);
            size += t->has[u][test];
            if (t->has[u][test]) {
                assert_true(test_set_next(&t->sets, t->set_of[u], &next));
                assert_int_equal(next++, test);
            }
        }
        assert_false(test_set_next(&t->sets, t->set_of[u], &next));
        assert_int_equal(test_set_size(&t->sets, t->set_of[u]), size);
        assert_true(t->set_of[u] <= UNITS);
        users[t->set_of[u]]++;
    }
    for (uint32_t set = 0; set < t->sets.count && set <= UNITS; set++)
        if (users[set] > 0)
            assert_int_equal(t->sets.list[set].users, users[set]);
}

/* Equal sets are one. */
static void sharing_check(const struct table *t)
{
    for (uint32_t a = 0; a < UNITS; a++)
        for (uint32_t b = 0; b < a; b++)
            if (memcmp(t->has[a], t->has[b], TESTS) == 0)
                assert_int_equal(t->set_of[a], t->set_of[b]);
}

/* Some run of the units, some of them left out; few kinds of runs, so that tests are alike. */
static size_t units_choose(uint32_t *state, uint32_t *units)
{
    uint32_t first = random_next(state, 10) * 30, last = first + random_next(state, UNITS - first);
    uint32_t leave = random_next(state, 5);
    size_t count = 0;
    for (uint32_t u = first; u <= last; u++)
        if (leave == 0 || u % 7 != leave)
            units[count++] = u;
    return count;
}

static void sets_follow_table(void **context)
{
    (void)context;
    static struct table t;
    uint32_t state = 5, units[UNITS];
    test_sets_init(&t.sets, UNITS);
    for (int step = 0; step < STEPS; step++) {
        uint32_t test = random_next(&state, step < STEPS / 4 ? 20 : TESTS);
        size_t count = units_choose(&state, units);
        unsigned char member = random_next(&state, 3) != 0;
        test_sets_mark(&t.sets, t.set_of, units, count, test, member);
        for (size_t i = 0; i < count; i++)
            t.has[units[i]][test] = member;
        if (step % 50 == 0)
            table_check(&t);
    }
    table_check(&t);
    sharing_check(&t);
    test_sets_free(&t.sets);
}

static void sets_end_where_they_began(void **context)
{
    (void)context;
    static struct table t;
    uint32_t units[UNITS];
    for (uint32_t u = 0; u < UNITS; u++)
        units[u] = u;
    test_sets_init(&t.sets, UNITS);
    for (uint32_t test = 0; test < TESTS; test++)
        test_sets_mark(&t.sets, t.set_of, units, 1 + test, test, true);
    for (uint32_t test = 0; test < TESTS; test++)
        test_sets_mark(&t.sets, t.set_of, units, UNITS, test, false);
    table_check(&t);
    for (uint32_t u = 0; u < UNITS; u++)
        assert_int_equal(t.set_of[u], 0);
    test_sets_free(&t.sets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_follow_table),
        cmocka_unit_test(sets_end_where_they_began),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
