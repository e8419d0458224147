/* What an instrumented image holds: the contract between the instrumenter, which emits it, and the runtime, which walks
 * it.
 *
 * Each translation unit contributes
 *   - to section __covctrs, a run for each function (run.h):  numCtrs, pkgId, funcId, counter[numCtrs].  pkgId and, in
 *     mode set, funcId are zero bytes; in other modes funcId is the function's index in its symbol. The runtime stores
 *     the meta-data file's numbers there. Functions stand in the order of the symbol. The section is writable, aligned
 *     as a counter is (1 in mode set, else 4), and holds nothing else: a translation unit leaves no padding;
 *   - COVER_FRAME_ASSEMBLY, which gives the section pages of its own: an empty piece of it, aligned to a page, and
 *     behind it a section __covend, aligned to a page too. Both are groups that are kept once an image, from the first
 *     object: so the piece is the section's first, and needs no padding. GNU ld, gold, lld and mold place both as
 *     wanted; the runtime checks it;
 *   - to section __covmeta, read-only, one meta-data symbol (meta.h) a package;
 *   - to section __covrecs, one record a package, which ties the two together.
 * In mode atomic a thread counts in memory that it alone writes: a copy of the section, `distance` bytes behind it. The
 * instrumented code reads `ready` where a function begins and calls COVER_THREAD_START where it is 0; each probe adds
 * to the counter at its own address plus `distance`, which may be held until the next call. Both are 0 in a new thread,
 * which is harmless: then it counts in the section itself. On targets without an operating system the probe is an
 * atomic addition in the section, and the section gets no pages of its own.
 *
 * The linker makes an image's list: __start___covrecs to __stop___covrecs. Records of one package path (one a
 * translation unit) become one package of the image's meta-data file: meta_group.h says which function becomes which.
 */
#ifndef COVER_FORMAT_IMAGE_H
#define COVER_FORMAT_IMAGE_H

#include <stdint.h>

#define COVER_SECTION_COUNTERS "__covctrs"
#define COVER_SECTION_META "__covmeta"
#define COVER_SECTION_RECORDS "__covrecs"
#define COVER_SECTION_END "__covend"

/* The assembly for that, as a string; `newline` is what ends a line. */
#define COVER_FRAME_ASSEMBLY(newline)                                                                                  \
    ".pushsection " COVER_SECTION_COUNTERS ",\"awGR\",%progbits,__cover_first,comdat" newline ".balign 4096" newline   \
    ".popsection" newline ".pushsection " COVER_SECTION_END ",\"awGR\",%progbits,__cover_last,comdat" newline          \
    ".balign 4096" newline ".dc.l 0" newline ".popsection" newline

#define COVER_IMAGE_VERSION 3

/* Defined by the runtime, hidden; each record points to it. */
#define COVER_RUNTIME_SYMBOL "__cover_runtime"

/* A variable of type struct cover_thread and a function, hidden, of the runtime; for mode atomic. */
#define COVER_THREAD_SYMBOL "__cover_thread"
#define COVER_THREAD_START "__cover_thread_start"

struct cover_thread {
    intptr_t distance;
    uint32_t ready;
};

/* Emitted as assembly by instr/instrument/probe.c: keep field order and sizes. Aligned to 8, and filled up to a multiple of 8,
 * where pointers have 4 bytes too: so the records of all objects make one array. */
struct cover_record {
    const uint8_t *meta;  /* the meta-data symbol, meta_len bytes */
    uint8_t *counters;    /* the package's runs in __covctrs */
    uint32_t meta_len;    /* bytes */
    uint32_t counter_len; /* bytes, headers included */
    uint16_t version;     /* COVER_IMAGE_VERSION */
    uint8_t mode;         /* enum counter_mode */
    uint8_t granularity;  /* enum counter_granularity */
    uint32_t reserved;    /* 0 */
    const void
        *runtime; /* &__cover_runtime, hidden: pulls the runtime out of its archive into every image that has records */
} __attribute__((aligned(8)));

#endif
