/* GCC's pragmas for loops, in a branch and as _Pragma. */
int g(int);
#define OMP(x) _Pragma(#x)
void loops(int n)
{
    if (n)
#pragma GCC unroll 4
        for (int i = 0; i < n; i++)
            g(i);
    _Pragma("GCC ivdep") for (int i = 0; i < n; i++) g(i);
    OMP(omp simd)
    for (int i = 0; i < n; i++) g(i);
}
