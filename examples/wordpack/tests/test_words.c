/* test_words CASE: exit status 0 if the case holds. */
#include <stdio.h>
#include <string.h>

#include "words.h"

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
            return 1;                                                                                                  \
        }                                                                                                              \
    } while (0)

static int test_empty(struct words *words)
{
    CHECK(words_add(words, "", 0) == 0);
    CHECK(words_add(words, " ,.-", 4) == 0);
    words_sort(words);
    CHECK(words->len == 0);
    return 0;
}

static int test_counts(struct words *words)
{
    const char *text = "The dog, the cat; isn't THE dog 42?";
    CHECK(words_add(words, text, strlen(text)) == 0);
    CHECK(words->len == 5);
    CHECK(strcmp(words->items[0].text, "the") == 0);
    CHECK(words->items[0].count == 3);
    CHECK(strcmp(words->items[3].text, "isn't") == 0);
    return 0;
}

static int test_order(struct words *words)
{
    const char *text = "b a c c";
    CHECK(words_add(words, text, strlen(text)) == 0);
    words_sort(words);
    CHECK(strcmp(words->items[0].text, "c") == 0);
    CHECK(strcmp(words->items[1].text, "a") == 0);
    return 0;
}

int main(int argc, char **argv)
{
    struct words words = {0};
    int failed = 2;
    if (argc == 2 && strcmp(argv[1], "empty") == 0) {
        failed = test_empty(&words);
    } else if (argc == 2 && strcmp(argv[1], "counts") == 0) {
        failed = test_counts(&words);
    } else if (argc == 2 && strcmp(argv[1], "order") == 0) {
        failed = test_order(&words);
    }
    words_free(&words);
    return failed;
}
