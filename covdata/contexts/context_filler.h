/* Fills origins with the runs of images, for a model that is complete: its units have their numbers. */
#ifndef COVER_COVDATA_CONTEXTS_CONTEXT_FILLER_H
#define COVER_COVDATA_CONTEXTS_CONTEXT_FILLER_H

#include "covdata/contexts/contexts.h"

struct origin_filler {
    struct model *model; /* NULL: not begun */
    struct origins *origins;
    struct model_unit **units; /* of the model, by number */
    uint32_t *number_of;       /* of the image's units in the model */
    uint32_t *ran;             /* working space: numbers of units that ran, each once */
    uint32_t *seen;            /* the last run in which the unit ran */
    uint32_t run;
    bool overflow; /* a sum of counts went over its maximum, and stays there */
};

/* Gives each unit of the sorted model an empty set. */
void origins_begin(struct origins *origins, const struct model *model);

/* Both must outlive the filler, and origins_begin must have been called. */
void origin_filler_begin(struct origin_filler *filler, struct model *model, struct origins *origins);
/* The next runs are of this image. */
void origin_filler_image(struct origin_filler *filler, const struct image *image);
/* Adds the counts of the image, a run's (image_each_run), to the model, and the test to the units that ran. */
void origin_filler_run(struct origin_filler *filler, const struct image *image, const char *test, size_t len);
void origin_filler_free(struct origin_filler *filler);

#endif
