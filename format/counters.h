/* The manual of the counter file (covcounters.<hash>.<pid>.<nanoseconds>): what one or more runs of an image have
 * executed. It is Go's format of version 1. Numbers are little-endian unless said otherwise; "uleb" is unsigned LEB128.
 *
 *   file header, COUNTER_FILE_HEADER_SIZE bytes
 *       0  magic  00 'c' 'w' 'm'
 *       4  u32    version, 1
 *       8  16 B   hash of the meta-data file that the indices below refer to
 *      24  u8     enum counter_flavor
 *      25  u8     1: the numbers of functions are big-endian (raw flavour only; header, tables and footer never are)
 *      26  u8     1: a process counts into the file, or was killed while it did (ours; Go has zero here)
 *      27  5 B    zero
 *   segments, at least one, each followed by a footer. Go's tool reads the first only; ours reads all.
 *
 *   segment
 *       0  u64    number of functions
 *       8  u32    length of the string table
 *      12  u32    length of the args table, with its padding
 *      16  string table (as in meta.h), then the args table: uleb number of pairs, for each pair uleb key, uleb value
 * (indices of strings; no key twice); then zeros up to a multiple of 4 bytes, counted from the segment's start
 *          functions, each  number of counters n, package, function, counter[n]
 *                           raw flavour: all as u32; ULEB128 flavour: all as uleb. The payload of a live file is the
 *                           mapped counter section itself (run.h): all functions, those that were not executed too.
 * Known keys: argc, argv0, argv1 ..., GOOS, GOARCH, as Go writes them. Others are tags (COVERTAGS).
 *
 *   footer, COUNTER_FOOTER_SIZE bytes
 *       0  magic  as in the header
 *       4  4 B    zero
 *       8  u32    number of segments so far
 *      12  4 B    zero
 *   The last footer is the end of the file. In a file of one segment, readers allow other bytes between functions and
 * footer. */
#ifndef COVER_FORMAT_COUNTERS_H
#define COVER_FORMAT_COUNTERS_H

#define COUNTER_FILE_PREFIX "covcounters"
#define COUNTER_FILE_MAGIC "\0cwm"

enum {
    COUNTER_FILE_VERSION = 1,
    COUNTER_FILE_HEADER_SIZE = 32,
    COUNTER_SEGMENT_HEADER_SIZE = 16,
    COUNTER_FOOTER_SIZE = 16,
};

enum counter_flavor { FLAVOR_RAW = 1, FLAVOR_ULEB128 = 2 };

#endif
