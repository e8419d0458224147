/* Counts words: longest runs of letters, digits and apostrophes; ASCII case does not matter. */
#ifndef WORDS_H
#define WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct word {
    char *text; /* lower case, owned by the table */
    size_t count;
};

struct words {
    struct word *items; /* in order of first appearance, until words_sort */
    size_t len, cap;
};

static inline bool word_byte(unsigned char c)
{
    if (c >= '0' && c <= '9') {
        return true;
    }
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'';
}

/* Counts the words of text[0..len). 0, or -1 when memory is out. */
int words_add(struct words *words, const char *text, size_t len);
/* Most frequent first, then by text. */
void words_sort(struct words *words);
void words_free(struct words *words);

#endif
