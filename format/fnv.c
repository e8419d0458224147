/* FNV-1a-128: xor in a byte, multiply by the prime 2^88 + 0x13b modulo 2^128. Written with 64-bit halves, so that it
 * needs no 128-bit type of the compiler. */
#include "format/fnv.h"

void fnv_start(struct fnv *fnv)
{
    fnv->high = 0x6c62272e07bb0142;
    fnv->low = 0x62b821756295c58d;
}

void fnv_add(struct fnv *fnv, const void *data, size_t len)
{
    const uint8_t *bytes = (const uint8_t *)data;
    for (size_t i = 0; i < len; i++) {
        uint64_t low = fnv->low ^ bytes[i];
        uint64_t carry = ((low >> 32) * 0x13b + ((low & 0xffffffff) * 0x13b >> 32)) >> 32;
        fnv->high = fnv->high * 0x13b + carry + (low << 24);
        fnv->low = low * 0x13b;
    }
}

void fnv_finish(const struct fnv *fnv, uint8_t out[16])
{
    for (int i = 0; i < 8; i++) {
        out[i] = (uint8_t)(fnv->high >> (56 - 8 * i));
        out[8 + i] = (uint8_t)(fnv->low >> (56 - 8 * i));
    }
}
