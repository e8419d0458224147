/* covdata/diff in process: patches as text, and what they say of files and lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "covdata/diff/patch.h"

static int read(struct changes *changes, const char *text)
{
    *changes = (struct changes){0};
    return patch_read(changes, "test", text, strlen(text));
}

static void git_patch(void **state)
{
    (void)state;
    struct changes changes;
    assert_int_equal(read(&changes, "diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n"
                                    "@@ -3,3 +3,4 @@ int main(void)\n one\n-two\n+2\n+2.5\n three\n"),
                     0);
    assert_int_equal(changes.count, 1);
    const struct change_file *file = &changes.files[0];
    assert_string_equal(file->old_name, "x.c");
    assert_string_equal(file->new_name, "x.c");
    assert_int_equal(file->block_count, 1);
    assert_int_equal(file->blocks[0].old_first, 4);
    assert_int_equal(file->blocks[0].old_count, 1);
    assert_int_equal(file->blocks[0].new_first, 4);
    assert_int_equal(file->blocks[0].new_count, 2);
    assert_memory_equal(file->added[1].data, "2.5", 3);
    changes_free(&changes);
}

static void new_and_deleted_files(void **state)
{
    (void)state;
    struct changes changes;
    assert_int_equal(read(&changes, "diff --git a/n.c b/n.c\nnew file mode 100644\n--- /dev/null\n+++ b/n.c\n"
                                    "@@ -0,0 +1 @@\n+x\n"
                                    "diff --git a/o.c b/o.c\ndeleted file mode 100644\n--- a/o.c\n+++ /dev/null\n"
                                    "@@ -1 +0,0 @@\n-x\n"),
                     0);
    assert_int_equal(changes.count, 2);
    assert_null(changes.files[0].old_name);
    assert_string_equal(changes.files[0].new_name, "n.c");
    assert_string_equal(changes.files[1].old_name, "o.c");
    assert_null(changes.files[1].new_name);
    changes_free(&changes);
}

/* Lines of a hunk are counted, so "--- a" in the text is a removed line, not a header. */
static void headers_in_text(void **state)
{
    (void)state;
    struct changes changes;
    assert_int_equal(read(&changes, "--- a/x.c\n+++ b/x.c\n@@ -1,2 +1 @@\n--- a\n one\n"), 0);
    assert_int_equal(changes.count, 1);
    assert_int_equal(changes.files[0].removed_count, 1);
    assert_memory_equal(changes.files[0].removed[0].data, "-- a", 4);
    changes_free(&changes);
}

static void damaged_patches(void **state)
{
    (void)state;
    struct changes changes;
    static const char *const texts[] = {"only a mail\n", "--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,2 @@\n one\n",
                                        "--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n?\n",
                                        "--- a/x.c\n+++ b/x.c\n@@ nothing @@\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(read(&changes, texts[i]), -1);
        changes_free(&changes);
    }
}

/* Lines added apart are two blocks; the unchanged line between them is in neither. */
static void blocks(void **state)
{
    (void)state;
    struct changes changes = {0};
    changes_file(&changes, "x.c", "x.c");
    changes_hunk(&changes, 1, 1);
    changes_line(&changes, '+', "a", 1);
    changes_line(&changes, ' ', "b", 1);
    changes_line(&changes, '+', "c", 1);
    assert_int_equal(changes.files[0].block_count, 2);
    assert_int_equal(changes.files[0].blocks[1].new_first, 3);
    assert_int_equal(changes.files[0].blocks[1].old_first, 2);
    changes_free(&changes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(git_patch),       cmocka_unit_test(new_and_deleted_files),
        cmocka_unit_test(headers_in_text), cmocka_unit_test(damaged_patches),
        cmocka_unit_test(blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
