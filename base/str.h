/* Growing byte strings. A `struct str` starts as STR_INIT and owns its bytes until str_free. `data` is never NULL: an
 * empty string points to a shared "". A NUL that `len` does not count follows the bytes: `data` is also a C string. */
#ifndef COVER_BASE_STR_H
#define COVER_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct str {
    char *data;
    size_t len;
    size_t cap; /* bytes allocated; 0: nothing was ever added, and `data` is str_empty */
};

extern const char str_empty[1];
#define STR_INIT                                                                                                       \
    {                                                                                                                  \
        .data = (char *)str_empty                                                                                      \
    }

void str_add(struct str *s, const char *text, size_t len);
void str_adds(struct str *s, const char *text);
void str_addc(struct str *s, char c);
void str_addf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Makes room for `more` bytes behind len. */
void str_reserve(struct str *s, size_t more);
/* Empties the string and keeps its memory. */
void str_clear(struct str *s);
/* Writes the bytes to `file`; check ferror for errors. */
void str_print(const struct str *s, FILE *file);
/* Frees the bytes and makes the string empty. */
void str_free(struct str *s);

/* Whether the text contains these two bytes side by side. Fast if the first is rare. */
bool text_has_pair(const char *text, size_t len, const char pair[2]);
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
/* The number of characters of UTF-8 text. */
size_t text_width(const char *text);

#endif
