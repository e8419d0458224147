/* File names of pages: letters, digits, dots, dashes and underscores, short, and no two alike, not even where upper and
 * lower case are. */
#ifndef COVER_COVDATA_FORMATS_HTML_NAMES_H
#define COVER_COVDATA_FORMATS_HTML_NAMES_H

#include "covdata/model/lines.h"

/* A name without .html for each file of the view, in view->arena; the array is to be freed. */
const char **names_make(struct line_view *view);

#endif
