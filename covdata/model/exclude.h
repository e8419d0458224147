/* Exclusion markers in source text, for code that reports do not count. They are lcov's and gcovr's, by lcov's rules. A
 * marker is a word anywhere in a line; PREFIX is LCOV, GCOVR or GCOV:
 *
 *   PREFIX_EXCL_LINE, _EXCL_START ... _EXCL_STOP                the lines don't count
 *   PREFIX_EXCL_BR_LINE, _EXCL_BR_START ... _EXCL_BR_STOP       conditions that begin there don't count
 *   PREFIX_UNREACHABLE_LINE, _UNREACHABLE_START ... _STOP       code that did not run doesn't count; that it ran is an
 *                                                               error, and it counts
 *   GCOVR_EXCL_FUNCTION                                         the function in whose head it stands doesn't count
 *   GCOVR_EXCL_BR_SOURCE                                        as GCOVR_EXCL_BR_LINE
 *
 * A region includes the line of START and excludes that of STOP; if both are on one line, it is this line. If a line has
 * START or STOP markers of several kinds, only those of one kind count: EXCL comes before UNREACHABLE, and UNREACHABLE
 * before EXCL_BR. They count in the order in which they are written. */
#ifndef COVER_COVDATA_EXCLUDE_H
#define COVER_COVDATA_EXCLUDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct line_range {
    uint32_t first, last;
};

struct line_ranges {
    struct line_range *list; /* in order, apart */
    size_t count, cap;
};

enum exclude_kind { EXCLUDE_LINES, EXCLUDE_UNREACHABLE, EXCLUDE_BRANCHES, EXCLUDE_FUNCTIONS, EXCLUDE_KINDS };

/* Zero-initialise it. EXCLUDE_FUNCTIONS has the lines of function heads, from the marker to the body's brace. */
struct exclusions {
    struct line_ranges kinds[EXCLUDE_KINDS];
};

/* Takes the markers of a source text; `name` is for the lines that tell of markers that make no pair. */
void exclude_text(struct exclusions *exclusions, const char *name, const char *text, size_t len);

/* Are all of these lines in the ranges? Is one? */
bool ranges_cover(const struct line_ranges *ranges, uint32_t first, uint32_t last);
bool ranges_touch(const struct line_ranges *ranges, uint32_t first, uint32_t last);
void exclude_free(struct exclusions *exclusions);

#endif
