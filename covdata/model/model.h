/* The data of all pods together: packages, their functions, and the functions' units with counts. Equal things are
 * joined: packages by path, functions by file, name and literal flag, units by function, position and number of
 * statements. So a package may come from many symbols, and an inline function of a header from many translation
 * units. No printing here. */
#ifndef COVER_COVDATA_MODEL_H
#define COVER_COVDATA_MODEL_H

#include "base/map.h"
#include "base/memory.h"
#include "covdata/data/pod_data.h"
#include "covdata/model/unit_lines.h"

struct model_unit {
    struct meta_unit at;
    uint32_t count;
    const struct unit_lines *lines; /* of its code; NULL: all of its extent */
};

struct model_func {
    const char *name, *file; /* NUL-terminated */
    const char *shown;       /* what reports call the file (shown_names.h); set by model_sort */
    uint32_t line;           /* of its name; 0: unknown, as in files of Go's and of versions before 0.2 */
    bool literal;
    bool head_excluded;       /* by a marker: it does not count as a function, as in lcov; its units may */
    struct model_unit *units; /* in order of unit_compare, no two equal */
    size_t unit_count;
    size_t first; /* number of its first unit among all of the model's, in order of packages; set by model_sort */
};

struct model_package {
    const char *path;
    const char *module;        /* of the first symbol */
    uint8_t disposition;       /* of the first symbol that says one */
    int64_t written;           /* when the newest meta-data file that has it was: seconds since 1970 */
    struct model_func **funcs; /* in order of appearance */
    size_t func_count, func_cap;
    size_t unit_count;
    struct map by_name;
};

struct model {
    bool filled;                     /* some pod was added */
    enum counter_mode mode;          /* of the first pod */
    struct model_package **packages; /* in order of appearance */
    size_t package_count, package_cap;
    struct map by_path;
    size_t unit_count;     /* set by model_sort */
    struct map exclusions; /* by file: struct exclusions *, of the markers that were applied (markers.h) */
    struct arena arena;    /* owns all but the arrays; copies, so that pods need not outlive the model */
};

/* Adds the selected packages, and of them the selected functions. */
void model_add(struct model *model, const struct pod_data *data, const struct select *select);
/* Adds a function that was stored, with room for its units, which the caller fills, sorted. For a model of such
 * functions alone, or before pods are added; its mode is that of sets. */
struct model_func *model_func_load(struct model *model, const struct pod_package *package, const struct pod_func *func,
                                   size_t unit_count);
/* Orders the packages by path, numbers the units, and names the files. */
void model_sort(struct model *model);
/* What the model has made of a function of a pod; NULL: it has none such. */
struct model_func *model_func_find(const struct model *model, const struct pod_package *package,
                                   const struct pod_func *func);
/* The index of the function's unit at this place; SIZE_MAX: there is none. */
size_t model_unit_find(const struct model_func *func, const struct meta_unit *at);
void model_free(struct model *model);
/* Is the package of the project's own module, so that its files are named from the project's root? */
bool model_own(const struct model_package *package);

/* By start line, end line, start column, end column, statements: Go's order. */
int unit_compare(const struct meta_unit *a, const struct meta_unit *b);

/* A package's units with their functions, by file and then unit_compare: the order of reports. package->unit_count
 * rows, to be freed. */
struct model_row {
    const struct model_func *func;
    const struct model_unit *unit;
};
struct model_row *model_rows(const struct model_package *package);

#endif
