/* The contract between the instrumenter, which emits the sections below, and the runtime, which reads them. "Image"
 * means one executable or shared object.
 *
 * Each translation unit contributes to these sections:
 *
 *   section     access  content
 *   ---------   ------  -------------------------------------------------------------------------------------------
 *   __covctrs   write   the counters of each function (function_counters.h), in the order of the meta-data symbol.
 *                       Package numbers are zero until the runtime stores those of the meta-data file; so are
 *                       function numbers in mode set. In other modes the function number is the index in the symbol.
 *                       Aligned to a counter (1 byte in mode set, else 4); nothing else, no padding.
 *   __covmeta   read    one meta-data symbol (meta.h) for each package
 *   __covrecs   read    one struct cover_record for each package: connects the package's symbol and counters
 *   __covend    write   one word, at the start of the page behind __covctrs (COVER_FRAME_ASSEMBLY)
 *
 *   In the linked image, with three translation units in mode count:
 *
 *     page boundary                                                         page boundary
 *     |                                                                     |
 *     v  __covctrs                                                          v  __covend
 *     +---------+-----------------------+-------------+--------------+......+------
 *     | (empty) | a.o: f0  f1  f2       | b.o: f0     | c.o: f0  f1  | gap  | 0
 *     +---------+-----------------------+-------------+--------------+......+------
 *               ^ record.counters       ^ next record
 *
 * COVER_FRAME_ASSEMBLY puts the section on pages of its own, so that a file can be mapped over it. It emits an empty,
 * page-aligned piece of __covctrs and a page-aligned __covend. Both are comdat groups, so the linker keeps those of the
 * first object only: the empty piece comes first and needs no padding before it. GNU ld, gold, lld and mold place both
 * this way, and the runtime checks the result.
 *
 * Mode atomic: each thread counts in memory that no other thread writes, a copy of the section at `distance` bytes from
 * it. Instrumented code reads `ready` where a function starts and calls COVER_THREAD_START if it is 0. That sets both
 * and returns `distance`; the caller stores both again, so that it can be a pure function to compilers. Each probe then
 * adds to the counter at its own address plus `distance`; code may keep `distance` in a register until the next call.
 * In a new thread both are 0 and the thread counts in the section itself, which is harmless. On targets without an
 * operating system the probe is an atomic addition in the section, and the section gets no pages of its own.
 *
 * The linker defines __start___covrecs and __stop___covrecs around all records of the image. Records with the same
 * package path become one package of the meta-data file; meta_group.h says how functions are renumbered.
 */
#ifndef COVER_FORMAT_IMAGE_H
#define COVER_FORMAT_IMAGE_H

#include <stdint.h>

#define COVER_SECTION_COUNTERS "__covctrs"
#define COVER_SECTION_META "__covmeta"
#define COVER_SECTION_RECORDS "__covrecs"
#define COVER_SECTION_END "__covend"

/* The assembly that emits the frame of __covctrs, as a string; `newline` ends each line. */
#define COVER_FRAME_ASSEMBLY(newline)                                                                                  \
    ".pushsection " COVER_SECTION_COUNTERS ",\"awGR\",%progbits,__cover_first,comdat" newline ".balign 4096" newline   \
    ".popsection" newline ".pushsection " COVER_SECTION_END ",\"awGR\",%progbits,__cover_last,comdat" newline          \
    ".balign 4096" newline ".dc.l 0" newline ".popsection" newline

#define COVER_IMAGE_VERSION 3

/* Every record points to this hidden symbol of the runtime. */
#define COVER_RUNTIME_SYMBOL "__cover_runtime"

/* Mode atomic: a thread-local struct cover_thread and a function, both hidden symbols of the runtime. */
#define COVER_THREAD_SYMBOL "__cover_thread"
#define COVER_THREAD_START "__cover_thread_start"

struct cover_thread {
    intptr_t distance;
    uint32_t ready;
};

/* instr/instrument/probe.c emits it as assembly: keep the order and sizes of the fields. Its alignment is 8 and its size
 * a multiple of 8 on 32-bit targets too, so the records of all objects form one array. */
struct cover_record {
    const uint8_t *meta;  /* the meta-data symbol, meta_len bytes */
    uint8_t *counters;    /* the package's functions in __covctrs */
    uint32_t meta_len;    /* bytes */
    uint32_t counter_len; /* bytes, headers included */
    uint16_t version;     /* COVER_IMAGE_VERSION */
    uint8_t mode;         /* enum counter_mode */
    uint8_t granularity;  /* enum counter_granularity */
    uint32_t reserved;    /* 0 */
    const void *runtime;  /* &__cover_runtime, hidden: makes the linker take the runtime from its archive */
} __attribute__((aligned(8)));

#endif
