/* Percentages in tables of text. */
#ifndef COVER_COVDATA_FORMATS_TALLY_TEXT_H
#define COVER_COVDATA_FORMATS_TALLY_TEXT_H

#include <stdio.h>

#include "covdata/model/lines.h"

/* Prints "  90.2%     37/41", with "-" for the percentage if there is nothing to cover. `colour` and `plain` are printed
 * before and after the percentage. */
void tally_text_print(FILE *out, struct tally tally, const char *colour, const char *plain);

#endif
