/* No operands in the heads of loops and in statements that a pragma is about. */
void parallel(int n, int *p)
{
#pragma omp parallel for
    for (int i = 0; i < (n ? n : 1); i++)
        p[i] = n ? 1 : 2;
#pragma omp atomic
    *p += n ? 1 : 2;
}
