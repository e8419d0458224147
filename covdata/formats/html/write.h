/* A report as files. */
#ifndef COVER_COVDATA_FORMATS_HTML_WRITE_H
#define COVER_COVDATA_FORMATS_HTML_WRITE_H

#include "covdata/formats/html/report.h"

/* Writes a directory of pages, which is made if missing; or one file that holds all pages. -1 is reported. */
int html_write_pages(const struct html_report *report, const char *dir) __attribute__((warn_unused_result));
int html_write_single(const struct html_report *report, const char *path) __attribute__((warn_unused_result));

#endif
