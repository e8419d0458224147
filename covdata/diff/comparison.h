/* What became of the coverage between two versions: the matches counted and sorted out. */
#ifndef COVER_COVDATA_DIFF_COMPARISON_H
#define COVER_COVDATA_DIFF_COMPARISON_H

#include "covdata/model/lines.h"
#include "covdata/diff/match.h"

enum change_kind {
    CHANGE_LOST,     /* ran before, the same code does not now */
    CHANGE_GAINED,   /* runs now, did not before */
    CHANGE_NEW_MISS, /* new code that does not run */
    CHANGE_NEW_HIT,  /* new code that runs */
    CHANGE_GONE_HIT, /* ran, is no more */
    CHANGE_GONE_MISS,
    CHANGE_SAME_HIT,
    CHANGE_SAME_MISS,
    CHANGE_KINDS
};

/* "lost", "gained" ... */
extern const char *const change_names[CHANGE_KINDS];

struct comparison {
    struct matches matches;
    struct tally before, after; /* statements */
    uint64_t statements[CHANGE_KINDS], units[CHANGE_KINDS];
};

enum change_kind match_kind(const struct match *match);
/* The unit where it is now, or was; its file's name as reports have it, in the arena. */
const char *match_file(const struct match *match);

/* Matches the units of the two versions and counts them; matches_free frees c->matches. The versions must outlive it.
 */
void comparison_make(struct comparison *c, struct version versions[2]);

#endif
