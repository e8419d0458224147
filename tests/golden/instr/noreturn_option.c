/* --noreturn names functions that do not return. */
void stop(void), halt(int);
int diverts(int a)
{
    a++;
    stop();
    a++;
    (halt)(5);
    return ({ halt(6); a; });
}
