/* Growing byte strings: doubling, NUL-terminated. */
#include "base/str.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/report.h"

#include "base/banned.h"

const char str_empty[1] = "";

void str_reserve(struct str *s, size_t more)
{
    if (more > SIZE_MAX / 4 || s->len > SIZE_MAX / 4)
        die("out of memory");
    size_t need = s->len + more + 1;
    if (need <= s->cap)
        return;
    size_t cap = s->cap ? s->cap * 2 : 64;
    if (cap < need)
        cap = need;
    s->data = xrealloc(s->cap > 0 ? s->data : NULL, cap);
    s->data[s->len] = '\0';
    s->cap = cap;
}

void str_add(struct str *s, const char *text, size_t len)
{
    str_reserve(s, len);
    memcpy(s->data + s->len, text, len);
    s->len += len;
    s->data[s->len] = '\0';
}

void str_adds(struct str *s, const char *text)
{
    str_add(s, text, strlen(text));
}

void str_addc(struct str *s, char c)
{
    str_add(s, &c, 1);
}

void str_addf(struct str *s, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    str_reserve(s, 80); /* nearly all that is formatted has room there */
    size_t room = s->cap - s->len;
    int len = vsnprintf(s->data + s->len, room, fmt, args);
    va_end(args);
    if (len < 0)
        BUG("bad format %s", fmt);
    if ((size_t)len >= room) {
        str_reserve(s, (size_t)len);
        vsnprintf(s->data + s->len, (size_t)len + 1, fmt, again);
    }
    va_end(again);
    s->len += (size_t)len;
}

void str_print(const struct str *s, FILE *file)
{
    if (s->len)
        fwrite(s->data, 1, s->len, file);
}

void str_clear(struct str *s)
{
    s->len = 0;
    if (s->cap > 0)
        s->data[0] = '\0';
}

void str_free(struct str *s)
{
    if (s->cap > 0)
        free(s->data);
    *s = (struct str)STR_INIT;
}

bool text_has_pair(const char *text, size_t len, const char pair[2])
{
    const char *end = text + len;
    for (const char *at = text; at < end && (at = memchr(at, pair[0], (size_t)(end - at))); at++) {
        if (end - at > 1 && at[1] == pair[1])
            return true;
    }
    return false;
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
    size_t len = strlen(text), want = strlen(suffix);
    return len >= want && memcmp(text + len - want, suffix, want) == 0;
}

size_t text_width(const char *text)
{
    size_t width = 0;
    for (; *text; text++)
        width += (*text & 0xc0) != 0x80;
    return width;
}
