#include "words.h"
#include "dep.h"

int words_count(const char *text)
{
    int count = 0;
    for (; *text; text++) {
        if (*text == ' ')
            count++;
    }
    return generated(bits(dep_same(count)));
}
