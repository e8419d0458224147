/* covdata/model in process: grades, ranges, the tree and gates of a small model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "covdata/model/gate.h"
#include "covdata/model/tree.h"
#include "tests/unit/covdata_rooms.h"

static void grades(void **state)
{
    (void)state;
    assert_int_equal(tally_grade((struct tally){0, 0}), GRADE_NONE);
    assert_int_equal(tally_grade((struct tally){749, 1000}), GRADE_LOW);
    assert_int_equal(tally_grade((struct tally){75, 100}), GRADE_MIDDLE);
    assert_int_equal(tally_grade((struct tally){9, 10}), GRADE_HIGH);
}

static void ranges(void **state)
{
    (void)state;
    struct str text = STR_INIT;
    line_range_add(&text, 12, 12);
    str_addc(&text, ' ');
    line_range_add(&text, 12, 14);
    assert_string_equal(text.data, "12 12-14");
    str_free(&text);
}

static void lines_of_model(void **state)
{
    (void)state;
    struct model model;
    struct line_view view;
    rooms_model(&model);
    lines_make(&view, &model, model.packages, model.package_count);
    assert_int_equal(view.count, 2);
    assert_string_equal(view.files[0].name, "a.c");
    assert_int_equal(view.files[0].lines.hit, 2);
    assert_int_equal(view.files[0].lines.total, 3);
    assert_int_equal(view.files[0].span_count, 2);
    assert_int_equal(view.files[0].spans[0].last, 2);
    assert_int_equal(view.files[0].spans[1].count, 0);
    assert_int_equal(view.files[1].functions.hit, 1);
    lines_free(&view);
    model_free(&model);
}

static void tree_of_model(void **state)
{
    (void)state;
    struct model model;
    struct tree tree = {0};
    static const char *const labels[] = {"", "mod", "mod/app", ".", "a.c", "main", "b", "b.c", "help"};
    rooms_model(&model);
    tree_make(&tree, &model, ORDER_NAME);
    assert_int_equal(tree.count, sizeof labels / sizeof *labels);
    assert_int_equal(tree.rows[0].level, LEVEL_TOTAL);
    assert_int_equal(tree.rows[0].statements.hit, 3);
    assert_int_equal(tree.rows[0].statements.total, 4);
    for (size_t i = 3; i < tree.count; i++)
        assert_string_equal(tree_label(&tree.rows[i]), labels[i]);
    assert_string_equal(tree.rows[4].missing, "3");
    tree_free(&tree);
    model_free(&model);
}

/* Package `more` has a.c too, and ran what `app` did not. */
static void shared_file_counts_once(void **state)
{
    (void)state;
    struct model model;
    struct tree tree = {0};
    struct str note = STR_INIT;
    rooms_model(&model);
    struct model_unit *units = rooms_func_of(&model, "mod/more", "main", "a.c", 2);
    units[0] = model.packages[0]->funcs[0]->units[0];
    units[1] = model.packages[0]->funcs[0]->units[1];
    units[0].count = 0;
    units[1].count = 1;
    model_sort(&model);
    tree_make(&tree, &model, ORDER_NAME);
    assert_int_equal(tree.rows[0].statements.hit, 4);
    assert_int_equal(tree.rows[0].statements.total, 4);
    assert_int_equal(tree.rows[1].lines.hit, 5);
    assert_int_equal(tree.rows[1].functions.total, 2);
    assert_int_equal(tree.rows[2].statements.hit, 3);
    assert_int_equal(tree_disposition_total(&tree, DISPOSITION_CONTAINED).statements.total, 4);
    assert_int_equal(tree_disposition_total(&tree, DISPOSITION_SYSTEM).statements.total, 0);
    assert_int_equal(gates_check("100,contained:100,package:25", &tree), 0);
    assert_int_equal(gates_check("package:50", &tree), -1);
    tree_shared_note(&note, &tree);
    assert_string_equal(note.data, "1 file is in several packages; totals count it once.\n");
    str_free(&note);
    tree_free(&tree);
    model_free(&model);
}

static bool gate_good(const char *list)
{
    struct str problem = STR_INIT;
    bool good = gates_parse(list, &problem);
    assert_true(good == (problem.len == 0));
    str_free(&problem);
    return good;
}

static void gates_are_parsed(void **state)
{
    (void)state;
    assert_true(gate_good("80"));
    assert_true(gate_good("package:lines:60.5,total:100"));
    assert_true(gate_good("mod/...=functions:1"));
    assert_false(gate_good("101"));
    assert_false(gate_good("-1"));
    assert_false(gate_good("words:5"));
    assert_false(gate_good(",80"));
}

/* 3 of 4 statements, 4 of 5 lines, 2 of 2 functions. Missed gates are reported on standard error. */
static void gates_are_checked(void **state)
{
    (void)state;
    struct model model;
    struct tree tree = {0};
    rooms_model(&model);
    tree_make(&tree, &model, ORDER_NAME);
    assert_int_equal(gates_check("75,lines:80,functions:100,mod/app=75", &tree), 0);
    assert_int_equal(gates_check("75.1", &tree), -1);
    assert_int_equal(gates_check("none/...=1", &tree), -1);
    tree_free(&tree);
    model_free(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grades),
        cmocka_unit_test(ranges),
        cmocka_unit_test(lines_of_model),
        cmocka_unit_test(tree_of_model),
        cmocka_unit_test(shared_file_counts_once),
        cmocka_unit_test(gates_are_parsed),
        cmocka_unit_test(gates_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
