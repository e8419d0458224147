/* A branch that is an empty statement gets no probe. */
int g(int);
int empty_branch(int a)
{
    if (a)
        ;
    else
        g(7);
    return 0;
}
