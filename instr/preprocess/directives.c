/* #include, #define, #undef, #pragma and #line. Each is obeyed and written to the output as the compiler does it: GCC
 * prints directives anew, Clang keeps them as written. */
#include <stdlib.h>
#include <string.h>

#include "instr/preprocess/definition.h"
#include "instr/preprocess/open_literals.h"
#include "instr/preprocess/preprocessor.h"

#include "base/banned.h"

const unsigned char preprocess_line_classes[256] = {
    ['\n'] = 1, ['/'] = 2, ['?'] = 2, ['\f'] = 3, ['\v'] = 3, ['$'] = 4, [0x7f ... 0xff] = 3,
};

/* Does a comment seem to begin within another? Compilers warn about that. Strings are not recognised, so it may not. */
static bool directive_comments_nest(const char *at, const char *end)
{
    bool inside = false;
    for (; end - at >= 2; at++) {
        bool opens = at[0] == '/' && at[1] == '*';
        if (opens && inside)
            return true;
        if (opens || (inside && at[0] == '*' && at[1] == '/')) {
            inside = opens;
            at++;
        }
    }
    return false;
}

/* May compilers warn about this character? */
static bool directive_is_unusual(const struct preprocessor *p, const char *at)
{
    unsigned char class = preprocess_line_classes[(unsigned char)*at];
    bool trigraph = at[0] == '?' && at[1] == '?' && at[2] && strchr("=/'()!<>-", at[2]);
    return class == 3 || (class == 4 && p->request->refuses_extensions) || trigraph;
}

/* A backslash with only blanks before the line's end, about which compilers warn. */
static bool directive_nearly_splices(const char *at)
{
    return at[0] == '\\' && (at[1] == ' ' || at[1] == '\t') && at[1 + strspn(at + 1, " \t\r")] == '\n';
}

/* The end of a directive: its newline, or the one behind the file's end. It contains the newlines of splices and
 * comments, which are counted. *unusual: compilers may warn about a character in it. */
static size_t directive_end(struct preprocessor *p, size_t pos, uint32_t *lines, bool *unusual)
{
    const struct include_file *file = preprocess_frame(p)->file;
    const char *at = file->text + pos;
    bool comment = false, line_comment = false;
    for (unsigned char class; (class = preprocess_line_classes[(unsigned char)*at]) != 1; at++) {
        *unusual |= class > 1 && directive_is_unusual(p, at);
        comment |= *at == '/' && at[1] == '*';
        line_comment |= *at == '/' && at[1] == '/';
    }
    *lines = 1;
    if (!comment && at[-1] != '\\' && at[-1] != ' ' && at[-1] != '\t' && at[-1] != '\r')
        return (size_t)(at - file->text);
    *unusual |= line_comment && at[-1] == '\\';
    struct lexer lexer;
    lex_open(&lexer, &p->idents, file->text, (uint32_t)pos, (uint32_t)file->len);
    const char *end = file->text + lex_line_end(&lexer, (uint32_t)pos);
    *unusual |= directive_comments_nest(file->text + pos, end);
    for (at = file->text + pos; at < end; at++) {
        *lines += *at == '\n';
        *unusual |= directive_is_unusual(p, at) || directive_nearly_splices(at);
    }
    return (size_t)(end - file->text);
}

bool preprocess_is_named(const struct directive_line *line, const char *name)
{
    return line->name_len == strlen(name) && memcmp(line->name, name, line->name_len) == 0;
}

struct lexer preprocess_line_lexer(struct preprocessor *p, const struct directive_line *line)
{
    struct lexer lexer;
    lex_open(&lexer, &p->idents, preprocess_frame(p)->file->text, (uint32_t)line->begin, (uint32_t)line->end);
    lexer.at_line_start = false;
    return lexer;
}

/* Does the line name a deprecated macro? */
static bool directive_names_deprecated(struct preprocessor *p, struct lexer line)
{
    for (struct token token; p->deprecated.count && (token = lex_next(&line)).kind != TOKEN_EOF;) {
        if (token.kind == TOKEN_IDENT && map_get(&p->deprecated, token.ident->name, token.ident->len))
            return true;
    }
    return false;
}

struct ident *preprocess_name_only(struct preprocessor *p, const struct directive_line *line)
{
    struct lexer lexer = preprocess_line_lexer(p, line);
    struct token name = lex_next(&lexer);
    if (name.kind != TOKEN_IDENT || lex_next(&lexer).kind != TOKEN_EOF) {
        preprocess_give_up(p, "a directive is malformed");
        return NULL;
    }
    return name.ident;
}

void preprocess_line_empty(struct preprocessor *p, const struct directive_line *line)
{
    struct lexer lexer = preprocess_line_lexer(p, line);
    if (lex_next(&lexer).kind != TOKEN_EOF)
        preprocess_give_up(p, "tokens follow #else or #endif");
}

/* Clang keeps the directive as written. */
static void directive_line_copy(struct preprocessor *p, const struct directive_line *line)
{
    const struct frame *frame = preprocess_frame(p);
    preprocess_line_reach(p, line->line);
    str_add(p->out, frame->file->text + line->hash, line->end - line->hash);
    str_addc(p->out, '\n');
    p->printed_line = frame->line;
}

static bool directive_is_reserved(struct preprocessor *p, const struct ident *name)
{
    static const char *const names[] = {"defined",  "__FILE__",      "__LINE__",      "__DATE__",
                                        "__TIME__", "__COUNTER__",   "__BASE_FILE__", "__INCLUDE_LEVEL__",
                                        "_Pragma",  "__TIMESTAMP__", "__VA_ARGS__",   "__VA_OPT__"};
    if (name->name[0] != '_' && name->name[0] != 'd')
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i][2] == name->name[2] && strcmp(names[i], name->name) == 0)
            return true;
    }
    return name->macro == NULL && condition_defined(name, &p->oracle) != TRUTH_NO;
}

/* Compilers warn if a macro with this prefix is redefined, even in the same way. */
static bool directive_is_standard(const char *name, size_t len)
{
    return len >= 6 && memcmp(name, "__STDC", 6) == 0;
}

/* Writes the definition to p->definition as GCC prints it. NULL: only the compiler can. */
static struct ident *directive_definition_print(struct preprocessor *p, const struct directive_line *line)
{
    const char *text = preprocess_frame(p)->file->text;
    size_t name_len;
    str_clear(&p->definition);
    if (!definition_write(text + line->begin, text + line->end, &p->definition, &name_len)) {
        preprocess_give_up(p, "only the compiler can read a definition");
        return NULL;
    }
    const char *printed = p->definition.data;
    struct ident *ident = ident_intern(&p->idents, printed, name_len);
    if (directive_is_reserved(p, ident)) {
        preprocess_give_up(p, "a predefined name is defined");
        return NULL;
    }
    if (p->request->refuses_extensions && preprocess_frame(p)->system == 0 && strstr(printed, "...") &&
        strstr(printed, ",...") == NULL && strstr(printed, "(...") == NULL) {
        preprocess_give_up(p, "a GNU extension may draw a warning");
        return NULL;
    }
    void **known = map_at(&p->definitions, ident->name, name_len);
    if (ident->macro && (directive_is_standard(printed, name_len) || *known == NULL || strcmp(*known, printed) != 0)) {
        preprocess_give_up(p, "a macro is redefined");
        return NULL;
    }
    if (*known == NULL || strcmp(*known, printed) != 0)
        *known = arena_copy(&p->idents.arena, printed, p->definition.len);
    return ident;
}

static void directive_definition_obey(struct preprocessor *p, const struct directive_line *line)
{
    struct lexer lexer = preprocess_line_lexer(p, line);
    if (directive_definition_print(p, line) == NULL)
        return;
    expand_define(&p->expander, &lexer);
    preprocess_line_reach(p, line->line);
    str_adds(p->out, "#define ");
    str_add(p->out, p->definition.data, p->definition.len);
    str_addc(p->out, '\n');
    p->printed_line++;
}

/* Clang warns about a definition when it compiles the text. `guard`: the macro of the conditional just opened. */
static void directive_definition_copy(struct preprocessor *p, const struct directive_line *line,
                                      const struct ident *guard)
{
    struct lexer lexer = preprocess_line_lexer(p, line), ahead = lexer;
    struct token name = lex_next(&ahead);
    if (name.kind != TOKEN_IDENT || directive_is_reserved(p, name.ident)) {
        preprocess_give_up(p, "a predefined name is defined");
        return;
    }
    preprocess_frame(p)->other_defined |= guard && guard != name.ident;
    expand_define(&p->expander, &lexer);
    directive_line_copy(p, line);
}

static void directive_undef_obey(struct preprocessor *p, const struct directive_line *line)
{
    struct ident *name = preprocess_name_only(p, line);
    if (name == NULL)
        return;
    if (directive_is_reserved(p, name) || directive_is_standard(name->name, name->len)) {
        preprocess_give_up(p, "a predefined macro is undefined");
        return;
    }
    name->macro = NULL;
    if (p->request->compiler->keeps_directives) {
        directive_line_copy(p, line);
        return;
    }
    preprocess_line_reach(p, line->line);
    str_addf(p->out, "#undef %s\n", name->name);
    p->printed_line++;
}

/* The name of an #include, in quotes or brackets, perhaps after macro expansion. NULL: only the compiler can tell. */
static char *directive_include_name(struct preprocessor *p, const struct directive_line *line, bool *angled)
{
    const char *text = preprocess_frame(p)->file->text, *at = text + line->begin, *end = text + line->end;
    at += strspn(at, " \t");
    char close = *at == '<' ? '>' : *at == '"' ? '"' : '\0';
    *angled = close == '>';
    if (close) {
        const char *behind = memchr(at + 1, close, (size_t)(end - at - 1));
        struct directive_line rest = *line;
        rest.begin = behind ? (size_t)(behind + 1 - text) : line->end;
        preprocess_line_empty(p, &rest);
        return behind ? arena_copy(&p->idents.arena, at + 1, (size_t)(behind - at - 1)) : NULL;
    }
    struct lexer lexer = preprocess_line_lexer(p, line);
    expand_line(&p->expander, &lexer);
    struct token token = expand_next(&p->expander);
    if (token.kind != TOKEN_STRING || token.len < 3 || token.text[0] != '"' ||
        expand_next(&p->expander).kind != TOKEN_EOF)
        return NULL;
    return arena_copy(&p->idents.arena, token.text + 1, token.len - 2);
}

bool preprocess_include_due(struct preprocessor *p, struct include_file *file)
{
    if (file->same->once || (file->same->guard && file->same->guard->macro))
        return false;
    if (!include_read(file)) {
        preprocess_give_up(p, "only the compiler can read a header");
        return false;
    }
    return !p->request->compiler->once_by_content || !includes_had(&p->includes, file);
}

static void directive_include_obey(struct preprocessor *p, const struct directive_line *line, bool next)
{
    struct frame *frame = preprocess_frame(p);
    bool angled, inner = p->depth > 1;
    char *name = directive_include_name(p, line, &angled);
    if (name == NULL || name[0] == '\0' || strpbrk(name, "\\\n") || frame->line != line->line + 1) {
        preprocess_give_up(p, "only the compiler can read an #include");
        return;
    }
    const struct include_directory *from = frame->file->directory;
    if (next && (!inner || from == NULL || (p->request->compiler->judges_include_next && from->is_beside) ||
                 (frame->system == 0 && p->request->refuses_extensions))) {
        preprocess_give_up(p, "only the compiler can obey an #include_next");
        return;
    }
    struct include_file *file = preprocess_file_find(p, name, angled, next);
    if (file == NULL) {
        preprocess_give_up(p, "a header is not found");
        return;
    }
    if (!preprocess_include_due(p, file))
        return;
    unsigned system =
        file->directory && file->directory->system > frame->system ? file->directory->system : frame->system;
    preprocess_line_reach(p, line->line);
    preprocess_file_enter(p, file, system);
    preprocess_marker(p, 1, " 1");
}

/* Does GCC obey the pragma while it preprocesses, or not copy its line? */
static bool directive_pragma_is_obeyed(const char *text, size_t len)
{
    static const char *const words[] = {"push_macro", "pop_macro",      "message",   "redefine_extname",    "poison",
                                        "dependency", "warning",        "error",     "system_header",       "region",
                                        "once",       "pch_preprocess", "endregion", "scalar_storage_order"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (memmem(text, len, words[i], strlen(words[i])))
            return true;
    }
    return false;
}

/* #pragma once. GCC leaves blanks up to the word `once`; `rest` is behind it. */
static void directive_once_obey(struct preprocessor *p, const struct directive_line *line, struct lexer *rest)
{
    struct frame *frame = preprocess_frame(p);
    const char *text = frame->file->text;
    size_t word = rest->pos - strlen("once"), begin = word;
    while (begin > frame->file->begin && text[begin - 1] != '\n')
        begin--;
    if (p->depth == 1 || frame->line != line->line + 1 || memcmp(text + word, "once", 4) != 0 ||
        lex_next(rest).kind != TOKEN_EOF) {
        preprocess_give_up(p, "only the compiler can obey a #pragma once");
        return;
    }
    frame->file->same->once = p->includes.seen_once = true;
    preprocess_line_reach(p, line->line);
    str_addf(p->out, "%*s\n", (int)(word - begin) - 1, "");
    p->printed_line++;
}

/* The macro of #pragma push_macro("NAME"), which stays as written (gcc_restore.c). NULL: only the compiler can obey it,
 * since the line contains something else. */
static struct ident *directive_saved_macro(struct preprocessor *p, const struct directive_line *line, struct lexer rest)
{
    const struct frame *frame = preprocess_frame(p);
    const char *text = frame->file->text, *begin = text + line->hash;
    while (begin > text + frame->file->begin && (begin[-1] == ' ' || begin[-1] == '\t'))
        begin--;
    struct token open = lex_next(&rest), name = lex_next(&rest), close = lex_next(&rest);
    size_t len = name.kind == TOKEN_STRING ? name.len : 0;
    bool whole = (begin == text || begin[-1] == '\n') && frame->line == line->line + 1 &&
                 !memchr(begin, '/', (size_t)(text + line->end - begin)) &&
                 !memchr(begin, '\r', (size_t)(text + line->end - begin));
    if (!whole || !token_is(&open, '(') || len < 3 || name.text[0] != '"' || !token_is(&close, ')') ||
        lex_next(&rest).kind != TOKEN_EOF)
        return NULL;
    struct lexer lexer;
    lex_open(&lexer, &p->idents, text, name.begin + 1, name.end - 1);
    struct token word = lex_next(&lexer);
    bool alone = word.kind == TOKEN_IDENT && word.begin == name.begin + 1 && word.end + 1 == name.end;
    return alone && !directive_is_reserved(p, word.ident) && !directive_is_standard(word.ident->name, word.ident->len)
               ? word.ident
               : NULL;
}

/* `rest` is behind the word. */
static void directive_saving_obey(struct preprocessor *p, const struct directive_line *line, struct lexer rest)
{
    const char *text = preprocess_frame(p)->file->text;
    struct ident *name = directive_saved_macro(p, line, rest);
    if (name == NULL) {
        preprocess_give_up(p, "only the compiler can obey a pragma that saves a macro");
        return;
    }
    expand_pragma(&p->expander, preprocess_line_lexer(p, line));
    *map_at(&p->definitions, name->name, name->len) = NULL; /* which one it has now is not followed */
    preprocess_line_reach(p, line->line);
    str_add(p->out, text + line->hash, line->end - line->hash);
    str_addc(p->out, '\n');
    p->printed_line++;
}

static void directive_pragma_obey(struct preprocessor *p, const struct directive_line *line)
{
    const char *text = preprocess_frame(p)->file->text;
    const char *begin = text + line->begin;
    size_t len = line->end - line->begin;
    struct lexer lexer = preprocess_line_lexer(p, line);
    struct token first = lex_next(&lexer);
    if (first.kind == TOKEN_IDENT && strcmp(first.ident->name, "once") == 0) {
        directive_once_obey(p, line, &lexer);
        return;
    }
    if (token_is_spelled(&first, "push_macro") || token_is_spelled(&first, "pop_macro")) {
        directive_saving_obey(p, line, lexer);
        return;
    }
    str_clear(&p->definition);
    if (first.kind != TOKEN_IDENT || directive_pragma_is_obeyed(begin, len) ||
        !tokens_write(begin, text + line->end, &p->definition)) {
        preprocess_give_up(p, "only the compiler can obey a pragma");
        return;
    }
    preprocess_line_reach(p, line->line);
    str_addf(p->out, "#pragma %s\n", p->definition.data);
    p->printed_line++;
}

/* #pragma clang deprecated(NAME): Clang warns about its use in conditionals, too. */
static void directive_deprecated_note(struct preprocessor *p, struct lexer line)
{
    lex_next(&line);
    struct token token = lex_next(&line);
    if (token.kind == TOKEN_IDENT)
        *map_at(&p->deprecated, token.ident->name, token.ident->len) = token.ident;
}

/* #line 12 "file.y": GCC changes its line markers. */
static void directive_line_obey(struct preprocessor *p, const struct directive_line *line)
{
    struct frame *frame = preprocess_frame(p);
    struct lexer lexer = preprocess_line_lexer(p, line);
    struct token number = lex_next(&lexer), name = lex_next(&lexer);
    char digits[12] = "";
    bool named = name.kind == TOKEN_STRING && name.text[0] == '"' && name.len > 2;
    if (number.kind == TOKEN_NUMBER && number.len < sizeof digits)
        memcpy(digits, number.text, number.len);
    unsigned long value = strspn(digits, "0123456789") == number.len ? strtoul(digits, NULL, 10) : 0;
    char *called = named ? arena_copy(&p->idents.arena, name.text + 1, name.len - 2) : NULL;
    if (value == 0 || value > INT32_MAX || frame->line != line->line + 1 || (!named && name.kind != TOKEN_EOF) ||
        lex_next(&lexer).kind != TOKEN_EOF || (named && preprocess_path_is_unusual(p, called))) {
        preprocess_give_up(p, "only the compiler can obey a #line");
        return;
    }
    frame->called = named ? called : frame->called;
    frame->shift = (uint32_t)value - frame->line;
    preprocess_marker(p, frame->line, "");
}

static bool directive_token_is_one_of(const struct token *token, const char *const *words)
{
    for (; token->kind == TOKEN_IDENT && *words; words++) {
        if (strcmp(token->ident->name, *words) == 0)
            return true;
    }
    return false;
}

/* Pragmas stay in Clang's text and are obeyed when it is compiled, except for those that decide what the text is. */
static void directive_pragma_copy(struct preprocessor *p, const struct directive_line *line)
{
    static const char *const spaces[] = {"GCC", "clang", NULL};
    static const char *const deciding[] = {"poison",
                                           "system_header",
                                           "dependency",
                                           "module",
                                           "restrict_expansion",
                                           "final",
                                           "deprecated",
                                           "__debug",
                                           "header_unsafe",
                                           "include_alias",
                                           "hdrstop",
                                           NULL};
    struct lexer lexer = preprocess_line_lexer(p, line), ahead = lexer;
    struct token word = lex_next(&ahead);
    bool is_spaced = directive_token_is_one_of(&word, spaces);
    if (!is_spaced && word.kind == TOKEN_IDENT && strcmp(word.ident->name, "once") == 0) {
        directive_once_obey(p, line, &ahead);
        return;
    }
    if (is_spaced)
        word = lex_next(&ahead);
    if (directive_token_is_one_of(&word, deciding)) {
        if (strcmp(word.ident->name, "deprecated") != 0 || preprocess_frame(p)->system == 0) {
            preprocess_give_up(p, "only the compiler can obey a pragma");
            return;
        }
        directive_deprecated_note(p, ahead);
    }
    expand_pragma(&p->expander, lexer);
    directive_line_copy(p, line);
}

/* Is it a directive that changes nothing for preprocessing? It stays in the text. */
static bool directive_stays(const struct directive_line *line)
{
    static const char *const names[] = {"line", "ident", "sccs", "warning"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (preprocess_is_named(line, names[i]))
            return true;
    }
    return false;
}

/* Obeys a directive that Clang's text keeps. False: it is another one. */
static bool directive_copy(struct preprocessor *p, const struct directive_line *line, const struct ident *guard)
{
    if (preprocess_is_named(line, "define"))
        directive_definition_copy(p, line, guard);
    else if (preprocess_is_named(line, "pragma"))
        directive_pragma_copy(p, line);
    else if (directive_stays(line))
        directive_line_copy(p, line);
    else
        return false;
    return true;
}

/* GCC warns about a literal that its line does not end in skipped directives, too. */
static void directive_literals_note(struct preprocessor *p, const struct directive_line *line)
{
    const char *text = preprocess_frame(p)->file->text;
    struct lexer lexer = preprocess_line_lexer(p, line);
    if (!memchr(text + line->begin, '\'', line->end - line->begin) &&
        !memchr(text + line->begin, '"', line->end - line->begin))
        return;
    for (struct token token; (token = lex_next(&lexer)).kind != TOKEN_EOF;)
        p->open_literal |= open_literal_is(text, &token);
}

/* `unusual`: compilers may warn about a character in the line. */
static void directive_obey(struct preprocessor *p, const struct directive_line *line, bool unusual)
{
    struct frame *frame = preprocess_frame(p);
    const struct ident *guard = preprocess_guard(p);
    if (!preprocess_is_named(line, "if") && !preprocess_is_named(line, "ifndef"))
        frame->guard_valid &= preprocess_is_named(line, "ifdef");
    if (!p->skipping && p->request->compiler->keeps_directives && directive_copy(p, line, guard))
        return;
    if (!p->skipping && (unusual || directive_names_deprecated(p, preprocess_line_lexer(p, line)))) {
        preprocess_give_up(p, unusual ? "a directive contains unusual characters"
                                      : "a directive names a deprecated macro");
        return;
    }
    if (p->skipping && preprocess_frame(p)->system == 0)
        directive_literals_note(p, line);
    if (preprocess_conditional(p, line) || p->skipping)
        return;
    if (preprocess_is_named(line, "define"))
        directive_definition_obey(p, line);
    else if (preprocess_is_named(line, "include") || preprocess_is_named(line, "include_next"))
        directive_include_obey(p, line, line->name_len > 7);
    else if (preprocess_is_named(line, "undef"))
        directive_undef_obey(p, line);
    else if (preprocess_is_named(line, "pragma"))
        directive_pragma_obey(p, line);
    else if (preprocess_is_named(line, "line"))
        directive_line_obey(p, line);
    else if (line->name_len == 0)
        preprocess_line_empty(p, line);
    else
        preprocess_give_up(p, "only the compiler can obey a directive");
}

/* Brings the output to the line behind a directive. A marker also is a directive, so that Clang warns about
 * conditionals among a macro's arguments as it would in the user's text. */
static void directive_line_next(struct preprocessor *p, bool is_conditional)
{
    const struct frame *frame = preprocess_frame(p);
    if (p->reason || p->skipping || frame->pos >= frame->file->len)
        return;
    if (is_conditional && p->request->compiler->warns_of_structure && p->request->refuses_extensions &&
        frame->system == 0)
        preprocess_marker(p, frame->line, "");
    else
        preprocess_line_reach(p, frame->line);
}

/* Reads the directive's name, nearly always a word in small letters. False: there is something else. */
static bool directive_name_read(struct preprocessor *p, const char *text, struct directive_line *line)
{
    const char *begin = text + line->hash + 1, *at;
    begin += strspn(begin, " \t");
    for (at = begin; *at >= 'a' && *at <= 'z'; at++)
        continue;
    if (at > begin && (*at == ' ' || *at == '\t' || *at == '\n')) {
        line->name = begin;
        line->name_len = (size_t)(at - begin);
        line->begin = (size_t)(at - text);
        return true;
    }
    struct lexer lexer;
    lex_open(&lexer, &p->idents, text, (uint32_t)line->hash + 1, (uint32_t)line->end);
    struct token name = lex_next(&lexer);
    uint32_t len;
    line->name = token_spelling(&name, &len);
    line->name_len = len;
    line->begin = lexer.pos;
    return name.kind == TOKEN_IDENT || name.kind == TOKEN_EOF;
}

void preprocess_directive(struct preprocessor *p, size_t hash)
{
    struct frame *frame = preprocess_frame(p);
    const char *text = frame->file->text;
    uint32_t lines;
    bool unusual = false;
    struct directive_line line = {.hash = hash, .line = frame->line, .end = directive_end(p, hash, &lines, &unusual)};
    if (line.end > frame->file->len)
        line.end = frame->file->len;
    bool is_name = directive_name_read(p, text, &line);
    frame->pos = line.end + 1;
    frame->line += lines;
    if (!p->skipping && !is_name) {
        preprocess_give_up(p, "a directive contains unusual characters");
        return;
    }
    size_t groups = p->group_count;
    bool was_skipping = p->skipping;
    directive_obey(p, &line, unusual);
    directive_line_next(p, p->group_count != groups || p->skipping != was_skipping);
}
