/* Trigraphs and digraphs.
 *
 * The compiler and our lexer get flattened text without trigraphs, because GCC does not replace them in preprocessed
 * text. Within literals and comments the replacement means the same. The offsets are kept, so that columns are those
 * of the user's file.
 *
 * GCC's -fdirectives-only recognises neither trigraphs nor the digraph %: so `??=include` or `%:if` would stay in the
 * text. GCC therefore flattens a copy of the file, in which marks stand for trigraphs. It also obeys two pragmas while
 * it flattens, message and redefine_extname, and drops their lines; in the copy these are hidden. */
#include "base/str.h"
#include "instr/c/trigraphs.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "instr/c/lex.h"

#include "base/banned.h"

static const char question[] = "??", mark[] = "\1\1";
enum { HIDDEN = '\2' }; /* stands for the # of a pragma that is hidden from GCC */

/* The character that the three bytes at `p` stand for, if they are a trigraph or, with `marked`, a mark; else '\0'. */
static char trigraph_meaning(const char *p, const char *end, bool marked)
{
    static const char third[] = "=/'()!<>-", meaning[] = "#\\^[]|{}~";
    if (end - p < 3)
        return '\0';
    if (marked && memcmp(p, mark, 2) == 0)
        return p[2];
    const char *at = memcmp(p, question, 2) == 0 ? memchr(third, p[2], sizeof third - 1) : NULL;
    return at ? meaning[at - third] : '\0';
}

/* The first trigraph from `p` on, or `end`. */
static const char *trigraph_find(const char *p, const char *end, bool marked)
{
    for (; p < end; p++) {
        const char *plain = memmem(p, (size_t)(end - p), question, 2);
        const char *other = marked ? memmem(p, (size_t)((plain ? plain : end) - p), mark, 2) : NULL;
        p = other ? other : plain ? plain : end;
        if (p < end && trigraph_meaning(p, end, marked))
            return p;
    }
    return end;
}

void trigraphs_replace(struct str *text, bool marked, struct trigraphs *trigraphs)
{
    const char *p = text->data, *end = p + text->len, *next = trigraph_find(p, end, marked);
    struct str out = STR_INIT;
    if (next == end)
        return;
    str_reserve(&out, text->len);
    for (; next < end; next = trigraph_find(p, end, marked)) {
        str_add(&out, p, (size_t)(next - p));
        trigraphs->offsets =
            array_grow(trigraphs->offsets, trigraphs->count, &trigraphs->cap, sizeof *trigraphs->offsets);
        trigraphs->offsets[trigraphs->count++] = (uint32_t)out.len;
        str_addc(&out, trigraph_meaning(next, end, marked));
        p = next + 3;
    }
    str_add(&out, p, (size_t)(end - p));
    str_free(text);
    *text = out;
}

bool trigraphs_in_raw_strings(const struct str *text)
{
    struct idents idents;
    struct lexer lexer;
    bool found = false;
    const char *text_end = text->len ? text->data + text->len : NULL;
    if (text_end == NULL || trigraph_find(text->data, text_end, false) == text_end)
        return false;
    idents_open(&idents);
    idents.raw_strings = true;
    lex_open(&lexer, &idents, text->data, 0, (uint32_t)text->len);
    for (struct token token = lex_next(&lexer); token.kind != TOKEN_EOF && !found; token = lex_next(&lexer)) {
        const char *begin = text->data + token.begin, *end = text->data + token.end;
        const char *quote = token.kind == TOKEN_STRING ? memchr(begin, '"', (size_t)(end - begin)) : NULL;
        found = quote && quote > begin && quote[-1] == 'R' && trigraph_find(quote, end, false) != end;
    }
    idents_close(&idents);
    return found;
}

/* The copy while it is written. */
struct copy {
    const struct str *text; /* without trigraphs */
    struct trigraphs trigraphs;
    size_t done, next; /* index of the next byte of the text; of the next trigraph */
    struct str *out;
};

/* Copies the text up to `end`, with marks if wanted; but not where a trigraph splices a line, which GCC must see. */
static void trigraphs_copy_to(struct copy *copy, size_t end, bool marks)
{
    const char *text = copy->text->data;
    for (; copy->next < copy->trigraphs.count && copy->trigraphs.offsets[copy->next] < end; copy->next++) {
        size_t at = copy->trigraphs.offsets[copy->next];
        bool splices = text[at] == '\\' && (text[at + 1] == '\n' || text[at + 1] == '\r');
        str_add(copy->out, text + copy->done, at - copy->done);
        if (marks && !splices)
            str_adds(copy->out, mark);
        copy->done = at;
    }
    str_add(copy->out, text + copy->done, end - copy->done);
    copy->done = end;
}

/* Is the directive, whose # has been read, a pragma whose line GCC drops? */
static bool trigraphs_loses_line(struct lexer lexer)
{
    static const char *const words[] = {"message", "redefine_extname"};
    struct token pragma = lex_next(&lexer), word = lex_next(&lexer);
    if (pragma.kind != TOKEN_IDENT || word.kind != TOKEN_IDENT || strcmp(pragma.ident->name, "pragma") != 0)
        return false;
    return strcmp(word.ident->name, words[0]) == 0 || strcmp(word.ident->name, words[1]) == 0;
}

/* True: the copy differs. */
static bool trigraphs_write_copy(struct copy *copy)
{
    struct idents idents;
    struct lexer lexer;
    bool differs = copy->trigraphs.count > 0;
    idents_open(&idents);
    lex_open(&lexer, &idents, copy->text->data, 0, (uint32_t)copy->text->len);
    for (struct token token = lex_next(&lexer); token.kind != TOKEN_EOF; token = lex_next(&lexer)) {
        if (!token.at_line_start || !token_is(&token, '#'))
            continue;
        bool hides = trigraphs_loses_line(lexer);
        differs |= hides || token.end - token.begin > 1;
        trigraphs_copy_to(copy, token.begin, true);
        str_addc(copy->out, hides ? HIDDEN : '#');
        copy->done = token.end;
        lexer.pos = lex_line_end(&lexer, token.end);
        if (copy->next < copy->trigraphs.count && copy->trigraphs.offsets[copy->next] == token.begin)
            copy->next++;
        trigraphs_copy_to(copy, lexer.pos, false);
    }
    trigraphs_copy_to(copy, copy->text->len, true);
    idents_close(&idents);
    return differs;
}

/* A quick test: can the copy differ at all? */
static bool trigraphs_is_suspect(const struct str *text, bool has_trigraphs)
{
    const char *const pragmas[] = {"message", "redefine_extname"};
    bool suspect =
        text_has_pair(text->data, text->len, "%:") || (has_trigraphs && text_has_pair(text->data, text->len, question));
    for (size_t i = 0; i < 2 && !suspect; i++)
        suspect =
            memmem(text->data, text->len, "pragma", 6) && memmem(text->data, text->len, pragmas[i], strlen(pragmas[i]));
    return suspect;
}

bool trigraphs_hide(const struct str *text, bool has_trigraphs, struct str *out)
{
    struct str replaced = STR_INIT;
    struct copy copy = {.text = &replaced, .out = out};
    if (text->len == 0 || !trigraphs_is_suspect(text, has_trigraphs) || text_has_pair(text->data, text->len, mark) ||
        memchr(text->data, HIDDEN, text->len))
        return false;
    str_add(&replaced, text->data, text->len);
    if (has_trigraphs)
        trigraphs_replace(&replaced, false, &copy.trigraphs);
    bool differs = trigraphs_write_copy(&copy);
    if (!differs)
        str_free(out);
    str_free(&replaced);
    free(copy.trigraphs.offsets);
    return differs;
}

void trigraphs_restore(struct str *text)
{
    char *p = text->len ? text->data : NULL;
    while (p && (p = memchr(p, HIDDEN, text->len - (size_t)(p - text->data))) != NULL)
        *p = '#';
}
