/* Libraries that covdata can be built without. Each function ends the program, with the library's name, if the part
 * `what` of covdata needs one that is not there. */
#ifndef COVER_COVDATA_FORMATS_LIBRARIES_H
#define COVER_COVDATA_FORMATS_LIBRARIES_H

void json_require(const char *what);
void xml_require(const char *what);

#endif
