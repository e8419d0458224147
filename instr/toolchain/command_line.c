/* In: a parsed command. Out: the commands that covercc runs: the user's own without some classes of arguments, and with
 * a few options added. */
#include "instr/toolchain/command_line.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "format/image.h"

#include "base/banned.h"

/* The path with its last suffix replaced. */
static const char *command_line_suffix(struct arena *arena, const char *path, const char *suffix)
{
    const char *dot = strrchr(path_base(path), '.');
    int len = dot ? (int)(dot - path) : (int)strlen(path);
    return arena_printf(arena, "%.*s%s", len, path, suffix);
}

const char *command_output(struct command *command, const struct command_arg *input)
{
    if (command->output)
        return command->output;
    bool assembly = command->stop && strcmp(command->stop, "-S") == 0;
    const char *suffix = command_has(command, OPTION_LLVM) ? (assembly ? ".ll" : ".bc") : assembly ? ".s" : ".o";
    return command_line_suffix(&command->arena, path_base(input->text), suffix);
}

const char *command_text_file(struct command *command, const struct command_arg *input, const char *output)
{
    if (command->compiler->text_is_named && !input->is_preprocessed)
        return arena_printf(&command->arena, "%s.cover/%s", output, path_base(input->text));
    return arena_printf(&command->arena, "%s.cover/text.i", output);
}

const char *command_dependency_file(struct command *command, const struct command_arg *input)
{
    const struct command_arg *named = command_last(command, OPTION_DEPENDENCY_FILE);
    if (named)
        return command_option_value(named);
    return command_line_suffix(&command->arena, command->output ? command->output : path_base(input->text), ".d");
}

const char *command_map_name(struct command *command, unsigned facts, const char *name)
{
    for (size_t i = command->count; i-- > 0;) {
        const struct command_arg *arg = &command->args[i];
        if (!(arg->facts & facts))
            continue;
        const char *from = command_option_value(arg), *to = strchr(from, '=');
        if (to && strncmp(name, from, (size_t)(to - from)) == 0)
            return arena_printf(&command->arena, "%s%s", to + 1, name + (to - from));
    }
    return name;
}

const char *command_base_file(struct command *command, const struct command_arg *input)
{
    if (input->is_preprocessed || !command->compiler->base_file_is_text)
        return NULL;
    return command_map_name(command, OPTION_MACRO_PREFIX_MAP, input->text);
}

static void command_line_add_launchers(const struct command *command, struct arg_list *out)
{
    for (size_t i = 0; i < command->launcher_count; i++)
        arg_add(out, command->argv[i]);
}

/* Clang would warn that the compiling steps have no use for the linker's options, and the other way round. */
static void command_line_allow_unused(const struct command *command, struct arg_list *out)
{
    if (command->compiler->warns_of_unused_options && command->stop == NULL)
        arg_add(out, "-Wno-unused-command-line-argument");
}

/* Adds the options of the given classes, for a command that preprocesses. */
static void command_line_add_preprocessing(struct command *command, unsigned classes, const struct command_arg *input,
                                           struct arg_list *out)
{
    bool replaces = command->compiler->parallel_options != NULL;
    arg_add(out, command->program);
    command_args_add(command, classes | (replaces ? 0 : ARG_CLASS(ARG_PARALLEL)), input, out);
    for (size_t i = 0; replaces && i < command->count; i++) {
        if (command->args[i].class == ARG_PARALLEL) {
            command->compiler->parallel_options(command, out);
            break;
        }
    }
    command->compiler->preprocess_options(out);
}

void command_preprocess(struct command *command, const struct command_arg *input, const char *output,
                        struct arg_list *out)
{
    unsigned classes = ARG_CLASS(ARG_OPTION) | ARG_CLASS(ARG_PREPROCESS) | ARG_CLASS(ARG_INCLUDE) |
                       ARG_CLASS(ARG_LANGUAGE) | (command->wants_plain ? 0 : ARG_CLASS(ARG_DEPENDENCY));
    command_line_add_preprocessing(command, classes, input, out);
    if (!command->writes_dependencies || command->wants_plain)
        return;
    if (!command->names_dependency_file) {
        arg_add(out, "-MF");
        arg_add(out, command_dependency_file(command, input));
    }
    if (!command_has(command, OPTION_DEPENDENCY_TARGET)) {
        arg_add(out, "-MQ");
        arg_add(out, output);
    }
}

void command_preprocess_file(struct command *command, const char *file, struct arg_list *out)
{
    command_line_add_preprocessing(command, ARG_CLASS(ARG_OPTION) | ARG_CLASS(ARG_PREPROCESS), NULL, out);
    arg_add(out, "-xc");
    arg_add(out, file);
}

void command_query(const struct command *command, const char *flag, const char *file, struct arg_list *out)
{
    arg_add(out, command->program);
    command_args_add(command, ARG_CLASS(ARG_OPTION) | ARG_CLASS(ARG_PARALLEL) | ARG_CLASS(ARG_PREPROCESS), NULL, out);
    arg_add(out, "-E");
    if (flag)
        arg_add(out, flag);
    arg_add(out, "-xc");
    arg_add(out, file);
}

void command_name_precompiled(const struct command *command, const struct command_arg *input, struct arg_list *out)
{
    unsigned classes = ARG_CLASS(ARG_OPTION) | ARG_CLASS(ARG_PARALLEL) | ARG_CLASS(ARG_PREPROCESS) |
                       ARG_CLASS(ARG_INCLUDE) | ARG_CLASS(ARG_LANGUAGE);
    arg_add(out, command->program);
    command_args_add(command, classes, input, out);
    arg_add(out, "-M");
    arg_add(out, "-fpch-preprocess");
}

void command_expand(const struct command *command, const struct command_arg *input, struct arg_list *out)
{
    unsigned classes = ARG_CLASS(ARG_OPTION) | ARG_CLASS(ARG_PARALLEL) | ARG_CLASS(ARG_PREPROCESS) |
                       ARG_CLASS(ARG_INCLUDE) | ARG_CLASS(ARG_LANGUAGE);
    arg_add(out, command->program);
    command_args_add(command, classes, input, out);
    arg_add(out, "-E");
    arg_add(out, "-P");
}

void command_expand_text(const struct command *command, const char *text_file, struct arg_list *out)
{
    arg_add(out, command->program);
    command_args_add(command, ARG_CLASS(ARG_OPTION) | ARG_CLASS(ARG_PARALLEL), NULL, out);
    arg_add(out, "-undef"); /* the text defines the compiler's macros */
    arg_add(out, "-w");
    arg_add(out, "-E");
    arg_add(out, "-P");
    arg_add(out, "-xc");
    arg_add(out, text_file);
}

void command_compile(struct command *command, const struct command_arg *input, const char *text_file,
                     const char *output, struct arg_list *out)
{
    command_line_add_launchers(command, out);
    arg_add(out, command->program);
    command->compiler->compile_options(command, input, text_file, out);
    command_line_allow_unused(command, out);
    arg_add(out, "-fno-diagnostics-color"); /* bisect.c reads the messages */
    arg_add(out, "-Wno-declaration-after-statement");
    arg_add(out, command->stop ? command->stop : "-c");
    arg_add(out, text_file);
    arg_add(out, "-o");
    arg_add(out, output);
}

void command_plain(const struct command *command, const struct command_arg *input, const char *output,
                   struct arg_list *out)
{
    unsigned classes = ~(ARG_CLASS(ARG_INPUT) | ARG_CLASS(ARG_STOP) | ARG_CLASS(ARG_OUTPUT));
    if (command->stop == NULL) /* if there are any, the whole command has run before */
        classes &= ~(ARG_CLASS(ARG_DEPENDENCY) | ARG_CLASS(ARG_AUXILIARY));
    command_line_add_launchers(command, out);
    arg_add(out, command->program);
    command_args_add(command, classes, input, out);
    command_line_allow_unused(command, out);
    arg_add(out, command->stop ? command->stop : "-c");
    arg_add(out, "-o");
    arg_add(out, output);
}

void command_diagnose(const struct command *command, const struct command_arg *input, const char *output,
                      struct arg_list *out)
{
    unsigned classes = ARG_CLASS(ARG_OPTION) | ARG_CLASS(ARG_PARALLEL) | ARG_CLASS(ARG_PREPROCESS) |
                       ARG_CLASS(ARG_INCLUDE) | ARG_CLASS(ARG_LANGUAGE) | ARG_CLASS(ARG_PLAIN);
    command_line_add_launchers(command, out);
    arg_add(out, command->program);
    command_args_add(command, classes, input, out);
    if (command->compiler->diagnose_options)
        command->compiler->diagnose_options(command, out);
    command_line_allow_unused(command, out);
    arg_add(out, "-S");
    arg_add(out, "-o");
    arg_add(out, output);
}

bool command_links_libc(const struct command *command)
{
    bool libc = !command_has(command, OPTION_NO_LIBC);
    for (size_t i = 0; i < command->count; i++)
        libc |= strcmp(command->args[i].text, "-lc") == 0;
    return libc;
}

/* Adds the runtime, and after it -lc, which it needs, where the user names the libraries himself. Without the C library
 * the symbol by which objects ask for the runtime is defined instead: the program links, and writes no counters. */
static void command_line_add_runtime(const struct command *command, const char *runtime, struct arg_list *out)
{
    if (!command_links_libc(command)) {
        arg_add(out, COMMAND_NO_RUNTIME);
        return;
    }
    for (size_t i = 0; i < command->count; i++) {
        if (command->args[i].class == ARG_LANGUAGE) {
            arg_add(out, "-xnone");
            break;
        }
    }
    arg_add(out, runtime);
    if (command_has(command, OPTION_NO_LIBC))
        arg_add(out, "-lc");
}

void command_unchanged(const struct command *command, const char *runtime, struct arg_list *out)
{
    for (int i = 0; i < command->argc; i++)
        arg_add(out, command->argv[i]);
    if (runtime && command->kind == COMMAND_LINK)
        command_line_add_runtime(command, runtime, out);
}

/* Makes -x on the line what it was where the input stood; NULL: none. */
static void command_line_set_language(const struct command_arg *language, bool *is_set, struct arg_list *out)
{
    if (language)
        command_arg_add(language, out);
    else if (*is_set)
        arg_add(out, "-xnone");
    *is_set = language != NULL;
}

void command_link(const struct command *command, const char *const *objects, const char *runtime, struct arg_list *out)
{
    const struct command_arg *language = NULL;
    bool is_set = false;
    command_line_add_launchers(command, out);
    arg_add(out, command->program);
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (arg->class == ARG_LANGUAGE) {
            language = strcmp(command_option_value(arg), "none") == 0 ? NULL : arg;
        } else if (arg->class == ARG_INPUT) {
            command_line_set_language(objects[i] ? NULL : language, &is_set, out);
            arg_add(out, objects[i] ? objects[i] : arg->text);
        } else if (arg->class != ARG_DEPENDENCY && arg->class != ARG_AUXILIARY) {
            command_arg_add(arg, out);
        }
    }
    command_line_set_language(NULL, &is_set, out);
    command_line_allow_unused(command, out);
    if (runtime)
        command_line_add_runtime(command, runtime, out);
}
