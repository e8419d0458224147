/* What the commands about tests start with and end with. */
#ifndef COVER_COVDATA_CONTEXTS_CONTEXT_DATA_H
#define COVER_COVDATA_CONTEXTS_CONTEXT_DATA_H

#include "covdata/contexts/context_table.h"

struct origin_data {
    struct model model;
    struct origins origins;
    struct origin_table table;
};

/* Reads the data. -1: something of it could not be read, which is reported; the rest is there. */
int origin_data_read(struct origin_data *data, const struct options *options) __attribute__((warn_unused_result));
void origin_data_free(struct origin_data *data);

/* The number of the test of this name; a test that the data doesn't know ends the program. */
uint32_t origin_data_test(const struct origin_data *data, const char *name);

/* Writes a command's text to -o, or to standard output. -1 is reported. */
int text_write(const struct options *options, const struct str *text) __attribute__((warn_unused_result));
/* Writes the tests in the format that the options ask for; a warning tells of data of no test. -1 is reported. */
int test_choice_write(const struct options *options, const struct test_choice *choice, const struct origins *origins)
    __attribute__((warn_unused_result));

#endif
