/* Coverage of a change as one page of HTML that needs nothing else. */
#ifndef COVER_COVDATA_FORMATS_HTML_PATCH_PAGE_H
#define COVER_COVDATA_FORMATS_HTML_PATCH_PAGE_H

#include <stdio.h>

#include "covdata/diff/patch_cover.h"

void patch_page_print(FILE *out, const struct patch_cover *cover);

#endif
