/* Bounded reading and writing. In: a range of bytes, or a buffer of the caller; out: little-endian numbers, ULEB128
 * numbers, strings. Everything that comes from a file passes through here, so that the bounds are checked in one place.
 */
#include "format/cursor.h"

#include <string.h>

struct cursor cursor_of(const void *data, size_t len)
{
    const uint8_t *start = (const uint8_t *)data;
    struct cursor cursor = {start, len ? start + len : start, false};
    return cursor;
}

size_t cursor_left(const struct cursor *c)
{
    return (size_t)(c->end - c->next);
}

const uint8_t *cursor_bytes(struct cursor *c, uint64_t len)
{
    if (c->failed || len > cursor_left(c)) {
        c->failed = true;
        c->next = c->end;
        return NULL;
    }
    const uint8_t *start = c->next;
    if (len > 0)
        c->next += len;
    return start;
}

/* A little-endian number of `size` bytes. */
static inline uint64_t cursor_number_read(struct cursor *c, size_t size)
{
    uint64_t value = 0;
    if (c->failed || size > cursor_left(c)) {
        c->failed = true;
        c->next = c->end;
        return 0;
    }
    for (size_t i = 0; i < size; i++)
        value |= (uint64_t)c->next[i] << (8 * i);
    c->next += size;
    return value;
}

uint8_t cursor_u8(struct cursor *c)
{
    return (uint8_t)cursor_number_read(c, 1);
}

uint16_t cursor_u16(struct cursor *c)
{
    return (uint16_t)cursor_number_read(c, 2);
}

uint32_t cursor_u32(struct cursor *c)
{
    return (uint32_t)cursor_number_read(c, 4);
}

uint32_t cursor_u32_big(struct cursor *c)
{
    const uint8_t *p = cursor_bytes(c, 4);
    if (p == NULL)
        return 0;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

uint64_t cursor_u64(struct cursor *c)
{
    return cursor_number_read(c, 8);
}

uint64_t cursor_uleb(struct cursor *c, uint64_t limit)
{
    uint64_t value = 0;
    if (c->next < c->end && *c->next <= 0x7f && *c->next <= limit)
        return *c->next++; /* most numbers, and the most of others; the loop is for all */
    if (c->end - c->next >= 2 && c->next[0] > 0x7f && c->next[1] <= 0x7f) {
        value = (uint64_t)(c->next[0] & 0x7f) | (uint64_t)c->next[1] << 7;
        if (value <= limit) {
            c->next += 2;
            return value;
        }
        value = 0;
    }
    for (unsigned shift = 0; !c->failed; shift += 7) {
        uint8_t byte = cursor_u8(c);
        uint64_t bits = byte & 0x7f;
        if (bits != 0 && (shift > 63 || bits > UINT64_MAX >> shift))
            break;
        if (bits != 0)
            value |= bits << shift;
        if (value > limit)
            break;
        if (!(byte & 0x80))
            return c->failed ? 0 : value;
    }
    c->failed = true;
    c->next = c->end;
    return 0;
}

struct bytes string_next(struct cursor *c)
{
    size_t len = (size_t)cursor_uleb(c, cursor_left(c));
    const uint8_t *data = cursor_bytes(c, len);
    struct bytes text = {data ? (const char *)data : "", data ? len : 0};
    return text;
}

struct writer writer_into(uint8_t *out, size_t cap)
{
    struct writer writer;
    memset(&writer, 0, sizeof writer);
    writer.out = out;
    writer.cap = cap;
    return writer;
}

static void cursor_buffer_hand_over(struct writer *w)
{
    if (!w->failed && w->used > 0 && w->flush(w->context, w->out, w->used) != 0)
        w->failed = true;
    w->used = 0;
}

/* What fills the buffer by itself is not copied into it. */
static void cursor_direct_hand_over(struct writer *w, const uint8_t *data, size_t len)
{
    cursor_buffer_hand_over(w);
    if (!w->failed && w->flush(w->context, data, len) != 0)
        w->failed = true;
}

void writer_bytes(struct writer *w, const void *data, size_t len)
{
    const uint8_t *from = (const uint8_t *)data;
    w->total += len;
    if (w->flush && len >= w->cap) {
        cursor_direct_hand_over(w, from, len);
        return;
    }
    while (len > 0) {
        if (w->used == w->cap && w->flush)
            cursor_buffer_hand_over(w);
        size_t room = w->cap - w->used;
        size_t part = len < room ? len : room;
        if (part == 0) {
            w->failed = true;
            return;
        }
        memcpy(w->out + w->used, from, part);
        w->used += part;
        from += part;
        len -= part;
    }
}

uint8_t *writer_room(struct writer *w, size_t *len)
{
    if (w->used == w->cap && w->flush)
        cursor_buffer_hand_over(w);
    uint8_t *room = w->out + w->used;
    *len = *len < w->cap - w->used ? *len : w->cap - w->used;
    w->used += *len;
    w->total += *len;
    return room;
}

void writer_zeros(struct writer *w, uint64_t count)
{
    static const uint8_t zeros[64] = {0};
    for (; count > sizeof zeros; count -= sizeof zeros)
        writer_bytes(w, zeros, sizeof zeros);
    writer_bytes(w, zeros, (size_t)count);
}

/* Most numbers find room in the buffer. */
static inline void cursor_short_write(struct writer *w, const uint8_t *bytes, size_t len)
{
    if (w->cap - w->used < len) {
        writer_bytes(w, bytes, len);
        return;
    }
    for (size_t i = 0; i < len; i++)
        w->out[w->used + i] = bytes[i];
    w->used += len;
    w->total += len;
}

static inline void cursor_number_write(struct writer *w, uint64_t value, size_t size)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
    cursor_short_write(w, bytes, size);
}

void writer_u8(struct writer *w, uint8_t value)
{
    cursor_number_write(w, value, 1);
}

void writer_u32(struct writer *w, uint32_t value)
{
    cursor_number_write(w, value, 4);
}

void writer_u64(struct writer *w, uint64_t value)
{
    cursor_number_write(w, value, 8);
}

void writer_uleb(struct writer *w, uint64_t value)
{
    uint8_t bytes[10];
    size_t len = 0;
    for (; value > 0x7f; value >>= 7)
        bytes[len++] = (uint8_t)(value | 0x80);
    bytes[len++] = (uint8_t)value;
    cursor_short_write(w, bytes, len);
}

void writer_string(struct writer *w, const char *text, size_t len)
{
    writer_uleb(w, len);
    writer_bytes(w, text, len);
}

int writer_flush(struct writer *w)
{
    if (w->flush)
        cursor_buffer_hand_over(w);
    return w->failed ? -1 : 0;
}

size_t uleb_size(uint64_t value)
{
    size_t size = 1;
    while (value >>= 7)
        size++;
    return size;
}
