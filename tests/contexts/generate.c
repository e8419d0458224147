/* Writes the data of many tests of a made-up program, always the same for the same seed: input of the tests of origins,
 * and of bench/.
 *
 * usage: contexts_generate DIR TESTS FUNCTIONS SEED
 *
 * Two images share the package mod/lib, the program has mod/app besides. Function i has 1 to 8 units, twenty functions
 * a file. Test t is `t<t>`: its data is in DIR/<t / 100>/t<t>, but every fifth test is known by its tag only, its data
 * in a directory of another name; every third has run both images, each as a process of its own. Every tenth of the
 * units at the start is reached by all tests, others by some stretches of functions. With an odd seed there is data of
 * no test, in DIR itself. The meta-data files are in DIR. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/report.h"
#include "base/str.h"
#include "format/counter_encode.h"
#include "format/meta_encode.h"
#include "format/meta_file.h"

#include "base/banned.h"

enum { PACKAGES = 2, FILE_FUNCS = 20, FUNC_LINES = 40, UNITS_MAX = 8 };

struct image {
    uint32_t first, count; /* its functions, of all of the program's */
    uint32_t package_count;
    struct meta_blob blobs[PACKAGES];
    uint8_t hash[FORMAT_HASH_SIZE];
};

struct program {
    const char *dir;
    uint32_t func_count, seed;
    struct meta_func *funcs;
    struct meta_unit *units;
    const char **files; /* one a function: a package has its own */
    struct image images[2];
    uint32_t state; /* of the random numbers */
    struct arena arena;
};

static uint32_t random_next(struct program *p, uint32_t limit)
{
    p->state = p->state * 1664525u + 1013904223u;
    return limit ? (p->state >> 8) % limit : 0;
}

static void funcs_make(struct program *p)
{
    p->funcs = xcalloc(p->func_count, sizeof *p->funcs);
    p->units = xcalloc((size_t)p->func_count * UNITS_MAX, sizeof *p->units);
    p->files = xcalloc(p->func_count, sizeof *p->files);
    for (uint32_t f = 0; f < p->func_count; f++) {
        struct meta_unit *units = p->units + (size_t)f * UNITS_MAX;
        uint32_t count = 1 + random_next(p, UNITS_MAX), line = f % FILE_FUNCS * FUNC_LINES + 3;
        for (uint32_t u = 0; u < count; u++) {
            uint32_t height = random_next(p, 4);
            units[u] = (struct meta_unit){line, 5 + u, line + height, 30 + u, random_next(p, 5)};
            line += height + random_next(p, 2);
        }
        p->files[f] = arena_printf(&p->arena, "src/m%u/f%u.c", f / FILE_FUNCS / 50, f / FILE_FUNCS);
        p->funcs[f] = (struct meta_func){arena_printf(&p->arena, "func_%u", f), 0, units, count, false, {NULL, 0}};
    }
}

/* Of the package's functions, each knows its file by its index. */
static struct meta_blob package_make(struct program *p, const char *name, uint32_t first, uint32_t count)
{
    struct meta_package package = {.path = arena_printf(&p->arena, "mod/%s", name), .name = name, .module = "mod"};
    package.disposition = DISPOSITION_CONTAINED;
    package.files = p->files + first;
    package.file_count = package.func_count = count;
    package.funcs = p->funcs + first;
    for (uint32_t f = 0; f < count; f++)
        p->funcs[first + f].file = f;
    size_t len = meta_encode(&package, NULL, 0);
    uint8_t *data = arena_alloc(&p->arena, len);
    if (len == 0 || meta_encode(&package, data, len) != len)
        die("a package can't be encoded");
    return (struct meta_blob){data, len};
}

static struct meta_blob blob_at(const void *context, uint64_t index)
{
    return ((const struct image *)context)->blobs[index];
}

static void file_put(const struct str *path, const uint8_t *data, size_t len)
{
    if (file_write(path->data, (const char *)data, len) != 0)
        exit(EXIT_FAILED);
}

static void path_start(struct str *path, const char *dir, const char *kind, const struct image *image)
{
    str_clear(path);
    str_addf(path, "%s/%s.", dir, kind);
    for (int i = 0; i < FORMAT_HASH_SIZE; i++)
        str_addf(path, "%02x", image->hash[i]);
}

static void image_write(struct program *p, struct image *image)
{
    struct meta_blobs blobs = {image->package_count, blob_at, image};
    struct writer measure = {0};
    struct str path = STR_INIT;
    meta_final_hash(&blobs, MODE_COUNT, GRANULARITY_PERBLOCK, image->hash);
    meta_file_encode(&measure, &blobs, image->hash, MODE_COUNT, GRANULARITY_PERBLOCK);
    uint8_t *data = xmalloc(measure.total);
    struct writer w = {.out = data, .cap = measure.total};
    meta_file_encode(&w, &blobs, image->hash, MODE_COUNT, GRANULARITY_PERBLOCK);
    path_start(&path, p->dir, "covmeta", image);
    file_put(&path, data, w.used);
    str_free(&path);
    free(data);
}

/* Which functions the run reaches; one in ten at the start, then stretches. */
static void reached_choose(struct program *p, const struct image *image, uint8_t *reached)
{
    memset(reached, 0, p->func_count);
    memset(reached + image->first, 1, image->count / 10);
    for (uint32_t stretch = random_next(p, 6); stretch > 0; stretch--) {
        uint32_t first = random_next(p, image->count), len = random_next(p, image->count / 20 + 2);
        for (uint32_t f = first; f < first + len && f < image->count; f++)
            reached[image->first + f] = 1;
    }
}

/* The run's functions; with w NULL, their number alone. */
static uint32_t run_write(struct program *p, const struct image *image, const uint8_t *reached, struct writer *w)
{
    uint32_t written = 0;
    for (uint32_t f = image->first; f < image->first + image->count; f++) {
        uint32_t values[UNITS_MAX] = {1}, in_lib = f < p->func_count / 2;
        if (!reached[f])
            continue;
        written++;
        for (uint32_t u = 1; u < p->funcs[f].unit_count && w; u++)
            values[u] = random_next(p, 4);
        if (w)
            counter_func_encode(w, FLAVOR_ULEB128, !in_lib, in_lib ? f : f - p->func_count / 2, values,
                                p->funcs[f].unit_count);
    }
    return written;
}

/* One process; `tag` may be NULL. */
static void process_write(struct program *p, const struct image *image, const char *dir, const char *tag, uint32_t pid)
{
    uint8_t *reached = xcalloc(p->func_count, 1), *data = xmalloc((size_t)p->func_count * UNITS_MAX * 4 + 4096);
    struct writer w = {.out = data, .cap = (size_t)p->func_count * UNITS_MAX * 4 + 4096};
    struct counter_arg args[] = {{{"argc", 4}, {"0", 1}}, {{"test", 4}, {tag, tag ? strlen(tag) : 0}}};
    struct str path = STR_INIT;
    reached_choose(p, image, reached);
    counter_header_encode(&w, image->hash, FLAVOR_ULEB128, false);
    counter_preamble_encode(&w, run_write(p, image, reached, NULL), args, tag ? 2 : 1, 0);
    run_write(p, image, reached, &w);
    counter_footer_encode(&w, 1);
    if (w.failed || dir_make(dir) != 0)
        exit(EXIT_FAILED);
    path_start(&path, dir, "covcounters", image);
    str_addf(&path, ".%u.%u", pid, 1000 + pid);
    file_put(&path, data, w.used);
    str_free(&path);
    free(reached);
    free(data);
}

static void test_write(struct program *p, uint32_t test)
{
    char *name = arena_printf(&p->arena, "t%u", test);
    char *dir = test % 5 == 0 ? arena_printf(&p->arena, "%s/other/%u", p->dir, test)
                              : arena_printf(&p->arena, "%s/%u/t%u", p->dir, test / 100, test);
    const char *tag = test % 5 == 0 ? name : NULL;
    p->state = p->seed * 7919 + test;
    process_write(p, &p->images[test % 2], dir, tag, test);
    if (test % 3 == 0)
        process_write(p, &p->images[1 - test % 2], dir, tag, test);
}

int main(int argc, char **argv)
{
    report_program("contexts_generate");
    if (argc != 5)
        usage("usage: contexts_generate DIR TESTS FUNCTIONS SEED");
    struct program p = {.dir = argv[1], .func_count = (uint32_t)atoi(argv[3]), .seed = (uint32_t)atoi(argv[4])};
    uint32_t half = p.func_count / 2;
    if (dir_make(p.dir) != 0 || half < 10)
        usage("no such directory, or less than 20 functions");
    p.state = p.seed;
    funcs_make(&p);
    p.images[0] = (struct image){0, p.func_count, 2, {package_make(&p, "lib", 0, half)}, {0}};
    p.images[0].blobs[1] = package_make(&p, "app", half, p.func_count - half);
    p.images[1] = (struct image){0, half, 1, {p.images[0].blobs[0]}, {0}};
    image_write(&p, &p.images[0]);
    image_write(&p, &p.images[1]);
    for (int test = 0; test < atoi(argv[2]); test++)
        test_write(&p, (uint32_t)test);
    if (p.seed % 2)
        process_write(&p, &p.images[0], p.dir, NULL, 1);
    free(p.funcs);
    free(p.units);
    free(p.files);
    arena_free(&p.arena);
    return EXIT_DONE;
}
