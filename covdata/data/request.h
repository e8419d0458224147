/* Which data to read, and which part of it. This is all that data/ knows of a command line. */
#ifndef COVER_COVDATA_DATA_REQUEST_H
#define COVER_COVDATA_DATA_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "covdata/data/selection.h"

struct data_request {
    char **dirs; /* input directories */
    uint32_t dir_count;
    uint32_t tree_count; /* the last tree_count of dirs are read with all directories below them */
    struct select select;
    bool fresh;   /* leave out stale data (stale.h) */
    bool strict;  /* end the program at the first file that cannot be read */
    long verbose; /* above 0: name each meta-data file on standard error */
};

#endif
