/* What the runtime says: lines on stderr that begin with "coverrt:", each written by one call. */
#ifndef COVER_RUNTIME_REPORT_H
#define COVER_RUNTIME_REPORT_H

#include "runtime/port.h"

/* Why a step failed. Functions that can fail fill it in and return -1; who called them decides whether it is told. */
struct problem {
    const char *step; /* "open the directory" */
    int error;        /* errno, or 0 if `step` says it all */
};

/* Returns -1. */
int __cover_problem_set(struct problem *problem, const char *step, int error) PORT_HIDDEN;
/* The reason in words. Unlike strerror it loads no message catalogue and allocates nothing. */
const char *__cover_problem_reason(const struct problem *problem) PORT_HIDDEN;

/* Writes the given texts, up to a final NULL, as one line. */
void __cover_report(const char *text, ...) PORT_HIDDEN __attribute__((sentinel));

#endif
