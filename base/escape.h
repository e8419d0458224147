/* Names in reports. A name in a data file can be any bytes. Those that could end a line, control a terminal or reorder
 * text, and those that are not UTF-8, are written as `\xNN`. */
#ifndef COVER_BASE_ESCAPE_H
#define COVER_BASE_ESCAPE_H

#include "base/str.h"

/* The number of bytes of the character at `text`, a C string; 0: it must be escaped. */
size_t escape_safe(const char *text);
/* Appends the name for one line of text. `also`: further characters to escape. */
void escape_line(struct str *out, const char *name, const char *also);
/* The same; a name that is empty is "(no name)". */
void escape_name(struct str *out, const char *name, const char *also);
/* Appends the name for XML, as text or in an attribute. */
void escape_xml(struct str *out, const char *name);

#endif
