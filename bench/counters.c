/* Writes a data directory of one program and many runs: the input of bench/merge.sh.
 *
 * usage: counters DIR RUNS FUNCTIONS UNITS: a program of so many functions of so many units each; each run ran a fifth
 * of the functions, others each time. */
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

enum { PART = 5, FUNCTIONS_A_FILE = 40 };

struct program {
    const char *dir;
    uint32_t functions, units;
    uint8_t *blob;
    size_t blob_len;
    uint8_t hash[FORMAT_HASH_SIZE];
};

static struct meta_blob program_blob(const void *context, uint64_t index)
{
    const struct program *program = context;
    (void)index;
    return (struct meta_blob){program->blob, program->blob_len};
}

static void file_put(const struct program *program, const char *prefix, const char *suffix, const struct writer *w)
{
    struct str path = STR_INIT;
    str_addf(&path, "%s/%s.", program->dir, prefix);
    for (int i = 0; i < FORMAT_HASH_SIZE; i++)
        str_addf(&path, "%02x", program->hash[i]);
    str_adds(&path, suffix);
    if (w->failed || file_write(path.data, (const char *)w->out, w->used) != 0)
        die("can't write %s", path.data);
    str_free(&path);
}

static void blob_make(struct program *program, struct arena *arena)
{
    uint32_t files = program->functions / FUNCTIONS_A_FILE + 1;
    const char **names = xcalloc(files, sizeof *names);
    struct meta_func *funcs = xcalloc(program->functions, sizeof *funcs);
    for (uint32_t i = 0; i < files; i++)
        names[i] = arena_printf(arena, "src/part%u/file%u.c", i / 50, i);
    for (uint32_t f = 0; f < program->functions; f++) {
        struct meta_unit *units = arena_alloc(arena, program->units * sizeof *units);
        uint32_t line = f % FUNCTIONS_A_FILE * program->units * 3 + 1;
        for (uint32_t u = 0; u < program->units; u++)
            units[u] = (struct meta_unit){line + 3 * u, 5, line + 3 * u + 2, 20, 2};
        funcs[f] = (struct meta_func){.name = arena_printf(arena, "function_%u", f),
                                      .file = f / FUNCTIONS_A_FILE,
                                      .units = units,
                                      .unit_count = program->units};
    }
    const struct meta_package package = {.path = "bench/program",
                                         .name = "program",
                                         .module = "bench",
                                         .disposition = DISPOSITION_CONTAINED,
                                         .files = names,
                                         .file_count = files,
                                         .funcs = funcs,
                                         .func_count = program->functions};
    program->blob_len = meta_encode(&package, NULL, 0);
    program->blob = xmalloc(program->blob_len);
    meta_encode(&package, program->blob, program->blob_len);
    free(names);
    free(funcs);
}

static void meta_write(struct program *program)
{
    const struct meta_blobs blobs = {1, program_blob, program};
    meta_final_hash(&blobs, MODE_COUNT, GRANULARITY_PERBLOCK, program->hash);
    struct writer w = {.cap = program->blob_len + 4096};
    w.out = xmalloc(w.cap);
    meta_file_encode(&w, &blobs, program->hash, MODE_COUNT, GRANULARITY_PERBLOCK);
    file_put(program, "covmeta", "", &w);
    free(w.out);
}

static void run_write(const struct program *program, uint32_t run, struct writer *w)
{
    const struct counter_arg args[] = {{{"argc", 4}, {"1", 1}}, {{"argv0", 5}, {"./program", 9}}};
    uint32_t values[64];
    char suffix[64];
    *w = (struct writer){.out = w->out, .cap = w->cap};
    counter_header_encode(w, program->hash, FLAVOR_ULEB128, false);
    counter_preamble_encode(w, program->functions / PART, args, 2, 0);
    for (uint32_t i = 0; i < program->functions / PART; i++) {
        uint32_t func = i * PART + (i + run) % PART;
        for (uint32_t u = 0; u < program->units; u++)
            values[u] = (func + u + run) % 3 ? (func * 7 + run) % 300 : 0;
        counter_func_encode(w, FLAVOR_ULEB128, 0, func, values, program->units);
    }
    counter_footer_encode(w, 1);
    snprintf(suffix, sizeof suffix, ".%u.%u", 1000 + run, 1700000000 + run);
    file_put(program, "covcounters", suffix, w);
}

int main(int argc, char **argv)
{
    report_program("counters");
    struct program program = {.dir = argc == 5 ? argv[1] : NULL};
    uint32_t runs = argc == 5 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
    program.functions = argc == 5 ? (uint32_t)strtoul(argv[3], NULL, 10) : 0;
    program.units = argc == 5 ? (uint32_t)strtoul(argv[4], NULL, 10) : 0;
    if (runs == 0 || program.functions < PART || program.units == 0 || program.units > 64)
        usage("usage: counters DIR RUNS FUNCTIONS UNITS (at most 64)");
    if (dir_make(program.dir) != 0)
        return EXIT_FAILED;
    struct arena arena = {0};
    blob_make(&program, &arena);
    meta_write(&program);
    struct writer w = {.cap = 4096 + (size_t)program.functions * (program.units * 5 + 16)};
    w.out = xmalloc(w.cap);
    for (uint32_t run = 0; run < runs; run++)
        run_write(&program, run, &w);
    free(w.out);
    free(program.blob);
    arena_free(&arena);
    return EXIT_DONE;
}
