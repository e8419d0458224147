/* MD5 after RFC 1321: 64 steps a block, in four rounds that differ in mixing function and in the order of the words. */
#include "format/md5.h"

#include <string.h>

static const uint32_t step_constant[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};
static const uint8_t step_shift[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static uint32_t md5_step_mix(int step, const uint32_t s[4], int *word)
{
    switch (step / 16) {
    case 0:
        *word = step;
        return (s[1] & s[2]) | (~s[1] & s[3]);
    case 1:
        *word = (5 * step + 1) % 16;
        return (s[3] & s[1]) | (~s[3] & s[2]);
    case 2:
        *word = (3 * step + 5) % 16;
        return s[1] ^ s[2] ^ s[3];
    default:
        *word = 7 * step % 16;
        return s[2] ^ (s[1] | ~s[3]);
    }
}

static void md5_block_add(struct md5 *md5, const uint8_t *block)
{
    uint32_t words[16], s[4];
    for (int i = 0; i < 16; i++)
        words[i] = (uint32_t)block[4 * i] | (uint32_t)block[4 * i + 1] << 8 | (uint32_t)block[4 * i + 2] << 16 |
                   (uint32_t)block[4 * i + 3] << 24;
    memcpy(s, md5->state, sizeof s);
    for (int step = 0; step < 64; step++) {
        int word;
        uint32_t sum = s[0] + md5_step_mix(step, s, &word);
        sum += step_constant[step] + words[word];
        int shift = step_shift[step / 16][step % 4];
        uint32_t turned = s[1] + (sum << shift | sum >> (32 - shift));
        s[0] = s[3];
        s[3] = s[2];
        s[2] = s[1];
        s[1] = turned;
    }
    for (int i = 0; i < 4; i++)
        md5->state[i] += s[i];
}

void md5_start(struct md5 *md5)
{
    static const uint32_t start[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    memcpy(md5->state, start, sizeof start);
    md5->total = 0;
}

void md5_add(struct md5 *md5, const void *data, size_t len)
{
    const uint8_t *from = (const uint8_t *)data;
    while (len > 0) {
        size_t used = md5->total % 64;
        size_t part = 64 - used < len ? 64 - used : len;
        memcpy(md5->block + used, from, part);
        md5->total += part;
        from += part;
        len -= part;
        if (md5->total % 64 == 0)
            md5_block_add(md5, md5->block);
    }
}

void md5_finish(struct md5 *md5, uint8_t out[16])
{
    static const uint8_t padding[64] = {0x80};
    uint64_t bits = md5->total * 8;
    size_t used = md5->total % 64;
    md5_add(md5, padding, used < 56 ? 56 - used : 120 - used);
    uint8_t length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (uint8_t)(bits >> (8 * i));
    md5_add(md5, length, sizeof length);
    for (int i = 0; i < 16; i++)
        out[i] = (uint8_t)(md5->state[i / 4] >> (8 * (i % 4)));
}
