/* Sets of tests, each kept once: where many units were reached by the same tests, they share a set. Tests and units are
 * numbers, from 0; sets too, and set 0 is the empty one. A set without units goes away, and its number is used again.
 */
#ifndef COVER_COVDATA_CONTEXTS_TEST_SETS_H
#define COVER_COVDATA_CONTEXTS_TEST_SETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct test_set {
    uint64_t hash;
    uint32_t users; /* units that have it */
    uint32_t next;  /* of the same bucket, or of the free ones */
};

struct test_sets {
    struct test_set *list;
    uint64_t *words; /* of set k: `stride` words from words[k * stride], a bit a test */
    uint32_t count, cap, free;
    size_t stride;
    uint32_t *buckets, bucket_count; /* a power of two */
    struct set_move *moves;          /* working space of test_sets_mark, one a set */
    uint32_t *touched;
};

/* All of unit_count units have the empty set. */
void test_sets_init(struct test_sets *sets, size_t unit_count);
void test_sets_free(struct test_sets *sets);

/* Makes a set of `count` words of bits with this number, which has no other; for sets that were stored. No unit has it
 * yet. When all are there, test_sets_loaded counts the units. */
void test_sets_load(struct test_sets *sets, uint32_t set, const uint64_t *words, size_t count);
void test_sets_loaded(struct test_sets *sets, const uint32_t *set_of, size_t unit_count);

/* Puts the test into (member) or out of (!member) the sets of these units, of which none may be there twice. set_of is
 * each unit's set, by the unit's number. */
void test_sets_mark(struct test_sets *sets, uint32_t *set_of, const uint32_t *units, size_t count, uint32_t test,
                    bool member);

bool test_set_has(const struct test_sets *sets, uint32_t set, uint32_t test);
/* Moves *test to the first of the set's tests from *test on; false: there is none. */
bool test_set_next(const struct test_sets *sets, uint32_t set, uint32_t *test);
/* The number of tests in it. */
uint32_t test_set_size(const struct test_sets *sets, uint32_t set);

#endif
