/* OpenMP atomic keeps the form of its statement. */
int g(int);
int atomic(int n)
{
    g(0);
#pragma GCC diagnostic push
#pragma omp atomic
    n++;
#pragma GCC diagnostic pop
    return n;
}
