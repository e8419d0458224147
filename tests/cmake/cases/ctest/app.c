#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "list") == 0) {
        puts("one\ntwo");
        return 0;
    }
    printf("<%s|%s|%s>\n", getenv("COVERDIR"), getenv("COVERTAGS"), getenv("MINE") ? getenv("MINE") : "");
    if (argc > 1 && strcmp(argv[1], "fail") == 0)
        return getenv("GOES_WELL") ? 0 : 1;
    return argc == 4 && (strcmp(argv[1], "a;b") != 0 || *argv[2] || strcmp(argv[3], "c d") != 0);
}
