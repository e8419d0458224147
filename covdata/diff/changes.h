/* What a change does to files: blocks of lines taken out and put in, with their text. It comes from a patch (patch.h)
 * or from git (git_changes.h); both make it by the functions below. */
#ifndef COVER_COVDATA_DIFF_CHANGES_H
#define COVER_COVDATA_DIFF_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "format/cursor.h"

/* Lines in place of lines, with none between that stay. Where no line is taken out (put in), old_first (new_first) is
 * the line before which the others stand. */
struct change_block {
    uint32_t old_first, old_count;
    uint32_t new_first, new_count;
    size_t first_removed, first_added; /* indices of the file's removed and added */
};

struct change_file {
    const char *old_name, *new_name; /* from the top of the repository; NULL: there was, or is, no such file */
    bool binary;
    struct change_block *blocks; /* in order */
    size_t block_count, block_cap;
    struct bytes *removed, *added; /* texts of lines, without their newlines */
    size_t removed_count, removed_cap, added_count, added_cap;
};

/* Zero-initialise it. */
struct changes {
    struct change_file *files;
    size_t count, cap;
    struct arena arena;
    bool from_patch;             /* names may as well be from the module's root */
    uint32_t old_line, new_line; /* where the current hunk has come to */
};

/* The functions that make changes. The names are copied; NULL: none. */
void changes_file(struct changes *changes, const char *old_name, const char *new_name);
/* The next line of the current file that is told of has these numbers. */
void changes_hunk(struct changes *changes, uint32_t old_line, uint32_t new_line);
/* A line: ' ' stays, '-' is taken out, '+' is put in. */
void changes_line(struct changes *changes, char kind, const char *text, size_t len);

void changes_free(struct changes *changes);

#endif
