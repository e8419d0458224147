/* Patches as git, diff -u and Subversion write them. */
#ifndef COVER_COVDATA_DIFF_PATCH_H
#define COVER_COVDATA_DIFF_PATCH_H

#include "covdata/diff/changes.h"

/* Takes the patch's files in. `name` is what messages call it. What is no part of a diff (a mail's text) is passed
 * over. -1: a hunk is damaged, or there are no diffs at all, which is reported; what came before is there. */
int patch_read(struct changes *changes, const char *name, const char *text, size_t len)
    __attribute__((warn_unused_result));

#endif
