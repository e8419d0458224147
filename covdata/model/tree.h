/* The model as a tree: total, modules, packages, directories, files and functions, each with its coverage. No
 * printing here. */
#ifndef COVER_COVDATA_TREE_H
#define COVER_COVDATA_TREE_H

#include "covdata/model/lines.h"

enum level { LEVEL_TOTAL, LEVEL_MODULE, LEVEL_PACKAGE, LEVEL_DIRECTORY, LEVEL_FILE, LEVEL_FUNCTION, LEVEL_COUNT };

enum tree_order { ORDER_NAME = 1, ORDER_COVERAGE, ORDER_MISSED }; /* -sort */

struct tree_row {
    enum level level;
    const char *name;                    /* as the data has it: a path, or a function's name; "" for the total */
    const struct model_package *package; /* NULL above packages */
    size_t parent;                       /* index of the row above; the total's is its own */
    uint32_t line;                       /* a function's first */
    const char *missing;                 /* files and functions: "3-5, 9", the lines that did not run; else "" */
    struct tally statements, lines, functions, intraline;
};

struct tree {
    struct tree_row *rows; /* the total first; every row is followed by those below it, in the order asked for */
    size_t count, cap;
    size_t shared; /* files that several packages have */
    const struct model *model;
    struct arena arena;
};

/* The rows of a package and below it have the package's own numbers. The rows above, of modules and the total, count a
 * file of several packages once. The model must outlive the tree. */
void tree_make(struct tree *tree, const struct model *model, enum tree_order order);
/* What the packages of a disposition add up to; contained are also those that do not say one. */
struct line_totals tree_disposition_total(const struct tree *tree, uint8_t disposition);
/* Appends the line that says how many files totals count once although several packages have them; else nothing. */
void tree_shared_note(struct str *text, const struct tree *tree);
void tree_free(struct tree *tree);

/* The name within the row above: a file's without its directory; "." for no directory, "(no name)" for none else. */
const char *tree_label(const struct tree_row *row);

#endif
