/* A loop of three units and as few instructions, which each thread runs: run-threads COUNT
 * PLACE says how many bytes behind a multiple of 64 its function begins. */
#include <pthread.h>
#include <stdlib.h>

__attribute__((noinline, aligned(64), patchable_function_entry(PLACE))) static unsigned steps_to_one(unsigned n)
{
    unsigned steps = 0, odd = 0;
    while (n != 1) {
        if (n & 1) {
            n = 3 * n + 1;
            odd++;
        } else {
            n /= 2;
        }
        steps++;
    }
    return steps + odd;
}

static void *run(void *arg)
{
    unsigned long sum = 0;
    for (unsigned n = 1; n < 500000; n++)
        sum += steps_to_one(n);
    return sum ? arg : NULL;
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
