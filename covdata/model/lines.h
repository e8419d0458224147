/* The model by lines, for formats that know files and lines but not units. A line counts if it holds code of a unit:
 * those that the meta-data names (unit_lines.h), otherwise all of the unit's extent. Its count is the largest of a
 * function's units, added up over the functions that have code on it; conditions have no effect on it
 * (docs/reference/what-counts.md). No printing here. */
#ifndef COVER_COVDATA_LINES_H
#define COVER_COVDATA_LINES_H

#include "base/str.h"
#include "covdata/model/model.h"

/* Lines first to last all have this count. Spans are in order and apart; lines in none have no code. */
struct line_span {
    uint32_t first, last, count;
};

struct tally {
    uint64_t hit, total;
};

struct line_func {
    const char *name;
    uint32_t start, end; /* the line of its name, if known, else of its first unit's start; its last unit's end */
    uint32_t count;      /* of its first unit */
    struct tally statements, lines, intraline;
    struct line_span *spans;
    size_t span_count;
};

/* A coverable unit, for reports that show columns. */
struct line_unit {
    struct meta_unit at;
    uint32_t count;
    const struct model_func *func; /* the first that it is of */
    const size_t *numbers;         /* of the model's units that it is: several, where packages share a file */
    size_t number_count;
    bool intraline; /* of no statements, and within another */
};

struct line_file {
    const char *name;                    /* in reports (shown_names.h): from the module's root, or MODULE/name */
    const char *path;                    /* as recorded: relative to the module's root, or build/... */
    const struct model_package *package; /* the first that it is of */
    struct line_span *spans;
    size_t span_count;
    struct line_func *funcs; /* in order of start; equal names are one */
    size_t func_count;
    struct line_unit *units; /* in order of unit_compare; those that are on no line are not among them */
    size_t unit_count;
    size_t unplaced; /* units whose extent no source file can have; they are left out of lines */
    bool shared;     /* several packages have it */
    struct tally statements, lines, functions, intraline;
};

struct line_view {
    struct line_file *files; /* by package, then name */
    size_t count, cap;
    struct arena arena;
};

/* Makes the view of some packages of a sorted model, which must outlive it. A file of several packages is one: its
 * equal units' counts are added up. Units whose extent no source file can have are left out of lines, which is said in
 * a line. Lines that
 * markers exclude (markers.h) are left out of units of which other lines count. */
void lines_make(struct line_view *view, const struct model *model, struct model_package *const *packages, size_t count);
void lines_free(struct line_view *view);

/* What some packages add up to. A file of several packages counts once: its units are distinct units. */
struct line_totals {
    struct tally statements, lines, functions, intraline;
    size_t shared; /* how many files several of the packages have */
};
struct line_totals lines_total(const struct model *model, struct model_package *const *packages, size_t count);

/* How long a name's directory is, without the slash; 0: it has none. */
size_t name_dir_length(const char *name);
bool name_same_dir(const char *a, const char *b);
/* By directory, then name: a directory's files stand together although those of a directory below sort between. */
int name_compare_by_dir(const char *a, const char *b);

/* Appends "12", or "12-14". */
void line_range_add(struct str *text, uint32_t first, uint32_t last);

double tally_percent(struct tally tally);
void tally_add(struct tally *to, struct tally more);
/* How good a percentage is, for colours: low below 75 %, middle below 90 %. */
enum tally_grade { GRADE_NONE /* nothing to cover */, GRADE_LOW, GRADE_MIDDLE, GRADE_HIGH };
enum tally_grade tally_grade(struct tally tally);

#endif
