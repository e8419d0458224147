/* Macros that are braces. */
int g(int);
#define BEGIN {
#define END }
int braces(int a)
{
    if (a) BEGIN
        g(8);
    END
    return a;
}
