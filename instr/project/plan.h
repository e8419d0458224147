/* The plan of a build: its packages, what each of them owns, which are selected, and which targets are instrumented.
 * Made from the facts that a build mode states (facts.h) by the rules of classify.h and selection.h. */
#ifndef COVER_INSTR_PROJECT_PLAN_H
#define COVER_INSTR_PROJECT_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/str.h"
#include "instr/project/classify.h"
#include "instr/project/facts.h"

struct plan_package {
    const char *path;
    struct class class;
    bool selected;
    bool is_test;     /* only test targets are of it */
    struct str lines; /* what it owns, as lines of the manifest */
};

/* Paths or package paths, in order. */
struct plan_list {
    const char **items;
    size_t count, cap;
};

/* What belongs to a target of the facts; same index. */
struct plan_target {
    struct plan_package *package; /* NULL: an imported target without headers */
    bool has_c;
    bool instrumented;
    bool is_test;                 /* test code, by the rules of test_code.h */
    struct plan_list headers;     /* headers that it lists, and the package owns */
    struct plan_list offered;     /* directories that an interface library offers, and the package owns */
    struct plan_package **owners; /* other packages that C sources of it belong to */
    size_t owner_count, owner_cap;
    bool makes_headers; /* headers that nothing includes are to be compiled with its flags */
};

struct plan {
    const struct facts *facts;
    struct classifier classifier;
    struct arena arena;
    struct plan_package **packages; /* in order of appearance */
    size_t package_count, package_cap;
    struct plan_target *targets;
    struct plan_list *selections; /* the packages of the facts' selections; same index */
    struct plan_list folders;     /* that sources stand in */
    struct map by_path, claims, headers, owners, folder_packages, searched, cxx_sources;
    struct plan_package same, none; /* what `owners` holds for the asking package, and for no package */
    struct str foreign;             /* for the stamp: files whose package is not their target's */
    size_t cxx_count;
};

/* `facts` must outlive the plan. 0, or -1 after having reported; plan_free in either case. */
int plan_make(struct plan *plan, const struct facts *facts) __attribute__((warn_unused_result));
void plan_free(struct plan *plan);

#endif
