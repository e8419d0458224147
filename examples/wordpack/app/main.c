/* wordpack [-n N] [-z] [FILE]: prints the N commonest words of a text and, with -z, how far zlib packs it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "tinyopt.h"
#include "words.h"

struct text {
    char *data;
    size_t len;
};

static int read_all(FILE *in, struct text *text)
{
    char buffer[4096];
    size_t n;
    while ((n = fread(buffer, 1, sizeof(buffer), in)) > 0) {
        char *data = realloc(text->data, text->len + n);
        if (!data) {
            return -1;
        }
        memcpy(data + text->len, buffer, n);
        text->data = data;
        text->len += n;
    }
    return ferror(in) ? -1 : 0;
}

static int print_words(const struct text *text, size_t limit)
{
    struct words words = {0};
    if (words_add(&words, text->data, text->len) < 0) {
        words_free(&words);
        return -1;
    }
    words_sort(&words);
    for (size_t i = 0; i < words.len && i < limit; i++) {
        printf("%6zu %s\n", words.items[i].count, words.items[i].text);
    }
    words_free(&words);
    return 0;
}

static int print_packed(const struct text *text)
{
    uLongf len = compressBound(text->len);
    unsigned char *packed = malloc(len);
    if (!packed || compress(packed, &len, (const unsigned char *)text->data, text->len) != Z_OK) {
        free(packed);
        return -1;
    }
    printf("packed %s\n", len < text->len ? "smaller" : "not smaller");
    free(packed);
    return 0;
}

static int run(const char *path, size_t limit, int pack)
{
    struct text text = {0};
    FILE *in = path ? fopen(path, "rb") : stdin;
    if (!in) {
        fprintf(stderr, "wordpack: %s: %s\n", path, strerror(errno));
        return 1;
    }
    int result = read_all(in, &text);
    if (path) {
        fclose(in);
    }
    if (result == 0) {
        result = print_words(&text, limit);
    }
    if (result == 0 && pack) {
        result = print_packed(&text);
    }
    free(text.data);
    return result < 0 ? 1 : 0;
}

int main(int argc, char **argv)
{
    struct tinyopt opt = {argc, argv, 1, NULL};
    size_t limit = 10;
    int pack = 0, c;
    while ((c = tinyopt_next(&opt, "z", "n")) != 0) {
        switch (c) {
        case 'n':
            limit = strtoul(opt.value, NULL, 10);
            break;
        case 'z':
            pack = 1;
            break;
        default:
            fprintf(stderr, "usage: wordpack [-n N] [-z] [FILE]\n");
            return 2;
        }
    }
    return run(opt.next < argc ? argv[opt.next] : NULL, limit, pack);
}
