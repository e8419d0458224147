/* OpenMP: no probe between a directive and its loop; collapse joins loops. */
int g(int);
void openmp(int n)
{
#pragma omp parallel for
    for (int i = 0; i < n; i++)
        g(i);
#pragma omp parallel for collapse(2)
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            g(i);
        }
#pragma omp barrier
    g(1);
}
