/* What the exports in JSON share, with jansson. Running out of memory ends the program, as elsewhere, so no result
 * needs a check. It is there only if covdata is built with jansson. */
#ifndef COVER_COVDATA_FORMATS_JSON_VALUE_H
#define COVER_COVDATA_FORMATS_JSON_VALUE_H

#include <jansson.h>
#include <stdio.h>

#include "covdata/model/lines.h"

/* Call it before all else. */
void json_begin(void);
/* A name of the data, escaped as in all reports (escape.h). */
json_t *json_name(const char *name);
json_t *json_number(uint64_t value);
/* {"covered": 3, "total": 4} */
json_t *json_tally(struct tally tally);
/* {"statements": ..., "lines": ..., "functions": ..., "intraline": ...}, tallies each. */
json_t *json_tallies(struct tally statements, struct tally lines, struct tally functions, struct tally intraline);
/* Sets object[name of the data] to the value, which it takes. */
void json_set(json_t *object, const char *name, json_t *value);
/* Prints the value on a line, and frees it. */
void json_value_print(FILE *out, json_t *value);

#endif
