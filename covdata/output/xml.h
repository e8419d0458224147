/* XML as the exports need it: elements, attributes, text; indented, escaped by escape_xml, so that any name is
 * well-formed. docs/design.md says why this is no library's. */
#ifndef COVER_COVDATA_XML_H
#define COVER_COVDATA_XML_H

#include <stdbool.h>
#include <stdio.h>

enum { XML_DEPTH_MAX = 16 };

struct xml {
    FILE *out;
    const char *open[XML_DEPTH_MAX]; /* names of the open elements: constants */
    int depth;
    bool in_tag; /* the last begun element can still have attributes */
};

/* Begins a document; `doctype` is a whole line or "". */
struct xml xml_begin(FILE *out, const char *doctype);
void xml_open(struct xml *xml, const char *name);
/* Attributes of the element that was just opened. */
void xml_attr(struct xml *xml, const char *name, const char *value);
void xml_attrf(struct xml *xml, const char *name, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The text of the element that was just opened, and its end. */
void xml_text(struct xml *xml, const char *text);
void xml_close(struct xml *xml);

#endif
