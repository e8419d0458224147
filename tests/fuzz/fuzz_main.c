/* Drives a libFuzzer target without libFuzzer: seeds from files, mutations from a fixed pseudo-random sequence, so that
 * a run can be repeated exactly. usage: fuzzer COUNT SEED-FILE... */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static uint32_t random_next(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 16);
}

static size_t seed_read(const char *path, uint8_t *data, size_t cap)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    size_t len = fread(data, 1, cap, file);
    fclose(file);
    return len;
}

/* A few changes: a byte replaced (often by an extreme one), a piece repeated or taken away, the end cut. Returns the
 * new length. */
static size_t mutate(uint8_t *data, size_t len, size_t cap)
{
    static const uint8_t extremes[] = {0, 1, 0x7f, 0x80, 0xff};
    for (uint32_t n = random_next() % 4 + 1; n > 0 && len > 1; n--) {
        size_t at = random_next() % len, piece = random_next() % (len - at) % 16;
        switch (random_next() % 6) {
        case 0:
            len = at + 1;
            break;
        case 1:
            memmove(data + at, data + at + piece, len - at - piece);
            len -= piece;
            break;
        case 2:
            if (len + piece <= cap) {
                memmove(data + at + piece, data + at, len - at);
                len += piece;
            }
            break;
        case 3:
            data[at] = (uint8_t)random_next();
            break;
        default:
            data[at] = extremes[random_next() % sizeof extremes];
        }
    }
    return len;
}

int main(int argc, char **argv)
{
    enum { CAP = 1 << 16 };
    static uint8_t seed[CAP], work[CAP];
    long count = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
    if (count <= 0) {
        fprintf(stderr, "usage: %s COUNT SEED-FILE...\n", argv[0]);
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        size_t len = seed_read(argv[i], seed, CAP);
        for (long n = 0; n < count / (argc - 2) + 1; n++) {
            memcpy(work, seed, len);
            size_t size = n == 0 ? len : mutate(work, len, CAP);
            uint8_t *exact = malloc(size ? size : 1); /* so that ASan sees a read past the end */
            memcpy(exact, work, size);
            LLVMFuzzerTestOneInput(exact, size);
            free(exact);
        }
    }
    return 0;
}
