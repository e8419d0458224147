/* A macro that makes nothing. */
int g(int);
#define EMPTY
int nothing(void)
{
    EMPTY
    g(9); EMPTY g(10);
    return 1;
}
