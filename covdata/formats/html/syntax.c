/* In: lines of text; out: a kind for each byte. Trigraphs and spliced comments are ignored: a wrong colour does no
 * harm. */
#include "covdata/formats/html/syntax.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#include "base/banned.h"

static void syntax_kinds_fit(struct syntax *syntax, size_t len)
{
    if (len <= syntax->cap)
        return;
    syntax->cap = len * 2;
    free(syntax->kinds);
    syntax->kinds = xmalloc(syntax->cap);
}

/* The offset behind a block comment that goes on at `at`. */
static size_t syntax_comment_end(struct syntax *syntax, const char *text, size_t len, size_t at)
{
    const char *end = len - at >= 2 ? memmem(text + at, len - at, "*/", 2) : NULL;
    syntax->comment = end == NULL;
    return end ? (size_t)(end - text) + 2 : len;
}

/* The offset behind the string or character constant at `at`. */
static size_t syntax_string_end(const char *text, size_t len, size_t at)
{
    char quote = text[at++];
    while (at < len && text[at] != quote)
        at += text[at] == '\\' ? 2 : 1;
    return at < len ? at + 1 : len;
}

/* Is the quote at `at` a separator of digits, or the apostrophe of a word? */
static bool syntax_quote_within(const char *text, size_t at)
{
    char before = at > 0 ? text[at - 1] : ' ';
    return text[at] == '\'' && ((before >= '0' && before <= '9') || (before >= 'a' && before <= 'f'));
}

static bool syntax_directive_begins(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len && (text[at] == ' ' || text[at] == '\t'))
        at++;
    return at < len && text[at] == '#';
}

void syntax_line(struct syntax *syntax, const char *text, size_t len)
{
    syntax_kinds_fit(syntax, len);
    bool directive = syntax->directive || (!syntax->comment && syntax_directive_begins(text, len));
    for (size_t at = 0, next; at < len; at = next) {
        enum syntax_kind kind = directive ? SYNTAX_DIRECTIVE : SYNTAX_PLAIN;
        bool pair = at + 1 < len && text[at] == '/';
        next = at + 1;
        if (syntax->comment || (pair && text[at + 1] == '*')) {
            kind = SYNTAX_COMMENT;
            next = syntax_comment_end(syntax, text, len, syntax->comment ? at : at + 2);
        } else if (pair && text[at + 1] == '/') {
            kind = SYNTAX_COMMENT;
            next = len;
        } else if ((text[at] == '"' || text[at] == '\'') && !directive && !syntax_quote_within(text, at)) {
            kind = SYNTAX_STRING;
            next = syntax_string_end(text, len, at);
        }
        memset(syntax->kinds + at, kind, next - at);
    }
    syntax->directive = directive && len > 0 && text[len - 1] == '\\';
}

void syntax_finish(struct syntax *syntax)
{
    free(syntax->kinds);
    *syntax = (struct syntax){0};
}
