/* A switch over a single statement, and one with nothing to run. */
int g(int);
int switch_single(int a)
{
    switch (a) case 1: g(4);
    switch (a) { default: ; }
    return 0;
}
