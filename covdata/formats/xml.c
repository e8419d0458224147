/* In: calls in document order; out: bytes, written by libxml2. libxml2 needs valid UTF-8 and does not escape
 * control characters, so names are escaped first (base/escape.h). */
#include "covdata/formats/xml.h"

#include <stdarg.h>

#include <libxml/xmlwriter.h>

#include "base/report.h"
#include "base/escape.h"
#include "covdata/formats/libraries.h"

#include "base/banned.h"

void xml_require(const char *what)
{
    (void)what;
}

struct xml xml_begin(FILE *out, const char *doctype)
{
    xmlOutputBuffer *buffer = xmlOutputBufferCreateFile(out, NULL);
    struct xml xml = {.writer = buffer ? xmlNewTextWriter(buffer) : NULL};
    if (!xml.writer)
        die("out of memory");
    xmlTextWriterSetIndent(xml.writer, 1);
    xmlTextWriterSetIndentString(xml.writer, BAD_CAST "  ");
    xmlTextWriterStartDocument(xml.writer, NULL, "UTF-8", NULL);
    xmlTextWriterWriteRaw(xml.writer, BAD_CAST doctype);
    return xml;
}

void xml_open(struct xml *xml, const char *name)
{
    xmlTextWriterStartElement(xml->writer, BAD_CAST name);
}

void xml_attr(struct xml *xml, const char *name, const char *value)
{
    struct str safe = STR_INIT;
    escape_line(&safe, value, "");
    xmlTextWriterWriteAttribute(xml->writer, BAD_CAST name, BAD_CAST(safe.data));
    str_free(&safe);
}

void xml_attrf(struct xml *xml, const char *name, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    xmlTextWriterWriteVFormatAttribute(xml->writer, BAD_CAST name, fmt, args);
    va_end(args);
}

void xml_text(struct xml *xml, const char *text)
{
    struct str safe = STR_INIT;
    escape_line(&safe, text, "");
    xmlTextWriterWriteString(xml->writer, BAD_CAST(safe.data));
    str_free(&safe);
    xml_close(xml);
}

void xml_close(struct xml *xml)
{
    xmlTextWriterEndElement(xml->writer);
}

void xml_end(struct xml *xml)
{
    xmlTextWriterEndDocument(xml->writer);
    xmlFreeTextWriter(xml->writer);
}
