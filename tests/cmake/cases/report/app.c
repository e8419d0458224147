#include <stdlib.h>

int lib(int n);

int main(int argc, char **argv)
{
    if (argc < 2) {
        return 2;
    }
    return lib(atoi(argv[1])) ? 0 : 1;
}
