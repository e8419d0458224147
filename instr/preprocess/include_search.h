/* Finds the files that #include names, in the order in which compilers search, and keeps what is known about them. */
#ifndef COVER_INSTR_PREPROCESS_INCLUDE_SEARCH_H
#define COVER_INSTR_PREPROCESS_INCLUDE_SEARCH_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/map.h"
#include "base/memory.h"

struct compiler;
struct ident;

/* A directory of the search path, or that of a file with an #include "…". */
struct include_directory {
    const char *name;
    unsigned system; /* 0: the user's; else the value that its files' markers get */
    bool is_beside;  /* not in the path: that of a file with an #include */
    struct include_directory *next;
};

struct include_file {
    const char *path;
    struct include_directory *directory; /* where it was found; NULL: by an absolute path, or the input */
    char *text;                          /* of `len` bytes, and a newline and a NUL behind them; NULL: not read yet */
    size_t len;
    size_t begin; /* behind the byte order mark */
    bool is_regular;
    struct timespec changed;
    struct include_file *same; /* the fields below count here: itself, or for Clang the first file with this inode */
    bool once;                 /* #pragma once */
    bool entered;              /* it is among the dependencies */
    struct ident *guard;       /* the include guard: a macro that, if defined, excludes the whole text; or NULL */
    struct include_file *next;
};

struct includes {
    struct arena arena;
    const struct compiler *compiler;
    struct map found;                          /* name and directory to begin with -> struct include_file */
    struct map directories[2];                 /* of including files, to Clang of the user's and the system's: name ->
                                                  struct include_directory */
    struct map known;                          /* Clang: inode -> struct include_file, or name of a directory */
    struct map real;                           /* name of a directory -> its real name */
    struct include_directory *quote, *bracket; /* heads of the search paths for "file" and <file> */
    struct include_file *files;
    bool seen_once;
    bool aliased; /* Clang: a file or directory was found by two paths */
};

void includes_free(struct includes *includes);
/* Appends a directory to the search path that `tail` ends. */
void includes_add(struct includes *includes, struct include_directory ***tail, const char *name, unsigned system);
/* The file of that name, from this directory of the path on. NULL: there is none. */
struct include_file *includes_find(struct includes *includes, const char *name, struct include_directory *from);
/* The place where the search for "file" begins: beside the file that includes it. */
struct include_directory *includes_beside(struct includes *includes, const struct include_file *file, unsigned system);
/* The file itself, by its path. NULL: it is not there. */
struct include_file *includes_open(struct includes *includes, const char *path);
/* Reads the text. False: it can't be read, or compilers may warn about it. */
bool include_read(struct include_file *file);
/* Was a copy of the file included before, with #pragma once? */
bool includes_had(struct includes *includes, struct include_file *file);

#endif
