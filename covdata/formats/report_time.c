/* The time that reports bear. */
#include "covdata/formats/report_time.h"

#include <stdlib.h>
#include <time.h>

#include "base/banned.h"

long long report_time(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end;
    long long value = epoch ? strtoll(epoch, &end, 10) : 0;
    return epoch && *epoch && *end == '\0' ? value : (long long)time(NULL);
}
