/* GitHub's workflow commands: a job's log attaches a notice to lines of a file. */
#ifndef COVER_COVDATA_FORMATS_ANNOTATION_H
#define COVER_COVDATA_FORMATS_ANNOTATION_H

#include <stdint.h>
#include <stdio.h>

enum annotation_level { ANNOTATION_NOTICE = 1, ANNOTATION_WARNING, ANNOTATION_ERROR };

/* Prints "::warning file=...,line=...,endLine=...,title=...::message". File and message may be anything. */
void annotation_print(FILE *out, enum annotation_level level, const char *file, uint32_t first, uint32_t last,
                      const char *title, const char *message);

#endif
