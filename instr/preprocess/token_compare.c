/* Reads both texts side by side, as the instrumenter does. Definitions are compared by the tokens that their use gives. */
#include "instr/preprocess/token_compare.h"

#include <string.h>

#include "instr/c/expand.h"

#include "base/banned.h"

struct side {
    struct source source;
    struct idents idents;
    struct expander expander;
};

static void token_compare_open(struct side *side, const struct str *text, const char *predefined)
{
    source_open(&side->source, text->data, text->len, "");
    idents_open(&side->idents);
    expand_open(&side->expander, &side->source, true, &side->idents);
    expand_predefine(&side->expander, predefined, strlen(predefined));
}

static void token_compare_close(struct side *side)
{
    expand_close(&side->expander);
    idents_close(&side->idents);
    source_close(&side->source);
}

static bool token_compare_places(const struct side *one, struct position a, const struct side *other, struct position b)
{
    const struct source_file *file = &one->source.files[a.file], *same = &other->source.files[b.file];
    return a.line == b.line && a.col == b.col && file->system == same->system && strcmp(file->name, same->name) == 0;
}

static bool token_compare_pair(const struct side *one, const struct token *a, const struct side *other,
                               const struct token *b)
{
    uint32_t len, same_len;
    const char *spelling = token_spelling(a, &len), *same_spelling = token_spelling(b, &same_len);
    if (a->kind != b->kind || len != same_len || (len && memcmp(spelling, same_spelling, len) != 0) ||
        (a->invocation == 0) != (b->invocation == 0))
        return false;
    const struct source *source = &one->source, *same = &other->source;
    return a->kind == TOKEN_EOF ||
           (token_compare_places(one, source_locate(source, a->begin), other, source_locate(same, b->begin)) &&
            token_compare_places(one, source_locate_presumed(source, a->begin), other,
                                 source_locate_presumed(same, b->begin)));
}

static bool token_compare_sides(struct side *one, struct side *other)
{
    for (;;) {
        struct token a = expand_next(&one->expander), b = expand_next(&other->expander);
        expand_place(&one->expander, &a, 1);
        expand_place(&other->expander, &b, 1);
        if (!token_compare_pair(one, &a, other, &b))
            return false;
        if (a.kind == TOKEN_EOF)
            return !one->expander.unresolved && !other->expander.unresolved;
        if (a.invocation == 0) {
            expand_forget(&one->expander);
            expand_forget(&other->expander);
        }
    }
}

bool tokens_agree(const struct str *one, const struct str *other, const char *predefined)
{
    struct side sides[2];
    token_compare_open(&sides[0], one, predefined);
    token_compare_open(&sides[1], other, predefined);
    bool agree = token_compare_sides(&sides[0], &sides[1]);
    token_compare_close(&sides[0]);
    token_compare_close(&sides[1]);
    return agree;
}
