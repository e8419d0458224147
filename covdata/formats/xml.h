/* XML for the exports: elements, attributes, text, indented. Any name results in a well-formed document, because
 * names are written as escape_line writes them. */
#ifndef COVER_COVDATA_FORMATS_XML_H
#define COVER_COVDATA_FORMATS_XML_H

#include <stdio.h>

struct xml {
    struct _xmlTextWriter *writer; /* libxml2's */
};

/* Begins a document; `doctype` is a whole line or "". Errors of writing stay in `out`, as ferror has them. */
struct xml xml_begin(FILE *out, const char *doctype);
void xml_open(struct xml *xml, const char *name);
/* Attributes of the element that was just opened. */
void xml_attr(struct xml *xml, const char *name, const char *value);
void xml_attrf(struct xml *xml, const char *name, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The text of the element that was just opened, and its end. */
void xml_text(struct xml *xml, const char *text);
void xml_close(struct xml *xml);
/* Ends the document, all of whose elements were closed; `out` stays open. */
void xml_end(struct xml *xml);

#endif
