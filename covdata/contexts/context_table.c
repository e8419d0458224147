/* In: a model and its contexts; out: the units by file and line, and lists of test names in the syntax of test
 * runners. */
#include "covdata/contexts/context_table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/report.h"
#include "base/escape.h"
#include "covdata/model/lines.h"

#include "base/banned.h"

static struct context_file *context_table_file_at(struct context_table *table, struct map *by_name,
                                                  const struct model_package *package, const struct model_func *func)
{
    void **index = map_at(by_name, func->shown, strlen(func->shown));
    if (*index == NULL) {
        table->files = array_grow(table->files, table->count, &table->cap, sizeof *table->files);
        table->files[table->count++] =
            (struct context_file){.name = func->shown, .path = func->file, .package = package};
        *index = (void *)(uintptr_t)table->count;
    }
    return &table->files[(uintptr_t)*index - 1];
}

static void context_table_func_add(struct context_file *file, const struct model_func *func,
                                   const struct contexts *contexts)
{
    for (size_t u = 0; u < func->unit_count; u++) {
        file->units = array_grow(file->units, file->count, &file->cap, sizeof *file->units);
        file->units[file->count++] = (struct context_unit){func->units[u].at, contexts->set_of[func->first + u], func};
    }
}

static int context_table_unit_order(const void *a, const void *b)
{
    const struct context_unit *x = a, *y = b;
    int order = unit_compare(&x->at, &y->at);
    return order ? order : strcmp(x->func->name, y->func->name);
}

static int context_table_file_order(const void *a, const void *b)
{
    return strcmp(((const struct context_file *)a)->name, ((const struct context_file *)b)->name);
}

void context_table_make(struct context_table *table, const struct model *model, const struct contexts *contexts)
{
    struct map by_name = {0};
    *table = (struct context_table){0};
    for (size_t p = 0; p < model->package_count; p++)
        for (size_t f = 0; f < model->packages[p]->func_count; f++) {
            const struct model_func *func = model->packages[p]->funcs[f];
            context_table_func_add(context_table_file_at(table, &by_name, model->packages[p], func), func, contexts);
        }
    map_free(&by_name);
    for (size_t i = 0; i < table->count; i++)
        if (table->files[i].count > 0)
            qsort(table->files[i].units, table->files[i].count, sizeof(struct context_unit), context_table_unit_order);
    if (table->count > 0)
        qsort(table->files, table->count, sizeof *table->files, context_table_file_order);
}

void context_table_free(struct context_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        free(table->files[i].units);
    free(table->files);
    arena_free(&table->arena);
    *table = (struct context_table){0};
}

/* Is `end` the last of path's components, or all of them? */
static bool context_table_path_ends(const char *path, const char *end)
{
    size_t len = strlen(path), size = strlen(end);
    return size > 0 && size <= len && strcmp(path + len - size, end) == 0 &&
           (size == len || path[len - size - 1] == '/');
}

_Noreturn static void context_table_several_die(const char *name, const struct context_file *a,
                                                const struct context_file *b)
{
    struct str names = STR_INIT;
    escape_line(&names, a->name, "");
    str_adds(&names, ", ");
    escape_line(&names, b->name, "");
    die("%s: several files match: %s", name, names.data);
}

const struct context_file *context_file_find(const struct context_table *table, const char *name)
{
    const struct context_file *end = NULL, *other = NULL, *within = NULL;
    struct arena arena = {0};
    const char *clean = path_clean(&arena, name);
    for (size_t i = 0; i < table->count; i++) {
        const struct context_file *file = &table->files[i];
        if (strcmp(file->name, clean) == 0) {
            end = file;
            other = NULL;
            break;
        }
        if (context_table_path_ends(file->name, clean)) {
            other = end;
            end = file;
        } else if (context_table_path_ends(clean, file->name) &&
                   (within == NULL || strlen(within->name) < strlen(file->name))) {
            within = file;
        }
    }
    arena_free(&arena);
    if (other)
        context_table_several_die(name, other, end);
    if (end == NULL && within == NULL)
        die("%s: no such file in the data", name);
    return end ? end : within;
}

void test_choice_add(struct test_choice *choice, const struct contexts *contexts, uint32_t set)
{
    if (choice->in == NULL)
        choice->in = xcalloc(contexts->test_count + 1, sizeof *choice->in);
    for (uint32_t test = 0; test_set_next(&contexts->sets, set, &test); test++) {
        if (choice->in[test])
            continue;
        choice->in[test] = true;
        if (*contexts->tests[test])
            choice->count++;
        else
            choice->none = true;
    }
}

bool test_choice_lines(struct test_choice *choice, const struct contexts *contexts, const struct context_file *file,
                       uint32_t first, uint32_t last)
{
    bool found = false;
    for (size_t i = 0; i < file->count && file->units[i].at.start_line <= last; i++) {
        if (file->units[i].at.end_line < first)
            continue;
        test_choice_add(choice, contexts, file->units[i].set);
        found = true;
    }
    return found;
}

void test_choice_free(struct test_choice *choice)
{
    free(choice->in);
    *choice = (struct test_choice){0};
}

/* CMake's expressions have a backslash before what is special. */
static void context_table_ctest_add(struct str *out, const char *name)
{
    for (; *name; name++) {
        if (strchr("^$.[]-*+?|()\\", *name))
            str_addc(out, '\\');
        str_addc(out, *name);
    }
}

/* A word of the shell. */
static void context_table_meson_add(struct str *out, const char *name)
{
    bool plain = *name != '\0';
    for (const char *c = name; *c; c++)
        plain = plain && (isalnum((unsigned char)*c) || strchr("_-+./:,@%=", *c));
    str_adds(out, plain ? "" : "'");
    for (; *name; name++) {
        if (*name == '\'')
            str_adds(out, "'\\''");
        else
            str_addc(out, *name);
    }
    str_adds(out, plain ? "" : "'");
}

static bool context_table_name_breaks(const char *name)
{
    for (; *name; name++)
        if (iscntrl((unsigned char)*name))
            return true;
    return false;
}

static void context_table_name_add(struct str *out, const char *name, enum test_format format, bool first)
{
    if (format == TESTS_NAMES) {
        escape_line(out, name, "");
        str_addc(out, '\n');
    } else if (format == TESTS_CTEST) {
        str_adds(out, first ? "" : "|");
        context_table_ctest_add(out, name);
    } else {
        str_adds(out, first ? "" : " ");
        context_table_meson_add(out, name);
    }
}

void test_choice_print(struct str *out, const struct test_choice *choice, const struct contexts *contexts,
                       enum test_format format)
{
    bool first = true;
    if (format == TESTS_CTEST)
        str_adds(out, "^(");
    for (uint32_t i = 0; i < contexts->test_count && choice->in; i++) {
        uint32_t test = contexts->by_name[i];
        const char *name = contexts->tests[test];
        if (!choice->in[test] || *name == '\0')
            continue;
        if (format != TESTS_NAMES && context_table_name_breaks(name)) {
            warn("a test with control characters in its name cannot be selected by name");
            continue;
        }
        context_table_name_add(out, name, format, first);
        first = false;
    }
    if (format != TESTS_NAMES)
        str_adds(out, format == TESTS_CTEST ? ")$\n" : "\n");
}
