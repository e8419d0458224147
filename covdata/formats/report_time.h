/* The time that reports bear. */
#ifndef COVER_COVDATA_FORMATS_REPORT_TIME_H
#define COVER_COVDATA_FORMATS_REPORT_TIME_H

/* The time that a report bears, in seconds since 1970: SOURCE_DATE_EPOCH of the environment, so that reports of the
 * same data can be equal, else now. */
long long report_time(void);

#endif
