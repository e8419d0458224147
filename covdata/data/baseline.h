/* What was compiled, as data of programs that never ran. */
#ifndef COVER_COVDATA_DATA_BASELINE_H
#define COVER_COVDATA_DATA_BASELINE_H

#include "covdata/data/request.h"

/* Reads the objects, executables and shared objects below the request's directories, and writes a meta-data file for
 * each mode and granularity into the directory `out`, which is made if missing. -1 is reported. */
int baseline_write(const struct data_request *request, const char *out) __attribute__((warn_unused_result));

#endif
