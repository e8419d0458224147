/* A loop of three units and as few instructions, which each thread runs: run-threads COUNT */
#include <pthread.h>
#include <stdlib.h>

static unsigned steps_to_one(unsigned n, unsigned *odd)
{
    unsigned steps = 0;
    while (n != 1) {
        if (n & 1) {
            n = 3 * n + 1;
            ++*odd;
        } else {
            n /= 2;
        }
        steps++;
    }
    return steps;
}

static void *run(void *arg)
{
    unsigned long sum = 0;
    unsigned odd = 0;
    for (unsigned n = 1; n < 2000000; n++)
        sum += steps_to_one(n, &odd);
    return sum + odd ? arg : NULL;
}

int main(int argc, char **argv)
{
    enum { MOST = 64 };
    pthread_t threads[MOST];
    int count = argc > 1 ? atoi(argv[1]) : 1;
    for (int i = 0; i < count && i < MOST; i++)
        if (pthread_create(&threads[i], NULL, run, argv) != 0)
            return 1;
    for (int i = 0; i < count && i < MOST; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
