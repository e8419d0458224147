/* ## makes one token of two. */
#define CAT(a, b) a##b
#define XCAT(a, b) CAT(a, b)
#define RET re##turn
int CAT(pas, ted)(int a)
{
    XCAT(a, ) = 1;
    RET a;
}
