/* MD5 (RFC 1321): identifies a meta-data symbol. It need not be secure. */
#ifndef COVER_FORMAT_MD5_H
#define COVER_FORMAT_MD5_H

#include "format/prefix.h"

#include <stddef.h>
#include <stdint.h>

struct md5 {
    uint32_t state[4];
    uint64_t total; /* bytes added so far */
    uint8_t block[64];
};

void md5_start(struct md5 *md5);
void md5_add(struct md5 *md5, const void *data, size_t len);
void md5_finish(struct md5 *md5, uint8_t out[16]);

#endif
