/* A call of a function that does not return ends a unit. */
int g(int);
_Noreturn void stop(void);
void never(int a)
{
    if (a) {
        stop();
        g(1);
    }
    exit(1);
    g(2);
}
