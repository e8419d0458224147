/* C23: [[noreturn]]. */
int g(int);
_Noreturn void quit(void);
[[noreturn]] void leave(void);
int h(int a)
{
    if (a) {
        leave();
        g(1);
    }
    quit();
    g(2);
}
