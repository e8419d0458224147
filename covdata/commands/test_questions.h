/* What the commands about tests (tests, unique, order, select) have in common. */
#ifndef COVER_COVDATA_COMMANDS_TEST_QUESTIONS_H
#define COVER_COVDATA_COMMANDS_TEST_QUESTIONS_H

#include "covdata/cli/options.h"
#include "covdata/contexts/context_data.h"
#include "covdata/contexts/impact.h"

/* Reads the data, or the index. -1: as context_data_read. */
int questions_read(struct context_data *data, const struct options *options) __attribute__((warn_unused_result));
/* Reads the change that the options name, and which tests it affects. -1 is reported. */
int questions_impact(struct impact *impact, struct context_data *data, const struct options *options)
    __attribute__((warn_unused_result));

/* Writes a command's text to -o, or to standard output. -1 is reported. */
int text_write(const struct options *options, const struct str *text) __attribute__((warn_unused_result));
/* Writes the tests in the format that the options ask for; warns if data without a test is among them. -1 is
 * reported. */
int test_choice_write(const struct options *options, const struct test_choice *choice, const struct contexts *contexts)
    __attribute__((warn_unused_result));

#endif
