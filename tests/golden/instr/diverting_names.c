/* Known names behind which a count may change; posix_spawn returns once. */
int execl(const char *, const char *, ...), execve(const char *, char *const *, char *const *), fexecve(int, char *const *, char *const *);
int fork(void), _Fork(void), clone(), swapcontext(), setcontext(), posix_spawn();
void error(int, int, const char *, ...), thrd_exit(int), quick_exit(int);
int names(void)
{
    execl("/bin/true", "true", (char *)0);
    execve("", 0, 0);
    fexecve(3, 0, 0);
    int pid = fork();
    pid = _Fork();
    clone(names, 0, 0);
    swapcontext(0, 0);
    setcontext(0);
    posix_spawn();
    error(1, 0, "text");
    thrd_exit(1);
    quick_exit(1);
    return pid;
}
