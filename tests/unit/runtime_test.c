/* Parts of the runtime that need no image: text, memory, the args table, names and publication of files, reasons. */
#include "runtime/port.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "runtime/args.h"
#include "runtime/directory.h"
#include "runtime/file.h"
#include "runtime/memory.h"
#include "runtime/report.h"
#include "runtime/text.h"

static const uint8_t hash[FORMAT_HASH_SIZE] = {0x01, 0x23, 0xab};
#define HASH "0123ab00000000000000000000000000"

static void text_cut(void **state)
{
    (void)state;
    char buffer[6];
    struct text text = __cover_text_in(buffer, sizeof buffer);
    assert_string_equal(buffer, "");
    __cover_text_add(&text, "abc");
    __cover_text_add_number(&text, 12);
    assert_string_equal(buffer, "abc12");
    assert_true(text.len < text.cap);
    __cover_text_add(&text, "d");
    assert_string_equal(buffer, "abc12");
    assert_false(text.len < text.cap);
}

static void text_numbers(void **state)
{
    (void)state;
    char buffer[TEXT_NUMBER_SIZE];
    assert_string_equal(__cover_text_number(0, buffer), "0");
    assert_string_equal(__cover_text_number(10, buffer), "10");
    assert_string_equal(__cover_text_number(UINT64_MAX, buffer), "18446744073709551615");
}

/* Two pieces from the slots, the others mapped; all zeroed and apart. */
static void memory_pieces(void **state)
{
    (void)state;
    char *pieces[4];
    for (int i = 0; i < 4; i++) {
        pieces[i] = __cover_memory_get(1000);
        assert_non_null(pieces[i]);
        for (int j = 0; j < 1000; j++)
            assert_int_equal(pieces[i][j], 0);
        memset(pieces[i], i + 1, 1000);
    }
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pieces[i][0], i + 1);
        assert_int_equal(pieces[i][999], i + 1);
        __cover_memory_release(pieces[i], 1000);
    }
}

/* The value of a key in the table, in `room`; NULL: it is not there. */
static const char *arg_find(const struct args *args, const char *key, char room[64])
{
    for (size_t i = 0; i < args->count; i++) {
        const struct counter_arg *arg = &args->list[i];
        if (arg->key.len == strlen(key) && memcmp(arg->key.data, key, arg->key.len) == 0) {
            snprintf(room, 64, "%.*s", (int)arg->value.len, arg->value.data);
            return room;
        }
    }
    return NULL;
}

static void args_captured(void **state)
{
    (void)state;
    char room[64], first[] = "prog", *argv[] = {first, (char *)"", (char *)"x=y", NULL};
    struct args args;
    setenv("COVERTAGS", "test=one;GOOS=no;argv0=no;word;test=two;=empty", 1);
    assert_int_equal(__cover_args_capture(&args, 3, argv), 0);
    memset(first, '-', 4); /* a host may overwrite its arguments */
    assert_string_equal(arg_find(&args, "argc", room), "3");
    assert_string_equal(arg_find(&args, "argv0", room), "prog");
    assert_string_equal(arg_find(&args, "argv1", room), "");
    assert_string_equal(arg_find(&args, "argv2", room), "x=y");
    assert_string_equal(arg_find(&args, "GOOS", room), PORT_GOOS);
    assert_string_equal(arg_find(&args, "test", room), "two");
    assert_string_equal(arg_find(&args, "word", room), "");
    assert_int_equal(args.count, 8);
    __cover_args_release(&args);
    unsetenv("COVERTAGS");
}

static void args_tagged(void **state)
{
    (void)state;
    char room[64], *argv[] = {(char *)"prog", NULL};
    struct args args;
    assert_int_equal(__cover_args_capture(&args, 1, argv), 0);
    size_t count = args.count;
    assert_int_equal(__cover_args_tag(&args, "test", "a"), 0);
    assert_int_equal(__cover_args_tag(&args, "test", "b"), 0);
    assert_string_equal(arg_find(&args, "test", room), "b");
    assert_int_equal(args.count, count + 1);
    assert_int_equal(__cover_args_tag(&args, "test", NULL), 0);
    assert_null(arg_find(&args, "test", room));
    assert_int_equal(args.count, count);
    __cover_args_release(&args);
    assert_int_equal(args.count, 0);
}

static void args_keys(void **state)
{
    (void)state;
    assert_true(__cover_args_key_allowed("test"));
    assert_true(__cover_args_key_allowed("argv"));
    assert_false(__cover_args_key_allowed(""));
    assert_false(__cover_args_key_allowed("argc"));
    assert_false(__cover_args_key_allowed("argv7"));
    assert_false(__cover_args_key_allowed("GOARCH"));
}

static void file_names(void **state)
{
    (void)state;
    char name[FILE_NAME_SIZE];
    unsigned long long pid, time;
    __cover_file_name(name, META_FILE_PREFIX, hash);
    assert_string_equal(name, "covmeta." HASH);
    __cover_file_name_stamped(name, "covcounters", hash);
    assert_int_equal(sscanf(name, "covcounters." HASH ".%llu.%llu", &pid, &time), 2);
    assert_int_equal(pid, getpid());
}

/* A file has its name only once it is published. */
static void file_published(void **state)
{
    struct problem problem;
    struct file file;
    struct stat status;
    int dir = __cover_directory_open(*state, &problem);
    assert_true(dir > 2);
    assert_int_equal(__cover_file_create(&file, dir, "part", hash, true, &problem), 0);
    struct writer writer = __cover_file_writer(&file);
    writer_bytes(&writer, "abc", 3);
    assert_int_equal(fstatat(dir, file.name, &status, 0), -1);
    assert_int_equal(__cover_file_publish(&file, &writer, &problem), 0);
    assert_int_equal(fstatat(dir, file.name, &status, 0), 0);
    assert_int_equal(status.st_size, 3);
    assert_int_equal(fstatat(dir, file.temporary, &status, 0), -1);
    assert_int_equal(unlinkat(dir, file.name, 0), 0);
    close(dir);
}

/* A write that fails leaves no file. */
static void file_failed(void **state)
{
    struct problem problem;
    struct file file;
    struct stat status;
    int dir = __cover_directory_open(*state, &problem);
    assert_int_equal(__cover_file_create(&file, dir, "part", hash, true, &problem), 0);
    struct writer writer = __cover_file_writer(&file);
    writer_bytes(&writer, "abc", 3);
    file.error = ENOSPC;
    assert_int_equal(__cover_file_publish(&file, &writer, &problem), -1);
    assert_int_equal(problem.error, ENOSPC);
    assert_string_equal(__cover_problem_reason(&problem), "no space left on device");
    assert_int_equal(fstatat(dir, file.name, &status, 0), -1);
    assert_int_equal(fstatat(dir, file.temporary, &status, 0), -1);
    close(dir);
}

static void directories_made(void **state)
{
    struct problem problem;
    char path[DIRECTORY_PATH_MAX];
    snprintf(path, sizeof path, "%s/a//b", (const char *)*state);
    int dir = __cover_directory_open(path, &problem);
    assert_true(dir > 2);
    close(dir);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(__cover_directory_open("/dev/null/x", &problem), -1);
    assert_int_equal(problem.error, ENOTDIR);
}

static void directory_from_environment(void **state)
{
    (void)state;
    struct problem problem;
    char path[DIRECTORY_PATH_MAX], expected[DIRECTORY_PATH_MAX + 8];
    unsetenv("COVERDIR");
    unsetenv("GOCOVERDIR");
    assert_false(__cover_directory_named());
    setenv("GOCOVERDIR", "/go", 1);
    setenv("COVERDIR", "", 1);
    assert_int_equal(__cover_directory_find(path, &problem), 0);
    assert_string_equal(path, "/go");
    setenv("COVERDIR", "data", 1);
    assert_int_equal(__cover_directory_find(path, &problem), 0);
    assert_non_null(getcwd(expected, DIRECTORY_PATH_MAX));
    strcat(expected, "/data");
    assert_string_equal(path, expected);
}

/* runtime_test DIRECTORY: where the tests may write. */
int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_cut),
        cmocka_unit_test(text_numbers),
        cmocka_unit_test(memory_pieces),
        cmocka_unit_test(args_captured),
        cmocka_unit_test(args_tagged),
        cmocka_unit_test(args_keys),
        cmocka_unit_test(file_names),
        cmocka_unit_test_prestate(file_published, argv[1]),
        cmocka_unit_test_prestate(file_failed, argv[1]),
        cmocka_unit_test_prestate(directories_made, argv[1]),
        cmocka_unit_test(directory_from_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
