/* Writes a project of any size with data of four tests, as it would be if it had been built and run: the input of
 * bench/html.sh, and of the browser test's largest page.
 *
 * usage: sources DIR FILES LINES: source files below DIR/source, LINES lines in all, and data below DIR/data. A
 * function takes eight lines; a fourth of them never runs, of another fourth a branch does not. */
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

enum { FUNCTION_LINES = 8, FUNCTION_UNITS = 3, TESTS = 4, FILES_A_PACKAGE = 100 };

struct project {
    const char *dir;
    uint32_t files, functions; /* functions a file */
    struct arena arena;
    const char **names;
    struct meta_blob *blobs;
    uint32_t package_count;
    uint8_t hash[FORMAT_HASH_SIZE];
};

static void source_write(const struct project *project, uint32_t file)
{
    struct str path = STR_INIT, text = STR_INIT;
    str_addf(&path, "%s/source/part%u", project->dir, file / FILES_A_PACKAGE);
    if (dir_make(path.data) != 0)
        exit(EXIT_FAILED);
    str_clear(&path);
    str_addf(&path, "%s/source/%s", project->dir, project->names[file]);
    for (uint32_t f = 0; f < project->functions; f++)
        str_addf(&text,
                 "/* Function %u of file %u. */\nint file%u_function%u(int x)\n{\n    if (x > %u) {\n"
                 "        x -= %u; /* less */\n    }\n    return x + %u;\n}\n",
                 f, file, file, f, f, f % 7, file);
    if (file_write(path.data, text.data, text.len) != 0)
        exit(EXIT_FAILED);
    str_free(&path);
    str_free(&text);
}

static struct meta_func func_make(struct project *project, uint32_t file, uint32_t f)
{
    uint32_t line = f * FUNCTION_LINES;
    struct meta_unit *units = arena_alloc(&project->arena, FUNCTION_UNITS * sizeof *units);
    units[0] = (struct meta_unit){line + 3, 1, line + 4, (uint32_t)snprintf(NULL, 0, "    if (x > %u)", f) + 1, 1};
    units[1] = (struct meta_unit){line + 4, units[0].end_col + 1, line + 5, 16, 1};
    units[2] =
        (struct meta_unit){line + 7, 5, line + 7, (uint32_t)snprintf(NULL, 0, "    return x + %u;", file) + 1, 1};
    return (struct meta_func){arena_printf(&project->arena, "file%u_function%u", file, f), file % FILES_A_PACKAGE,
                              units, FUNCTION_UNITS, false, {NULL, 0}};
}

static struct meta_blob package_make(struct project *project, uint32_t index)
{
    uint32_t first = index * FILES_A_PACKAGE;
    uint32_t files = project->files - first < FILES_A_PACKAGE ? project->files - first : FILES_A_PACKAGE;
    struct meta_func *funcs = xcalloc((size_t)files * project->functions, sizeof *funcs);
    for (uint32_t i = 0; i < files; i++)
        for (uint32_t f = 0; f < project->functions; f++)
            funcs[i * project->functions + f] = func_make(project, first + i, f);
    struct meta_package package = {.path = arena_printf(&project->arena, "large/part%u", index),
                                   .name = "part",
                                   .module = "large",
                                   .disposition = DISPOSITION_CONTAINED,
                                   .files = project->names + first,
                                   .file_count = files,
                                   .funcs = funcs,
                                   .func_count = files * project->functions};
    size_t size = meta_encode(&package, NULL, 0);
    uint8_t *blob = xmalloc(size);
    meta_encode(&package, blob, size);
    free(funcs);
    return (struct meta_blob){blob, size};
}

static struct meta_blob blob_at(const void *context, uint64_t index)
{
    return ((const struct project *)context)->blobs[index];
}

/* A file of the data, its name ended by the project's hash and `rest`. */
static FILE *data_open(const struct project *project, const char *prefix, const char *rest)
{
    struct str path = STR_INIT;
    str_addf(&path, "%s/data/%s.", project->dir, prefix);
    for (int i = 0; i < FORMAT_HASH_SIZE; i++)
        str_addf(&path, "%02x", project->hash[i]);
    str_adds(&path, rest);
    FILE *file = fopen(path.data, "we");
    if (file == NULL)
        die("%s can't be written", path.data);
    str_free(&path);
    return file;
}

static int file_take(void *context, const uint8_t *data, size_t len)
{
    return fwrite(data, 1, len, context) == len ? 0 : -1;
}

static void data_close(FILE *file, struct writer *w)
{
    if (writer_flush(w) != 0 || fclose(file) != 0)
        die("the data can't be written");
}

static void meta_write(struct project *project)
{
    static uint8_t buffer[65536];
    struct meta_blobs blobs = {project->package_count, blob_at, project};
    meta_final_hash(&blobs, MODE_COUNT, GRANULARITY_PERBLOCK, project->hash);
    FILE *file = data_open(project, META_FILE_PREFIX, "");
    struct writer w = {.out = buffer, .cap = sizeof buffer, .flush = file_take, .context = file};
    meta_file_encode(&w, &blobs, project->hash, MODE_COUNT, GRANULARITY_PERBLOCK);
    data_close(file, &w);
}

/* What test t ran: of each function that it reaches the first and the last unit, and by half of them the branch. */
static uint64_t counters_write(const struct project *project, uint32_t test, struct writer *w)
{
    uint64_t written = 0;
    for (uint32_t file = 0; file < project->files; file++) {
        for (uint32_t f = 0; f < project->functions; f++) {
            uint32_t kind = (file + f) % 4, count = (file * 7 + f * 13) % 1000 + test + 1;
            if (kind == 0 || (f + test) % 3 == 0)
                continue;
            written++;
            if (w)
                counter_func_encode(w, FLAVOR_ULEB128, file / FILES_A_PACKAGE,
                                    file % FILES_A_PACKAGE * project->functions + f,
                                    (uint32_t[]){count, kind == 1 ? 0 : count / 2, count}, FUNCTION_UNITS);
        }
    }
    return written;
}

static void test_write(const struct project *project, uint32_t test)
{
    static uint8_t buffer[65536];
    char rest[32], name[16];
    snprintf(rest, sizeof rest, ".%u.1", test + 1);
    int len = snprintf(name, sizeof name, "test%u", test);
    struct counter_arg tag = {{"test", 4}, {name, (size_t)len}};
    FILE *file = data_open(project, COUNTER_FILE_PREFIX, rest);
    struct writer w = {.out = buffer, .cap = sizeof buffer, .flush = file_take, .context = file};
    counter_header_encode(&w, project->hash, FLAVOR_ULEB128, false);
    counter_preamble_encode(&w, counters_write(project, test, NULL), &tag, 1, 0);
    counters_write(project, test, &w);
    counter_footer_encode(&w, 1);
    data_close(file, &w);
}

int main(int argc, char **argv)
{
    report_program("sources");
    if (argc != 4 || atoi(argv[2]) < 1 || atoi(argv[3]) / atoi(argv[2]) < FUNCTION_LINES)
        usage("usage: sources DIR FILES LINES");
    struct project project = {.dir = argv[1], .files = (uint32_t)atoi(argv[2])};
    project.functions = (uint32_t)atoi(argv[3]) / project.files / FUNCTION_LINES;
    project.package_count = (project.files + FILES_A_PACKAGE - 1) / FILES_A_PACKAGE;
    project.names = xcalloc(project.files, sizeof *project.names);
    project.blobs = xcalloc(project.package_count, sizeof *project.blobs);
    for (uint32_t i = 0; i < project.files; i++)
        project.names[i] = arena_printf(&project.arena, "part%u/file%u.c", i / FILES_A_PACKAGE, i);
    for (uint32_t i = 0; i < project.files; i++)
        source_write(&project, i);
    for (uint32_t i = 0; i < project.package_count; i++)
        project.blobs[i] = package_make(&project, i);
    if (dir_make(arena_printf(&project.arena, "%s/data", project.dir)) != 0)
        return EXIT_FAILED;
    meta_write(&project);
    for (uint32_t test = 0; test < TESTS; test++)
        test_write(&project, test);
    for (uint32_t i = 0; i < project.package_count; i++)
        free((void *)(uintptr_t)project.blobs[i].data);
    free(project.names);
    free(project.blobs);
    arena_free(&project.arena);
    return EXIT_DONE;
}
