/* Finds comments, strings and directives in C text, to colour them. */
#ifndef COVER_COVDATA_FORMATS_HTML_SYNTAX_H
#define COVER_COVDATA_FORMATS_HTML_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum syntax_kind { SYNTAX_PLAIN, SYNTAX_COMMENT, SYNTAX_STRING, SYNTAX_DIRECTIVE };

/* Zero-initialise it. */
struct syntax {
    bool comment, directive; /* goes on in the next line */
    uint8_t *kinds;          /* enum syntax_kind of each byte of the line that was looked at last */
    size_t cap;
};

/* Looks at a line; lines must come in order. */
void syntax_line(struct syntax *syntax, const char *text, size_t len);
void syntax_finish(struct syntax *syntax);

#endif
