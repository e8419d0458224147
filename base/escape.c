/* In: names from data files. Out: text that is safe to print. All reports escape the same characters, so that a name
 * looks the same everywhere; XML escapes its own characters too. */
#include "base/escape.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

/* Returns the length of the well-formed UTF-8 sequence at `text` and sets its code point; 0: there is none. */
static size_t escape_utf8_at(const char *text, uint32_t *point)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *s = (const unsigned char *)text;
    size_t len = s[0] < 0x80 ? 1 : s[0] >> 5 == 6 ? 2 : s[0] >> 4 == 14 ? 3 : s[0] >> 3 == 30 ? 4 : 0;
    if (len == 0)
        return 0;
    *point = len == 1 ? s[0] : s[0] & (0x7fu >> len);
    for (size_t i = 1; i < len; i++) {
        if (s[i] >> 6 != 2)
            return 0;
        *point = *point << 6 | (s[i] & 0x3f);
    }
    return *point >= least[len] && *point <= 0x10ffff && *point >> 11 != 0x1b ? len : 0;
}

/* Control characters, line separators, marks of writing direction, and what XML forbids. */
static bool escape_point_unsafe(uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x61c || point == 0x200e || point == 0x200f ||
           (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) || point == 0xfffe ||
           point == 0xffff;
}

size_t escape_safe(const char *text)
{
    uint32_t point = 0;
    size_t len = escape_utf8_at(text, &point);
    return escape_point_unsafe(point) ? 0 : len;
}

void escape_line(struct str *out, const char *name, const char *also)
{
    while (*name) {
        size_t len = escape_safe(name);
        if (len == 0 || (len == 1 && strchr(also, *name)))
            str_addf(out, "\\x%02x", (unsigned char)*name++);
        else {
            str_add(out, name, len);
            name += len;
        }
    }
}

void escape_name(struct str *out, const char *name, const char *also)
{
    escape_line(out, *name ? name : "(no name)", also);
}

void escape_xml(struct str *out, const char *name)
{
    struct str line = STR_INIT;
    escape_line(&line, name, "");
    for (size_t i = 0; i < line.len; i++) {
        switch (line.data[i]) {
        case '&':
            str_adds(out, "&amp;");
            break;
        case '<':
            str_adds(out, "&lt;");
            break;
        case '>':
            str_adds(out, "&gt;");
            break;
        case '"':
            str_adds(out, "&quot;");
            break;
        default:
            str_addc(out, line.data[i]);
        }
    }
    str_free(&line);
}
