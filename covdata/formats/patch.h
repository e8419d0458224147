/* Coverage of a change, as text, Markdown or annotations. */
#ifndef COVER_COVDATA_FORMATS_PATCH_H
#define COVER_COVDATA_FORMATS_PATCH_H

#include <stdio.h>

#include "covdata/diff/patch_cover.h"
#include "covdata/formats/annotation.h"

void patch_text(FILE *out, const struct patch_cover *cover);
void patch_markdown(FILE *out, const struct patch_cover *cover);
void patch_annotations(FILE *out, const struct patch_cover *cover, enum annotation_level level);

#endif
