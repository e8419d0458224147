/* Exclusion markers in source text: lines that a report shall not count. Those of lcov and gcovr, by lcov's rules:
 * PREFIX_EXCL_LINE, and PREFIX_EXCL_START to PREFIX_EXCL_STOP, of which START's line is excluded and STOP's is not;
 * PREFIX is LCOV, GCOVR or GCOV. */
#ifndef COVER_COVDATA_EXCLUDE_H
#define COVER_COVDATA_EXCLUDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct line_range {
    uint32_t first, last;
};

/* Zero-initialise it. */
struct exclusions {
    struct line_range *ranges; /* in order, apart */
    size_t count, cap;
};

/* Takes the markers of a source text; `name` is for the lines that tell of markers that make no pair. */
void exclude_text(struct exclusions *exclusions, const char *name, const char *text, size_t len);

/* Takes those of the file `name` below the directory `root`. Nothing outside it is read, whatever the name says, nor
 * through symbolic links that lead out. false: there is no such file, or it can't be read. */
bool exclude_file(struct exclusions *exclusions, const char *root, const char *name)
    __attribute__((warn_unused_result));

/* Are all of these lines excluded? */
bool exclude_covers(const struct exclusions *exclusions, uint32_t first, uint32_t last);
void exclude_free(struct exclusions *exclusions);

#endif
