/* The directives that are still in flattened text.
 *
 * GCC's -fdirectives-only leaves line markers, #define, #undef and #pragma. Clang's -frewrite-includes also leaves
 * conditionals: it replaces the expression of #if by its value, but keeps #ifdef and #ifndef, which are decided here
 * by the macros defined at that point. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "instr/c/substitute.h"

#include "base/banned.h"

struct expand_condition {
    bool outer_active; /* the text around the conditional is active */
    bool taken;        /* some group has been active */
    bool active;       /* the current group is active */
};

struct saved_macro {
    struct saved_macro *older;
    struct ident *ident;
    struct macro *macro;
};

static bool directive_is_active(const struct expander *expander)
{
    return expander->condition_count == 0 || expander->conditions[expander->condition_count - 1].active;
}

static bool directive_ident_is(const struct token *token, const char *name)
{
    return token->kind == TOKEN_IDENT && strcmp(token->ident->name, name) == 0;
}

/* A macro's parameters; if it is variadic, the last takes the rest. */
struct params {
    struct ident **items;
    size_t count, cap;
    bool variadic;
};

/* Reads the parameters of `#define name(params) body` and the closing parenthesis. */
static void directive_read_params(struct expander *expander, struct lexer *line, struct params *params)
{
    for (;;) {
        struct token token = lex_next(line);
        if (token.kind == TOKEN_EOF || token_is(&token, ')'))
            break;
        bool ellipsis = token_is(&token, PUNCT_ELLIPSIS);
        if (ellipsis && params->count > 0 && params->variadic)
            continue;
        if (token.kind == TOKEN_IDENT || ellipsis) {
            params->items = array_grow(params->items, params->count, &params->cap, sizeof *params->items);
            params->items[params->count++] = ellipsis ? ident_intern(expander->idents, "__VA_ARGS__", 11) : token.ident;
            params->variadic = ellipsis;
            struct lexer ahead = *line;
            token = lex_next(&ahead);
            if (token_is(&token, PUNCT_ELLIPSIS)) { /* GNU: args... */
                params->variadic = true;
                *line = ahead;
            }
        }
    }
}

void expand_define(struct expander *expander, struct lexer *line)
{
    struct token name = lex_next(line);
    if (name.kind != TOKEN_IDENT)
        return;
    struct params params = {0};
    bool function_like = line->pos < line->end && line->text[line->pos] == '(';
    if (function_like) {
        lex_next(line);
        directive_read_params(expander, line, &params);
    }
    size_t size = params.count * sizeof *params.items;
    struct macro *macro = arena_alloc(&expander->macros, sizeof *macro + size);
    *macro = (struct macro){.text = line->text,
                            .body_begin = line->pos,
                            .body_end = line->end,
                            .param_count = (uint32_t)params.count,
                            .function_like = function_like,
                            .variadic = params.variadic};
    if (size)
        memcpy(macro->params, params.items, size);
    free(params.items);
    name.ident->macro = macro;
    name.ident->was_macro = true;
}

/* The file name in a line marker's string: GCC and Clang escape with backslashes and octal numbers. */
static size_t directive_marker_name(const struct token *token, char *out)
{
    size_t len = 0;
    for (uint32_t i = 1; i + 1 < token->len; i++) {
        char c = token->text[i];
        if (c == '\\' && i + 2 < token->len) {
            c = token->text[++i];
            if (c >= '0' && c <= '7') {
                unsigned value = 0;
                for (int digits = 0; digits < 3 && i + 1 < token->len && token->text[i] >= '0' && token->text[i] <= '7';
                     digits++)
                    value = value * 8 + (unsigned)(token->text[i++] - '0');
                i--;
                c = (char)value;
            }
        }
        out[len++] = c;
    }
    return len;
}

/* `# 12 "file.c" 1 3` or `#line 12 "file.c"`: the line behind it is line 12 of file.c. */
static void directive_read_marker(struct expander *expander, struct lexer *line, const struct token *number,
                                  bool is_directive)
{
    struct source *source = expander->source;
    struct source_place place = {source->markers[source->marker_count - 1].presumed.file,
                                 (uint32_t)strtoul(number->text, NULL, 10)};
    struct token name = lex_next(line);
    enum marker_flag kind = MARKER_NONE;
    if (name.kind == TOKEN_STRING) {
        char *text = arena_alloc(&expander->arena, name.len);
        place.file = source_file(source, text, directive_marker_name(&name, text));
        for (struct token flag; (flag = lex_next(line)).kind == TOKEN_NUMBER;) {
            if (flag.len == 1 && flag.text[0] == '3')
                source->files[place.file].system = true;
            else if (flag.len == 1 && flag.text[0] <= '2')
                kind = flag.text[0] == '1' ? MARKER_ENTER : MARKER_LEAVE;
        }
    }
    if (is_directive)
        line_map_directive(&expander->line_map, number->begin, place);
    else
        line_map_marker(&expander->line_map, number->begin, place, kind);
}

bool expand_pragma(struct expander *expander, struct lexer line)
{
    struct token word = lex_next(&line);
    if (!directive_ident_is(&word, "push_macro") && !directive_ident_is(&word, "pop_macro"))
        return false;
    lex_next(&line);
    struct token name = lex_next(&line);
    if (name.kind != TOKEN_STRING || name.len < 2)
        return true;
    struct ident *ident = ident_intern(expander->idents, name.text + 1, name.len - 2);
    if (directive_ident_is(&word, "push_macro")) {
        struct saved_macro *saved = arena_alloc(&expander->macros, sizeof *saved);
        *saved = (struct saved_macro){expander->saved, ident, ident->macro};
        expander->saved = saved;
        return true;
    }
    for (struct saved_macro **at = &expander->saved; *at; at = &(*at)->older) {
        if ((*at)->ident == ident) {
            ident->macro = (*at)->macro;
            *at = (*at)->older;
            break;
        }
    }
    return true;
}

/* Names that are defined for #ifdef without a #define. */
static bool directive_is_builtin_macro(const struct ident *ident)
{
    static const char *const names[] = {"__FILE__",      "__LINE__",       "__DATE__",          "__TIME__",
                                        "__COUNTER__",   "__BASE_FILE__",  "__INCLUDE_LEVEL__", "__TIMESTAMP__",
                                        "__FILE_NAME__", "__is_identifier"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(ident->name, names[i]) == 0)
            return true;
    }
    return strncmp(ident->name, "__has_", 6) == 0;
}

/* Clang ≥ 15 puts the include directives that it has replaced behind `#if defined(__CLANG_REWRITTEN_INCLUDES)
 *
 * …`. */
static bool directive_hides_include(struct lexer line)
{
    for (struct token token; (token = lex_next(&line)).kind != TOKEN_EOF;) {
        if (directive_ident_is(&token, "__CLANG_REWRITTEN_INCLUDES"))
            return true;
    }
    return false;
}

/* The value of the condition of #if, #ifdef, #elif … */
static bool directive_condition(struct expander *expander, const struct token *directive, struct lexer *line)
{
    if (directive_hides_include(*line))
        return false;
    const char *name = directive->ident->name;
    struct token token = lex_next(line);
    size_t len = strlen(name);
    bool negated = len > 4 && strcmp(name + len - 4, "ndef") == 0;
    if (negated || (len > 3 && strcmp(name + len - 3, "def") == 0)) {
        bool defined = token.kind == TOKEN_IDENT && (token.ident->macro || directive_is_builtin_macro(token.ident));
        return defined != negated;
    }
    if (token.kind != TOKEN_NUMBER || lex_next(line).kind != TOKEN_EOF)
        expander->unresolved = true;
    return token.len != 1 || token.text[0] != '0';
}

static void directive_if(struct expander *expander, const struct token *directive, struct lexer *line)
{
    bool outer = directive_is_active(expander);
    bool value = outer && directive_condition(expander, directive, line);
    expander->conditions = array_grow(expander->conditions, expander->condition_count, &expander->condition_cap,
                                      sizeof *expander->conditions);
    expander->conditions[expander->condition_count++] = (struct expand_condition){outer, value, value};
}

/* #elif, #else: the next group of the innermost conditional. `directive` is NULL for #else. */
static void directive_elif(struct expander *expander, const struct token *directive, struct lexer *line)
{
    if (expander->condition_count == 0)
        return;
    struct expand_condition *top = &expander->conditions[expander->condition_count - 1];
    top->active =
        top->outer_active && !top->taken && (directive == NULL || directive_condition(expander, directive, line));
    top->taken |= top->active;
}

/* Processes the directive if it is one of a conditional. False: it is another. */
static bool directive_conditional(struct expander *expander, const struct token *directive, struct lexer *line)
{
    const char *name = directive->ident->name;
    if (strcmp(name, "if") == 0 || strcmp(name, "ifdef") == 0 || strcmp(name, "ifndef") == 0)
        directive_if(expander, directive, line);
    else if (strcmp(name, "elif") == 0 || strcmp(name, "elifdef") == 0 || strcmp(name, "elifndef") == 0)
        directive_elif(expander, directive, line);
    else if (strcmp(name, "else") == 0)
        directive_elif(expander, NULL, line);
    else if (strcmp(name, "endif") == 0)
        expander->condition_count -= expander->condition_count > 0;
    else
        return false;
    return true;
}

/* Processes a directive; `line` begins behind its #. True: it is a pragma that the parser should see. */
static bool directive_process(struct expander *expander, struct lexer *line)
{
    struct token token = lex_next(line);
    if (token.kind == TOKEN_NUMBER) {
        directive_read_marker(expander, line, &token, false);
        return false;
    }
    if (token.kind == TOKEN_IDENT && token.ident == expander->idents->define) {
        if (directive_is_active(expander))
            expand_define(expander, line);
        return false;
    }
    if (token.kind != TOKEN_IDENT || directive_conditional(expander, &token, line) || !directive_is_active(expander))
        return false;
    if (directive_ident_is(&token, "undef")) {
        token = lex_next(line);
        if (token.kind == TOKEN_IDENT)
            token.ident->macro = NULL;
    } else if (text_starts(token.ident->name, "include")) {
        expander->unresolved =
            true; /* its # is spelled so that GCC did not recognise it when it flattened the header */
    } else if (directive_ident_is(&token, "line")) {
        token = lex_next(line);
        if (token.kind == TOKEN_NUMBER)
            directive_read_marker(expander, line, &token, true);
    } else if (directive_ident_is(&token, "pragma")) {
        return !expand_pragma(expander, *line);
    }
    return false;
}

/* What the parser sees of a pragma, `line` begins behind that word: without comments and splices, and with macros
 * expanded, as GCC and Clang do in many pragmas. Its name, omp or GCC, is not expanded. */
static void directive_spell_pragma(struct expander *expander, struct lexer *line, struct token *pragma)
{
    struct token_list written = {0}, expanded = {0};
    struct token name = lex_next(line);
    for (struct token token; (token = lex_next(line)).kind != TOKEN_EOF;)
        token_list_add(&written, &expander->arena, &token);
    expand_isolated(expander, &written, 0, &expanded);
    struct str text = STR_INIT;
    uint32_t len;
    if (name.kind != TOKEN_EOF) {
        const char *spelling = token_spelling(&name, &len);
        str_add(&text, spelling, len);
    }
    token_list_spell(&expanded, &text);
    pragma->len = (uint16_t)(text.len < SPELLING_MAX ? text.len : SPELLING_MAX);
    pragma->text = arena_copy(&expander->idents->arena, text.len ? text.data : "", pragma->len);
    str_free(&text);
}

struct token directive_next(struct expander *expander)
{
    struct lexer *lexer = &expander->lexer;
    for (;;) {
        struct token token = lex_next(lexer);
        if (token.kind == TOKEN_EOF)
            return token;
        if (token.at_line_start && token_is(&token, '#')) {
            uint32_t end = lex_line_end(lexer, token.end);
            struct lexer line;
            lex_open(&line, expander->idents, lexer->text, token.end, end);
            lexer->pos = end;
            if (directive_process(expander, &line)) {
                token.kind = TOKEN_PRAGMA;
                token.end = end;
                directive_spell_pragma(expander, &line, &token);
                return token;
            }
        } else if (directive_is_active(expander)) {
            return token;
        }
    }
}

void directive_close(struct expander *expander)
{
    free(expander->conditions);
}
