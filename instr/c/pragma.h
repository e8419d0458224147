/* What a pragma means for the statement behind it. */
#ifndef COVER_INSTR_C_PRAGMA_H
#define COVER_INSTR_C_PRAGMA_H

#include <stdbool.h>
#include <stddef.h>

struct pragma {
    bool binds;     /* it is about the statement behind it: nothing may come between */
    bool rigid;     /* … and that statement must keep its very form (OpenMP atomic, sections) */
    bool spreads;   /* … which other threads may run (OpenMP, OpenACC) */
    unsigned tight; /* … and so many loops within that one's must follow each other at once (OpenMP collapse) */
};

/* `text`: the words behind `#pragma`, or within _Pragma's quotes. */
struct pragma pragma_read(const char *text, size_t len);

#endif
