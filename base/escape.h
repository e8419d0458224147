/* Names as they may stand in reports. Data files can hold any bytes as names; what could end a line, act on a terminal,
 * show text in another order than it has, or is no UTF-8, is written as `\xNN`, byte by byte. */
#ifndef COVER_BASE_ESCAPE_H
#define COVER_BASE_ESCAPE_H

#include "base/str.h"

/* The bytes of the character at `text`, which a NUL ends; 0: it may not stand in a report as it is. */
size_t escape_safe(const char *text);
/* Appends the name for one line of text; `also` are more characters to be written as `\xNN`. */
void escape_line(struct str *out, const char *name, const char *also);
/* The same; a name that is empty is "(no name)". */
void escape_name(struct str *out, const char *name, const char *also);
/* Appends it for an attribute's value, or text, of XML. */
void escape_xml(struct str *out, const char *name);

#endif
