/* covdata/formats in process: what each writes for a small model. The formats in JSON and XML have goldens and schemas
 * (tests/golden, tests/covdata/exports.sh). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "covdata/formats/annotations.h"
#include "covdata/formats/csv.h"
#include "covdata/formats/func_table.h"
#include "covdata/formats/lcov.h"
#include "covdata/formats/markdown.h"
#include "covdata/formats/summary.h"
#include "covdata/formats/tally_text.h"
#include "tests/unit/covdata_rooms.h"

struct output {
    FILE *file;
    char *text;
    size_t len;
    struct model model;
    struct line_view view;
    struct tree tree;
};

static int output_setup(void **state)
{
    struct output *out = calloc(1, sizeof *out);
    rooms_model(&out->model);
    lines_make(&out->view, &out->model, out->model.packages, out->model.package_count);
    tree_make(&out->tree, &out->model, ORDER_NAME);
    out->file = open_memstream(&out->text, &out->len);
    *state = out;
    return out->file ? 0 : -1;
}

static int output_teardown(void **state)
{
    struct output *out = *state;
    fclose(out->file);
    free(out->text);
    tree_free(&out->tree);
    lines_free(&out->view);
    model_free(&out->model);
    free(out);
    return 0;
}

static void output_assert(struct output *out, const char *expected)
{
    fflush(out->file);
    assert_string_equal(out->text, expected);
}

static void lcov(void **state)
{
    struct output *out = *state;
    lcov_print(out->file, &out->view, &(struct lcov_options){0});
    output_assert(out, "TN:\nSF:a.c\nFN:1,main\nFNDA:1,main\nFNF:1\nFNH:1\nDA:1,1\nDA:2,1\nDA:3,0\nLF:3\nLH:2\n"
                       "end_of_record\nTN:\nSF:b/b.c\nFN:7,help\nFNDA:1,help\nFNF:1\nFNH:1\nDA:7,1\nDA:8,1\nLF:2\n"
                       "LH:2\nend_of_record\n");
}

static void lcov_indexed(void **state)
{
    struct output *out = *state;
    lcov_print(out->file, &out->view, &(struct lcov_options){.indexed = true});
    fflush(out->file);
    assert_non_null(strstr(out->text, "FNL:0,1,3\nFNA:0,1,main\n"));
    assert_null(strstr(out->text, "FNDA:"));
}

static void annotations(void **state)
{
    struct output *out = *state;
    annotations_print(out->file, &out->view, &(struct annotations_options){ANNOTATION_ERROR});
    output_assert(out, "::error file=a.c,line=3,endLine=3,title=Not covered::1 line not covered in main\n");
}

static void csv(void **state)
{
    struct output *out = *state;
    csv_print(out->file, &out->tree, &(struct csv_options){LEVEL_PACKAGE});
    fflush(out->file);
    assert_non_null(strstr(out->text, "\r\n\"mod\",\"mod/app\",\"\",\"\",\"\",\"contained\",3,4,4,5,2,2,0,0,\"\"\r\n"));
}

static void markdown(void **state)
{
    struct output *out = *state;
    markdown_print(out->file, &out->tree, &(struct markdown_options){.depth = LEVEL_MODULE});
    output_assert(out, "### Coverage\n\n| | statements | lines | functions |\n|---|---:|---:|---:|\n"
                       "| **total** | 75.0% (3/4) | 80.0% (4/5) | 100.0% (2/2) |\n"
                       "| mod | 75.0% (3/4) | 80.0% (4/5) | 100.0% (2/2) |\n");
}

static void markdown_names(void **state)
{
    struct output *out = *state;
    markdown_name(out->file, "a|b_c");
    output_assert(out, "a&#124;b&#95;c");
}

static void summary(void **state)
{
    struct output *out = *state;
    summary_print(out->file, &out->tree, &(struct summary_options){.depth = LEVEL_MODULE});
    output_assert(out, "               statements               lines           functions\n"
                       "mod     75.0%         3/4   80.0%         4/5  100.0%         2/2\n"
                       "total   75.0%         3/4   80.0%         4/5  100.0%         2/2\n");
}

static void tally_text(void **state)
{
    struct output *out = *state;
    tally_text_print(out->file, (struct tally){0, 0}, "", "");
    tally_text_print(out->file, (struct tally){1, 3}, "<", ">");
    output_assert(out, "       -         0/0  < 33.3%>         1/3");
}

static void func_table(void **state)
{
    struct output *out = *state;
    func_table_print(out->file, &out->model);
    output_assert(out, "a.c:1:\t\tmain\t\t66.7%\nb/b.c:7:\thelp\t\t100.0%\ntotal\t\t(statements)\t75.0%\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, output_setup, output_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lcov),           TEST(lcov_indexed), TEST(annotations), TEST(csv),        TEST(markdown),
        TEST(markdown_names), TEST(summary),      TEST(tally_text),  TEST(func_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
