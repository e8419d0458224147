/* Flattening with the user's own compiler: GCC's -E -fdirectives-only, Clang's -E -frewrite-includes.
 *
 * GCC obeys some pragmas while it flattens and drops their lines. Three kinds matter to the second step:
 *   - OpenMP's and OpenACC's go only if the languages are switched on, so they are off here, their macros defined by
 * hand;
 *   - push_macro and pop_macro leave blanks of the directive's length, behind which the user's file shows what stood
 * there;
 *   - message and redefine_extname take their line with them, so that all lines below are wrong: they are hidden from
 * it in a copy of the input (respell.c); where a header has a message, the file is refused. And it refuses to expand
 * __COUNTER__ in a condition (gnulib's verify.h asks whether two of them differ). Then the text is flattened with
 * __COUNTER__ undefined, as by a compiler that doesn't have it; the code itself may still use it. */
#include "instr/flatten.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/map.h"
#include "base/report.h"
#include "instr/command_line.h"
#include "instr/lex.h"
#include "instr/source.h"
#include "instr/temporary.h"

#include "base/banned.h"

/* The files that blanks were looked up in. */
struct originals {
    struct map map; /* name -> struct str */
    struct arena arena;
};

static const struct str *original_text(struct originals *originals, const char *name)
{
    void **at = map_at(&originals->map, name, strlen(name));
    if (*at == NULL) {
        struct str *text = arena_alloc(&originals->arena, sizeof *text);
        *text = (struct str){0};
        *at = text;
        if (name[0] != '<' && file_read(name, text) != 0)
            str_free(text);
    }
    return *at;
}

/* Line `number` of the text. NULL: there is none. */
static const char *line_of(const struct str *text, uint32_t number, size_t *len)
{
    const char *p = text->data;
    for (uint32_t line = 1; p && line < number; line++) {
        p = strchr(p, '\n');
        p = p ? p + 1 : NULL;
    }
    *len = p ? strcspn(p, "\n") : 0;
    return p;
}

static bool is_macro_pragma(const char *line, size_t len)
{
    return (memmem(line, len, "push_macro", 10) || memmem(line, len, "pop_macro", 9)) &&
           memmem(line, len, "pragma", 6) && memchr(line, '#', len) && line[len - 1] != '\\';
}

/* Does the line hold nothing but blanks, as many as `#pragma` is long at least? */
static bool is_blanked(const char *line, size_t len)
{
    return len >= 7 && strspn(line, " ") >= len;
}

/* Follows the line markers as far as the file and line of each line need it. */
static void marker_follow(struct source *source, struct idents *idents, size_t begin, size_t end)
{
    struct lexer lexer;
    lex_open(&lexer, idents, source->text, (uint32_t)begin + 1, (uint32_t)end);
    struct token number = lex_next(&lexer), name = lex_next(&lexer);
    if (number.kind != TOKEN_NUMBER || name.kind != TOKEN_STRING || name.len <= 2)
        return;
    struct source_place place = {source_file(source, name.text + 1, name.len - 2),
                                 (uint32_t)strtoul(number.text, NULL, 10)};
    source_mark(source, begin, place, place);
}

/* Puts push_macro and pop_macro back where they stood. */
static void macro_pragmas_restore(struct str *text)
{
    static const char blank_line[] = "\n       ";
    if (text->data == NULL || strstr(text->data, blank_line) == NULL)
        return;
    struct source source;
    struct idents idents;
    struct originals originals = {0};
    struct str out = {0};
    source_open(&source, text->data, text->len, "<unknown>");
    idents_open(&idents);
    for (size_t i = 0; i < source.line_count; i++) {
        size_t begin = source.line_starts[i], end = i + 1 < source.line_count ? source.line_starts[i + 1] : source.len;
        const char *line = source.text + begin, *original = NULL;
        size_t len = strcspn(line, "\n"), original_len = 0;
        if (text_starts(line, "# "))
            marker_follow(&source, &idents, begin, begin + len);
        if (is_blanked(line, len)) {
            struct position position = source_locate(&source, begin);
            original =
                line_of(original_text(&originals, source.files[position.file].name), position.line, &original_len);
        }
        if (original && original_len && is_macro_pragma(original, original_len)) {
            str_add(&out, original, original_len);
            str_addc(&out, '\n');
        } else {
            str_add(&out, line, end - begin);
        }
    }
    for (size_t i = 0; i < originals.map.cap; i++) {
        if (originals.map.entries[i].value)
            str_free(originals.map.entries[i].value);
    }
    map_free(&originals.map);
    arena_free(&originals.arena);
    idents_close(&idents);
    source_close(&source);
    str_free(text);
    *text = out;
}

/* Does the file speak of a pragma that may take its line away with it? */
static bool names_lost_pragma(const char *name)
{
    struct stat st;
    struct str text = {0};
    bool found = stat(name, &st) == 0 && S_ISREG(st.st_mode) && file_read(name, &text) == 0 && text.len &&
                 memmem(text.data, text.len, "pragma", 6) && memmem(text.data, text.len, "message", 7);
    str_free(&text);
    return found;
}

/* Does the compiler show a message that isn't the input's own? */
static bool header_has_message(struct command *command, const struct command_arg *input)
{
    struct arg_list args = {0};
    struct str said = {0};
    bool found = false;
    command_diagnose(command, input, "/dev/null", &args);
    arg_add(&args, "-fsyntax-only");
    if (process_run(&args, NULL, &said) == 0) {
        for (const char *at = said.len ? said.data : ""; (at = strstr(at, "#pragma message")) != NULL; at++) {
            const char *line = at;
            while (line > said.data && line[-1] != '\n')
                line--;
            found |=
                strncmp(line, input->text, strlen(input->text)) != 0 && memmem(line, (size_t)(at - line), "note:", 5);
        }
    }
    free(args.args);
    str_free(&said);
    return found;
}

/* A pragma of a header that took its line away with it, and all lines below up by one. The input's own was hidden. */
static const char *lost_lines(struct command *command, const struct command_arg *input, const struct str *text)
{
    static const char enter[] = "\n# 1 \"";
    const char *p = text->len ? text->data : "";
    bool suspect = false;
    while (!suspect && (p = strstr(p, enter)) != NULL) {
        p += strlen(enter);
        size_t len = strcspn(p, "\"\n");
        bool is_system = memmem(p + len, strcspn(p + len, "\n"), " 3", 2) != NULL;
        suspect = !is_system && names_lost_pragma(arena_printf(&command->arena, "%.*s", (int)len, p)) &&
                  strncmp(p, input->text, len) != 0;
    }
    return suspect && header_has_message(command, input)
               ? "a header has a #pragma message, for which GCC's -fdirectives-only loses lines"
               : NULL;
}

/* The values that -fopenmp and -fopenacc would define, as -D options. */
static void parallel_macros_add(struct command *command, struct arg_list *args)
{
    static const char *const names[] = {"_OPENMP", "_OPENACC"};
    struct arg_list ask = {0};
    struct str out = {0}, err = {0};
    command_predefined(command, &ask);
    if (process_run(&ask, &out, &err) == 0) {
        for (size_t i = 0; i < 2; i++) {
            const char *define = arena_printf(&command->arena, "#define %s ", names[i]);
            const char *at = strstr(out.data ? out.data : "", define);
            if (at == NULL)
                continue;
            at += strlen(define);
            arg_add(args, arena_printf(&command->arena, "-D%s=%.*s", names[i], (int)strcspn(at, "\n"), at));
        }
    }
    free(ask.args);
    str_free(&out);
    str_free(&err);
}

/* Takes out the first line that holds `part`. */
static void line_remove(struct str *text, const char *part)
{
    char *at = text->data ? strstr(text->data, part) : NULL;
    if (at == NULL)
        return;
    while (at > text->data && at[-1] != '\n')
        at--;
    size_t len = strcspn(at, "\n");
    memset(at, ' ', len);
}

/* The second try, without __COUNTER__. What the first try said is forgotten. */
static int flatten_without_counter(struct arg_list *args, struct flat_text *flat, struct str *said)
{
    str_free(&flat->text);
    said->len = 0;
    arg_add(args, "-U__COUNTER__");
    int status = process_run(args, &flat->text, said);
    line_remove(&flat->text, "#undef __COUNTER__");
    line_remove(said, "undefining \"__COUNTER__\"");
    if (said->data && strspn(said->data, " \n") == said->len)
        said->len = 0;
    return status;
}

/* The command with `copy` in the input's place; for names, the input's folder is looked at first. */
static void input_replace(struct command *command, const struct command_arg *input, const char *copy,
                          struct arg_list *args)
{
    struct arg_list out = {0};
    const char *base = path_base(input->text);
    arg_add(&out, args->args[0]);
    arg_add(&out, "-iquote");
    arg_add(&out,
            base == input->text ? "." : arena_printf(&command->arena, "%.*s", (int)(base - input->text), input->text));
    for (size_t i = 1; i < args->count; i++)
        arg_add(&out, args->args[i] == input->text ? copy : args->args[i]);
    free(args->args);
    *args = out;
}

/* Puts the name of the input where the text has that of the copy. */
static void name_restore(struct str *text, const char *copy, const char *name)
{
    struct str out = {0};
    const char *p = text->len ? text->data : "";
    for (const char *at; (at = strstr(p, copy)) != NULL; p = at + strlen(copy)) {
        str_add(&out, p, (size_t)(at - p));
        str_adds(&out, name);
    }
    str_adds(&out, p);
    str_free(text);
    *text = out;
}

/* Flattens a copy; the dependency file is written by another run, which preprocesses the input itself. */
static int flatten_copy(struct command *command, const struct command_arg *input, struct arg_list *args,
                        const struct str *respelled, struct flat_text *flat, struct str *said)
{
    char *directory = temporary_directory();
    if (directory == NULL)
        return -1;
    const char *copy = arena_printf(&command->arena, "%s/copy.c", directory);
    struct arg_list whole = {0};
    struct str thrown = {0};
    for (size_t i = 0; i < args->count; i++)
        arg_add(&whole, strcmp(args->args[i], "-fdirectives-only") == 0 ? "-E" : args->args[i]);
    input_replace(command, input, copy, args);
    int status = file_write(copy, respelled->data, respelled->len) == 0 ? process_run(args, &flat->text, said) : -1;
    name_restore(&flat->text, copy, input->text);
    directives_restore(&flat->text);
    if (status == 0 && command->writes_dependencies)
        status = process_run(&whole, &thrown, said);
    str_free(&thrown);
    free(whole.args);
    temporary_directory_remove(directory);
    free(directory);
    return status;
}

/* What GCC doesn't know while it flattens, it is shown in a copy. */
static int flatten_gcc(struct command *command, const struct command_arg *input, struct arg_list *args,
                       struct flat_text *flat, struct str *said)
{
    struct str original = {0}, respelled = {0};
    bool has_trigraphs = command_has_trigraphs(command);
    bool raw_strings = has_trigraphs && command_has_raw_strings(command);
    struct stat st;
    bool respell = stat(input->text, &st) == 0 && S_ISREG(st.st_mode) && file_read(input->text, &original) == 0 &&
                   directives_respell(&original, has_trigraphs, &respelled);
    int status =
        respell ? flatten_copy(command, input, args, &respelled, flat, said) : process_run(args, &flat->text, said);
    flat->raw_trigraphs = raw_strings && (trigraphs_in_raw_strings(&original) || trigraphs_in_raw_strings(&flat->text));
    flat->marked = respell;
    str_free(&original);
    str_free(&respelled);
    return status;
}

static int flatten_clang(struct command *command, const struct arg_list *args, struct flat_text *flat, struct str *said)
{
    if (flat->predefined.len)
        return process_run(args, &flat->text, said);
    struct arg_list predefined = {0};
    int second;
    command_predefined(command, &predefined);
    int status = process_run_both(args, &flat->text, said, &predefined, &flat->predefined, &second);
    free(predefined.args);
    return status == 0 ? second : status;
}

/* Has the compiler flatten. NULL, or why it can't. */
static const char *flatten_by_compiler(struct command *command, const struct command_arg *input, const char *output,
                                       struct flat_text *flat, struct str *said)
{
    struct arg_list args = {0};
    bool gcc = command->compiler_kind == COMPILER_GCC;
    command_flatten(command, input, output, &args);
    if (gcc && command->parallel)
        parallel_macros_add(command, &args);
    int status = gcc ? flatten_gcc(command, input, &args, flat, said) : flatten_clang(command, &args, flat, said);
    if (gcc && status != 0 && said->data && strstr(said->data, "__COUNTER__"))
        status = flatten_without_counter(&args, flat, said);
    free(args.args);
    if (status != 0)
        return "the compiler could not flatten it";
    if (flat->raw_trigraphs)
        return "it has trigraphs in raw strings";
    if (gcc)
        macro_pragmas_restore(&flat->text);
    if (command_has_trigraphs(command))
        trigraphs_replace(&flat->text, flat->marked, &flat->trigraphs);
    return gcc ? lost_lines(command, input, &flat->text) : NULL;
}

const char *flatten(struct direct *direct, struct command *command, const struct command_arg *input, const char *output,
                    struct flat_text *flat, struct str *said)
{
    *flat = (struct flat_text){0};
    if (input->is_preprocessed)
        return file_read(input->text, &flat->text) == 0 ? NULL : "it can't be read";
    const char *reason = direct_flatten(direct, command, input, output, &flat->text, &flat->predefined);
    if (reason == NULL && command_has_trigraphs(command))
        trigraphs_replace(&flat->text, false, &flat->trigraphs);
    if (reason == NULL)
        return NULL;
    if (direct->flattener == FLATTENER_OWN)
        die("%s: only the compiler can flatten it: %s", input->text, reason);
    return flatten_by_compiler(command, input, output, flat, said);
}

void flat_text_free(struct flat_text *flat)
{
    str_free(&flat->text);
    str_free(&flat->predefined);
    free(flat->trigraphs.offsets);
}
