/* In: bytes; out: numbers. Whether a number has one byte or two is unpredictable, so a branch for each number would
 * cost more than all the rest of reading a counter file. Instead, a step takes eight bytes: a table indexed by
 * their upper bits gives the number of one- or two-byte numbers that start among them, and their places. Longer
 * numbers, and the last bytes, go through the cursor. Each step depends on the one before it, so with AVX2, which
 * can permute bytes by a table, the bytes are cut into four parts, between numbers, and the parts are decoded side
 * by side. */
#include "covdata/data/numbers.h"

#include <pthread.h>
#include <string.h>
#if defined __x86_64__
#include <immintrin.h>
#endif

#include "covdata/data/fast.h"
#include "format/cursor.h"

#include "base/banned.h"

enum { STEP = 8, NO_BYTE = 0x80, PARTS = 4, PARTS_LEAST = 256 };

struct step {
    _Alignas(32) uint8_t place[STEP][2]; /* of each number: the indices of its bytes; NO_BYTE: it has no second */
    uint8_t count, bytes;
};

static struct step steps[1 << STEP];
static pthread_once_t steps_once = PTHREAD_ONCE_INIT;

static void numbers_step_make(struct step *step, unsigned more)
{
    unsigned at = 0;
    memset(step->place, NO_BYTE, sizeof step->place);
    while (at < STEP) {
        unsigned size = more >> at & 1 ? 2 : 1;
        if (at + size > STEP || (size == 2 && more >> at & 2))
            break;
        step->place[step->count][0] = (uint8_t)at;
        if (size == 2)
            step->place[step->count][1] = (uint8_t)(at + 1);
        step->count++;
        at += size;
    }
    step->bytes = (uint8_t)at;
}

static void numbers_steps_make(void)
{
    for (unsigned more = 0; more < 1 << STEP; more++)
        numbers_step_make(&steps[more], more);
}

static uint64_t numbers_step_load(const uint8_t *p)
{
    uint64_t word = 0;
    for (int i = 0; i < STEP; i++)
        word |= (uint64_t)p[i] << (8 * i);
    return word;
}

/* Decodes as many steps as there are; *bytes goes on to the first number that is longer, or less than a step before
 * the end. Returns the place behind the last number. */
static uint32_t *numbers_steps_take(const uint8_t **bytes, const uint8_t *end, uint32_t *out)
{
    const struct step *step = steps;
    for (; end - *bytes >= STEP; *bytes += step->bytes, out += step->count) {
        uint64_t word = numbers_step_load(*bytes);
        step = &steps[((word & 0x8080808080808080u) >> 7) * 0x0102040810204080u >> 56];
        if (step->count == 0)
            break;
        for (int i = 0; i < step->count; i++) {
            unsigned upper = step->place[i][1] == NO_BYTE ? 0 : 0x7f;
            uint32_t number = (uint32_t)(word >> (8 * step->place[i][0]));
            out[i] = (number & 0x7f) | (number >> 8 & upper) << 7;
        }
    }
    return out;
}

static size_t numbers_plain_decode(const uint8_t *bytes, size_t len, uint32_t *out)
{
    struct cursor c = cursor_of(bytes, len);
    uint32_t *next = out;
    while (c.next < c.end) {
        next = numbers_steps_take(&c.next, c.end, next);
        if (c.next < c.end)
            *next++ = (uint32_t)cursor_uleb(&c, UINT32_MAX);
    }
    return c.failed ? SIZE_MAX : (size_t)(next - out);
}

#if HAVE_FAST
/* A part of the bytes, and of the numbers: how many are in it is known before. */
struct part {
    const uint8_t *next, *end;
    uint32_t *out, *out_end;
};

/* How many numbers end in the bytes. */
FAST static size_t numbers_ends_count(const uint8_t *bytes, size_t len)
{
    enum { MANY = 32 };
    const __m256i zero = _mm256_setzero_si256();
    __m256i more = zero; /* four sums of 255 for each byte that goes on */
    size_t i = 0, sum = 0;
    for (; i + MANY <= len; i += MANY) {
        __m256i goes_on = _mm256_cmpgt_epi8(zero, _mm256_loadu_si256((const __m256i *)(bytes + i)));
        more = _mm256_add_epi64(more, _mm256_sad_epu8(goes_on, zero));
    }
    for (int lane = 0; lane < 4; lane++)
        sum += ((const uint64_t *)&more)[lane];
    size_t count = i - sum / 255;
    for (; i < len; i++)
        count += bytes[i] < 0x80;
    return count;
}

FAST static void numbers_parts_make(struct part parts[PARTS], const uint8_t *bytes, size_t len, uint32_t *out)
{
    const uint8_t *at = bytes;
    for (int i = 0; i < PARTS; i++) {
        const uint8_t *end = bytes + len * (size_t)(i + 1) / PARTS;
        end = end < at ? at : end;
        while (end < bytes + len && end[-1] >= 0x80)
            end++;
        parts[i] = (struct part){at, end, out, out + numbers_ends_count(at, (size_t)(end - at))};
        at = end;
        out = parts[i].out_end;
    }
}

/* How many steps all parts have room for. */
static size_t numbers_rounds_of(const struct part parts[PARTS])
{
    size_t rounds = SIZE_MAX;
    for (int i = 0; i < PARTS; i++) {
        size_t in = (size_t)(parts[i].end - parts[i].next) / STEP;
        size_t out = (size_t)(parts[i].out_end - parts[i].out) / STEP;
        rounds = in < rounds ? in : rounds;
        rounds = out < rounds ? out : rounds;
    }
    return rounds;
}

/* Writes all eight places; what is too many is written over by the next step. true: the next number is a longer one. */
FAST static inline bool numbers_part_step(struct part *part)
{
    const __m128i first = _mm_set1_epi16(0x7f), second = _mm_set1_epi16(0x7f00);
    __m128i bytes = _mm_loadl_epi64((const __m128i *)part->next);
    const struct step *step = &steps[_mm_movemask_epi8(bytes) & 0xff];
    __m128i pairs = _mm_shuffle_epi8(bytes, _mm_load_si128((const __m128i *)step->place));
    __m128i numbers = _mm_or_si128(_mm_and_si128(pairs, first), _mm_srli_epi16(_mm_and_si128(pairs, second), 1));
    _mm256_storeu_si256((__m256i *)part->out, _mm256_cvtepu16_epi32(numbers));
    part->next += step->bytes;
    part->out += step->count;
    return step->count == 0;
}

/* false: there is a longer number. */
FAST static bool numbers_parts_step(struct part parts[PARTS], size_t rounds)
{
    struct part a = parts[0], b = parts[1], c = parts[2], d = parts[3];
    bool longer = false;
    for (; rounds > 0 && !longer; rounds--) {
        longer = numbers_part_step(&a);
        longer |= numbers_part_step(&b);
        longer |= numbers_part_step(&c);
        longer |= numbers_part_step(&d);
    }
    parts[0] = a, parts[1] = b, parts[2] = c, parts[3] = d;
    return !longer;
}

/* Takes the longer numbers that parts begin with. */
static bool numbers_longer_take(struct part parts[PARTS])
{
    for (int i = 0; i < PARTS; i++) {
        struct cursor c = cursor_of(parts[i].next, (size_t)(parts[i].end - parts[i].next));
        if (parts[i].next < parts[i].end && parts[i].out < parts[i].out_end)
            *parts[i].out++ = (uint32_t)cursor_uleb(&c, UINT32_MAX);
        if (c.failed)
            return false;
        parts[i].next = c.next;
    }
    return true;
}

/* What is left of a part that others end before is cut into parts again. */
FAST static size_t numbers_parts_decode(const uint8_t *bytes, size_t len, uint32_t *out)
{
    struct part parts[PARTS];
    if (len < PARTS_LEAST)
        return numbers_plain_decode(bytes, len, out);
    numbers_parts_make(parts, bytes, len, out);
    for (size_t rounds; (rounds = numbers_rounds_of(parts)) > 0;)
        if (!numbers_parts_step(parts, rounds) && !numbers_longer_take(parts))
            return SIZE_MAX;
    for (int i = 0; i < PARTS; i++)
        if (numbers_parts_decode(parts[i].next, (size_t)(parts[i].end - parts[i].next), parts[i].out) == SIZE_MAX)
            return SIZE_MAX;
    return (size_t)(parts[PARTS - 1].out_end - out);
}
#else
#define numbers_parts_decode numbers_plain_decode
#endif

size_t numbers_decode(const uint8_t *bytes, size_t len, uint32_t *out)
{
    pthread_once(&steps_once, numbers_steps_make);
    return fast() ? numbers_parts_decode(bytes, len, out) : numbers_plain_decode(bytes, len, out);
}
