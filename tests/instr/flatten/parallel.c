/* What GCC obeys while it flattens: macros that are saved, and OpenMP's pragmas, where it knows of them. */
#ifdef _OPENMP
#include <omp.h>
int threads;
#endif
#define N 10
#define EVERY(x) _Pragma("omp parallel for")
#pragma push_macro("N")
#undef N
#define N 11
#  pragma push_macro ( "N" )
#pragma push_macro("NEVER")
int f(int n)
{
    int s = N;
#pragma omp parallel for   reduction( + : s)  schedule(static, N) /* x */
    for (int i = 0; i < n; i++)
        s += i;
  #  pragma   omp  simd
    for (int i = 0; i < n; i++)
        s += i;
#pragma acc   kernels  copy(s)
    {
    }
#undef N
#pragma pop_macro("N")







#if N != 11
    saved;
#endif
  #  pragma  pop_macro ( "N" )
#if N != 10
    saved;
#endif
#pragma omp critical(name)  \
    hint( 1)
    s++;
#pragma pop_macro("NEVER")
#undef NEVER
#define NEVER 1
    return s;
}
#undef N
#pragma push_macro("N")
#define N 12
#pragma pop_macro("N")
#ifdef N
saved;
#endif
