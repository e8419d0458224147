/* In: the command line of a GCC or Clang. Out: its arguments, each in a class, and what they say together.
 *
 * Every command that covercc runs (command_line.c) is the user's own without some of the classes. */
#include "instr/toolchain/command.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "instr/toolchain/response_file.h"

#include "base/banned.h"

static bool command_is_one_of(const char *text, const char *const *list)
{
    for (; *list; list++) {
        if (strcmp(text, *list) == 0)
            return true;
    }
    return false;
}

/* Options */

const char *command_option_value(const struct command_arg *arg)
{
    return arg->value ? arg->value : arg->text + strlen(arg->option->name);
}

/* The facts of -Werror=NAME are those of -WNAME, which replaces it where warnings must not end the compile. */
static void command_read_error_option(struct command *command, struct command_arg *arg)
{
    arg->lenient = arena_printf(&command->arena, "-W%s", command_option_value(arg));
    arg->facts |= option_find(arg->lenient)->facts;
}

static void command_read_standard(struct command *command, const struct command_arg *arg)
{
    command->standard = strcmp(arg->text, "-ansi") == 0 ? "c90" : command_option_value(arg);
}

/* Where a later option overrides an earlier one, or a value matters. */
static void command_read_option(struct command *command, struct command_arg *arg)
{
    const char *text = arg->text;
    if (arg->class == ARG_STOP && (command->stop == NULL || arg->facts & OPTION_ASSEMBLY))
        command->stop = text;
    if (arg->class == ARG_OUTPUT)
        command->output = command_option_value(arg);
    if (arg->facts & OPTION_STANDARD)
        command_read_standard(command, arg);
    if (arg->facts & OPTION_LTO)
        command->lto = true, command->thin_lto = strcmp(text, "-flto=thin") == 0;
    if (arg->facts & OPTION_NO_LTO)
        command->lto = false;
    if (arg->facts & OPTION_ASSEMBLER_DIALECT)
        command->intel_syntax = strcmp(command_option_value(arg), "intel") == 0;
    if (arg->facts & OPTION_SANITIZERS && strstr(text, "thread"))
        command->thread_sanitizer = true;
    if (arg->facts & OPTION_WARNING_AS_ERROR)
        command_read_error_option(command, arg);
    if (strcmp(text, "-pedantic-errors") == 0)
        arg->lenient = "-pedantic";
    command->writes_dependencies |= (arg->facts & (OPTION_ALL_DEPENDENCIES | OPTION_USER_DEPENDENCIES)) != 0;
    command->names_dependency_file |= (arg->facts & OPTION_DEPENDENCY_FILE) != 0;
    command->facts |= arg->facts;
}

/* Inputs */

static void command_read_input(struct command *command, struct command_arg *arg, const char *language)
{
    static const char *const compiled[] = {".cc", ".cpp", ".cxx", ".C", ".c++", ".cp", ".ii",  ".s",  ".S",
                                           ".sx", ".m",   ".mm",  ".f", ".f90", ".d",  ".adb", ".go", NULL};
    static const char *const cxx[] = {".cc", ".cpp", ".cxx", ".C", ".c++", ".cp", NULL};
    const char *dot = strrchr(path_base(arg->text), '.');
    if (arg->text[0] == '-')
        return;
    arg->is_cxx = language ? strcmp(language, "c++") == 0
                           : dot && (command_is_one_of(dot, cxx) || (command->is_cxx && strcmp(dot, ".c") == 0));
    if (language) {
        arg->is_c = strcmp(language, "c") == 0;
        arg->is_preprocessed = strcmp(language, "cpp-output") == 0;
        command->other_inputs |= !arg->is_c && !arg->is_preprocessed;
    } else if (dot) {
        arg->is_c = strcmp(dot, ".c") == 0 && !command->is_cxx;
        arg->is_preprocessed = strcmp(dot, ".i") == 0 && !command->is_cxx;
        command->other_inputs |=
            command_is_one_of(dot, compiled) || (command->is_cxx && (strcmp(dot, ".c") == 0 || strcmp(dot, ".i") == 0));
    }
    command->c_inputs += command_is_c(arg);
}

static bool command_is_header(const struct command_arg *arg, const char *language)
{
    static const char *const suffixes[] = {".h", ".hh", ".H", ".hp", ".hxx", ".hpp", ".h++", ".tcc", NULL};
    const char *dot = strrchr(path_base(arg->text), '.');
    return language ? text_ends(language, "-header") : dot && command_is_one_of(dot, suffixes);
}

/* The arguments */

static struct command_arg *command_arg_append(struct command *command, struct command_arg arg)
{
    command->args = array_grow(command->args, command->count, &command->cap, sizeof *command->args);
    command->args[command->count] = arg;
    return &command->args[command->count++];
}

/* Reads one option and its value, which is `next` perhaps. False: the command is to be run unchanged. */
static bool command_take_option(struct command *command, const char *text, const char *next, const char **language)
{
    const struct option_entry *option = option_find(text);
    bool takes_next = option_takes_next(option, text);
    struct command_arg *arg = command_arg_append(command, (struct command_arg){.text = text,
                                                                               .value = takes_next ? next : NULL,
                                                                               .option = option,
                                                                               .class = option->class,
                                                                               .facts = option->facts});
    command_read_option(command, arg);
    if (arg->class == ARG_LANGUAGE)
        *language = strcmp(command_option_value(arg), "none") == 0 ? NULL : command_option_value(arg);
    return (option->facts & OPTION_UNCHANGED) == 0 && (next || !takes_next);
}

/* False: the command is to be run unchanged. */
static bool command_take_input(struct command *command, const char *text, const char *language)
{
    struct command_arg *arg = command_arg_append(command, (struct command_arg){.text = text, .class = ARG_INPUT});
    command_read_input(command, arg, language);
    return text[0] != '@' && !command_is_header(arg, language); /* @: a response file that can't be read */
}

/* Classifies the arguments. False: the command is to be run unchanged. */
static bool command_take_all(struct command *command, const struct arg_list *words)
{
    const char *language = NULL;
    bool understood = true, has_input = false;
    for (size_t i = 0; i < words->count; i++) {
        const char *text = words->args[i], *next = i + 1 < words->count ? words->args[i + 1] : NULL;
        if (text[0] != '-' || text[1] == '\0') {
            has_input = true;
            understood &= command_take_input(command, text, language);
        } else {
            understood &= command_take_option(command, text, next, &language);
            i += command->args[command->count - 1].value != NULL;
        }
    }
    return understood && (has_input || command->facts & OPTION_LIBRARY);
}

/* Nothing can be put beside a device or a pipe. */
static bool command_is_special_file(const char *path)
{
    struct stat st;
    return strcmp(path, "-") == 0 || (stat(path, &st) == 0 && !S_ISREG(st.st_mode));
}

static enum command_kind command_decide_kind(const struct command *command)
{
    if (command->output && command_is_special_file(command->output))
        return COMMAND_OTHER;
    if (command->stop == NULL)
        return COMMAND_LINK;
    if (command->c_inputs == 0 || (command->output && command->c_inputs + command->other_inputs > 1))
        return COMMAND_OTHER;
    return COMMAND_COMPILE;
}

/* An input for the linker, or one that does not exist: only the compiler itself knows what to say about it. */
static bool command_judges_input(const struct command *command, const struct command_arg *arg)
{
    return command->stop != NULL && arg->class == ARG_INPUT &&
           (!command_is_c(arg) || (command->c_inputs > 1 && access(arg->text, F_OK) != 0));
}

/* Decides what depends on the compiler. */
static void command_consider_compiler(struct command *command)
{
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        bool dependency = arg->class == ARG_DEPENDENCY;
        command->wants_plain |= command->compiler->rejects_comments && text_starts(arg->text, "-C");
        command->wants_plain |=
            arg->class == ARG_AUXILIARY || (dependency && command->stop == NULL) || command_judges_input(command, arg);
        if (!(arg->facts & OPTION_PASSED_DEPENDENCY) || !command->compiler->splits_passed_dependency)
            continue;
        const char *file = strchr(arg->text + strlen("-Wp,"), ',');
        command->writes_dependencies = command->names_dependency_file = true;
        command->wants_plain |= file == NULL || strchr(file + 1, ',') != NULL;
    }
}

/* Launchers */

/* The index of the command behind `env` or `cmake -E env`. 0: argv[at] is neither. */
static int command_pass_env(char **argv, int argc, int at)
{
    bool of_cmake = at + 2 < argc && strcmp(path_base(argv[at]), "cmake") == 0 && strcmp(argv[at + 1], "-E") == 0 &&
                    strcmp(argv[at + 2], "env") == 0;
    if (!of_cmake && strcmp(path_base(argv[at]), "env") != 0)
        return 0;
    at += of_cmake ? 3 : 1;
    while (at + 1 < argc && (strchr(argv[at], '=') || strcmp(argv[at], "--") == 0))
        at++;
    return at;
}

/* A launcher is a program that is known as one, or any that stands before the name of a compiler. */
static void command_pass_launchers(struct command *command)
{
    static const char *const launchers[] = {"ccache", "distcc", "icecc", "sccache", NULL};
    int first = 0;
    while (first + 1 < command->argc) {
        const char *name = path_base(command->argv[first]), *next = command->argv[first + 1];
        int behind_env = command_pass_env(command->argv, command->argc, first);
        bool before_compiler =
            *next != '-' && compiler_by_name(name) == &compiler_unknown && compiler_by_name(next) != &compiler_unknown;
        if (behind_env == 0 && !before_compiler && !command_is_one_of(name, launchers))
            break;
        first = behind_env ? behind_env : first + 1;
    }
    command->launcher_count = (size_t)first;
    command->program = command->argv[first];
}

int command_parse(struct command *command, int argc, char **argv)
{
    *command = (struct command){.argc = argc, .argv = argv, .compiler = &compiler_unknown};
    command_pass_launchers(command);
    command->is_cxx = strstr(path_base(command->program), "++") != NULL;
    struct arg_list words = {0};
    int status = 0;
    for (int i = (int)command->launcher_count + 1; i < argc && status == 0; i++)
        status = response_expand(argv[i], &command->arena, &words);
    if (status == 0)
        command->kind = command_take_all(command, &words) ? command_decide_kind(command) : COMMAND_OTHER;
    if (status == 0 && command->kind != COMMAND_OTHER && command->c_inputs) {
        command->compiler = compiler_identify(command->program);
        command_consider_compiler(command);
    }
    free(words.args);
    return status;
}

void command_add_directory(struct command *command, const char *directory)
{
    const struct option_entry *option = option_find("-I");
    command_arg_append(
        command,
        (struct command_arg){
            .text = "-I", .value = directory, .option = option, .class = option->class, .facts = option->facts});
}

void command_free(struct command *command)
{
    free(command->args);
    arena_free(&command->arena);
    *command = (struct command){0};
}

/* Questions */

bool command_has(const struct command *command, unsigned facts)
{
    return (command->facts & facts) != 0;
}

const struct command_arg *command_last(const struct command *command, unsigned facts)
{
    for (size_t i = command->count; i-- > 0;) {
        if (command->args[i].facts & facts)
            return &command->args[i];
    }
    return NULL;
}

bool command_is_gnu(const struct command *command)
{
    return command->standard == NULL || text_starts(command->standard, "gnu");
}

bool command_has_trigraphs(const struct command *command)
{
    return command_has(command, OPTION_TRIGRAPHS) || !command_is_gnu(command);
}

bool command_has_raw_strings(const struct command *command)
{
    static const char *const before[] = {"gnu89", "gnu90", NULL};
    bool is_old = command->standard && command_is_one_of(command->standard, before);
    return command->compiler->has_raw_strings && command_is_gnu(command) && !is_old;
}

bool command_is_c90(const struct command *command)
{
    static const char *const names[] = {"c90", "c89", "gnu90", "gnu89", "iso9899:1990", "iso9899:199409", NULL};
    return command->standard && command_is_one_of(command->standard, names);
}

bool command_is_c(const struct command_arg *arg)
{
    return arg->is_c || arg->is_preprocessed;
}

/* Copies */

void command_arg_add(const struct command_arg *arg, struct arg_list *out)
{
    arg_add(out, arg->text);
    if (arg->value)
        arg_add(out, arg->value);
}

void command_args_add(const struct command *command, unsigned classes, const struct command_arg *input,
                      struct arg_list *out)
{
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (arg->class == ARG_INPUT ? arg == input : (classes & ARG_CLASS(arg->class)) != 0)
            command_arg_add(arg, out);
        else if (arg->lenient)
            arg_add(out, arg->lenient);
    }
}
