/* GCC's -E -fdirectives-only, done here: the input's path and the compiler's answers in, text out.
 *
 * A compiler takes 25 ms to start and to flatten a small file, which is a quarter of the whole compile; this takes two.
 * It obeys directives and copies everything between them, and must come out with the very bytes that GCC would make,
 * line markers and white space included: tests hold it against GCC, and the first text under new options is made by
 * both.
 *
 * Only what draws no diagnostics is done. Whatever else comes up - a directive that is seldom or needs the compiler's
 * state, a missing header, an odd character, something a warning might be about - ends it with a reason, and the
 * compiler flattens. So it never reports anything.
 *
 * Where it does better: in a group that is left out, GCC takes the apostrophe of "don't" for the beginning of a literal
 * and gives up; here lines that are left out end such a thing. */
#include "instr/preprocess.h"

#include <stdlib.h>
#include <string.h>

#include "instr/condition.h"
#include "instr/definition.h"
#include "instr/include.h"

#include "base/banned.h"

enum { INCLUDE_DEPTH_MAX = 150, MARKER_GAP = 8 };

/* A conditional that is open. */
struct group {
    bool was_skipping; /* the text around it is left out */
    bool taken;        /* no other branch of it can be */
    bool in_else;
    struct ident *guard; /* it is the file's first thing, and left out when this is defined */
};

/* A file being read. */
struct frame {
    struct include_file *file;
    unsigned system;
    size_t pos;
    uint32_t line;       /* of the byte at `pos` */
    size_t group_base;   /* groups of the files around it */
    bool guard_valid;    /* nothing but comments and perhaps one whole conditional has come so far */
    struct ident *guard; /* … that conditional's */
};

struct preprocessor {
    const struct preprocess_request *request;
    struct str *out;
    struct preprocess_files *files;
    struct includes includes;
    struct idents idents;
    struct source source;
    struct expander expander;
    struct condition_oracle oracle;
    struct map definitions; /* macro name -> its definition as printed */
    struct str definition;
    struct frame frames[INCLUDE_DEPTH_MAX];
    size_t depth;
    struct group *groups;
    size_t group_count, group_cap;
    bool skipping;
    uint32_t printed_line; /* GCC's idea of the line that comes next in the output */
    struct arena *arena;
    const char *reason; /* where and why it can't be done here */
};

static struct frame *innermost(struct preprocessor *p)
{
    return &p->frames[p->depth - 1];
}

static void give_up(struct preprocessor *p, const char *reason)
{
    const struct frame *frame = p->depth ? innermost(p) : NULL;
    if (p->reason == NULL)
        p->reason = frame ? arena_printf(p->arena, "%s:%u: %s", frame->file->path, frame->line, reason) : reason;
}

/* # 12 "file.c" 1 3 4 */
static void marker_print(struct preprocessor *p, uint32_t line, const char *flag)
{
    static const char *const systems[] = {"", " 3", " 3 4"};
    const struct frame *frame = innermost(p);
    str_addf(p->out, "# %u \"%s\"%s%s\n", line, frame->file->path, flag, systems[frame->system]);
    p->printed_line = line;
}

/* Brings the output to this line: by newlines, if they are few. */
static void line_reach(struct preprocessor *p, uint32_t line)
{
    if (line < p->printed_line || line >= p->printed_line + MARKER_GAP) {
        marker_print(p, line, "");
        return;
    }
    for (; p->printed_line < line; p->printed_line++)
        str_addc(p->out, '\n');
}

static void file_note(struct preprocessor *p, const char *path, bool system)
{
    struct preprocess_files *files = p->files;
    files->items = array_grow(files->items, files->count, &files->cap, sizeof *files->items);
    size_t size = strlen(path) + 1;
    files->items[files->count] = (struct preprocess_file){memcpy(xmalloc(size), path, size), system};
    files->count++;
}

/* Bytes at which a directive's line is looked at: 1 a newline, 2 the beginning of a comment or trigraph perhaps, 3 what
 * compilers may speak of or print otherwise. */
static const unsigned char line_classes[256] = {
    ['\n'] = 1, ['/'] = 2, ['?'] = 2, ['\f'] = 3, ['\v'] = 3, [0x7f ... 0xff] = 3,
};

static bool path_is_odd(const char *path)
{
    for (; *path; path++) {
        if (line_classes[(unsigned char)*path] % 2 || (unsigned char)*path < ' ' || *path == '"' || *path == '\\')
            return true;
    }
    return false;
}

/* Begins to read a file. */
static void file_enter(struct preprocessor *p, struct include_file *file, unsigned system)
{
    if (p->depth == INCLUDE_DEPTH_MAX) {
        give_up(p, "includes are nested too deep");
        return;
    }
    if (path_is_odd(file->path)) {
        give_up(p, "a header's name is odd");
        return;
    }
    if (!file->entered)
        file_note(p, file->path, system != 0);
    file->entered = true;
    p->frames[p->depth++] =
        (struct frame){.file = file, .system = system, .line = 1, .group_base = p->group_count, .guard_valid = true};
}

/* The file has been read. */
static void file_leave(struct preprocessor *p)
{
    struct frame *frame = innermost(p);
    if (p->group_count != frame->group_base)
        give_up(p, "a conditional isn't ended");
    if (frame->guard_valid && frame->file->guard == NULL)
        frame->file->guard = frame->guard;
    if (--p->depth == 0)
        return;
    frame = innermost(p);
    frame->guard_valid = false;
    marker_print(p, frame->line, " 2");
}

/* The file that is meant, or NULL. `next`: the one behind this in the search path. */
static struct include_file *file_find(struct preprocessor *p, const char *name, bool angled, bool next)
{
    struct frame *frame = innermost(p);
    if (name[0] == '/')
        return includes_open(&p->includes, name);
    struct include_directory *from = angled ? p->includes.bracket : NULL;
    if (next && frame->file->directory)
        from = frame->file->directory->next;
    else if (!angled)
        from = includes_beside(&p->includes, frame->file, frame->system);
    return from ? includes_find(&p->includes, name, from) : NULL;
}

/* Does a comment begin within another, of which compilers speak? What strings hold is taken for comments, too: it may
 * only seem so. */
static bool comments_nest(const char *at, const char *end)
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

/* The end of a directive's line: its newline, or the one behind the file's end. Newlines within splices and comments
 * are part of it, and counted. *odd: it holds what compilers may speak of. */
static size_t directive_end(struct preprocessor *p, size_t pos, uint32_t *lines, bool *odd)
{
    const struct include_file *file = innermost(p)->file;
    const char *at = file->text + pos;
    bool comment = false, line_comment = false;
    for (unsigned char class; (class = line_classes[(unsigned char)*at]) != 1; at++) {
        *odd |= class == 3 || (*at == '?' && at[1] == '?');
        comment |= *at == '/' && at[1] == '*';
        line_comment |= *at == '/' && at[1] == '/';
    }
    *lines = 1;
    if (!comment && at[-1] != '\\' && at[-1] != ' ' && at[-1] != '\t')
        return (size_t)(at - file->text);
    *odd |= line_comment && at[-1] == '\\';
    struct lexer lexer;
    lex_open(&lexer, &p->idents, file->text, (uint32_t)pos, (uint32_t)file->len);
    const char *end = file->text + lex_line_end(&lexer, (uint32_t)pos);
    *odd |= comments_nest(file->text + pos, end);
    for (at = file->text + pos; at < end; at++) {
        *lines += *at == '\n';
        *odd |= line_classes[(unsigned char)*at] == 3 || (*at == '?' && at[1] == '?') ||
                (*at == '\\' && (at[1] == ' ' || at[1] == '\t'));
    }
    return (size_t)(end - file->text);
}

/* A directive's line behind its name. */
struct directive_line {
    size_t begin, end;
    uint32_t line; /* of its # */
    const char *name;
    size_t name_len;
};

static struct lexer line_lexer(struct preprocessor *p, const struct directive_line *line)
{
    struct lexer lexer;
    lex_open(&lexer, &p->idents, innermost(p)->file->text, (uint32_t)line->begin, (uint32_t)line->end);
    lexer.at_line_start = false;
    return lexer;
}

/* The one name of #ifdef, #undef and kin. NULL: it is something else, or something more. */
static struct ident *name_only(struct preprocessor *p, const struct directive_line *line)
{
    struct lexer lexer = line_lexer(p, line);
    struct token name = lex_next(&lexer);
    if (name.kind != TOKEN_IDENT || lex_next(&lexer).kind != TOKEN_EOF || memchr(name.text, '\\', name.len)) {
        give_up(p, "a directive is not as it should be");
        return NULL;
    }
    return name.ident;
}

static void group_open(struct preprocessor *p, bool holds, struct ident *guard)
{
    struct frame *frame = innermost(p);
    p->groups = array_grow(p->groups, p->group_count, &p->group_cap, sizeof *p->groups);
    p->groups[p->group_count++] = (struct group){
        .was_skipping = p->skipping,
        .taken = p->skipping || holds,
        .guard = frame->guard_valid && frame->guard == NULL ? guard : NULL,
    };
    p->skipping |= !holds;
}

static struct group *group_innermost(struct preprocessor *p)
{
    if (p->group_count > innermost(p)->group_base)
        return &p->groups[p->group_count - 1];
    give_up(p, "a conditional is not as it should be");
    return NULL;
}

static bool condition_holds(struct preprocessor *p, const struct directive_line *line, struct ident **guard)
{
    struct lexer lexer = line_lexer(p, line);
    struct condition condition = condition_evaluate(&p->expander, &lexer, &p->oracle);
    if (condition.truth == TRUTH_UNKNOWN)
        give_up(p, "a condition is the compiler's to judge");
    *guard = condition.guard;
    return condition.truth == TRUTH_YES;
}

/* #ifdef, #ifndef */
static void group_open_defined(struct preprocessor *p, const struct directive_line *line, bool negated)
{
    struct ident *name = p->skipping ? NULL : name_only(p, line);
    enum truth truth = name ? condition_defined(name, &p->oracle) : TRUTH_NO;
    if (truth == TRUTH_UNKNOWN)
        give_up(p, "a condition is the compiler's to judge");
    group_open(p, name && (truth == TRUTH_YES) != negated, negated ? name : NULL);
}

static void group_open_if(struct preprocessor *p, const struct directive_line *line)
{
    struct ident *guard = NULL;
    bool holds = !p->skipping && condition_holds(p, line, &guard);
    group_open(p, holds, guard);
}

/* Nothing may stand behind #else and #endif. */
static void line_is_empty(struct preprocessor *p, const struct directive_line *line)
{
    struct lexer lexer = line_lexer(p, line);
    if (lex_next(&lexer).kind != TOKEN_EOF)
        give_up(p, "there is something behind an #else or #endif");
}

static void group_branch(struct preprocessor *p, const struct directive_line *line, bool is_else)
{
    struct group *group = group_innermost(p);
    struct ident *guard;
    if (group == NULL)
        return;
    if (group->in_else)
        give_up(p, "a conditional is not as it should be");
    if (is_else && !group->was_skipping)
        line_is_empty(p, line);
    group->in_else = is_else;
    group->guard = NULL;
    bool was_taken = group->taken;
    p->skipping = group->was_skipping;
    bool holds = !was_taken && (is_else || condition_holds(p, line, &guard));
    group->taken |= holds;
    p->skipping = !holds;
}

static void group_close(struct preprocessor *p, const struct directive_line *line)
{
    struct group *group = group_innermost(p);
    struct frame *frame = innermost(p);
    if (group == NULL)
        return;
    if (!group->was_skipping)
        line_is_empty(p, line);
    p->skipping = group->was_skipping;
    p->group_count--;
    if (p->group_count == frame->group_base && group->guard) {
        frame->guard_valid = true;
        frame->guard = group->guard;
    }
}

static bool is_reserved(struct preprocessor *p, const struct ident *name)
{
    static const char *const names[] = {"defined",  "__FILE__",      "__LINE__",      "__DATE__",
                                        "__TIME__", "__COUNTER__",   "__BASE_FILE__", "__INCLUDE_LEVEL__",
                                        "_Pragma",  "__TIMESTAMP__", "__VA_ARGS__",   "__VA_OPT__"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name->name) == 0)
            return true;
    }
    return name->macro == NULL && condition_defined(name, &p->oracle) != TRUTH_NO;
}

/* What compilers say of names that begin like this they say at the second time. */
static bool is_standard(const char *name, size_t len)
{
    return len >= 6 && memcmp(name, "__STDC", 6) == 0;
}

static void definition_obey(struct preprocessor *p, const struct directive_line *line)
{
    const char *text = innermost(p)->file->text;
    size_t name_len;
    p->definition.len = 0;
    if (!definition_write(text + line->begin, text + line->end, &p->definition, &name_len)) {
        give_up(p, "a definition is the compiler's to judge");
        return;
    }
    const char *printed = p->definition.data;
    struct ident *ident = ident_intern(&p->idents, printed, name_len);
    if (is_reserved(p, ident)) {
        give_up(p, "a name of the compiler's own is defined");
        return;
    }
    if (p->request->refuses_extensions && innermost(p)->system == 0 && strstr(printed, "...") &&
        strstr(printed, ",...") == NULL && strstr(printed, "(...") == NULL) {
        give_up(p, "a GNU extension may draw a warning");
        return;
    }
    struct lexer lexer = line_lexer(p, line);
    void **known = map_at(&p->definitions, ident->name, name_len);
    if (ident->macro && (is_standard(printed, name_len) || *known == NULL || strcmp(*known, printed) != 0)) {
        give_up(p, "a macro is defined anew");
        return;
    }
    if (*known == NULL || strcmp(*known, printed) != 0)
        *known = arena_copy(&p->idents.arena, printed, p->definition.len);
    expand_define(&p->expander, &lexer);
    line_reach(p, line->line);
    str_adds(p->out, "#define ");
    str_add(p->out, printed, p->definition.len);
    str_addc(p->out, '\n');
    p->printed_line++;
}

static void undef_obey(struct preprocessor *p, const struct directive_line *line)
{
    struct ident *name = name_only(p, line);
    if (name == NULL)
        return;
    if (is_reserved(p, name) || is_standard(name->name, name->len)) {
        give_up(p, "a macro of the compiler's own is undefined");
        return;
    }
    name->macro = NULL;
    line_reach(p, line->line);
    str_addf(p->out, "#undef %s\n", name->name);
    p->printed_line++;
}

/* The name that #include is about, in quotes or brackets as it stands or as macros make it. NULL: it is not clear. */
static char *include_name(struct preprocessor *p, const struct directive_line *line, bool *angled)
{
    const char *text = innermost(p)->file->text, *at = text + line->begin, *end = text + line->end;
    at += strspn(at, " \t");
    char close = *at == '<' ? '>' : *at == '"' ? '"' : '\0';
    *angled = close == '>';
    if (close) {
        const char *behind = memchr(at + 1, close, (size_t)(end - at - 1));
        struct directive_line rest = *line;
        rest.begin = behind ? (size_t)(behind + 1 - text) : line->end;
        line_is_empty(p, &rest);
        return behind ? arena_copy(&p->idents.arena, at + 1, (size_t)(behind - at - 1)) : NULL;
    }
    struct lexer lexer = line_lexer(p, line);
    expand_line(&p->expander, &lexer);
    struct token token = expand_next(&p->expander);
    if (token.kind != TOKEN_STRING || token.len < 3 || token.text[0] != '"' ||
        expand_next(&p->expander).kind != TOKEN_EOF)
        return NULL;
    return arena_copy(&p->idents.arena, token.text + 1, token.len - 2);
}

static void include_obey(struct preprocessor *p, const struct directive_line *line, bool next)
{
    struct frame *frame = innermost(p);
    bool angled, inner = p->depth > 1;
    char *name = include_name(p, line, &angled);
    if (name == NULL || name[0] == '\0' || strpbrk(name, "\\\n") || frame->line != line->line + 1) {
        give_up(p, "an #include is the compiler's to judge");
        return;
    }
    if (next && (!inner || frame->file->directory == NULL || (frame->system == 0 && p->request->refuses_extensions))) {
        give_up(p, "an #include_next is the compiler's to judge");
        return;
    }
    struct include_file *file = file_find(p, name, angled, next);
    if (file == NULL) {
        give_up(p, "a header is not found");
        return;
    }
    if (file->once || (file->guard && file->guard->macro))
        return;
    if (!include_read(file)) {
        give_up(p, "a header is the compiler's to read");
        return;
    }
    if (includes_had(&p->includes, file))
        return;
    unsigned system =
        file->directory && file->directory->system > frame->system ? file->directory->system : frame->system;
    line_reach(p, line->line);
    file_enter(p, file, system);
    marker_print(p, 1, " 1");
}

/* Pragmas that GCC obeys while it flattens, or whose lines it does not copy. */
static bool pragma_is_obeyed(const char *text, size_t len)
{
    static const char *const words[] = {
        "push_macro", "pop_macro", "message", "redefine_extname",    "poison", "system_header",
        "dependency", "warning",   "error",   "pch_preprocess",      "once",   "region",
        "endregion",  "omp",       "acc",     "scalar_storage_order"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (memmem(text, len, words[i], strlen(words[i])))
            return true;
    }
    return false;
}

/* #pragma once: GCC leaves blanks up to where that word stands. `rest` is behind the word. */
static void once_obey(struct preprocessor *p, const struct directive_line *line, struct lexer *rest)
{
    struct frame *frame = innermost(p);
    const char *text = frame->file->text;
    size_t word = rest->pos - strlen("once"), begin = word;
    while (begin > 0 && text[begin - 1] != '\n')
        begin--;
    if (p->depth == 1 || frame->line != line->line + 1 || memcmp(text + word, "once", 4) != 0 ||
        lex_next(rest).kind != TOKEN_EOF) {
        give_up(p, "a #pragma once is the compiler's to judge");
        return;
    }
    frame->file->once = p->includes.seen_once = true;
    line_reach(p, line->line);
    str_addf(p->out, "%*s\n", (int)(word - begin) - 1, "");
    p->printed_line++;
}

static void pragma_obey(struct preprocessor *p, const struct directive_line *line)
{
    const char *text = innermost(p)->file->text;
    const char *begin = text + line->begin;
    size_t len = line->end - line->begin;
    struct lexer lexer = line_lexer(p, line);
    struct token first = lex_next(&lexer);
    if (first.kind == TOKEN_IDENT && strcmp(first.ident->name, "once") == 0) {
        once_obey(p, line, &lexer);
        return;
    }
    p->definition.len = 0;
    if (first.kind != TOKEN_IDENT || pragma_is_obeyed(begin, len) ||
        !tokens_write(begin, text + line->end, &p->definition)) {
        give_up(p, "a pragma is the compiler's to judge");
        return;
    }
    line_reach(p, line->line);
    str_addf(p->out, "#pragma %s\n", p->definition.data);
    p->printed_line++;
}

static bool is_named(const struct directive_line *line, const char *name)
{
    return line->name_len == strlen(name) && memcmp(line->name, name, line->name_len) == 0;
}

/* Is it a conditional? Then it has been obeyed. */
static bool conditional_obey(struct preprocessor *p, const struct directive_line *line)
{
    if (is_named(line, "if"))
        group_open_if(p, line);
    else if (is_named(line, "ifdef") || is_named(line, "ifndef"))
        group_open_defined(p, line, line->name_len == 6);
    else if (is_named(line, "else") || is_named(line, "elif"))
        group_branch(p, line, line->name[2] == 's');
    else if (is_named(line, "endif"))
        group_close(p, line);
    else
        return false;
    return true;
}

static void directive_obey(struct preprocessor *p, const struct directive_line *line)
{
    struct frame *frame = innermost(p);
    if (!is_named(line, "if") && !is_named(line, "ifndef"))
        frame->guard_valid &= is_named(line, "ifdef");
    if (conditional_obey(p, line) || p->skipping)
        return;
    if (is_named(line, "define"))
        definition_obey(p, line);
    else if (is_named(line, "include") || is_named(line, "include_next"))
        include_obey(p, line, line->name_len > 7);
    else if (is_named(line, "undef"))
        undef_obey(p, line);
    else if (is_named(line, "pragma"))
        pragma_obey(p, line);
    else if (line->name_len == 0)
        line_is_empty(p, line);
    else
        give_up(p, "a directive is the compiler's to obey");
}

/* Obeys the directive whose # is at `hash`. */
static void directive_read(struct preprocessor *p, size_t hash)
{
    struct frame *frame = innermost(p);
    const char *text = frame->file->text;
    uint32_t lines;
    bool odd = false;
    struct directive_line line = {.line = frame->line, .end = directive_end(p, hash, &lines, &odd)};
    if (line.end > frame->file->len)
        line.end = frame->file->len;
    struct lexer lexer;
    lex_open(&lexer, &p->idents, text, (uint32_t)hash + 1, (uint32_t)line.end);
    struct token name = lex_next(&lexer);
    line.name = name.text;
    line.name_len = name.kind == TOKEN_EOF ? 0 : name.len;
    line.begin = lexer.pos;
    frame->pos = line.end + 1;
    frame->line += lines;
    if (!p->skipping && (odd || (name.kind != TOKEN_IDENT && name.kind != TOKEN_EOF))) {
        give_up(p, "a directive holds odd characters");
        return;
    }
    directive_obey(p, &line);
    frame = innermost(p);
    if (p->reason == NULL && !p->skipping && frame->pos < frame->file->len)
        line_reach(p, frame->line);
}

/* Passes a comment that begins at text[pos]. */
static size_t comment_pass(struct preprocessor *p, const char *text, size_t pos, size_t end, uint32_t *lines)
{
    const char *begin = text + pos + 2;
    if (text[pos + 1] == '*') {
        const char *close = begin;
        while ((close = memchr(close, '*', (size_t)(text + end - close))) && close[1] != '/' &&
               (close[1] != '\\' || close[2] != '\n'))
            close++;
        if (close == NULL || close[1] == '\\') {
            give_up(p, "a comment isn't ended");
            return end;
        }
        for (const char *at = begin; (at = memchr(at, '\n', (size_t)(close - at))); at++)
            ++*lines;
        return (size_t)(close + 2 - text);
    }
    for (;;) {
        const char *newline = memchr(begin, '\n', (size_t)(text + end + 1 - begin));
        size_t at = (size_t)(newline - text);
        char last = newline[-1];
        if (last == ' ' || last == '\t') {
            while (last == ' ' || last == '\t')
                last = *--newline;
            if (last == '\\')
                give_up(p, "a backslash ends a comment's line, nearly");
            return at < end ? at : end;
        }
        if (last != '\\' || at >= end)
            return at < end ? at : end;
        ++*lines;
        begin = text + at + 1;
    }
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Passes a literal whose quote is at text[pos]; in text that is left out a newline ends it, too. */
static size_t literal_pass(struct preprocessor *p, const char *text, size_t pos, size_t end, uint32_t *lines)
{
    char quote = text[pos], before = pos ? text[pos - 1] : '\0';
    bool digit = (before >= '0' && before <= '9' && before != '8') || (before >= 'a' && before <= 'f');
    size_t word = pos;
    while (word > 0 && is_word(text[word - 1]))
        word--;
    if ((quote == '"' && definition_raw_prefix(text + word, pos - word) && p->request->raw_strings) ||
        (quote == '\'' && digit && !p->skipping))
        give_up(p, "a literal is the compiler's to read");
    for (pos++; pos < end; pos++) {
        if (text[pos] == quote)
            return pos + 1;
        if (text[pos] == '\\' && pos + 1 < end) {
            pos++;
            *lines += text[pos] == '\n';
        } else if (text[pos] == '\n') {
            break;
        }
    }
    if (!p->skipping)
        give_up(p, "a literal isn't ended");
    return pos;
}

/* What stops the scan: 1 white space, 2 a newline, 3 what needs a look; 0 is text like any other. */
static const unsigned char classes[256] = {
    [' '] = 1, ['\t'] = 1, ['\f'] = 1, ['\v'] = 1, ['\n'] = 2, ['#'] = 3, ['/'] = 3, ['"'] = 3, ['\''] = 3, ['\\'] = 3,
};

/* Copies the text up to the next directive, and obeys that; or up to the file's end, and leaves it. */
static void segment_read(struct preprocessor *p)
{
    struct frame *frame = innermost(p);
    const char *text = frame->file->text;
    size_t begin = frame->pos, pos = begin, end = frame->file->len;
    uint32_t lines = 0;
    bool line_start = true, valid = frame->guard_valid;
    while (pos < end) {
        unsigned char class = classes[(unsigned char)text[pos]];
        if (class == 0) {
            line_start = valid = false;
            do
                pos++;
            while (classes[(unsigned char)text[pos]] == 0);
            continue;
        }
        char c = text[pos];
        if (class == 1) {
            pos++;
        } else if (class == 2) {
            pos++;
            lines++;
            line_start = true;
        } else if (c == '#' && line_start) {
            break;
        } else if (c == '/' && (text[pos + 1] == '/' || text[pos + 1] == '*')) {
            pos = comment_pass(p, text, pos, end, &lines);
        } else if (c == '"' || c == '\'') {
            pos = literal_pass(p, text, pos, end, &lines);
            line_start = valid = false;
        } else if (c == '\\' && text[pos + 1] == '\n') {
            pos += 2;
            lines++;
        } else {
            if ((c == '\\' || (c == '/' && text[pos + 1] == '\\')) && !p->skipping)
                give_up(p, "there is a stray backslash");
            line_start = valid = false;
            pos++;
        }
    }
    frame->guard_valid = valid;
    frame->line += lines;
    if (begin < end && pos >= begin && !p->skipping) {
        bool add_newline = pos >= end && text[end - 1] != '\n';
        str_add(p->out, text + begin, pos - begin + add_newline);
        p->printed_line += lines + add_newline;
        frame->line += add_newline;
    }
    if (p->reason)
        return;
    if (pos < end)
        directive_read(p, pos);
    else
        file_leave(p);
}

static long oracle_ask(void *context, const char *question)
{
    struct preprocessor *p = context;
    return answers_ask(p->request->answers, question);
}

static enum truth oracle_has_include(void *context, const char *name, bool angled, bool next)
{
    struct preprocessor *p = context;
    if (next && (p->depth == 1 || innermost(p)->file->directory == NULL))
        return TRUTH_UNKNOWN;
    return file_find(p, name, angled, next) ? TRUTH_YES : TRUTH_NO;
}

/* Takes the macros that the prefix defines. */
static void prefix_obey(struct preprocessor *p)
{
    const char *text = p->request->answers->prefix;
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        size_t len = strcspn(line, "\n");
        if (strncmp(line, "#define ", 8) == 0) {
            struct lexer lexer;
            lex_open(&lexer, &p->idents, text, (uint32_t)(line + 8 - text), (uint32_t)(line + len - text));
            struct ident *ident = ident_intern(&p->idents, line + 8, strcspn(line + 8, " ("));
            *map_at(&p->definitions, ident->name, ident->len) = arena_copy(&p->idents.arena, line + 8, len - 8);
            expand_define(&p->expander, &lexer);
        } else if (strncmp(line, "#undef ", 7) == 0) {
            ident_intern(&p->idents, line + 7, len - 7)->macro = NULL;
        }
    }
}

static void search_path_make(struct preprocessor *p)
{
    const struct answers *answers = p->request->answers;
    struct include_directory **tail = &p->includes.quote;
    for (size_t i = 0; i < answers->quote_count; i++)
        includes_add(&p->includes, &tail, answers->quote[i].name, answers->quote[i].system);
    for (size_t i = 0; i < answers->bracket_count; i++) {
        struct include_directory **at = tail;
        includes_add(&p->includes, &tail, answers->bracket[i].name, answers->bracket[i].system);
        if (i == 0)
            p->includes.bracket = *at;
    }
}

static void preprocessor_open(struct preprocessor *p, const struct preprocess_request *request)
{
    p->request = request;
    p->oracle = (struct condition_oracle){p, oracle_ask, oracle_has_include, request->refuses_undefined};
    idents_open(&p->idents);
    p->idents.raw_strings = request->raw_strings;
    source_open(&p->source, "", 0, request->input);
    expand_open(&p->expander, &p->source, false, &p->idents);
    search_path_make(p);
}

static void preprocessor_close(struct preprocessor *p)
{
    expand_close(&p->expander);
    source_close(&p->source);
    idents_close(&p->idents);
    map_free(&p->definitions);
    str_free(&p->definition);
    includes_free(&p->includes);
    free(p->groups);
}

static void read_all(struct preprocessor *p)
{
    size_t depth = p->depth;
    while (p->reason == NULL && p->depth >= depth)
        segment_read(p);
}

/* GCC's and Clang's libraries let it include this first; the prefix shows what that left. It is read again to know that
 * it was. */
static void preinclude_read(struct preprocessor *p)
{
    static const char name[] = "stdc-predef.h";
    struct include_file *file = includes_find(&p->includes, name, p->includes.bracket);
    if (strstr(p->request->answers->prefix, name) == NULL || file == NULL)
        return;
    size_t len = p->out->len;
    if (!include_read(file)) {
        give_up(p, "a header is the compiler's to read");
        return;
    }
    file_enter(p, file, file->directory->system);
    read_all(p);
    p->out->len = len;
}

const char *preprocess(const struct preprocess_request *request, struct arena *arena, struct str *out,
                       struct preprocess_files *files)
{
    struct preprocessor p = {.out = out, .files = files, .arena = arena};
    preprocessor_open(&p, request);
    struct include_file *input = includes_open(&p.includes, request->input);
    if (input == NULL || !include_read(input) || request->input[0] == '-' || p.includes.bracket == NULL)
        give_up(&p, "the input is the compiler's to read");
    else if (memmem(input->text, input->len, "%:", 2) ||
             (request->trigraphs && memmem(input->text, input->len, "??", 2)))
        give_up(&p, "other spellings of characters are respell.c's");
    if (p.reason == NULL) {
        str_reserve(out, 1 << 18);
        prefix_obey(&p);
        file_note(&p, input->path, false);
        input->entered = true;
        preinclude_read(&p);
    }
    if (p.reason == NULL) {
        str_addf(out, "# 0 \"%s\"\n%s", input->path, request->answers->prefix);
        file_enter(&p, input, 0);
    }
    if (p.reason == NULL) {
        marker_print(&p, 1, "");
        read_all(&p);
    }
    const char *reason = p.reason;
    preprocessor_close(&p);
    return reason;
}

void preprocess_files_free(struct preprocess_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->items[i].path);
    free(files->items);
    *files = (struct preprocess_files){0};
}
