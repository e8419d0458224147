/* Which tests reached what, as data for the pages' script. A page has its units' sets of tests, each once, as
 * hexadecimal digits of four tests each. tests.js has the tests' names by number, and the statements that they
 * reach in each file. */
#ifndef COVER_COVDATA_FORMATS_HTML_TEST_TABLE_H
#define COVER_COVDATA_FORMATS_HTML_TEST_TABLE_H

#include "covdata/formats/html/report.h"

/* Is there anything to tell tests by? */
bool html_tests_known(const struct html_report *report);

/* The sets of one file's units. */
struct test_table {
    uint32_t *of;      /* for each unit of the file its set */
    const char **sets; /* digits */
    uint32_t count;
    size_t cap;
    struct map by_text;
    struct arena arena;
};

void test_table_make(struct test_table *table, const struct html_report *report, const struct line_file *file);
/* As a script element of data. */
void test_table_print(FILE *out, const struct test_table *table);
void test_table_free(struct test_table *table);

/* tests.js, or its text as a script element. */
void html_tests(FILE *out, const struct html_report *report, enum html_place place);

#endif
