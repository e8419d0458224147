/* A model's units by file and line, with the tests that reached them. Queries about lines and changes use it. */
#ifndef COVER_COVDATA_CONTEXTS_CONTEXT_TABLE_H
#define COVER_COVDATA_CONTEXTS_CONTEXT_TABLE_H

#include "covdata/contexts/contexts.h"

struct context_unit {
    struct meta_unit at;
    uint32_t set; /* of contexts->sets */
    const struct model_func *func;
};

struct context_file {
    const char *name;                    /* as reports call it */
    const char *path;                    /* as recorded, by the package */
    const struct model_package *package; /* the first that it is of */
    struct context_unit *units; /* by unit_compare; what two packages or functions have of one place is there twice */
    size_t count, cap;
};

struct context_table {
    struct context_file *files; /* by name */
    size_t count, cap;
    struct arena arena;
};

/* The model and the contexts must outlive the table. */
void context_table_make(struct context_table *table, const struct model *model, const struct contexts *contexts);
void context_table_free(struct context_table *table);

/* The file that the user calls `name`: by its name, its end, or a path that ends with its name. Ends the program where
 * there is none or more than one. */
const struct context_file *context_file_find(const struct context_table *table, const char *name);

/* Some of the tests. Zero-initialise it. */
struct test_choice {
    bool *in;       /* by number */
    bool none;      /* data of no test, too */
    uint32_t count; /* the others */
};

void test_choice_add(struct test_choice *choice, const struct contexts *contexts, uint32_t set);
/* Adds the tests that reached a unit of which any line is among these; false: there is no unit. */
bool test_choice_lines(struct test_choice *choice, const struct contexts *contexts, const struct context_file *file,
                       uint32_t first, uint32_t last);
void test_choice_free(struct test_choice *choice);

/* Formats of -format. */
enum test_format { TESTS_NAMES = 1, TESTS_CTEST, TESTS_MESON };

/* Appends the names in order: a line each; or one line, an expression for ctest -R, or words for `meson test`. */
void test_choice_print(struct str *out, const struct test_choice *choice, const struct contexts *contexts,
                       enum test_format format);

#endif
