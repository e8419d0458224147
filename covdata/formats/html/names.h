/* File names of pages: short, made of letters, digits, dots, dashes and underscores, and different even without
 * regard to case. */
#ifndef COVER_COVDATA_FORMATS_HTML_NAMES_H
#define COVER_COVDATA_FORMATS_HTML_NAMES_H

#include "covdata/model/lines.h"

/* A name without .html for each file of the view, in view->arena; the array is to be freed. */
const char **names_make(struct line_view *view);

#endif
