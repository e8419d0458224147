/* In: text, piece by piece. Out: a table of its words. A linear search does: the program prints the commonest few of a page. */
#include "words.h"

#include <stdlib.h>
#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static struct word *find(struct words *words, const char *text, size_t len)
{
    for (size_t i = 0; i < words->len; i++) {
        if (strlen(words->items[i].text) == len && memcmp(words->items[i].text, text, len) == 0) {
            return &words->items[i];
        }
    }
    return NULL;
}

static struct word *append(struct words *words, char *text)
{
    if (words->len == words->cap) {
        size_t cap = words->cap ? words->cap * 2 : 16;
        struct word *items = realloc(words->items, cap * sizeof(*items));
        if (!items) {
            return NULL;
        }
        words->items = items;
        words->cap = cap;
    }
    words->items[words->len] = (struct word){text, 0};
    return &words->items[words->len++];
}

static int count(struct words *words, const char *text, size_t len)
{
    char *copy = malloc(len + 1);
    if (!copy) {
        return -1;
    }
    for (size_t i = 0; i < len; i++) {
        copy[i] = lower(text[i]);
    }
    copy[len] = '\0';
    struct word *word = find(words, copy, len);
    if (word) {
        free(copy);
    } else if (!(word = append(words, copy))) {
        free(copy);
        return -1;
    }
    word->count++;
    return 0;
}

int words_add(struct words *words, const char *text, size_t len)
{
    size_t i = 0;
    while (i < len) {
        size_t start = i;
        while (i < len && word_byte((unsigned char)text[i])) {
            i++;
        }
        if (i > start && count(words, text + start, i - start) < 0) {
            return -1;
        }
        if (i < len) {
            i++;
        }
    }
    return 0;
}

static int compare(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    if (x->count != y->count) {
        return x->count < y->count ? 1 : -1;
    }
    return strcmp(x->text, y->text);
}

void words_sort(struct words *words)
{
    if (words->len > 1) {
        qsort(words->items, words->len, sizeof(*words->items), compare);
    }
}

void words_free(struct words *words)
{
    for (size_t i = 0; i < words->len; i++) {
        free(words->items[i].text);
    }
    free(words->items);
    *words = (struct words){0};
}
