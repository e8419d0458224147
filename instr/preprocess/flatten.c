/* Preprocessing by the user's own compiler: with GCC -E -fdirectives-only, with Clang -E -frewrite-includes.
 *
 * GCC obeys some pragmas on the way and drops their lines; gcc_restore.c puts back those it can. `message` and
 * redefine_extname also drop a newline, so that the numbers of all lines below are wrong: these directives are hidden
 * from GCC in a copy of the input (trigraphs.c), and a file is rejected if a header has a message. GCC also rejects
 * __COUNTER__ in a condition (gnulib's verify.h compares two of them). Such a file is preprocessed with __COUNTER__
 * undefined, as by a compiler that lacks it; the code itself may still use it. */
#include "instr/preprocess/flatten.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/line_marker.h"
#include "base/report.h"
#include "instr/toolchain/command_line.h"
#include "instr/preprocess/checked.h"
#include "instr/preprocess/gcc_restore.h"
#include "instr/preprocess/open_literals.h"
#include "instr/preprocess/precompiled.h"
#include "instr/preprocess/target_pragmas.h"
#include "instr/toolchain/cleanup.h"

#include "base/banned.h"

/* May the file have a #pragma message? */
static bool flatten_has_message(const char *name)
{
    struct stat st;
    struct str text = STR_INIT;
    bool found = stat(name, &st) == 0 && S_ISREG(st.st_mode) && file_read(name, &text) == 0 && text.len &&
                 memmem(text.data, text.len, "pragma", 6) && memmem(text.data, text.len, "message", 7);
    str_free(&text);
    return found;
}

/* Does the compiler print a message that is not the input's own? */
static bool flatten_prints_message(struct command *command, const struct command_arg *input)
{
    struct arg_list args = {0};
    struct str messages = STR_INIT;
    bool found = false;
    command_diagnose(command, input, "/dev/null", &args);
    arg_add(&args, "-fsyntax-only");
    if (process_read(&args, NULL, &messages) == 0) {
        for (const char *at = messages.data; (at = strstr(at, "#pragma message")) != NULL; at++) {
            const char *line = at;
            while (line > messages.data && line[-1] != '\n')
                line--;
            found |=
                strncmp(line, input->text, strlen(input->text)) != 0 && memmem(line, (size_t)(at - line), "note:", 5);
        }
    }
    free(args.args);
    str_free(&messages);
    return found;
}

/* Why line numbers may be wrong: a header has a #pragma message. The input's own are hidden. NULL: they are right. */
static const char *flatten_lost_lines(struct command *command, const struct command_arg *input, const struct str *text)
{
    bool suspect = false;
    for (const char *p = text->data; !suspect && (p = strstr(p, "\n# 1 \"")) != NULL;) {
        struct line_marker marker;
        if (!line_marker_read(++p, &marker) || line_marker_has(&marker, '3'))
            continue;
        const char *name = arena_copy(&command->arena, marker.name, marker.name_len);
        suspect = flatten_has_message(name) && strncmp(marker.name, input->text, marker.name_len) != 0;
    }
    return suspect && flatten_prints_message(command, input)
               ? "a header has a #pragma message, for which GCC's -fdirectives-only loses lines"
               : NULL;
}

/* Blanks the first line that contains `part`. */
static void flatten_blank_line(struct str *text, const char *part)
{
    char *at = strstr(text->data, part);
    if (at == NULL)
        return;
    while (at > text->data && at[-1] != '\n')
        at--;
    size_t len = strcspn(at, "\n");
    memset(at, ' ', len);
}

/* The second run, without __COUNTER__. What the first printed is dropped. */
static int flatten_without_counter(struct arg_list *args, struct flat_text *flat, struct str *messages)
{
    str_free(&flat->text);
    str_clear(messages);
    arg_add(args, "-U__COUNTER__");
    int status = process_read(args, &flat->text, messages);
    flatten_blank_line(&flat->text, "#undef __COUNTER__");
    flatten_blank_line(messages, "undefining \"__COUNTER__\"");
    if (messages->data && strspn(messages->data, " \n") == messages->len)
        str_clear(messages);
    return status;
}

/* Puts `copy` in the input's place; #include "…" still searches the input's directory first. */
static void flatten_replace_input(struct command *command, const struct command_arg *input, const char *copy,
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

/* Replaces the name of the copy by that of the input. */
static void flatten_restore_name(struct str *text, const char *copy, const char *name)
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

/* Preprocesses a copy; another run, on the input itself, writes the dependency file. */
static int flatten_copy(struct command *command, const struct command_arg *input, struct arg_list *args,
                        const struct str *hidden, struct flat_text *flat, struct str *messages)
{
    char *directory = cleanup_directory_make();
    if (directory == NULL)
        return -1;
    const char *copy = arena_printf(&command->arena, "%s/copy.c", directory);
    struct arg_list whole = {0};
    struct str discarded = STR_INIT;
    for (size_t i = 0; i < args->count; i++)
        arg_add(&whole, strcmp(args->args[i], "-fdirectives-only") == 0 ? "-E" : args->args[i]);
    flatten_replace_input(command, input, copy, args);
    int status = file_write(copy, hidden->data, hidden->len) == 0 ? process_read(args, &flat->text, messages) : -1;
    flatten_restore_name(&flat->text, copy, input->text);
    trigraphs_restore(&flat->text);
    if (status == 0 && command->writes_dependencies)
        status = process_read(&whole, &discarded, messages);
    str_free(&discarded);
    free(whole.args);
    cleanup_directory_remove(directory);
    free(directory);
    return status;
}

/* GCC: trigraphs and the pragmas that drop newlines are replaced in a copy. */
static int flatten_printed(struct command *command, const struct command_arg *input, struct arg_list *args,
                           struct flat_text *flat, struct str *messages)
{
    struct str original = STR_INIT, hidden = STR_INIT;
    bool has_trigraphs = command_has_trigraphs(command);
    bool raw_strings = has_trigraphs && command_has_raw_strings(command);
    struct stat st;
    bool hides = stat(input->text, &st) == 0 && S_ISREG(st.st_mode) && file_read(input->text, &original) == 0 &&
                 trigraphs_hide(&original, has_trigraphs, &hidden);
    int status =
        hides ? flatten_copy(command, input, args, &hidden, flat, messages) : process_read(args, &flat->text, messages);
    flat->raw_trigraphs = raw_strings && (trigraphs_in_raw_strings(&original) || trigraphs_in_raw_strings(&flat->text));
    flat->marked = hides;
    str_free(&original);
    str_free(&hidden);
    return status;
}

/* Clang: the text needs the definitions of the macros in force at its beginning. */
static int flatten_rewritten(struct command *command, const struct arg_list *args, struct flat_text *flat,
                             struct str *messages)
{
    if (flat->predefined.len)
        return process_read(args, &flat->text, messages);
    struct arg_list query = {0};
    int second;
    command_query(command, "-dM", "/dev/null", &query);
    int status = process_read_both(args, &flat->text, messages, &query, &flat->predefined, &second);
    free(query.args);
    return status == 0 ? second : status;
}

static const char *flatten_by_compiler(struct command *command, const struct command_arg *input, const char *output,
                                       struct flat_text *flat, struct str *messages)
{
    struct arg_list args = {0};
    bool prints = !command->compiler->keeps_directives;
    command_preprocess(command, input, output, &args);
    int status = prints ? flatten_printed(command, input, &args, flat, messages)
                        : flatten_rewritten(command, &args, flat, messages);
    if (prints && status != 0 && messages->data && strstr(messages->data, "__COUNTER__"))
        status = flatten_without_counter(&args, flat, messages);
    free(args.args);
    if (status != 0)
        return "the compiler could not preprocess it";
    if (flat->raw_trigraphs)
        return "it has trigraphs in raw strings";
    if (prints)
        gcc_restore_pragmas(&flat->text);
    if (command_has_trigraphs(command))
        trigraphs_replace(&flat->text, flat->marked, &flat->trigraphs);
    return prints ? flatten_lost_lines(command, input, &flat->text) : NULL;
}

/* The compiler could not. */
static const char *flatten_checked(const struct builtin *builtin, struct command *command,
                                   const struct command_arg *input, const char *output, struct flat_text *flat,
                                   struct str *messages)
{
    if (!checked_preprocess(builtin, command, input, output, &flat->text))
        return "the compiler stumbles over an apostrophe in skipped text";
    str_clear(messages);
    flat->loses_warnings = true;
    return NULL;
}

static const char *flatten_text(const struct builtin *builtin, struct command *command, const struct command_arg *input,
                                const char *output, struct flat_text *flat, struct str *messages)
{
    *flat = (struct flat_text)FLAT_TEXT_INIT;
    if (input->is_preprocessed)
        return file_read(input->text, &flat->text) == 0 ? NULL : "it can't be read";
    struct builtin_result result = builtin_preprocess(builtin, command, input, output, &flat->text, &flat->predefined);
    if (result.reason == NULL) {
        flat->loses_warnings = result.open_literal && !command->compiler->keeps_directives;
        if (command_has_trigraphs(command))
            trigraphs_replace(&flat->text, false, &flat->trigraphs);
        return NULL;
    }
    if (builtin->choice == BUILTIN_ONLY)
        die("%s: only the compiler can preprocess it: %s", input->text, result.reason);
    flat->slow_reason = result.is_general ? result.reason : NULL;
    const char *reason = flatten_by_compiler(command, input, output, flat, messages);
    bool stumbles =
        !command->compiler->keeps_directives && (reason ? checked_is_due(messages) : open_literals_exist(&flat->text, command));
    return stumbles ? flatten_checked(builtin, command, input, output, flat, messages) : reason;
}

const char *flatten(const struct builtin *builtin, struct command *command, const struct command_arg *input,
                    const char *output, struct flat_text *flat, struct str *messages)
{
    const char *reason = flatten_text(builtin, command, input, output, flat, messages);
    if (reason && !input->is_preprocessed && precompiled_find(command, input, messages)) {
        flat_text_free(flat);
        str_clear(messages);
        reason = flatten_text(builtin, command, input, output, flat, messages);
    }
    if (reason == NULL && command->compiler->preprocesses_untargeted && !input->is_preprocessed &&
        target_pragmas_decide(&flat->text))
        return "a conditional may depend on a #pragma GCC target or optimize, which GCC obeys only when it compiles";
    return reason;
}

void flat_text_free(struct flat_text *flat)
{
    str_free(&flat->text);
    str_free(&flat->predefined);
    free(flat->trigraphs.offsets);
}
