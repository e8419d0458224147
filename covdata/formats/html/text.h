/* Text for HTML pages and scripts' data. Names and source text may contain anything, but nothing in them becomes
 * markup. Characters that escape.h calls unsafe, such as marks of writing direction, are shown by their bytes. */
#ifndef COVER_COVDATA_FORMATS_HTML_TEXT_H
#define COVER_COVDATA_FORMATS_HTML_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A piece of source text, of a buffer that a NUL ends; tabs stay. */
void html_text(FILE *out, const char *text, size_t len);
/* A name, as text or within a quoted attribute. */
void html_name(FILE *out, const char *name);
/* A string of JSON that may stand in a script element. */
void html_json(FILE *out, const char *name);
/* A count in at most five characters, such as 1079, 12.3k or 4.29G. */
void html_count(FILE *out, uint64_t count);

#endif
