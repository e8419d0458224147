/* Writes a data directory as instrumented C programs would: the tests' input where no instrumented program is at hand.
 *
 * usage: generate set|count|atomic DIR [OPTION...]
 *
 * Two images share a library. The program's package mod/app has two translation units, so two symbols of one path, and
 * both hold the inline function `help` of include/help.h. In the data they are one package, as the runtime writes them;
 * mod/vendored is a dependent package and sys/z a system one. Four processes have run. Options: `raw` writes raw
 * counter files, the functions that did not run included; `segments` puts two runs into one file; `apart` writes each
 * translation unit as a package, though several have one path; `unique` gives them paths of their own; `big` makes
 * counters that overflow when merged; `hostile` gives packages, files and functions names that no one should print as
 * they are, and units lines that no file can have. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/report.h"
#include "base/str.h"
#include "format/counter_encode.h"
#include "format/meta_encode.h"
#include "format/meta_group.h"

#include "base/banned.h"

#define COUNT(array) (uint32_t)(sizeof(array) / sizeof *(array))

struct options {
    enum counter_mode mode;
    bool raw, segments, apart, unique, big, hostile;
    const char *dir;
};

static const struct meta_unit main_units[] = {
    {10, 5, 14, 20, 3}, {14, 8, 14, 19, 0}, {15, 9, 18, 2, 2}, {12, 1, 13, 7, 1}, {20, 5, 20, 14, 1}};
static const struct meta_unit usage_units[] = {{30, 5, 33, 2, 4}};
static const struct meta_unit help_units[] = {{3, 5, 4, 11, 2}, {5, 9, 5, 20, 1}};
static const struct meta_unit other_units[] = {{7, 3, 9, 1, 2}, {8, 12, 8, 30, 0}};
static const struct meta_unit lib_units[] = {{100, 1, 130, 2, 17}, {131, 9, 140, 1, 300}};
static const struct meta_unit check_units[] = {{8, 5, 8, 40, 1}, {9, 5, 12, 3, 2}};

static const struct meta_unit far_units[] = {{5, 1, 6, 2, 1}, {0, 0, 4294967295u, 1, 1}, {9, 1, 8, 1, 1}};

static const char *const hostile_files[] = {"src/\"><script>alert(1)</script>&amp;.c",
                                            "a\nSF:b\r\nDA:1,1\nend_of_record\n",
                                            "\033]0;title\007\xff\xc3(\xe2\x80\xae.c", "src/|`*_[x](y)|/\xc3\xa4.c"};
static const char *const main_files[] = {"src/main.c", "include/help.h"};
static const char *const other_files[] = {"src/other.c", "include/help.h"};
static const char *const lib_files[] = {"lib/lib.c"};
static const char *const vendored_files[] = {"third_party/v/v.c"};
static const char *const system_files[] = {"zlib/z.c"};
static const char *const test_files[] = {"tests/test_lib.c"};

static const struct meta_func main_funcs[] = {
    {"main", 0, main_units, COUNT(main_units), false, {NULL, 0}},
    {"usage", 0, usage_units, COUNT(usage_units), false, {NULL, 0}},
    {"help", 1, help_units, COUNT(help_units), false, {NULL, 0}},
    {"empty", 0, NULL, 0, false, {NULL, 0}},
};
static const struct meta_func other_funcs[] = {
    {"help", 1, help_units, COUNT(help_units), false, {NULL, 0}},
    {"other_function_with_a_long_name", 0, other_units, COUNT(other_units), false, {NULL, 0}},
    {"usage", 0, usage_units, COUNT(usage_units), true, {NULL, 0}},
};
static const struct meta_func lib_funcs[] = {{"lib_run", 0, lib_units, COUNT(lib_units), false, {NULL, 0}}};
static const struct meta_func vendored_funcs[] = {{"v_start", 0, help_units, COUNT(help_units), false, {NULL, 0}},
                                                  {"v_stop", 0, other_units, COUNT(other_units), false, {NULL, 0}}};
static const struct meta_func hostile_funcs[] = {{"]]>\n<!--&", 0, help_units, COUNT(help_units), false, {NULL, 0}},
                                                 {"f,1\nFNDA:9,f", 1, main_units, COUNT(main_units), false, {NULL, 0}},
                                                 {"\033[2J", 2, help_units, COUNT(help_units), false, {NULL, 0}},
                                                 {"", 3, far_units, COUNT(far_units), false, {NULL, 0}}};
static const struct meta_func system_funcs[] = {{"z", 0, usage_units, COUNT(usage_units), false, {NULL, 0}}};
static const struct meta_func test_funcs[] = {{"main", 0, check_units, COUNT(check_units), false, {NULL, 0}}};

#define PACKAGE(path_, name_, module_, disposition_, files_, funcs_)                                                   \
    {                                                                                                                  \
        .path = path_, .name = name_, .module = module_, .disposition = disposition_, .files = files_,                 \
        .file_count = COUNT(files_), .funcs = funcs_, .func_count = COUNT(funcs_)                                      \
    }

static const struct meta_package app_packages[] = {
    PACKAGE("mod/app", "app", "mod", DISPOSITION_CONTAINED, main_files, main_funcs),
    PACKAGE("mod/vendored", "vendored", "vendored", DISPOSITION_DEPENDENT, vendored_files, vendored_funcs),
    PACKAGE("mod/app", "app", "mod", DISPOSITION_CONTAINED, other_files, other_funcs),
    PACKAGE("mod/lib", "lib", "mod", DISPOSITION_CONTAINED, lib_files, lib_funcs),
    PACKAGE("sys/z", "z", "", DISPOSITION_SYSTEM, system_files, system_funcs),
};
static const struct meta_package test_packages[] = {
    PACKAGE("mod/lib", "lib", "mod", DISPOSITION_CONTAINED, lib_files, lib_funcs),
    PACKAGE("mod/test_lib", "test_lib", "mod", DISPOSITION_CONTAINED, test_files, test_funcs),
};

static const struct meta_package hostile_packages[] = {
    PACKAGE("mod/<b>\n\033[31m", "b", "mod\"'\n\t&", DISPOSITION_CONTAINED, hostile_files, hostile_funcs),
    PACKAGE("dep/x", "x", "..\n", DISPOSITION_DEPENDENT, lib_files, lib_funcs),
};

struct image {
    const struct meta_package *packages;
    uint32_t count;
    uint8_t data[8][1024];
    struct meta_blob blobs[8];
    struct meta_place places[8];
    struct meta_joined joined[8];
    struct meta_grouping grouping;
    uint8_t hash[FORMAT_HASH_SIZE];
};

static struct meta_blob blob_at(const void *context, uint64_t index)
{
    return ((const struct image *)context)->blobs[index];
}

static void hex_add(struct str *s, const uint8_t hash[FORMAT_HASH_SIZE])
{
    for (int i = 0; i < FORMAT_HASH_SIZE; i++)
        str_addf(s, "%02x", hash[i]);
}

static void file_put(const struct str *path, const uint8_t *data, const struct writer *w)
{
    if (w->failed || file_write(path->data, (const char *)data, w->used) != 0)
        die("cannot write %s", path->data);
}

static void image_write(const struct options *o, struct image *image)
{
    static uint8_t data[16384];
    struct meta_blobs blobs = {image->count, blob_at, image};
    for (uint32_t i = 0; i < image->count; i++) {
        struct meta_package package = image->packages[i];
        char path[64];
        snprintf(path, sizeof path, "%s/%u", package.path, i);
        if (o->unique)
            package.path = path;
        image->blobs[i] =
            (struct meta_blob){image->data[i], meta_encode(&package, image->data[i], sizeof image->data[i])};
    }
    struct writer w = {.out = data, .cap = sizeof data};
    if (o->apart) {
        for (uint32_t i = 0; i < image->count; i++)
            image->places[i] = (struct meta_place){.package = i};
        meta_final_hash(&blobs, o->mode, GRANULARITY_PERBLOCK, image->hash);
        meta_file_encode(&w, &blobs, image->hash, o->mode, GRANULARITY_PERBLOCK);
    } else {
        const char *problem = meta_group(&image->grouping, &blobs, image->places, image->joined);
        if (problem)
            die("%s", problem);
        meta_group_hash(&image->grouping, o->mode, GRANULARITY_PERBLOCK, image->hash);
        meta_group_encode(&w, &image->grouping, image->hash, o->mode, GRANULARITY_PERBLOCK);
    }
    struct str path = STR_INIT;
    str_addf(&path, "%s/covmeta.", o->dir);
    hex_add(&path, image->hash);
    file_put(&path, data, &w);
    str_free(&path);
}

/* How often unit `unit` of a function ran in run `run`: some pattern in which whole functions stay at 0. */
static uint32_t value_of(const struct options *o, uint32_t run, uint32_t package, uint32_t func, uint32_t unit)
{
    if ((package + 2 * func + run) % 3 == 0 || (package * 3 + func * 5 + unit) % 4 == 1)
        return 0;
    uint32_t value = (unit * 7 + run * 3 + func) % 5;
    if (o->mode == MODE_SET)
        return value != 0;
    return o->big ? value * 0x70000000u : value;
}

static uint32_t func_values(const struct options *o, const struct image *image, uint32_t run, uint32_t package,
                            uint32_t func, uint32_t *values)
{
    uint32_t live = 0;
    for (uint32_t u = 0; u < image->packages[package].funcs[func].unit_count; u++)
        live |= values[u] = value_of(o, run, package, func, u);
    return live;
}

/* Counts the run's functions, and writes them where w is given. */
static uint32_t run_write(const struct options *o, const struct image *image, uint32_t run, struct writer *w)
{
    uint32_t written = 0;
    for (uint32_t p = 0; p < image->count; p++) {
        for (uint32_t f = 0; f < image->packages[p].func_count; f++) {
            uint32_t values[8];
            if (!func_values(o, image, run, p, f, values) && !o->raw)
                continue;
            written++;
            if (w)
                counter_func_encode(w, o->raw ? FLAVOR_RAW : FLAVOR_ULEB128, image->places[p].package,
                                    image->places[p].first_func + f, values, image->packages[p].funcs[f].unit_count);
        }
    }
    return written;
}

static void counters_write(const struct options *o, const struct image *image, uint32_t run)
{
    static uint8_t data[16384];
    struct writer w = {.out = data, .cap = sizeof data};
    const struct counter_arg args[] = {{{"argc", 4}, {"2", 1}},
                                       {{"argv0", 5}, {"./app", 5}},
                                       {{"argv1", 5}, {run % 2 ? "odd" : "even one", run % 2 ? 3 : 8}},
                                       {{"GOOS", 4}, {"linux", 5}},
                                       {{"GOARCH", 6}, {"amd64", 5}},
                                       {{"test", 4}, {"some.test", 9}}};
    counter_header_encode(&w, image->hash, o->raw ? FLAVOR_RAW : FLAVOR_ULEB128, o->raw);
    for (uint32_t segment = 1; segment <= (o->segments ? 2 : 1); segment++) {
        counter_preamble_encode(&w, run_write(o, image, run + segment - 1, NULL), args, 6,
                                o->raw && segment == 1 ? 4096 : 0);
        run_write(o, image, run + segment - 1, &w);
        counter_footer_encode(&w, segment);
    }
    struct str path = STR_INIT;
    str_addf(&path, "%s/covcounters.", o->dir);
    hex_add(&path, image->hash);
    str_addf(&path, ".%u.%u", 1000 + run, 1700000000 + run);
    file_put(&path, data, &w);
    str_free(&path);
}

int main(int argc, char **argv)
{
    report_program("generate");
    if (argc < 3)
        usage("usage: generate set|count|atomic DIR [raw] [segments] [apart] [unique] [big] [hostile]");
    struct options o = {.mode = mode_parse(argv[1]), .dir = argv[2]};
    for (int i = 3; i < argc; i++) {
        o.raw |= strcmp(argv[i], "raw") == 0;
        o.segments |= strcmp(argv[i], "segments") == 0;
        o.apart |= strcmp(argv[i], "apart") == 0;
        o.unique |= strcmp(argv[i], "unique") == 0;
        o.big |= strcmp(argv[i], "big") == 0;
        o.hostile |= strcmp(argv[i], "hostile") == 0;
    }
    if (o.mode == MODE_INVALID || dir_make(o.dir) != 0)
        usage("no such mode or directory");
    static struct image app = {.packages = app_packages, .count = COUNT(app_packages)};
    static struct image test = {.packages = test_packages, .count = COUNT(test_packages)};
    if (o.hostile)
        app = (struct image){.packages = hostile_packages, .count = COUNT(hostile_packages)};
    image_write(&o, &app);
    image_write(&o, &test);
    for (uint32_t run = 0; run < 4; run++)
        counters_write(&o, run < 3 ? &app : &test, run);
    return EXIT_DONE;
}
