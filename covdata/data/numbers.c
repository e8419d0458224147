/* In: bytes; out: numbers. Whether a number has one byte or two is chance, so a branch at each costs more than all the
 * rest of reading a counter file. Here eight bytes are a step: which of them have their upper bits says by a table how
 * many numbers of one or two bytes begin among them, and where; all eight places of `out` are written, and what is too
 * many is written over by the next step. Longer numbers, and the last bytes, go through the cursor. Processors that can
 * move bytes about by a table (SSSE3) take a third of the time of others. */
#include "covdata/data/numbers.h"

#include <pthread.h>
#include <string.h>
#if defined __x86_64__
#include <tmmintrin.h>
#endif

#include "format/cursor.h"

#include "base/banned.h"

enum { STEP = 8, NO_BYTE = 0x80 };

struct step {
    _Alignas(32) uint8_t place[STEP][2]; /* of each number: the indices of its bytes; NO_BYTE: it has no second */
    uint8_t count, bytes;
};

static struct step steps[1 << STEP];
static pthread_once_t steps_once = PTHREAD_ONCE_INIT;

static void step_make(struct step *step, unsigned more)
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

static void steps_make(void)
{
    for (unsigned more = 0; more < 1 << STEP; more++)
        step_make(&steps[more], more);
}

static uint64_t step_load(const uint8_t *p)
{
    uint64_t word = 0;
    for (int i = 0; i < STEP; i++)
        word |= (uint64_t)p[i] << (8 * i);
    return word;
}

/* Decodes as many steps as there are; *bytes goes on to the first number that is longer, or less than a step before
 * the end. Returns the place behind the last number. */
static uint32_t *steps_take(const uint8_t **bytes, const uint8_t *end, uint32_t *out)
{
    const struct step *step = steps;
    for (; end - *bytes >= STEP; *bytes += step->bytes, out += step->count) {
        uint64_t word = step_load(*bytes);
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

#if defined __x86_64__
enum { BLOCK = 64 };

__attribute__((target("ssse3"))) static uint64_t block_bits(const uint8_t *p)
{
    uint64_t bits = 0;
    for (int i = 0; i < BLOCK / 16; i++)
        bits |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_loadu_si128((const __m128i *)p + i)) << (16 * i);
    return bits;
}

__attribute__((target("ssse3"))) static void step_put(const struct step *step, const uint8_t *p, uint32_t *out)
{
    const __m128i first = _mm_set1_epi16(0x7f), second = _mm_set1_epi16(0x7f00), zero = _mm_setzero_si128();
    __m128i pairs =
        _mm_shuffle_epi8(_mm_loadl_epi64((const __m128i *)p), _mm_loadu_si128((const __m128i *)step->place));
    __m128i numbers = _mm_or_si128(_mm_and_si128(pairs, first), _mm_srli_epi16(_mm_and_si128(pairs, second), 1));
    _mm_storeu_si128((__m128i *)out, _mm_unpacklo_epi16(numbers, zero));
    _mm_storeu_si128((__m128i *)(out + STEP / 2), _mm_unpackhi_epi16(numbers, zero));
}

/* The same; where a step begins depends on the one before it, so all of that is done with a block's bits at hand. */
__attribute__((target("ssse3"))) static uint32_t *steps_take_fast(const uint8_t **bytes, const uint8_t *end,
                                                                  uint32_t *out)
{
    while (end - *bytes >= BLOCK) {
        uint64_t bits = block_bits(*bytes);
        unsigned at = 0;
        while (at <= BLOCK - STEP && steps[bits >> at & 0xff].count > 0) {
            const struct step *step = &steps[bits >> at & 0xff];
            step_put(step, *bytes + at, out);
            out += step->count;
            at += step->bytes;
        }
        *bytes += at;
        if (at <= BLOCK - STEP)
            return out;
    }
    return steps_take(bytes, end, out);
}

static bool fast(void)
{
    return __builtin_cpu_supports("ssse3");
}
#else
#define steps_take_fast steps_take

static bool fast(void)
{
    return false;
}
#endif

size_t numbers_decode(const uint8_t *bytes, size_t len, uint32_t *out)
{
    struct cursor c = cursor_of(bytes, len);
    uint32_t *next = out;
    pthread_once(&steps_once, steps_make);
    while (c.next < c.end) {
        next = fast() ? steps_take_fast(&c.next, c.end, next) : steps_take(&c.next, c.end, next);
        if (c.next < c.end)
            *next++ = (uint32_t)cursor_uleb(&c, UINT32_MAX);
    }
    return c.failed ? SIZE_MAX : (size_t)(next - out);
}
