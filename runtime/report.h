/* Messages of the runtime: lines on stderr that begin with "coverrt:", each written by one system call. */
#ifndef COVER_RUNTIME_REPORT_H
#define COVER_RUNTIME_REPORT_H

#include "runtime/port.h"

/* Why a step failed. Functions that can fail set it and return -1; their caller decides whether to report it. */
struct problem {
    const char *step; /* "open the directory" */
    int error;        /* errno; 0: `step` is the whole message */
};

/* Returns -1. */
int __cover_problem_set(struct problem *problem, const char *step, int error) PORT_HIDDEN;
/* The text of the errno. Unlike strerror it loads no message catalogue and allocates nothing. */
const char *__cover_problem_reason(const struct problem *problem) PORT_HIDDEN;

/* Writes the texts up to the final NULL as one line. */
void __cover_report(const char *text, ...) PORT_HIDDEN __attribute__((sentinel));

#endif
