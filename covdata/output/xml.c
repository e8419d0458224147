/* In: calls in document order; out: bytes. Which element is open is kept, so that every one that was opened is closed
 * by its name. */
#include "covdata/output/xml.h"

#include <stdarg.h>

#include "base/report.h"
#include "covdata/output/escape.h"

#include "base/banned.h"

struct xml xml_begin(FILE *out, const char *doctype)
{
    fprintf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n%s", doctype);
    return (struct xml){.out = out};
}

static void tag_end(struct xml *xml)
{
    if (xml->in_tag)
        fputs(">\n", xml->out);
    xml->in_tag = false;
}

void xml_open(struct xml *xml, const char *name)
{
    if (xml->depth == XML_DEPTH_MAX)
        BUG("XML is nested too deeply at %s", name);
    tag_end(xml);
    fprintf(xml->out, "%*s<%s", 2 * xml->depth, "", name);
    xml->open[xml->depth++] = name;
    xml->in_tag = true;
}

static void escaped_print(struct xml *xml, const char *text)
{
    struct str escaped = {0};
    escape_xml(&escaped, text);
    fwrite(escaped.data ? escaped.data : "", 1, escaped.len, xml->out);
    str_free(&escaped);
}

void xml_attr(struct xml *xml, const char *name, const char *value)
{
    fprintf(xml->out, " %s=\"", name);
    escaped_print(xml, value);
    fputc('"', xml->out);
}

/* For numbers and the like, which need no escape. */
void xml_attrf(struct xml *xml, const char *name, const char *fmt, ...)
{
    va_list args;
    fprintf(xml->out, " %s=\"", name);
    va_start(args, fmt);
    vfprintf(xml->out, fmt, args);
    va_end(args);
    fputc('"', xml->out);
}

void xml_text(struct xml *xml, const char *text)
{
    fputc('>', xml->out);
    escaped_print(xml, text);
    fprintf(xml->out, "</%s>\n", xml->open[--xml->depth]);
    xml->in_tag = false;
}

void xml_close(struct xml *xml)
{
    const char *name = xml->open[--xml->depth];
    if (xml->in_tag)
        fputs("/>\n", xml->out);
    else
        fprintf(xml->out, "%*s</%s>\n", 2 * xml->depth, "", name);
    xml->in_tag = false;
}
