/* In: the input's path, and what is known about the compiler. Out: the preprocessed text.
 *
 * A compiler takes 25 ms to start and preprocess a small file, a quarter of the whole compile; this takes 2 ms. It obeys
 * directives and copies everything between them.
 *
 * For GCC the result must be the bytes of -E -fdirectives-only, line markers and white space included. For Clang, which
 * has no such option, it is the text of -E -frewrite-includes without undecided conditionals: the same tokens,
 * directives and positions, so that compiling it gives the same diagnostics. The first text under new options is
 * compared with the compiler's (builtin.c); tests compare many more.
 *
 * Only text that draws no diagnostics is accepted. Anything else ends the work with a reason, and the compiler
 * preprocesses the file: a rare directive, one that needs the compiler's state, a missing header, an unusual character,
 * anything that a warning may be about. So nothing is ever reported here.
 *
 * One thing is done better: in a skipped group GCC takes the apostrophe of "don't" for the beginning of a literal and
 * gives up; here the literal ends with its line. */
#include "instr/preprocess/preprocess.h"

#include <stdlib.h>
#include <string.h>

#include "instr/preprocess/preprocessor.h"

#include "base/banned.h"

void preprocess_give_up(struct preprocessor *p, const char *reason)
{
    const struct frame *frame = p->depth ? preprocess_frame(p) : NULL;
    if (p->reason == NULL)
        p->reason = frame ? arena_printf(p->arena, "%s:%u: %s", frame->file->path, frame->line, reason) : reason;
}

void preprocess_file_note(struct preprocessor *p, struct include_file *file, bool system)
{
    if (file->same->entered)
        return;
    file->same->entered = true;
    dependencies_add(p->dependencies, file->path, system);
}

struct include_file *preprocess_file_find(struct preprocessor *p, const char *name, bool angled, bool next)
{
    struct frame *frame = preprocess_frame(p);
    struct include_directory *from = angled ? p->includes.bracket : NULL;
    struct include_file *file = NULL;
    if (name[0] == '/') {
        file = includes_open(&p->includes, name);
    } else {
        if (next && frame->file->directory)
            from = frame->file->directory->next;
        else if (!angled)
            from = includes_beside(&p->includes, frame->file, frame->system);
        if (from)
            file = includes_find(&p->includes, name, from);
    }
    if (p->includes.aliased)
        preprocess_give_up(p, "a header is reachable by two paths");
    return file;
}

static long preprocess_oracle_ask(void *context, const char *question)
{
    struct preprocessor *p = context;
    return p->request->ask(p->request->info, question);
}

static enum truth preprocess_oracle_has_include(void *context, const char *name, bool angled, bool next)
{
    struct preprocessor *p = context;
    const struct include_directory *from = preprocess_frame(p)->file->directory;
    if (next && (p->depth == 1 || from == NULL || (p->request->compiler->judges_include_next && from->is_beside)))
        return TRUTH_UNKNOWN;
    struct include_file *file = preprocess_file_find(p, name, angled, next);
    if (file && p->request->compiler->depends_on_has_include)
        preprocess_file_note(p, file, file->directory && file->directory->system);
    return file ? TRUTH_YES : TRUTH_NO;
}

/* Defines the macros of the prefix. The files of -imacros, which follow in it, are read later. */
static void preprocess_prefix_obey(struct preprocessor *p)
{
    const char *text = p->request->info->prefix;
    for (const char *line = text; *line && !(p->request->macros_count && text_starts(line, "# 1 "));
         line += strcspn(line, "\n"), line += *line == '\n') {
        size_t len = strcspn(line, "\n");
        if (strncmp(line, "#define ", 8) == 0) {
            struct lexer lexer;
            lex_open(&lexer, &p->idents, text, (uint32_t)(line + 8 - text), (uint32_t)(line + len - text));
            struct ident *ident = ident_intern(&p->idents, line + 8, strcspn(line + 8, " ("));
            if (!p->request->compiler->keeps_directives)
                *map_at(&p->definitions, ident->name, ident->len) = arena_copy(&p->idents.arena, line + 8, len - 8);
            expand_define(&p->expander, &lexer);
        } else if (strncmp(line, "#undef ", 7) == 0) {
            ident_intern(&p->idents, line + 7, len - 7)->macro = NULL;
        }
    }
}

static void preprocess_search_path_make(struct preprocessor *p)
{
    const struct compiler_info *info = p->request->info;
    struct include_directory **tail = &p->includes.quote;
    for (size_t i = 0; i < info->quote_count; i++)
        includes_add(&p->includes, &tail, info->quote[i].name, info->quote[i].system);
    for (size_t i = 0; i < info->bracket_count; i++) {
        struct include_directory **at = tail;
        includes_add(&p->includes, &tail, info->bracket[i].name, info->bracket[i].system);
        if (i == 0)
            p->includes.bracket = *at;
    }
}

static void preprocess_open(struct preprocessor *p, const struct preprocess_request *request)
{
    p->request = request;
    p->oracle = (struct condition_oracle){p, preprocess_oracle_ask, preprocess_oracle_has_include,
                                          request->ignores_counter, request->refuses_undefined};
    idents_open(&p->idents);
    p->idents.raw_strings = request->raw_strings;
    source_open(&p->source, "", 0, request->input);
    expand_open(&p->expander, &p->source, false, &p->idents);
    p->includes.compiler = request->compiler;
    preprocess_search_path_make(p);
}

static void preprocess_close(struct preprocessor *p)
{
    expand_close(&p->expander);
    source_close(&p->source);
    idents_close(&p->idents);
    map_free(&p->definitions);
    map_free(&p->deprecated);
    str_free(&p->definition);
    includes_free(&p->includes);
    free(p->groups);
}

static void preprocess_read_all(struct preprocessor *p)
{
    size_t depth = p->depth;
    while (p->reason == NULL && p->depth >= depth)
        preprocess_segment(p);
}

/* GCC includes the C library's stdc-predef.h first. The prefix contains its text; it is read to know its include guard. */
static void preprocess_preinclude_read(struct preprocessor *p)
{
    static const char name[] = "stdc-predef.h";
    struct include_file *file = NULL;
    if (p->request->compiler->preincludes && strstr(p->request->info->prefix, name))
        file = includes_find(&p->includes, name, p->includes.bracket);
    if (file == NULL)
        return;
    size_t len = p->out->len;
    if (!include_read(file)) {
        preprocess_give_up(p, "only the compiler can read a header");
        return;
    }
    preprocess_file_enter(p, file, file->directory->system);
    preprocess_read_all(p);
    p->out->len = len;
}

/* A file that an option names is searched in the working directory, then along the quote path. */
static struct include_file *preprocess_option_file_find(struct preprocessor *p, const char *name)
{
    static const struct include_file here = {.path = "./"};
    struct include_directory *working = includes_beside(&p->includes, &here, 0);
    return name[0] == '/' ? includes_open(&p->includes, name) : includes_find(&p->includes, name, working);
}

/* A file of -imacros. The prefix contains its text, as that of stdc-predef.h. */
static void preprocess_macros_read(struct preprocessor *p, const char *name)
{
    struct include_file *file = preprocess_option_file_find(p, name);
    size_t len = p->out->len;
    if (file == NULL || !preprocess_include_due(p, file))
        preprocess_give_up(p, "only the compiler can read a file of -imacros");
    else
        preprocess_file_enter(p, file, 0);
    if (p->reason == NULL)
        preprocess_read_all(p);
    p->out->len = len;
}

/* A file of -include. */
static void preprocess_forced_read(struct preprocessor *p, const char *name)
{
    struct include_file *file = preprocess_option_file_find(p, name);
    unsigned system = file && file->directory ? file->directory->system : 0;
    if (file == NULL || p->includes.aliased || !preprocess_include_due(p, file))
        preprocess_give_up(p, "only the compiler can read a file of -include");
    else
        preprocess_file_enter(p, file, system);
    if (p->reason)
        return;
    preprocess_marker(p, 1, " 1");
    preprocess_read_all(p);
    str_adds(p->out, p->request->compiler->forced_end);
}

static void preprocess_input_read(struct preprocessor *p, struct include_file *input)
{
    const struct preprocess_request *request = p->request;
    str_reserve(p->out, 1 << 18);
    preprocess_prefix_obey(p);
    preprocess_file_note(p, input, false);
    for (size_t i = 0; p->reason == NULL && i < request->macros_count; i++)
        preprocess_macros_read(p, request->macros[i]);
    preprocess_preinclude_read(p);
    if (p->reason == NULL && !request->compiler->keeps_directives)
        str_addf(p->out, "# 0 \"%s\"\n%s", input->path, request->info->prefix);
    else if (p->reason == NULL && request->forced_count)
        str_adds(p->out, request->compiler->forced_begin);
    for (size_t i = 0; p->reason == NULL && i < request->forced_count; i++)
        preprocess_forced_read(p, request->forced[i]);
    if (p->reason == NULL)
        preprocess_file_enter(p, input, 0);
    if (p->reason == NULL) {
        preprocess_marker(p, 1, "");
        preprocess_read_all(p);
    }
}

const char *preprocess(const struct preprocess_request *request, struct arena *arena, struct str *out,
                       struct dependencies *dependencies, bool *open_literal)
{
    struct preprocessor p = {.out = out, .dependencies = dependencies, .definition = STR_INIT, .arena = arena};
    preprocess_open(&p, request);
    struct include_file *input = includes_open(&p.includes, request->input);
    if (input == NULL || !include_read(input) || request->input[0] == '-' || p.includes.bracket == NULL)
        preprocess_give_up(&p, "only the compiler can read the input");
    else if (text_has_pair(input->text, input->len, "%:") ||
             (request->trigraphs && text_has_pair(input->text, input->len, "??")))
        preprocess_give_up(&p, "the input has trigraphs or digraphs");
    else
        preprocess_input_read(&p, input);
    const char *reason = p.reason;
    *open_literal = p.open_literal;
    preprocess_close(&p);
    return reason;
}
