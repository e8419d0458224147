/* Which packages are instrumented: lists as COVERPKG, coverpkg and --pkg take them. Items, with commas or semicolons
 * between them, are `mod` (contained packages), `mod.deps` (dependent ones too), `test` (test code), `all`, or patterns of package paths
 * (base/pattern.h). An item with a leading `-` excludes; a list of exclusions only starts from `mod`. */
#ifndef COVER_INSTR_PROJECT_SELECTION_H
#define COVER_INSTR_PROJECT_SELECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "format/meta.h"

/* A package that can be selected. */
struct candidate {
    const char *path;
    enum disposition disposition;
    bool selected;
};

/* Sets `selected` of each candidate. An exclusion that matches nothing is warned of; an item that matches nothing, or a
 * list that excludes all it selects, is an error. Messages start with `option`. 0, or -1 after having reported. */
int selection_apply(const char *option, const char *list, struct candidate *candidates, size_t count)
    __attribute__((warn_unused_result));
/* Whether the list selects that one package, whatever else there is. */
bool selection_takes(const char *list, const char *path, enum disposition disposition);
/* Sets the disposition of candidates from a list of PATTERN=contained, =dependent, =system or =test. 0, or -1 after having
 * reported. */
int selection_override(const char *option, const char *list, struct candidate *candidates, size_t count)
    __attribute__((warn_unused_result));

#endif
