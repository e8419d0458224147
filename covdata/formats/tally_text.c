/* In: a tally; out: two columns of a table. */
#include "covdata/formats/tally_text.h"

#include <inttypes.h>

#include "base/banned.h"

void tally_text_print(FILE *out, struct tally tally, const char *colour, const char *plain)
{
    char ratio[48], percent[16];
    snprintf(ratio, sizeof ratio, "%" PRIu64 "/%" PRIu64, tally.hit, tally.total);
    snprintf(percent, sizeof percent, tally.total ? "%.1f%%" : "-", tally_percent(tally));
    fprintf(out, "  %s%6s%s %11s", colour, percent, plain, ratio);
}
