/* The manual of the meta-data file, covmeta.<hash>: the packages, functions and units of one executable or shared
 * object. The format is Go's, version 1, so Go's tools read the file.
 *
 * Numbers are little-endian. "uleb" is unsigned LEB128. Offsets are in bytes, decimal.
 *
 *   meta-data file
 *   +------------------------+
 *   | file header            |  META_FILE_HEADER_SIZE bytes
 *   | offset table           |  n x u64: where each package's symbol starts, from the start of the file
 *   | length table           |  n x u64: the bytes of each symbol
 *   | string table           |  one empty string
 *   | symbol of package 0    |
 *   | ...                    |
 *   | symbol of package n-1  |
 *   +------------------------+
 *
 *   file header
 *       0  4 B   magic: 00 'c' 'v' 'm'
 *       4  u32   version: 1
 *       8  u64   length of the file
 *      16  u64   number of packages, n
 *      24  16 B  hash of the file (meta_final_hash); also the <hash> in the names of this file and its counter files
 *      40  u32   offset of the string table
 *      44  u32   length of the string table
 *      48  u8    enum counter_mode
 *      49  u8    enum counter_granularity
 *      50  6 B   zero
 *
 *   symbol: one package. The instrumenter writes it into the object file, the runtime copies it to the meta-data file.
 *   Offsets count from the start of the symbol; string numbers index the symbol's own string table.
 *       0  u32   length of the symbol
 *       4  u32   string number of the package's name
 *       8  u32   string number of the package's path
 *      12  u32   string number of the module's path
 *      16  16 B  hash of the symbol (meta_encode)
 *      32  u8    enum disposition; zero in Go's files, whose readers ignore this byte
 *      33  3 B   zero
 *      36  u32   number of strings (Go's field is named for files, but Go too stores the number of strings)
 *      40  u32   number of functions, f
 *      44  f x u32  where each function starts
 *          string table; string 0 is ""
 *          f functions
 *
 *   string table
 *          uleb  number of strings
 *          for each string: uleb length, then the bytes, without a NUL
 *
 *   function
 *          uleb  number of units
 *          uleb  string number of the function's name
 *          uleb  string number of the source file's name
 *          for each unit: uleb start line, start column, end line, end column, number of statements
 *          uleb  1 for a function literal (Go), else 0
 *          then extensions that Go's readers do not see: the lines of the units (meta_lines.h)
 *
 * Several packages of a file may have the same path: a C package can have a symbol a translation unit. Readers take
 * these together.
 *
 * Example: twice.c, the only file of module and package "mod", built with mode set and granularity perblock.
 *
 *      1  int twice(int x)              6  int main(void)
 *      2  {                             7  {
 *      3      return 2 * x;             8      if (twice(1) != 2)
 *      4  }                             9          return 1;
 *      5                               10      return 0;
 *                                      11  }
 *
 *   offset  bytes                                   meaning
 *        0  00 63 76 6d  01 00 00 00                magic, version 1
 *        8  bb 00 00 00 00 00 00 00                 the file has 187 bytes
 *       16  01 00 00 00 00 00 00 00                 one package
 *       24  b6 73 85 51 ec 0b 79 2a ...             hash: the file is covmeta.b6738551ec0b792a...
 *       40  48 00 00 00  02 00 00 00                string table at 72, 2 bytes long
 *       48  01  01  00 00 00 00 00 00               MODE_SET, GRANULARITY_PERBLOCK, zero
 *       56  4a 00 00 00 00 00 00 00                 package 0 starts at 74
 *       64  71 00 00 00 00 00 00 00                 and has 113 bytes
 *       72  01  00                                  one string: ""
 *           symbol of package 0
 *    +   0  71 00 00 00                             113 bytes
 *    +   4  02 00 00 00  01 00 00 00  03 00 00 00   name is string 2, path string 1, module string 3
 *    +  16  a0 40 d5 6e fc c6 2d dd ...             hash of the symbol
 *    +  32  01  00 00 00                            DISPOSITION_CONTAINED, zero
 *    +  36  07 00 00 00  02 00 00 00                7 strings, 2 functions
 *    +  44  55 00 00 00  5e 00 00 00                functions at + 85 and + 94
 *    +  52  07  00  03 'mod'  03 'mod'  03 'mod'    strings 0 to 3: "", path, name, module
 *    +  66  07 'twice.c'  05 'twice'  04 'main'     strings 4 to 6: file, names of the functions
 *    +  85  01  05  04                              1 unit, name "twice", file "twice.c"
 *    +  88    02 01  03 12  01                      line 2, column 1 to line 3, column 18; 1 statement
 *    +  93  00                                      not a literal
 *    +  94  03  06  04                              3 units, name "main", file "twice.c"
 *    +  97    07 01  08 17  01                      7:1 to 8:23, 1 statement: the condition
 *    + 102    09 09  09 12  01                      9:9 to 9:18, 1 statement: return 1
 *    + 107    0a 05  0a 0e  01                      10:5 to 10:14, 1 statement: return 0
 *    + 112  00                                      not a literal
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
    META_FILE_STRINGS_SIZE = 2, /* a string table with one empty string */
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

/* The origin of a package, from the view of the project that is built. */
enum disposition {
    DISPOSITION_UNSAID, /* not recorded: Go's packages */
    DISPOSITION_CONTAINED,
    DISPOSITION_DEPENDENT,
    DISPOSITION_SYSTEM,
    DISPOSITION_TEST, /* of the project, but only to test it */
};

/* The names used in files and on command lines; "<invalid>" for other values, as in Go. */
const char *mode_name(unsigned mode);
const char *granularity_name(unsigned granularity);
/* "contained" ...; "" for DISPOSITION_UNSAID and other values. */
const char *disposition_name(unsigned disposition);
/* The value of a name; 0 for an unknown one. */
enum counter_mode mode_parse(const char *name);
enum counter_granularity granularity_parse(const char *name);
enum disposition disposition_parse(const char *name);

#endif
