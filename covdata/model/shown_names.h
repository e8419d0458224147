/* What reports call source files. */
#ifndef COVER_COVDATA_MODEL_SHOWN_NAMES_H
#define COVER_COVDATA_MODEL_SHOWN_NAMES_H

#include "covdata/model/model.h"

/* Sets `shown` of all functions: the file's name from the module's root; MODULE/name for files of modules that are not
 * the project's own, and for own files whose name a file of another module has, too. So two files never share a name. */
void shown_names_set(struct model *model);

#endif
