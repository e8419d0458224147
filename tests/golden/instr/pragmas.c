/* Pragmas bind to the statement behind them. */
int g(int);
#define OMP(x) _Pragma(#x)
void f(int n)
{
    g(0);
#pragma omp parallel for
    for (int i = 0; i < n; i++)
        g(i);
    if (n)
#pragma GCC unroll 4
        for (int i = 0; i < n; i++)
            g(i);
#pragma omp parallel for collapse(2)
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            g(i);
        }
#pragma GCC diagnostic push
#pragma omp atomic
    n++;
#pragma GCC diagnostic pop
#pragma omp barrier
    g(1);
    _Pragma("GCC ivdep") for (int i = 0; i < n; i++) g(i);
    OMP(omp simd)
    for (int i = 0; i < n; i++) g(i);
}
