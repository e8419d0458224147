/* Growing byte strings. A `struct str` owns its bytes; they are always followed by a NUL that `len` does not count. */
#ifndef COVER_BASE_STR_H
#define COVER_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct str {
    char *data; /* NULL until something is added */
    size_t len, cap;
};

void str_add(struct str *s, const char *text, size_t len);
void str_adds(struct str *s, const char *text);
void str_addc(struct str *s, char c);
void str_addf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Makes room for `more` bytes behind len. */
void str_reserve(struct str *s, size_t more);
/* Writes it to `file`; what went wrong stays there for ferror. */
void str_print(const struct str *s, FILE *file);
void str_free(struct str *s);

/* Do these two bytes stand side by side in it? Quick where the first is rare. */
bool text_has_pair(const char *text, size_t len, const char pair[2]);
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
/* The characters of UTF-8 text. */
size_t text_width(const char *text);

#endif
