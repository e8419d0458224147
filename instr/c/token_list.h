/* A growing list of tokens in an arena. Zero-initialise it. */
#ifndef COVER_INSTR_C_TOKEN_LIST_H
#define COVER_INSTR_C_TOKEN_LIST_H

#include "base/str.h"
#include "instr/c/lex.h"

struct token_list {
    struct token *items;
    size_t len, cap;
};

/* Makes room for `more` tokens. If the array cannot grow in place it is copied, and the arena keeps the old one. */
static inline void token_list_reserve(struct token_list *list, struct arena *arena, size_t more)
{
    if (list->cap - list->len >= more)
        return;
    size_t cap = list->cap ? list->cap * 2 : 8;
    while (cap - list->len < more)
        cap *= 2;
    if (!list->cap || !arena_extend(arena, list->items, list->cap * sizeof *list->items, cap * sizeof *list->items)) {
        struct token *items = arena_alloc(arena, cap * sizeof *items);
        if (list->len)
            memcpy(items, list->items, list->len * sizeof *items);
        list->items = items;
    }
    list->cap = cap;
}

static inline void token_list_add(struct token_list *list, struct arena *arena, const struct token *token)
{
    token_list_reserve(list, arena, 1);
    list->items[list->len++] = *token;
}

/* Appends the tokens' spellings, each behind a space. */
static inline void token_list_spell(const struct token_list *list, struct str *out)
{
    for (size_t i = 0; i < list->len; i++) {
        uint32_t len;
        const char *spelling = token_spelling(&list->items[i], &len);
        str_addc(out, ' ');
        str_add(out, spelling, len);
    }
}

#endif
