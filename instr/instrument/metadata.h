/* The meta-data symbols, and the records that tie them to the counters (format/image.h). */
#ifndef COVER_INSTR_INSTRUMENT_METADATA_H
#define COVER_INSTR_INSTRUMENT_METADATA_H

#include "base/str.h"
#include "instr/instrument/coverage.h"

/* Writes them, on lines of their own. 0, or -1 (reported) when a package cannot be encoded. */
int metadata_write(const struct coverage *coverage, struct str *out) __attribute__((warn_unused_result));

#endif
