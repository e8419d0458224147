#include <stdlib.h>
#include <string.h>
#include "words.h"

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "fail") == 0)
        return 1;
    if (getenv("WHICH"))
        return strlen(getenv("WHICH")) != 1;
    return words_twice(words_count("a b c")) == 4 ? 0 : 1;
}
