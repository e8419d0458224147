/* The manual of the counter file, covcounters.<hash>.<pid>.<nanoseconds>: what one or more processes executed of one
 * executable or shared object. The format is Go's, version 1.
 *
 * Numbers are little-endian except where noted. "uleb" is unsigned LEB128. Offsets are in bytes, decimal.
 *
 *   counter file
 *   +------------------------+
 *   | file header            |  COUNTER_FILE_HEADER_SIZE bytes
 *   | segment 1              |  a process, or a part of its run
 *   | footer                 |  COUNTER_FOOTER_SIZE bytes
 *   | segment 2              |
 *   | footer                 |
 *   | ...                    |  Go's tools read the first segment only, covdata reads all
 *   +------------------------+
 *
 *   file header
 *       0  4 B   magic: 00 'c' 'w' 'm'
 *       4  u32   version: 1
 *       8  16 B  hash of the meta-data file; the package and function numbers below refer to that file
 *      24  u8    enum counter_flavor
 *      25  u8    1: the functions' numbers are big-endian (raw flavour only; header, tables and footers never are)
 *      26  u8    1: continuous mode: a process still counts in this file, or ended without replacing it. Zero in Go's
 *                files
 *      27  5 B   zero
 *
 *   segment; offsets count from its start
 *       0  u64   number of functions
 *       8  u32   length of the string table
 *      12  u32   length of the args table, padding included
 *      16        string table (meta.h)
 *                args table:  uleb number of pairs; for each pair: uleb string number of the key, of the value
 *                padding:     zeros up to a multiple of 4
 *                functions:   number of counters c, package number, function number, c counters;
 *                             raw flavour: each a u32; ULEB128 flavour: each a uleb
 *
 *   footer
 *       0  4 B   magic, as in the file header
 *       4  4 B   zero
 *       8  u32   number of segments so far
 *      12  4 B   zero
 *   The last footer ends the file. In a file of one segment, readers accept other bytes between functions and footer.
 *
 * Args: argc, argv0, argv1, ..., GOOS and GOARCH, as in Go. Any other key is a tag (COVERTAGS, cover_tag). No key
 * appears twice.
 *
 * A file in continuous mode is mapped over the counter section, so its functions are the section's bytes
 * (function_counters.h) and include those that were not executed. Other files leave these out.
 *
 * Example: one run of the program in meta.h, as ./prog without arguments. twice and main ran, `return 1` did not.
 *
 *   offset  bytes                                   meaning
 *        0  00 63 77 6d  01 00 00 00                magic, version 1
 *        8  b6 73 85 51 ec 0b 79 2a ...             hash of covmeta.b6738551ec0b792a...
 *       24  02  00  00  00 00 00 00 00              FLAVOR_ULEB128, little-endian, finished, zero
 *           segment
 *       32  02 00 00 00 00 00 00 00                 2 functions
 *       40  2e 00 00 00  0a 00 00 00                string table of 46 bytes, args table of 10
 *       48  09  00                                  9 strings, string 0 is ""
 *       50  06 'GOARCH' 05 'amd64'                  strings 1 and 2
 *       63  04 'GOOS' 05 'linux'                    strings 3 and 4
 *       74  04 'argc' 01 '1'                        strings 5 and 6
 *       81  05 'argv0' 06 './prog'                  strings 7 and 8
 *       94  04  01 02  03 04  05 06  07 08          4 pairs: GOARCH=amd64, GOOS=linux, argc=1, argv0=./prog
 *      103  00                                      padding
 *      104  01  00  00    01                        1 counter, package 0, function 0 (twice): executed
 *      108  03  00  01    01  00  01                3 counters, package 0, function 1 (main): units 0 and 2 executed
 *           footer
 *      114  00 63 77 6d  00 00 00 00                magic, zero
 *      122  01 00 00 00  00 00 00 00                1 segment, zero
 */
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
