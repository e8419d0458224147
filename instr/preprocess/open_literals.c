/* In: preprocessed text. Out: whether a file that it was made from has a literal that its line does not end. The files
 * are read as one run of tokens, whatever their conditionals say. */
#include "instr/preprocess/open_literals.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/line_marker.h"
#include "base/map.h"
#include "instr/c/lex.h"
#include "instr/c/trigraphs.h"

#include "base/banned.h"

bool open_literal_is(const char *text, const struct token *token)
{
    if (token->kind != TOKEN_STRING && token->kind != TOKEN_CHAR)
        return false;
    const char *begin = text + token->begin + strcspn(text + token->begin, "'\""), *last = text + token->end - 1;
    return last <= begin || *last != *begin || (last[-1] == '\\' && last[1] == '\n');
}

static bool open_literals_in(const struct str *text, const struct command *command)
{
    struct idents idents;
    struct lexer lexer;
    bool found = false;
    idents_open(&idents);
    idents.raw_strings = command_has_raw_strings(command);
    lex_open(&lexer, &idents, text->data, 0, (uint32_t)text->len);
    for (struct token token; !found && (token = lex_next(&lexer)).kind != TOKEN_EOF;)
        found = open_literal_is(text->data, &token);
    idents_close(&idents);
    return found;
}

static bool open_literals_in_file(const char *name, size_t len, const struct command *command)
{
    struct str path = STR_INIT, text = STR_INIT;
    struct trigraphs trigraphs = {0};
    str_add(&path, name, len);
    bool read = file_read_quietly(path.data, &text) == 0;
    if (read && command_has_trigraphs(command))
        trigraphs_replace(&text, false, &trigraphs);
    bool found = read && strpbrk(text.data, "'\"") && open_literals_in(&text, command);
    free(trigraphs.offsets);
    str_free(&path);
    str_free(&text);
    return found;
}

bool open_literals_exist(const struct str *text, const struct command *command)
{
    struct map seen = {0};
    bool found = false;
    for (const char *p = text->data; *p && !found; p += strcspn(p, "\n"), p += *p == '\n') {
        struct line_marker marker;
        if (p[0] != '#' || !line_marker_read(p, &marker) || marker.name_len == 0 || marker.name[0] == '<')
            continue;
        void **known = map_at(&seen, marker.name, marker.name_len);
        found = *known == NULL && open_literals_in_file(marker.name, marker.name_len, command);
        *known = &seen;
    }
    map_free(&seen);
    return found;
}
