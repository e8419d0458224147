/* Runs a random program (csmith's, in another translation unit, covered) step by step, and says how far it is in a way
 * that SIGKILL can't take back: a number in a mapped file. This part is not covered.
 *   torture PROGRESS LIMIT
 * PROGRESS, a file of 8 bytes, holds the number of the step that runs; steps below it are done. */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void torture_step(void);

int main(int argc, char **argv)
{
    int fd = argc == 3 ? open(argv[1], O_RDWR | O_CREAT, 0666) : -1;
    if (fd < 0 || ftruncate(fd, 8) != 0)
        return 2;
    volatile uint64_t *progress = (uint64_t *)mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (progress == MAP_FAILED)
        return 2;
    uint64_t limit = strtoull(argv[2], NULL, 10);
    for (*progress = 1; *progress <= limit; ++*progress)
        torture_step();
    return 0;
}
