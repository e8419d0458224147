/* Coverage of a change's new lines, which diff-cover calls patch coverage. A changed line counts if it is in the
 * line view, so the numbers agree with all exports by lines. */
#ifndef COVER_COVDATA_DIFF_PATCH_COVER_H
#define COVER_COVDATA_DIFF_PATCH_COVER_H

#include "base/str.h"
#include "covdata/diff/changes.h"
#include "covdata/model/lines.h"
#include "covdata/diff/places.h"

struct cover_line {
    uint32_t number;
    bool counts; /* there is code on it that is counted */
    uint32_t count;
    struct bytes text; /* of the changes */
};

/* A file that has new lines. */
struct cover_file {
    const struct change_file *change;
    const struct line_file *file; /* NULL: not in the data */
    struct cover_line *lines;     /* all that were put in */
    size_t line_count;
    struct tally tally; /* of those that count */
};

/* Zero-initialise it. The changes and the view must outlive it. */
struct patch_cover {
    struct cover_file *files; /* in the change's order */
    size_t count, cap;
    struct tally tally;
};

void patch_cover_make(struct patch_cover *cover, const struct changes *changes, const struct line_view *view,
                      struct places *places);
void patch_cover_free(struct patch_cover *cover);

/* "3-5, 9": the numbers of the lines that count and did not run, appended. */
void patch_cover_missing(struct str *out, const struct cover_file *file);
/* The next run of such lines that follow each other, from *at on: lines[*at] to lines[*end - 1]; false: there is none.
 */
bool patch_cover_group(const struct cover_file *file, size_t *at, size_t *end);

#endif
