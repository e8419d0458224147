#include <stdio.h>
int a_run(int value);
int main(int argc, char **argv)
{
    (void)argv;
    printf("%d\n", a_run(argc));
    return 0;
}
