/* What a pragma means for the next statement. */
#ifndef COVER_INSTR_C_PRAGMA_H
#define COVER_INSTR_C_PRAGMA_H

#include <stdbool.h>
#include <stddef.h>

struct pragma {
    bool binds;     /* it applies to the next statement: nothing may come between */
    bool rigid;     /* that statement must keep its form (OpenMP atomic, sections) */
    bool spreads;   /* other threads may run that statement (OpenMP, OpenACC) */
    unsigned tight; /* this many loops nested in that statement must follow each other directly (OpenMP collapse) */
};

/* `text`: what follows `#pragma`, or the string in _Pragma. */
struct pragma pragma_read(const char *text, size_t len);

#endif
