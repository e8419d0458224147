/* What a pragma means for the next statement. */
#ifndef COVER_INSTR_C_PRAGMA_H
#define COVER_INSTR_C_PRAGMA_H

#include <stdbool.h>
#include <stddef.h>

struct pragma {
    bool binds;     /* it applies to the next statement: nothing may come between */
    bool unknown;   /* it may apply to the next statement */
    bool rigid;     /* that statement must keep its form (OpenMP atomic, sections) */
    bool spreads;   /* other threads may run that statement (OpenMP, OpenACC) */
    bool hides;     /* that statement may not name every variable (OpenMP default(none)) */
    bool offloads;  /* it may not use thread-local variables (OpenMP target, loop, order(concurrent), OpenACC) */
    unsigned tight; /* this many loops nested in that statement must follow each other directly (OpenMP collapse) */
};

/* `text`: what follows `#pragma`, or the content of the string in _Pragma. */
struct pragma pragma_read(const char *text, size_t len);
/* The content of a string literal, in which escapes stay as they are. */
const char *pragma_string_content(const char *literal, size_t literal_len, size_t *len);

#endif
