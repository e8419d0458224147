/* Units of two versions of a program matched by what they are, not by where: functions by package, file and name, then
 * by name where the file or package changed, then by content; and the units of two functions in their order, by their
 * text, or where that can't be had, by their shape. */
#ifndef COVER_COVDATA_DIFF_MATCH_H
#define COVER_COVDATA_DIFF_MATCH_H

#include "covdata/model/model.h"

/* A version. Zero-initialise all but the model and the source. */
struct version {
    const struct model *model;
    const char *source; /* the root of its sources, or a revision of git's; NULL: not given */
    bool revision;      /* the latter; the current directory is the module's root */
    struct map texts;   /* of source files, by name */
    struct arena arena;
};

/* A unit, or two that are the same code. */
struct match {
    const struct model_package *packages[2];
    const struct model_func *funcs[2]; /* [0] before, [1] after; NULL: it wasn't, isn't there */
    const struct model_unit *units[2];
};

struct matches {
    struct match *list; /* those that are after in its order, then those that are gone */
    size_t count, cap;
};

/* The models must outlive the matches. */
void matches_make(struct matches *matches, struct version versions[2]);
void matches_free(struct matches *matches);
void version_free(struct version *version);

#endif
