/* In: bytes; out: text without markup. Nearly all text is plain characters, which are written in one piece. */
#include "covdata/formats/html/text.h"

#include <inttypes.h>
#include <string.h>

#include "base/str.h"
#include "base/escape.h"

#include "base/banned.h"

static const char *html_text_entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    default:
        return NULL;
    }
}

/* The bytes of the character at `text` that need no care; 0: some are needed. */
static size_t html_text_plain_length(const char *text)
{
    unsigned char c = (unsigned char)*text;
    if ((c >= 0x20 && c < 0x7f && c != '&' && c != '<' && c != '>') || c == '\t')
        return 1;
    return c < 0x80 ? 0 : escape_safe(text);
}

void html_text(FILE *out, const char *text, size_t len)
{
    const char *end = text + len, *start = text;
    while (text < end) {
        size_t plain = html_text_plain_length(text);
        if (plain > 0) {
            text += plain;
            continue;
        }
        fwrite_unlocked(start, 1, (size_t)(text - start), out);
        const char *entity = html_text_entity_of(*text);
        if (entity)
            fputs_unlocked(entity, out);
        else
            fprintf(out, "<span class=esc>\\x%02x</span>", (unsigned char)*text);
        start = ++text;
    }
    fwrite_unlocked(start, 1, (size_t)(end - start), out);
}

void html_name(FILE *out, const char *name)
{
    struct str text = STR_INIT;
    escape_xml(&text, *name ? name : "(no name)");
    fputs(text.data, out);
    str_free(&text);
}

void html_json(FILE *out, const char *name)
{
    struct str text = STR_INIT;
    escape_line(&text, name, "");
    putc('"', out);
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '"' || text.data[i] == '\\')
            fprintf(out, "\\%c", text.data[i]);
        else if (text.data[i] == '<' || text.data[i] == '>' || text.data[i] == '&')
            fprintf(out, "\\u%04x", text.data[i]);
        else
            putc(text.data[i], out);
    }
    putc('"', out);
    str_free(&text);
}

void html_count(FILE *out, uint64_t count)
{
    static const char units[] = "kMGTPE";
    int unit = -1;
    double value = (double)count;
    if (count < 100000) {
        fprintf(out, "%" PRIu64, count);
        return;
    }
    while (value >= 999.5) {
        value /= 1000;
        unit++;
    }
    fprintf(out, "%.*f%c", value < 9.995 ? 2 : value < 99.95 ? 1 : 0, value, units[unit]);
}
