/* Stale pods: data of a program as it was before it was built anew. It clashes with nothing, since data is keyed by
 * what was compiled, but what it says is of other lines. */
#ifndef COVER_COVDATA_STALE_H
#define COVER_COVDATA_STALE_H

#include <stdbool.h>

#include "covdata/data/pods.h"

/* Marks the pods of which a newer one exists, and tells of each in a line. A pod is older than another if both were
 * written by runs of one program, by its argv[0], and a function of one name in one file of one package has no units in
 * common in the two; which is older, the names of the counter files say. `drop`: they will be left out, which is told.
 */
void pods_stale_find(struct pods *pods, bool drop);

#endif
