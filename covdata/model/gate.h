/* Gates: the minimum coverage that -fail-under requires. Gates are separated by commas, each is
 *
 *   [SCOPE:][MEASURE:]N       SCOPE: total (the default), package (each), contained, dependent, system or
 *                             test
 *   PATTERN=[MEASURE:]N       each package whose path matches (pattern.h)
 *
 * MEASURE is statements (the default), lines, functions or intraline; N is a percentage. */
#ifndef COVER_COVDATA_GATE_H
#define COVER_COVDATA_GATE_H

#include "base/str.h"
#include "covdata/model/tree.h"

/* Is the list well-formed? false: why not is in *problem. */
bool gates_parse(const char *list, struct str *problem) __attribute__((warn_unused_result));
/* Holds the tree against a well-formed list. -1: at least one gate is missed, each of which is reported. Exact, not by
 * figures as they are printed; where there is nothing to cover, no gate is reached. A tree of one
 * row will do where there are no packages. */
int gates_check(const char *list, const struct tree *tree) __attribute__((warn_unused_result));
/* The same for the lines of a change, of which only the total can be asked: N or lines:N; other gates are wrong use and
 * end the program. A change without lines that count misses nothing. */
int gates_check_lines(const char *list, struct tally lines) __attribute__((warn_unused_result));

#endif
