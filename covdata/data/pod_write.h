/* Writes pods as data files: the last step of merge, subtract and intersect. */
#ifndef COVER_COVDATA_DATA_POD_WRITE_H
#define COVER_COVDATA_DATA_POD_WRITE_H

#include "covdata/data/count.h"
#include "covdata/data/request.h"

/* Makes the output directory `out`. One that is also an input is wrong use and ends the program. -1 is reported. */
int pods_out_make(const struct data_request *request, const char *out) __attribute__((warn_unused_result));

/* Reads all pods, counted by the rule, and writes for each its meta-data file, anew with the selected packages if
 * -pkg is given, and one counter file. -1 is reported. */
int pods_write(const struct data_request *request, const char *out, enum count_rule rule)
    __attribute__((warn_unused_result));

#endif
