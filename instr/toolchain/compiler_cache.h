/* The file in which answers are kept, and what it must hold to be believed: for answers.c alone. */
#ifndef COVER_INSTR_TOOLCHAIN_COMPILER_CACHE_H
#define COVER_INSTR_TOOLCHAIN_COMPILER_CACHE_H

#include "instr/toolchain/compiler_info.h"

/* Names the file of this command line, in the user's own cache where `cache` is NULL. False: there is no place for it.
 */
bool answers_file_find(struct answers *answers, const char *cache);
/* Takes in what the file says. False: it isn't there, is damaged, or doesn't hold any more; the answers may be in part
 * its own then. */
bool answers_file_read(struct answers *answers);
/* Writes it anew. Whatever goes wrong, there is none, or the old one. */
void answers_file_write(struct answers *answers);
/* The answers rest on what stands at this path now. */
void answers_witness_add(struct answers *answers, const char *path);
/* Both strings must live as long as the answers. */
void answers_note(struct answers *answers, const char *question, const char *answer);

#endif
