/* Collects the lines of tokens. Tokens come in the order of the text, so most of them are on the line of the one before,
 * or on the next: a range grows, and a location is looked up once a line. */
#include "instr/instrument/code_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Lines of these alone hold no code. */
#define LINES_IGNORED "{}()[];,"

/* The line of the text that holds the last token, as offsets. */
struct line_walk {
    struct line_pool *pool;
    struct line_list *list;
    const struct source *source;
    uint32_t begin, end;
};

static void lines_add_range(struct line_pool *pool, struct line_list *list, struct line_node node)
{
    struct line_node *tail = list->last ? &pool->nodes[list->last - 1] : NULL;
    if (tail && tail->file == node.file && node.first >= tail->first && node.first <= tail->last + 1) {
        if (node.last > tail->last)
            tail->last = node.last;
        return;
    }
    pool->nodes = array_grow(pool->nodes, pool->count, &pool->cap, sizeof *pool->nodes);
    pool->nodes[pool->count++] = node;
    if (list->last)
        pool->nodes[list->last - 1].next = (uint32_t)pool->count;
    else
        list->first = (uint32_t)pool->count;
    list->last = (uint32_t)pool->count;
}

void code_lines_add_line(struct line_pool *pool, struct line_list *list, uint32_t file, uint32_t line)
{
    lines_add_range(pool, list, (struct line_node){file, line, line, 0});
}

/* Adds the line of the byte at `offset`. */
static void lines_add_offset(struct line_walk *walk, uint32_t offset)
{
    const struct source *source = walk->source;
    if (offset >= walk->begin && offset < walk->end)
        return;
    uint32_t line = source_line(source, offset);
    struct position at = source_locate(source, offset);
    walk->begin = source->line_starts[line];
    walk->end = line + 1 < source->line_count ? source->line_starts[line + 1] : (uint32_t)source->len + 1;
    code_lines_add_line(walk->pool, walk->list, at.file, at.line);
}

/* The end of the comment, or of the quoted text, that begins at `at`; `at` itself if there is none. */
static uint32_t lines_skip(const char *text, uint32_t at, uint32_t end)
{
    if (text[at] == '/' && text[at + 1] == '*') {
        for (at += 2; at < end && !(text[at] == '*' && text[at + 1] == '/');)
            at++;
        return at + 2;
    }
    if (text[at] == '/' && text[at + 1] == '/')
        while (at < end && text[at] != '\n')
            at++;
    return at;
}

/* Adds the lines of an invocation's text that hold code. */
static void lines_add_invocation(struct line_walk *walk, uint32_t begin, uint32_t end)
{
    const char *text = walk->source->text;
    char quote = 0;
    for (uint32_t at = begin; at < end; at++) {
        uint32_t behind = quote ? at : lines_skip(text, at, end);
        if (behind > at) {
            at = behind - 1;
            continue;
        }
        if (quote && text[at] == '\\')
            at++;
        else if (text[at] == quote)
            quote = 0;
        else if (!quote && (text[at] == '"' || text[at] == '\''))
            quote = text[at];
        if (strchr(" \t\v\f\r\n\\" LINES_IGNORED, text[at]) == NULL)
            lines_add_offset(walk, at);
    }
}

static void lines_add_token(struct line_walk *walk, const struct token *token)
{
    if (token->invocation)
        lines_add_invocation(walk, token->begin, token->end);
    else if (token->kind != TOKEN_PUNCT || strchr(LINES_IGNORED, token->punct) == NULL)
        lines_add_offset(walk, token->begin);
    if (token->kind == TOKEN_STRING && !token->invocation)
        lines_add_offset(walk, token->end - 1);
}

void code_lines_add(struct line_pool *pool, struct line_list *list, const struct source *source,
                    const struct token *tokens, uint32_t first, uint32_t last, const struct stmt *inner)
{
    struct line_walk walk = {pool, list, source, 0, 0};
    uint32_t invocation = 0;
    for (uint32_t i = first; i <= last; i++) {
        if (inner && i == inner->first) {
            bool is_separate = tokens[i].invocation == 0 || tokens[i].invocation != tokens[inner->last].invocation;
            i = is_separate ? inner->last : i;
            inner = inner->next;
            if (is_separate)
                continue;
        }
        if (tokens[i].invocation == 0 || tokens[i].invocation != invocation)
            lines_add_token(&walk, &tokens[i]);
        invocation = tokens[i].invocation;
    }
}

bool code_lines_are_empty(const struct token *tokens, uint32_t first, uint32_t last)
{
    bool is_do = token_keyword(&tokens[first]) == KW_DO;
    for (uint32_t i = first; i <= last; i++) {
        const struct token *token = &tokens[i];
        bool is_word = token->kind == TOKEN_IDENT && token->ident->keyword == KW_NONE;
        bool allowed = token->kind == TOKEN_NUMBER || (token->kind == TOKEN_PUNCT && strchr("(){};", token->punct)) ||
                       token_is_spelled(token, "void") ||
                       (is_do ? token_keyword(token) == KW_DO || token_keyword(token) == KW_WHILE
                              : is_word && !token_is(&tokens[i + 1], '('));
        if (!allowed)
            return false;
    }
    return true;
}

void code_lines_append(struct line_pool *pool, struct line_list *list, struct line_list *from)
{
    if (list->last && from->first)
        pool->nodes[list->last - 1].next = from->first;
    else if (from->first)
        list->first = from->first;
    if (from->last)
        list->last = from->last;
    *from = (struct line_list){0, 0};
}

static int lines_compare(const void *a, const void *b)
{
    const struct meta_line_range *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

static uint32_t lines_join(struct meta_line_range *ranges, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept > 0 && ranges[i].first <= ranges[kept - 1].last + 1) {
            if (ranges[i].last > ranges[kept - 1].last)
                ranges[kept - 1].last = ranges[i].last;
        } else {
            ranges[kept++] = ranges[i];
        }
    }
    return kept;
}

struct meta_unit_lines code_lines_finish(const struct line_pool *pool, struct line_list list, uint32_t file,
                                         struct arena *arena)
{
    uint32_t count = 0;
    for (uint32_t at = list.first; at; at = pool->nodes[at - 1].next)
        count += pool->nodes[at - 1].file == file;
    if (count == 0)
        return (struct meta_unit_lines){false, NULL, 0};
    struct meta_line_range *ranges = arena_alloc(arena, count * sizeof *ranges);
    count = 0;
    for (uint32_t at = list.first; at; at = pool->nodes[at - 1].next) {
        const struct line_node *node = &pool->nodes[at - 1];
        if (node->file == file)
            ranges[count++] = (struct meta_line_range){node->first, node->last};
    }
    qsort(ranges, count, sizeof *ranges, lines_compare);
    return (struct meta_unit_lines){false, ranges, lines_join(ranges, count)};
}
