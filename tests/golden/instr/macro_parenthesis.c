/* The parenthesis of an invocation on the next line, or from another macro. */
int g(int);
#define CALL(x) g(x)
#define OPEN (
void parenthesis(void)
{
    CALL OPEN 13);
    CALL
    (14);
}
