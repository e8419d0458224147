/* The manual of the meta-data file (covmeta.<hash>): what the code of one image (an executable or shared object)
 * consists of. It is Go's format of version 1, so Go's tool reads it. Numbers are little-endian; "uleb" is unsigned
 * LEB128.
 *
 *   file header, META_FILE_HEADER_SIZE bytes
 *       0  magic  00 'c' 'v' 'm'
 *       4  u32    version, 1
 *       8  u64    length of the file
 *      16  u64    number of packages n
 *      24  16 B   hash of the file, see meta_final_hash; it is the <hash> of the file's name and of its counter files
 *      40  u32    offset of the string table, behind the two tables
 *      44  u32    its length
 *      48  u8     enum counter_mode
 *      49  u8     enum counter_granularity
 *      50  6 B    zero
 *   u64 offset[n], then u64 length[n] of the packages' symbols
 *   string table, holding one empty string
 *   the symbols
 *
 *   symbol (one a package; the instrumenter writes it into the object file, the runtime copies it), offsets from its
 * start 0  u32    length of the symbol 4  u32    package's name     } indices into the 8  u32    package's path     }
 * symbol's own 12  u32    module's path      } string table 16  16 B   hash of the symbol, see meta_encode 32  u8 enum
 * disposition; Go leaves this byte unused, writes 0 and does not look at it 33  3 B    zero 36  u32    number of
 * strings (Go calls it the number of files, but counts strings) 40  u32    number of functions n 44  u32    offset[n]
 * of the functions string table; string 0 is empty functions, each  uleb number of units, uleb name, uleb file (indices
 * of strings), for each unit  uleb start line, start column, end line, end column, statements, uleb 1 if the function
 * has no name of its own in the source (a literal), else 0
 *
 *   string table: uleb number of strings, for each uleb length and the bytes.
 *
 * Several packages of a file may have the same path: C has one symbol a translation unit. Readers take them together.
 */
#ifndef COVER_FORMAT_META_H
#define COVER_FORMAT_META_H

#include "format/prefix.h"

#include <stddef.h>
#include <stdint.h>

#define META_FILE_PREFIX "covmeta"
#define META_FILE_MAGIC "\0cvm"
#define FORMAT_HASH_SIZE 16

enum {
    META_FILE_VERSION = 1,
    META_FILE_HEADER_SIZE = 56,
    META_FILE_STRINGS_SIZE = 2, /* the string table of one empty string */
    META_SYMBOL_HEADER_SIZE = 44,
    META_SYMBOL_HASH = 16,        /* offset of the hash */
    META_SYMBOL_DISPOSITION = 32, /* offset of the disposition */
};

/* What a counter counts. Go's numbers. */
enum counter_mode {
    MODE_INVALID,
    MODE_SET,      /* 1 if executed */
    MODE_COUNT,    /* number of executions; threads may lose some */
    MODE_ATOMIC,   /* exact number of executions */
    MODE_REGONLY,  /* Go's tests only */
    MODE_TESTMAIN, /* Go's tests only */
};

enum counter_granularity {
    GRANULARITY_INVALID,
    GRANULARITY_PERBLOCK, /* a counter a unit */
    GRANULARITY_PERFUNC,  /* a counter a function */
};

/* Where a package comes from, seen from the project that is built. */
enum disposition {
    DISPOSITION_UNSAID, /* Go's packages */
    DISPOSITION_CONTAINED,
    DISPOSITION_DEPENDENT,
    DISPOSITION_SYSTEM,
};

/* The names used in files and on command lines; "<invalid>" for other values, as in Go. */
const char *mode_name(unsigned mode);
const char *granularity_name(unsigned granularity);
/* "contained" ...; "" for DISPOSITION_UNSAID and other values. */
const char *disposition_name(unsigned disposition);
/* The value of a name, or the invalid (unsaid) one. */
enum counter_mode mode_parse(const char *name);
enum counter_granularity granularity_parse(const char *name);
enum disposition disposition_parse(const char *name);

#endif
