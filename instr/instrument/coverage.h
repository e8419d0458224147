/* What one instrumented translation unit covers: packages, their files, functions with units, and where each function's
 * counters are. */
#ifndef COVER_INSTR_INSTRUMENT_COVERAGE_H
#define COVER_INSTR_INSTRUMENT_COVERAGE_H

#include "format/meta.h"
#include "instr/instrument/probe_target.h"
#include "instr/instrument/unit.h"

/* The package of a file, and the name under which the file is recorded. */
struct file_package {
    const char *path; /* the package's; two files of one package have the same pointer */
    const char *module;
    enum disposition disposition;
    const char *file;
};

/* One entry of the meta-data. A function whose statements are in several files (#include in its body) has an entry for
 * each file. */
struct covered_function {
    const char *name;
    uint32_t package, file; /* indices; `file` is one of the package's files */
    uint32_t name_line;     /* 0: its name is in another file */
    struct unit *units;
    struct meta_unit_lines *lines; /* of each unit */
    uint32_t unit_count;
    uint32_t slot;      /* first element of its counters in the array; set by coverage_layout */
    uint32_t brace;     /* a macro makes it: the number of the macro's brace (expand.h); else 0 */
    bool entry_unknown; /* its first probe in the text may not be the first that a thread runs */
    bool holds_bias;    /* mode atomic: the counter bias is read once, where the function begins (probe.h) */
    bool by_call;       /* its probes are calls of COUNTERS_HIT (counters.h) */
    bool by_far_call;   /* the same of COUNTERS_HIT_FAR */
    bool by_alias;      /* inline with external linkage: may not name a static array (C11 6.7.4p3) */
};

struct covered_package {
    struct file_package package; /* `file` is not used */
    const char **files;          /* recorded names */
    size_t file_count, file_cap;
    uint32_t first, length; /* its elements of the counter array; set by coverage_layout */
};

struct coverage {
    enum counter_mode mode;
    enum counter_granularity granularity;
    struct probe_target target;
    struct covered_package *packages;
    size_t package_count, package_cap;
    struct covered_function *functions;
    size_t function_count, function_cap;
    uint32_t length; /* of the counter array, in elements */
    bool only_calls; /* the program has a macro of a name that probes have: all functions count by_call */
};

/* The index of the package; it is added if missing. */
uint32_t coverage_package(struct coverage *coverage, const struct file_package *package);
/* Adds a file and returns its index in the package. */
uint32_t coverage_file_add(struct coverage *coverage, uint32_t package, const char *name);
struct covered_function *coverage_function_add(struct coverage *coverage, struct covered_function function);
/* Does a function count by_call or by_far_call? */
bool coverage_has_calls(const struct coverage *coverage);
bool coverage_has_far_calls(const struct coverage *coverage);
/* Gives every function its place in the counter array. */
void coverage_layout(struct coverage *coverage);
void coverage_free(struct coverage *coverage);

#endif
