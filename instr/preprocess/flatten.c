/* Flattening with the user's own compiler: GCC's -E -fdirectives-only, Clang's -E -frewrite-includes.
 *
 * GCC obeys some pragmas while it flattens and drops their lines: losses.c puts back what can be. `message` and
 * redefine_extname take their line with them, so that all lines below are wrong: they are hidden from it in a copy of
 * the input (respell.c); where a header has a message, the file is refused. And it refuses to expand __COUNTER__ in a
 * condition (gnulib's verify.h asks whether two of them differ). Then the text is flattened with __COUNTER__ undefined,
 * as by a compiler that doesn't have it; the code itself may still use it. */
#include "instr/preprocess/flatten.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/report.h"
#include "instr/toolchain/command_line.h"
#include "instr/preprocess/gcc_restore.h"
#include "instr/preprocess/target_pragmas.h"
#include "instr/toolchain/cleanup.h"

#include "base/banned.h"

/* Does the file speak of a pragma that may take its line away with it? */
static bool names_lost_pragma(const char *name)
{
    struct stat st;
    struct str text = STR_INIT;
    bool found = stat(name, &st) == 0 && S_ISREG(st.st_mode) && file_read(name, &text) == 0 && text.len &&
                 memmem(text.data, text.len, "pragma", 6) && memmem(text.data, text.len, "message", 7);
    str_free(&text);
    return found;
}

/* Does the compiler show a message that isn't the input's own? */
static bool header_has_message(struct command *command, const struct command_arg *input)
{
    struct arg_list args = {0};
    struct str said = STR_INIT;
    bool found = false;
    command_diagnose(command, input, "/dev/null", &args);
    arg_add(&args, "-fsyntax-only");
    if (process_run(&args, NULL, &said) == 0) {
        for (const char *at = said.data; (at = strstr(at, "#pragma message")) != NULL; at++) {
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
    const char *p = text->data;
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

/* Takes out the first line that holds `part`. */
static void line_remove(struct str *text, const char *part)
{
    char *at = strstr(text->data, part);
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
    str_clear(said);
    arg_add(args, "-U__COUNTER__");
    int status = process_run(args, &flat->text, said);
    line_remove(&flat->text, "#undef __COUNTER__");
    line_remove(said, "undefining \"__COUNTER__\"");
    if (strspn(said->data, " \n") == said->len)
        str_clear(said);
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
    struct str out = STR_INIT;
    const char *p = text->data;
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
    struct str thrown = STR_INIT;
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
    struct str original = STR_INIT, respelled = STR_INIT;
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
    if (gcc)
        losses_parallel_add(command, &args);
    int status = gcc ? flatten_gcc(command, input, &args, flat, said) : flatten_clang(command, &args, flat, said);
    if (gcc && status != 0 && said->data && strstr(said->data, "__COUNTER__"))
        status = flatten_without_counter(&args, flat, said);
    free(args.args);
    if (status != 0)
        return "the compiler could not flatten it";
    if (flat->raw_trigraphs)
        return "it has trigraphs in raw strings";
    if (gcc)
        losses_restore(&flat->text);
    if (command_has_trigraphs(command))
        trigraphs_replace(&flat->text, flat->marked, &flat->trigraphs);
    return gcc ? lost_lines(command, input, &flat->text) : NULL;
}

static const char *flatten_somehow(struct direct *direct, struct command *command, const struct command_arg *input,
                                   const char *output, struct flat_text *flat, struct str *said)
{
    *flat = (struct flat_text)FLAT_TEXT_INIT;
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

const char *flatten(struct direct *direct, struct command *command, const struct command_arg *input, const char *output,
                    struct flat_text *flat, struct str *said)
{
    const char *reason = flatten_somehow(direct, command, input, output, flat, said);
    if (reason == NULL && command->compiler_kind == COMPILER_GCC && !input->is_preprocessed &&
        retarget_decides(&flat->text))
        return "a conditional may depend on a #pragma GCC target or optimize, which GCC obeys only when it compiles";
    return reason;
}

void flat_text_free(struct flat_text *flat)
{
    str_free(&flat->text);
    str_free(&flat->predefined);
    free(flat->trigraphs.offsets);
}
