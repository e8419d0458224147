/* Text in a buffer of the caller: file names, paths, numbers. No allocation, no stdio. */
#ifndef COVER_RUNTIME_TEXT_H
#define COVER_RUNTIME_TEXT_H

#include "runtime/port.h"

#include <stddef.h>
#include <stdint.h>

#define TEXT_NUMBER_SIZE 21 /* a decimal uint64_t and its NUL */

/* data[0..cap) always holds a NUL-terminated text. What does not fit is dropped but counted in `len`: len >= cap means
 * that the text is cut. */
struct text {
    char *data;
    size_t cap, len;
};

/* An empty text in buffer[0..cap), cap > 0. */
struct text __cover_text_in(char *buffer, size_t cap) PORT_HIDDEN;
void __cover_text_add(struct text *text, const char *more) PORT_HIDDEN;
void __cover_text_add_number(struct text *text, uint64_t number) PORT_HIDDEN;
void __cover_text_add_hex(struct text *text, const uint8_t *bytes, size_t count) PORT_HIDDEN;
/* Writes `number` in decimal to the buffer and returns the buffer. */
const char *__cover_text_number(uint64_t number, char buffer[TEXT_NUMBER_SIZE]) PORT_HIDDEN;

#endif
