/* What is known of a compiler under some options, and the file that keeps it. */
#ifndef COVER_INSTR_TOOLCHAIN_COMPILER_CACHE_H
#define COVER_INSTR_TOOLCHAIN_COMPILER_CACHE_H

#include <stdint.h>

#include "base/map.h"
#include "instr/toolchain/command.h"

struct compiler_directory {
    const char *name;
    unsigned system; /* 0: the user's; else struct compiler's system_level */
};

struct compiler_info {
    struct arena arena;
    struct command *command;
    const char *file; /* that keeps it, or NULL */
    struct str key;
    bool usable;        /* false: this compiler preprocesses in a way that the built-in preprocessing doesn't know */
    bool fresh;         /* no text has been preprocessed by both and compared yet */
    bool changed;       /* the file lacks something */
    const char *prefix; /* GCC: the preprocessed text before the input's first line, without its own first line. Clang:
                           the definitions of its macros */
    struct compiler_directory *quote, *bracket; /* the search paths for "file" and <file> */
    size_t quote_count, bracket_count;
    const char **dependencies; /* files and directories, each with its state; if one changes, all is void */
    size_t dependency_count;
    struct map questions; /* an expression -> its value, as text */
};

/* The directory for such files: `cache`, or if that is NULL the user's own, made if missing. NULL: there is no place. */
const char *compiler_cache_directory(struct arena *arena, const char *cache);
/* Reads a whole file of the cache. False: it does not exist, or another user could have written it. */
bool compiler_cache_file_take(const char *path, struct str *text);
/* Writes it anew. False: the old one stays, and nothing is reported. */
bool compiler_cache_file_put(const char *file, const struct str *text);
uint64_t compiler_cache_hash(const char *text, size_t len);
/* Names the file for this command line; `cache`: its directory, NULL: the user's own. False: there is no place for it.
 */
bool compiler_cache_find(struct compiler_info *info, const char *cache);
/* Reads the file. False: it is missing, damaged or out of date; `info` may then be filled in part. */
bool compiler_cache_read(struct compiler_info *info);
/* Writes it anew. If anything fails, the old one stays. */
void compiler_cache_write(struct compiler_info *info);
/* What is known depends on the file or directory at this path, as it is now. */
void compiler_cache_depend(struct compiler_info *info, const char *path);
/* Stores a question's answer. Both strings must live as long as `info`. */
void compiler_cache_note(struct compiler_info *info, const char *question, const char *answer);

#endif
