/* A macro's name is not expanded within its own expansion. */
#define SELF SELF2
#define SELF2 SELF
int recursion(void)
{
    int SELF = 1;
    return SELF2;
}
