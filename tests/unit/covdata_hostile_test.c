/* Damaged files, in-process so that thousands of them can be tried: each data file of a directory is cut at every byte,
 * each of its bits is flipped, bytes are appended, and it is replaced by foreign bytes. A damaged file must be told in
 * one line that names it, must make the result -1, and must not change what the good files say. usage: hostile_test
 * GENERATE DIR */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/report.h"
#include "covdata/model/read.h"
#include "format/counters.h"

static char *generate, *work;

/* Data of one program: that of the other is taken away. */
struct data {
    char dir[4096];
    struct pods pods;
};

static void data_make(struct data *data, const char *name, const char *options)
{
    char command[16384];
    snprintf(data->dir, sizeof data->dir, "%s/%s", work, name);
    snprintf(command, sizeof command, "rm -rf '%s' && '%s' count '%s' %s", data->dir, generate, data->dir, options);
    assert_int_equal(system(command), 0);
    assert_int_equal(pods_collect(&data->pods, (char *[]){data->dir}, 1, 0), 0);
    assert_int_equal(data->pods.count, 2);
    size_t other = data->pods.list[0].counter_count == 1 ? 0 : 1;
    assert_int_equal(unlink(data->pods.list[other].meta), 0);
    assert_int_equal(unlink(data->pods.list[other].counters[0].path), 0);
    if (other == 0) {
        struct pod pod = data->pods.list[0];
        data->pods.list[0] = data->pods.list[1];
        data->pods.list[1] = pod;
    }
    assert_int_equal(data->pods.list[0].counter_count, 3);
}

/* Reads the directory with standard error in `lines`. Returns the result; *sum is that of all counters. */
static int data_read(const struct data *data, struct str *lines, uint64_t *sum)
{
    struct model_request request = {.data = {.dirs = (char *[]){(char *)(uintptr_t)data->dir}, .dir_count = 1}};
    struct model model;
    char log[64];
    int saved = dup(STDERR_FILENO), fd = memfd_create("log", 0);
    snprintf(log, sizeof log, "/proc/self/fd/%d", fd);
    assert_true(saved >= 0 && fd >= 0 && dup2(fd, STDERR_FILENO) >= 0);
    int result = model_read(&model, &request, MODE_RELAXED);
    dup2(saved, STDERR_FILENO);
    close(saved);
    str_clear(lines);
    assert_int_equal(file_read(log, lines), 0);
    close(fd);
    *sum = 0;
    for (size_t p = 0; p < model.package_count; p++)
        for (size_t f = 0; f < model.packages[p]->func_count; f++)
            for (size_t u = 0; u < model.packages[p]->funcs[f]->unit_count; u++)
                *sum += model.packages[p]->funcs[f]->units[u].count;
    model_free(&model);
    return result;
}

static size_t line_count(const struct str *text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text->len; i++)
        lines += text->data[i] == '\n';
    return lines;
}

/* Without O_TRUNC, after which some file systems wait for the disk. */
static void bytes_put(const char *path, const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0666);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), len);
    assert_int_equal(ftruncate(fd, (off_t)len), 0);
    assert_int_equal(close(fd), 0);
}

/* Puts the bytes in the file's place. They must be refused in one line, and the rest give `rest`. */
static void refused(const struct data *data, const char *path, const char *bytes, size_t len, uint64_t rest)
{
    struct str lines = STR_INIT;
    uint64_t sum;
    bytes_put(path, bytes, len);
    assert_int_equal(data_read(data, &lines, &sum), -1);
    assert_int_equal(line_count(&lines), 1);
    assert_non_null(strstr(lines.data, path));
    assert_int_equal(sum, rest);
    str_free(&lines);
}

/* As above where the bytes may still be right, or (meta-data) may make the counter files wrong: no crash, at most a
 * line a file, and silence if and only if all is well. */
static void survived(const struct data *data, const char *path, const char *bytes, size_t len)
{
    struct str lines = STR_INIT;
    uint64_t sum;
    bytes_put(path, bytes, len);
    int result = data_read(data, &lines, &sum);
    assert_true(line_count(&lines) <= data->pods.list[0].counter_count);
    assert_true((result == 0) == (line_count(&lines) == 0) || strstr(lines.data, "warning: "));
    str_free(&lines);
}

/* Without the file, the sum of the others. */
static uint64_t sum_without(const struct data *data, const char *path, const struct str *bytes)
{
    struct str lines = STR_INIT;
    uint64_t sum;
    assert_int_equal(unlink(path), 0);
    assert_int_equal(data_read(data, &lines, &sum), 0);
    bytes_put(path, bytes->data, bytes->len);
    str_free(&lines);
    return sum;
}

/* Cut behind a segment's footer, a counter file is whole: one of fewer segments. */
static bool ends_with_footer(const char *bytes, size_t len)
{
    return len >= COUNTER_FILE_HEADER_SIZE + COUNTER_FOOTER_SIZE &&
           memcmp(bytes + len - COUNTER_FOOTER_SIZE, COUNTER_FILE_MAGIC, 4) == 0;
}

/* Every byte, but of long files only every so many ones of the long filling. */
static size_t cut_stride(size_t cut, size_t step)
{
    return cut < 200 || cut > 4096 || step < 97 ? 1 : 61;
}

/* step: how far apart the bits are that get flipped. */
static void file_damage(const struct data *data, const char *path, uint64_t rest, size_t step)
{
    static const char foreign[] =
        "#!/bin/sh\necho this is no coverage data, whatever its name may be; it is long enough for a header\n";
    struct str bytes = STR_INIT;
    assert_int_equal(file_read(path, &bytes), 0);
    for (size_t cut = 0; cut < bytes.len; cut += cut_stride(cut, step)) {
        if (!ends_with_footer(bytes.data, cut))
            refused(data, path, bytes.data, cut, rest);
    }
    refused(data, path, bytes.data, bytes.len + 1, rest);
    refused(data, path, foreign, sizeof foreign, rest);
    for (size_t bit = 0; bit < 8 * bytes.len; bit += step) {
        bytes.data[bit / 8] ^= (char)(1 << bit % 8);
        survived(data, path, bytes.data, bytes.len);
        bytes.data[bit / 8] ^= (char)(1 << bit % 8);
    }
    bytes_put(path, bytes.data, bytes.len);
    str_free(&bytes);
}

static void pod_damage(const char *name, const char *options, size_t step)
{
    struct data data;
    struct str bytes = STR_INIT;
    data_make(&data, name, options);
    const struct pod *pod = &data.pods.list[0];
    file_damage(&data, pod->meta, 0, step);
    assert_int_equal(file_read(pod->counters[1].path, &bytes), 0);
    uint64_t rest = sum_without(&data, pod->counters[1].path, &bytes);
    assert_true(rest > 0);
    file_damage(&data, pod->counters[1].path, rest, step);
    str_free(&bytes);
    pods_free(&data.pods);
}

static void damaged_uleb(void **state)
{
    (void)state;
    pod_damage("uleb", "", 11);
}

static void damaged_raw(void **state)
{
    (void)state;
    pod_damage("raw", "raw", 97);
}

static void damaged_segments(void **state)
{
    (void)state;
    pod_damage("segments", "segments", 7);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_uleb),
        cmocka_unit_test(damaged_raw),
        cmocka_unit_test(damaged_segments),
    };
    if (argc != 3)
        usage("usage: hostile_test GENERATE DIR");
    generate = argv[1];
    work = argv[2];
    if (dir_make(work) != 0)
        return EXIT_FAILED;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
