/* base/: strings, maps, arenas, paths, files, configuration files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/build_tree.h"
#include "base/config.h"
#include "base/escape.h"
#include "base/file.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/str.h"

static void str_is_never_null(void **state)
{
    (void)state;
    struct str s = STR_INIT;
    assert_string_equal(s.data, "");
    str_clear(&s);
    str_free(&s);
    assert_string_equal(s.data, "");
    str_reserve(&s, 10);
    assert_string_equal(s.data, "");
    str_adds(&s, "ab");
    str_clear(&s);
    assert_string_equal(s.data, "");
    assert_int_equal(s.len, 0);
    str_free(&s);
}

static void str_grows(void **state)
{
    (void)state;
    struct str s = STR_INIT;
    for (int i = 0; i < 1000; i++)
        str_addf(&s, "%03d,", i);
    assert_int_equal(s.len, 4000);
    assert_memory_equal(s.data + 3996, "999,", 5);
    str_add(&s, "a\0b", 3);
    str_addc(&s, 'c');
    assert_memory_equal(s.data + 4000, "a\0bc", 5);
    str_free(&s);
}

/* Longer than what str_addf reserves before it formats. */
static void str_formats_long_text(void **state)
{
    (void)state;
    struct str s = STR_INIT;
    str_addf(&s, "%0300d", 7);
    assert_int_equal(s.len, 300);
    assert_string_equal(s.data + 299, "7");
    str_free(&s);
}

static void text_functions(void **state)
{
    (void)state;
    assert_true(text_has_pair("a??b", 4, "??"));
    assert_false(text_has_pair("a?b?", 4, "??"));
    assert_false(text_has_pair("a??", 2, "??"));
    assert_true(text_starts("-Wall", "-W"));
    assert_false(text_starts("-", "-W"));
    assert_true(text_ends("a.c", ".c"));
    assert_false(text_ends("c", ".c"));
    assert_int_equal(text_width("a\xc3\xa4\xe2\x82\xac"), 3);
}

static void map_keeps_values(void **state)
{
    (void)state;
    struct map map = {0};
    char keys[200][8];
    assert_null(map_get(&map, "0", 1));
    for (uintptr_t i = 0; i < 200; i++) {
        int len = snprintf(keys[i], sizeof keys[i], "%d", (int)i);
        *map_at(&map, keys[i], (size_t)len) = (void *)(i + 1);
    }
    assert_int_equal(map.count, 200);
    for (uintptr_t i = 0; i < 200; i++)
        assert_int_equal((uintptr_t)map_get(&map, keys[i], strlen(keys[i])), i + 1);
    assert_null(map_get(&map, "200", 3));
    assert_null(map_get(&map, "19", 1 + 2));
    map_free(&map);
    assert_null(map_get(&map, "1", 1));
}

static void arena_owns_copies(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_non_null(arena_alloc(&arena, 0));
    char *small = arena_copy(&arena, "abc", 2), *large = arena_alloc(&arena, 100000);
    memset(large, 'x', 100000);
    assert_string_equal(small, "ab");
    assert_string_equal(arena_printf(&arena, "%s-%d", small, 3), "ab-3");
    arena_free(&arena);
    char *last = arena_alloc(&arena, 8);
    assert_true(arena_extend(&arena, last, 8, 64));
    arena_alloc(&arena, 8);
    assert_false(arena_extend(&arena, last, 64, 128));
    arena_free(&arena);
}

static void absolute_assert(const char *directory, const char *path, const char *expected)
{
    struct arena arena = {0};
    assert_string_equal(path_absolute(&arena, directory, path), expected);
    arena_free(&arena);
}

static void paths_absolute(void **state)
{
    (void)state;
    absolute_assert("/a", "b", "/a/b");
    absolute_assert("/a/", "./b//c/.", "/a/b/c");
    absolute_assert("/a/b", "../c", "/a/c");
    absolute_assert("/a", "/x/..", "/");
    absolute_assert("/", "../../x", "/x");
}

static void paths_below(void **state)
{
    (void)state;
    assert_true(path_is_below("/a/b", "/a"));
    assert_true(path_is_below("/a", "/a/"));
    assert_true(path_is_below("/a", "/"));
    assert_false(path_is_below("/ab", "/a"));
    assert_string_equal(path_rest("/a/b/c", "/a"), "b/c");
    assert_null(path_rest("/a", "/a"));
    assert_null(path_rest("/ab", "/a"));
}

static void escapes(void **state)
{
    (void)state;
    struct str out = STR_INIT;
    escape_line(&out, "a\n\xc3\xa4\xff\xe2\x80\xae:", ":");
    assert_string_equal(out.data, "a\\x0a\xc3\xa4\\xff\\xe2\\x80\\xae\\x3a");
    str_clear(&out);
    escape_xml(&out, "<a b=\"&\">");
    assert_string_equal(out.data, "&lt;a b=&quot;&amp;&quot;&gt;");
    str_free(&out);
}

struct setting {
    char key[16], value[16];
    int count;
};

static const char *setting_take(void *context, const char *key, const char *value)
{
    struct setting *setting = context;
    if (strcmp(key, "bad") == 0)
        return "unknown";
    snprintf(setting->key, sizeof setting->key, "%s", key);
    snprintf(setting->value, sizeof setting->value, "%s", value);
    setting->count++;
    return NULL;
}

static int config_from(const char *path, const char *text, struct setting *setting)
{
    struct arena arena = {0};
    memset(setting, 0, sizeof *setting);
    assert_int_equal(file_write(path, text, strlen(text)), 0);
    int result = config_read(path, &arena, setting_take, setting);
    arena_free(&arena);
    return result;
}

static void config_files(void **state)
{
    struct setting setting;
    const char *path = *state;
    assert_int_equal(config_from(path, "# comment\n\n  mode =  set \r\n", &setting), 0);
    assert_int_equal(setting.count, 1);
    assert_string_equal(setting.key, "mode");
    assert_string_equal(setting.value, "set");
    assert_int_equal(config_from(path, "a=b=c", &setting), 0);
    assert_string_equal(setting.value, "b=c");
    assert_int_equal(config_from(path, "", &setting), 0);
    assert_int_equal(config_from(path, "mode\n", &setting), -1);
    assert_int_equal(config_from(path, "= x\n", &setting), -1);
    assert_int_equal(config_from(path, "a = 1\nbad = 2\na = 3\n", &setting), -1);
    assert_int_equal(setting.count, 1);
}

static void files_whole(void **state)
{
    struct str text = STR_INIT;
    const char *path = *state;
    assert_int_equal(file_write(path, "one", 3), 0);
    assert_int_equal(file_write(path, "a\0b", 3), 0);
    str_adds(&text, "x");
    assert_int_equal(file_read(path, &text), 0);
    assert_int_equal(text.len, 4);
    assert_memory_equal(text.data, "xa\0b", 5);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(file_read(path, &text), -1);
    assert_int_equal(file_write("/nowhere/file", "x", 1), -1);
    str_free(&text);
}

static void build_tree_file(const char *directory, const char *name)
{
    struct str path = STR_INIT, folder = STR_INIT;
    str_addf(&path, "%s/%s", directory, name);
    str_add(&folder, path.data, (size_t)(path_base(path.data) - path.data));
    assert_int_equal(dir_make(folder.data), 0);
    assert_int_equal(file_write(path.data, "", 0), 0);
    str_free(&path);
    str_free(&folder);
}

static void build_tree_names(void **state)
{
    struct arena arena = {0};
    const char *root = arena_printf(&arena, "%s.tree", (const char *)*state);
    const char *out = arena_printf(&arena, "%s/out", root), *inside = arena_printf(&arena, "%s/build", root);
    unlink(arena_printf(&arena, "%s/build/CMakeCache.txt", root));
    build_tree_file(out, "x.c");
    build_tree_file(out, "sub/y.c");
    build_tree_file(root, "build/x.c");
    build_tree_file(root, "build/z.c");
    assert_true(build_tree_clashes(out, root, "x.c"));
    assert_false(build_tree_clashes(out, root, "sub/y.c"));
    assert_false(build_tree_clashes(out, root, "z.c"));
    assert_false(build_tree_clashes(inside, root, "x.c"));
    build_tree_file(root, "build/debug/x.c");
    assert_true(build_tree_clashes(arena_printf(&arena, "%s/debug", inside), root, "x.c"));
    build_tree_file(root, "build/CMakeCache.txt");
    assert_false(build_tree_clashes(out, root, "x.c"));
    arena_free(&arena);
}

/* base_test FILE: a name for the files of the tests. */
int main(int argc, char **argv)
{
    static char path[4096];
    if (argc != 2)
        return 2;
    snprintf(path, sizeof path, "%s", argv[1]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(str_is_never_null),
        cmocka_unit_test(str_grows),
        cmocka_unit_test(str_formats_long_text),
        cmocka_unit_test(text_functions),
        cmocka_unit_test(map_keeps_values),
        cmocka_unit_test(arena_owns_copies),
        cmocka_unit_test(paths_absolute),
        cmocka_unit_test(paths_below),
        cmocka_unit_test(escapes),
        cmocka_unit_test_prestate(config_files, path),
        cmocka_unit_test_prestate(files_whole, path),
        cmocka_unit_test_prestate(build_tree_names, path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
