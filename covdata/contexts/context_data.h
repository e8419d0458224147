/* The data as commands about tests need it: the model, which tests reached its units, and the units by file. */
#ifndef COVER_COVDATA_CONTEXTS_CONTEXT_DATA_H
#define COVER_COVDATA_CONTEXTS_CONTEXT_DATA_H

#include "covdata/contexts/context_table.h"

struct context_request {
    const struct model_request *model;
    const char *index; /* the index file to read from; NULL: none */
    const char *base;  /* only code of files of this base name is needed; NULL: all. For the index alone */
};

struct context_data {
    struct model model;
    struct contexts contexts;
    struct context_table table;
};

/* Reads the data. -1: something of it could not be read, which is reported; the rest is there. */
int context_data_read(struct context_data *data, const struct context_request *request)
    __attribute__((warn_unused_result));
void context_data_free(struct context_data *data);

/* The number of the test of this name; a test that the data doesn't know ends the program. */
uint32_t context_data_test(const struct context_data *data, const char *name);

#endif
