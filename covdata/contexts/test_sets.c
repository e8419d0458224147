/* In: for each test the units that it reached; out: a partition of the units by their sets of tests. The algorithm
 * is partition refinement: a test's units are counted by their present set. If these are all units of a set, the
 * test is added to the set. Otherwise the set is split, and the new part is joined with an equal set if there is
 * one. This takes a step for each unit, and a copy of a set, one bit a test, for each split; memory grows with the
 * number of different sets. A set's hash is the exclusive or of its tests' hashes (Zobrist, 1970), so it is known
 * before the set is made. */
#include "covdata/contexts/test_sets.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#include "base/banned.h"

enum { NONE = UINT32_MAX, FIRST_SETS = 64 };

/* What becomes of a set's units. */
struct set_move {
    uint32_t taken; /* units that move */
    uint32_t to;
};

static uint64_t test_sets_test_hash(uint32_t test)
{
    uint64_t h = ((uint64_t)test + 1) * 0x9e3779b97f4a7c15u; /* splitmix64 */
    h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
    h = (h ^ h >> 27) * 0x94d049bb133111ebu;
    return h ^ h >> 31;
}

static uint64_t *test_sets_set_words(const struct test_sets *sets, uint32_t set)
{
    return sets->words + (size_t)set * sets->stride;
}

static uint32_t *test_sets_bucket_of(const struct test_sets *sets, uint64_t hash)
{
    return &sets->buckets[hash & (sets->bucket_count - 1)];
}

static void test_sets_set_link(struct test_sets *sets, uint32_t set)
{
    uint32_t *bucket = test_sets_bucket_of(sets, sets->list[set].hash);
    sets->list[set].next = *bucket;
    *bucket = set;
}

static void test_sets_set_unlink(struct test_sets *sets, uint32_t set)
{
    uint32_t *at = test_sets_bucket_of(sets, sets->list[set].hash);
    while (*at != set)
        at = &sets->list[*at].next;
    *at = sets->list[set].next;
}

static void test_sets_reserve(struct test_sets *sets, uint32_t cap)
{
    sets->list = xrealloc(sets->list, cap * sizeof *sets->list);
    sets->moves = xrealloc(sets->moves, cap * sizeof *sets->moves);
    sets->touched = xrealloc(sets->touched, cap * sizeof *sets->touched);
    sets->words = xrealloc(sets->words, cap * sets->stride * sizeof *sets->words);
    memset(sets->moves + sets->cap, 0, (cap - sets->cap) * sizeof *sets->moves);
    sets->cap = cap;
    free(sets->buckets);
    sets->bucket_count = cap;
    sets->buckets = xmalloc(cap * sizeof *sets->buckets);
    memset(sets->buckets, 0xff, cap * sizeof *sets->buckets);
    for (uint32_t set = 0; set < sets->count; set++) /* there is room for more only if none is free */
        test_sets_set_link(sets, set);
}

/* Makes room for the test in every set. */
static void test_sets_stride_grow(struct test_sets *sets, uint32_t test)
{
    size_t stride = sets->stride;
    while (stride * 64 <= test)
        stride *= 2;
    if (stride == sets->stride)
        return;
    uint64_t *words = xcalloc(sets->cap, stride * sizeof *words);
    for (uint32_t set = 0; set < sets->count; set++)
        memcpy(words + set * stride, test_sets_set_words(sets, set), sets->stride * sizeof *words);
    free(sets->words);
    sets->words = words;
    sets->stride = stride;
}

void test_sets_init(struct test_sets *sets, size_t unit_count)
{
    *sets = (struct test_sets){.stride = 1, .free = NONE};
    test_sets_reserve(sets, FIRST_SETS);
    sets->count = 1;
    sets->list[0] = (struct test_set){.users = (uint32_t)unit_count};
    sets->words[0] = 0;
    test_sets_set_link(sets, 0);
}

void test_sets_free(struct test_sets *sets)
{
    free(sets->list);
    free(sets->words);
    free(sets->buckets);
    free(sets->moves);
    free(sets->touched);
    *sets = (struct test_sets){0};
}

void test_sets_load(struct test_sets *sets, uint32_t set, const uint64_t *words, size_t count)
{
    while (set >= sets->cap)
        test_sets_reserve(sets, sets->cap * 2);
    if (count > 0)
        test_sets_stride_grow(sets, (uint32_t)count * 64 - 1);
    for (; sets->count <= set; sets->count++) {
        memset(test_sets_set_words(sets, sets->count), 0, sets->stride * sizeof *sets->words);
        sets->list[sets->count] = (struct test_set){0};
    }
    memcpy(test_sets_set_words(sets, set), words, count * sizeof *words);
    for (size_t i = 0; i < count; i++)
        for (uint64_t left = words[i]; left; left &= left - 1)
            sets->list[set].hash ^= test_sets_test_hash((uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(left));
}

void test_sets_loaded(struct test_sets *sets, const uint32_t *set_of, size_t unit_count)
{
    sets->list[0].users = 0;
    for (size_t i = 0; i < unit_count; i++)
        sets->list[set_of[i]].users++;
    memset(sets->buckets, 0xff, sets->bucket_count * sizeof *sets->buckets);
    sets->free = NONE;
    for (uint32_t set = 0; set < sets->count; set++) {
        if (set == 0 || sets->list[set].users > 0) {
            test_sets_set_link(sets, set);
        } else {
            sets->list[set].next = sets->free;
            sets->free = set;
        }
    }
}

/* Whether set b is set a with the bit changed. */
static bool test_sets_differ_by(const struct test_sets *sets, uint32_t a, uint32_t b, uint32_t test)
{
    const uint64_t *x = test_sets_set_words(sets, a), *y = test_sets_set_words(sets, b);
    for (size_t i = 0; i < sets->stride; i++)
        if ((x[i] ^ y[i]) != (i == test / 64 ? (uint64_t)1 << test % 64 : 0))
            return false;
    return true;
}

/* The set that differs from this one by the test; NONE: there is none. */
static uint32_t test_sets_neighbour_find(const struct test_sets *sets, uint32_t set, uint32_t test)
{
    uint64_t hash = sets->list[set].hash ^ test_sets_test_hash(test);
    for (uint32_t at = *test_sets_bucket_of(sets, hash); at != NONE; at = sets->list[at].next)
        if (sets->list[at].hash == hash && test_sets_differ_by(sets, set, at, test))
            return at;
    return NONE;
}

static void test_sets_set_flip(struct test_sets *sets, uint32_t set, uint32_t test)
{
    test_sets_set_words(sets, set)[test / 64] ^= (uint64_t)1 << test % 64;
    sets->list[set].hash ^= test_sets_test_hash(test);
}

static uint32_t test_sets_set_copy(struct test_sets *sets, uint32_t from)
{
    uint32_t set = sets->free;
    if (set != NONE) {
        sets->free = sets->list[set].next;
    } else {
        if (sets->count == sets->cap)
            test_sets_reserve(sets, sets->cap * 2);
        set = sets->count++;
    }
    memcpy(test_sets_set_words(sets, set), test_sets_set_words(sets, from), sets->stride * sizeof *sets->words);
    sets->list[set] = (struct test_set){.hash = sets->list[from].hash};
    return set;
}

/* Decides where the units go that leave the set. */
static void test_sets_move_decide(struct test_sets *sets, uint32_t set, uint32_t test)
{
    uint32_t to = test_sets_neighbour_find(sets, set, test), taken = sets->moves[set].taken;
    if (to == NONE && set != 0 && taken == sets->list[set].users) {
        test_sets_set_unlink(sets, set);
        test_sets_set_flip(sets, set, test);
        test_sets_set_link(sets, set);
        to = set;
    } else if (to == NONE) {
        to = test_sets_set_copy(sets, set);
        test_sets_set_flip(sets, to, test);
        test_sets_set_link(sets, to);
    }
    sets->moves[set].to = to;
    sets->list[set].users -= taken;
    sets->list[to].users += taken;
}

void test_sets_mark(struct test_sets *sets, uint32_t *set_of, const uint32_t *units, size_t count, uint32_t test,
                    bool member)
{
    size_t touched = 0;
    test_sets_stride_grow(sets, test);
    for (size_t i = 0; i < count; i++) {
        uint32_t set = set_of[units[i]];
        if (test_set_has(sets, set, test) == member)
            continue;
        if (sets->moves[set].taken++ == 0)
            sets->touched[touched++] = set;
    }
    for (size_t i = 0; i < touched; i++)
        test_sets_move_decide(sets, sets->touched[i], test);
    for (size_t i = 0; i < count && touched > 0; i++)
        if (sets->moves[set_of[units[i]]].taken > 0)
            set_of[units[i]] = sets->moves[set_of[units[i]]].to;
    for (size_t i = 0; i < touched; i++) {
        uint32_t set = sets->touched[i];
        sets->moves[set].taken = 0;
        if (set != 0 && sets->list[set].users == 0) {
            test_sets_set_unlink(sets, set);
            sets->list[set].next = sets->free;
            sets->free = set;
        }
    }
}

bool test_set_has(const struct test_sets *sets, uint32_t set, uint32_t test)
{
    return test / 64 < sets->stride && test_sets_set_words(sets, set)[test / 64] >> test % 64 & 1;
}

bool test_set_next(const struct test_sets *sets, uint32_t set, uint32_t *test)
{
    size_t word = *test / 64;
    uint64_t left = word < sets->stride ? test_sets_set_words(sets, set)[word] & ~(uint64_t)0 << *test % 64 : 0;
    while (left == 0 && ++word < sets->stride)
        left = test_sets_set_words(sets, set)[word];
    *test = (uint32_t)word * 64 + (left ? (uint32_t)__builtin_ctzll(left) : 0);
    return left != 0;
}

uint32_t test_set_size(const struct test_sets *sets, uint32_t set)
{
    uint32_t size = 0;
    for (size_t i = 0; i < sets->stride; i++)
        size += (uint32_t)__builtin_popcountll(test_sets_set_words(sets, set)[i]);
    return size;
}
