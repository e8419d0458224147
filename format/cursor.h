/* Bounded reading and writing of bytes: the only way that format/ touches the contents of a file. It allocates nothing
 * and does no input or output.
 *
 * A cursor never reads outside its range. A read that would go there returns 0 (or NULL), sets `failed` and moves the
 * cursor to the end. A failed cursor stays failed, so a caller can read several values and check `failed` once.
 *
 *   struct cursor c = cursor_of(data, len);
 *   uint32_t version = cursor_u32(&c);
 *   uint64_t count = cursor_uleb(&c, UINT32_MAX);
 *   if (c.failed)
 *       return "the file ends too early";
 *
 * A writer works in one of three ways:
 *
 *   struct writer w       out     cap   flush     bytes that do not fit
 *   ------------------    ------  ----  --------  -----------------------------------------------------------
 *   measure               NULL    0     NULL      all are counted in `total`, none is kept
 *   into a buffer         buffer  size  NULL      are dropped, but counted in `total`, which is the size needed
 *   through a buffer      buffer  size  function  cannot occur: a full buffer is passed to `flush` and reused
 *
 * A flush that returns non-zero sets `failed`; the writer does not call it again. The last bytes go out with
 * writer_flush.
 */
#ifndef COVER_FORMAT_CURSOR_H
#define COVER_FORMAT_CURSOR_H

#include "format/prefix.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
    const uint8_t *next, *end;
    bool failed;
};

struct cursor cursor_of(const void *data, size_t len);
size_t cursor_left(const struct cursor *c);
/* The next len bytes, stepped over, or NULL. */
const uint8_t *cursor_bytes(struct cursor *c, uint64_t len);
uint8_t cursor_u8(struct cursor *c);
uint16_t cursor_u16(struct cursor *c);
uint32_t cursor_u32(struct cursor *c);
uint32_t cursor_u32_big(struct cursor *c);
uint64_t cursor_u64(struct cursor *c);
/* An unsigned LEB128 number, failing where it is more than limit. Padded forms (80 80 00) are accepted. */
uint64_t cursor_uleb(struct cursor *c, uint64_t limit);

/* A byte string inside a file: not NUL-terminated. */
struct bytes {
    const char *data;
    size_t len;
};
/* The next string of a string table: its length as ULEB128, then its bytes. */
struct bytes string_next(struct cursor *c);

struct writer {
    uint8_t *out; /* cap bytes; NULL: measure only */
    size_t cap;
    size_t used;    /* bytes in out */
    uint64_t total; /* bytes written so far, those dropped included */
    int (*flush)(void *context, const uint8_t *data, size_t len);
    void *context;
    bool failed; /* a flush failed, or (without one) out was too small */
};

/* A writer into a buffer; with (NULL, 0) it only measures. */
struct writer writer_into(uint8_t *out, size_t cap);
void writer_bytes(struct writer *w, const void *data, size_t len);
/* For what is quicker made in place: the next *len bytes of the buffer, which the caller must fill in now; *len becomes
 * less where it has less room. Only for writers with a flush. */
uint8_t *writer_room(struct writer *w, size_t *len);
void writer_zeros(struct writer *w, uint64_t count);
void writer_u8(struct writer *w, uint8_t value);
void writer_u32(struct writer *w, uint32_t value);
void writer_u64(struct writer *w, uint64_t value);
void writer_uleb(struct writer *w, uint64_t value);
/* A string of a string table. */
void writer_string(struct writer *w, const char *text, size_t len);
/* Hands over what is still in the buffer. Returns 0, or -1 if any flush has failed or bytes were dropped. */
int writer_flush(struct writer *w);

/* The bytes that value takes as ULEB128. */
size_t uleb_size(uint64_t value);

#endif
