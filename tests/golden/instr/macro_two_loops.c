/* A macro that leaves two loops open is counted where it begins. */
int g(int);
#define TWICE for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++)
int two_loops(int a)
{
    TWICE { g(3); }
    TWICE g(4);
    return a;
}
