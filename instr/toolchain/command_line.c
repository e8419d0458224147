/* The command lines that covercc runs: the user's own, with some classes of arguments left out and a few flags added.
 */
#include "instr/toolchain/command_line.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/report.h"
#include "format/image.h"

#include "base/banned.h"

/* The path with its last suffix replaced. */
static const char *suffix_replace(struct arena *arena, const char *path, const char *suffix)
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
    const char *suffix = command->emits_llvm ? (assembly ? ".ll" : ".bc") : assembly ? ".s" : ".o";
    return suffix_replace(&command->arena, path_base(input->text), suffix);
}

const char *command_text_file(struct command *command, const struct command_arg *input, const char *output)
{
    if (command->compiler_kind == COMPILER_CLANG && !input->is_preprocessed)
        return arena_printf(&command->arena, "%s.cover/%s", output, path_base(input->text));
    return arena_printf(&command->arena, "%s.cover/text.i", output);
}

static void launcher_add(const struct command *command, struct arg_list *out)
{
    for (size_t i = 0; i < command->launcher_count; i++)
        arg_add(out, command->argv[i]);
}

/* Of what is for the linker Clang would say that the steps before have no use for it, and the other way round. */
static void unused_allow(const struct command *command, struct arg_list *out)
{
    if (command->compiler_kind == COMPILER_CLANG && command->stop == NULL)
        arg_add(out, "-Wno-unused-command-line-argument");
}

static void arg_copy(const struct command_arg *arg, struct arg_list *out)
{
    arg_add(out, arg->text);
    if (arg->value)
        arg_add(out, arg->value);
}

#define KEEP(class) (1u << (class))

/* The arguments whose class is in the set `keep` (bits), and of the inputs this one. */
static void args_copy(const struct command *command, unsigned keep, const struct command_arg *input,
                      struct arg_list *out)
{
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (arg->class == ARG_INPUT ? arg == input : (keep & KEEP(arg->class)) != 0)
            arg_copy(arg, out);
        else if (arg->lenient)
            arg_add(out, arg->lenient);
    }
}

/* GCC doesn't learn of OpenMP while it flattens: its pragmas would be gone. */
static void parallel_replace(const struct command *command, struct arg_list *out)
{
    if (command->parallel)
        arg_add(out, "-pthread"); /* as -fopenmp would: it defines _REENTRANT */
}

void command_flatten(struct command *command, const struct command_arg *input, const char *output, struct arg_list *out)
{
    bool clang = command->compiler_kind == COMPILER_CLANG;
    unsigned keep = KEEP(ARG_OPTION) | KEEP(ARG_PREPROCESS) | KEEP(ARG_INCLUDE) | KEEP(ARG_LANGUAGE);
    bool dependencies = !command->wants_plain;
    arg_add(out, command->compiler);
    keep |= clang ? KEEP(ARG_PARALLEL) : 0;
    args_copy(command, dependencies ? keep | KEEP(ARG_DEPENDENCY) : keep, input, out);
    if (!clang)
        parallel_replace(command, out);
    arg_add(out, "-E");
    arg_add(out, clang ? "-frewrite-includes" : "-fdirectives-only");
    /* GCC refuses the one together with -fdirectives-only; Clang would complain of options that are for the steps after
     * this. */
    arg_add(out, clang ? "-Wno-unused-command-line-argument" : "-Wno-unused-macros");
    if (command->writes_dependencies && !command->names_dependency_file && dependencies) {
        arg_add(out, "-MF");
        arg_add(out, command_dependency_file(command, input));
    }
    if (command->writes_dependencies && !command->names_dependency_target && dependencies) {
        arg_add(out, "-MQ");
        arg_add(out, output);
    }
}

void command_ask(const struct command *command, const char *flag, const char *file, struct arg_list *out)
{
    bool flattens = flag && strcmp(flag, "-fdirectives-only") == 0;
    arg_add(out, command->compiler);
    args_copy(command, KEEP(ARG_OPTION) | (flattens ? 0 : KEEP(ARG_PARALLEL)) | KEEP(ARG_PREPROCESS), NULL, out);
    if (flattens)
        parallel_replace(command, out);
    arg_add(out, "-E");
    if (flag)
        arg_add(out, flag);
    arg_add(out, "-xc");
    arg_add(out, file);
}

void command_predefined(const struct command *command, struct arg_list *out)
{
    command_ask(command, "-dM", "/dev/null", out);
}

const char *command_dependency_file(struct command *command, const struct command_arg *input)
{
    for (size_t i = command->count; i-- > 0;) {
        const struct command_arg *arg = &command->args[i];
        if (arg->class == ARG_DEPENDENCY && text_starts(arg->text, "-MF"))
            return command_option_value(arg, strlen("-MF"));
    }
    return suffix_replace(&command->arena, command->output ? command->output : path_base(input->text), ".d");
}

/* Behind a launcher GCC's two flags would be taken for reasons not to cache; ccache can be told not to look at them. */
static void flag_add(const struct command *command, struct arg_list *out, const char *flag)
{
    for (size_t i = 0; i < command->launcher_count; i++) {
        if (strcmp(path_base(command->argv[i]), "ccache") == 0)
            arg_add(out, "--ccache-skip");
    }
    arg_add(out, flag);
}

/* GCC names what belongs to the object after the object; of one that is linked at once, after the program. */
static void dump_names_add(struct command *command, const struct command_arg *input, struct arg_list *out)
{
    const char *dot = strrchr(path_base(input->text), '.');
    const char *program = command->output ? command->output : "a";
    const char *exe = text_ends(program, ".exe") || text_ends(program, ".out") ? strrchr(program, '.') : NULL;
    arg_add(out, "-dumpdir");
    arg_add(out, arena_printf(&command->arena, "%.*s-", exe ? (int)(exe - program) : (int)strlen(program), program));
    arg_add(out, "-dumpbase");
    arg_add(out, path_base(input->text));
    if (dot) {
        arg_add(out, "-dumpbase-ext");
        arg_add(out, dot);
    }
}

/* The directory of a path with its slash, changed as the user's -ffile-prefix-map and kin say: the last that fits. */
static const char *directory_mapped(struct command *command, const char *path)
{
    const char *directory = arena_printf(&command->arena, "%.*s", (int)(path_base(path) - path), path);
    for (size_t i = command->count; i-- > 0;) {
        const char *text = command->args[i].text;
        if (!text_starts(text, "-ffile-prefix-map=") && !text_starts(text, "-fdebug-prefix-map="))
            continue;
        const char *from = strchr(text, '=') + 1;
        size_t len = strcspn(from, "=");
        if (from[len] && strncmp(directory, from, len) == 0)
            return arena_printf(&command->arena, "%s%s", from + len + 1, directory + len);
    }
    return directory;
}

/* Clang puts the name of the file that it compiles into the debug information: that shall be the user's. */
static void debug_directory_add(struct command *command, const struct command_arg *input, const char *text_file,
                                struct arg_list *out)
{
    const char *directory = arena_printf(&command->arena, "%.*s", (int)(path_base(text_file) - text_file), text_file);
    if (strchr(directory, '=') == NULL)
        arg_add(out, arena_printf(&command->arena, "-fdebug-prefix-map=%s=%s", directory,
                                  directory_mapped(command, input->text)));
}

/* The name that Clang would put into the object. distcc takes it for a second input, so it is said only where it has to
 * be. */
static void main_file_name_add(const struct command_arg *input, struct arg_list *out)
{
    arg_add(out, "-Xclang");
    arg_add(out, "-main-file-name");
    arg_add(out, "-Xclang");
    arg_add(out, path_base(input->text));
}

void command_compile(struct command *command, const struct command_arg *input, const char *text_file,
                     const char *output, struct arg_list *out)
{
    unsigned keep = KEEP(ARG_OPTION) | KEEP(ARG_PARALLEL) | KEEP(ARG_DUMP_NAME);
    launcher_add(command, out);
    arg_add(out, command->compiler);
    if (command->compiler_kind == COMPILER_CLANG) {
        args_copy(command, keep | KEEP(ARG_PREPROCESS), NULL, out);
        if (!input->is_preprocessed && !text_ends(text_file, ".c")) /* distcc sends away no compile with -x */
            arg_add(out, "-xc");
        arg_add(out, "-Wno-gnu-line-marker");
        arg_add(out, "-Wno-unknown-warning-option"); /* that one is unknown before Clang 15; the user's own the
                                                        flattening tells of */
        debug_directory_add(command, input, text_file, out);
        if (strcmp(path_base(text_file), path_base(input->text)) != 0)
            main_file_name_add(input, out);
    } else {
        args_copy(command, keep, NULL, out);
        if (!input->is_preprocessed) {
            flag_add(command, out, "-fpreprocessed");
            flag_add(command, out, "-fdirectives-only");
            arg_add(out, "-Wno-unused-macros");
        }
        if (command->names_by_output && command->stop == NULL)
            dump_names_add(command, input, out);
    }
    unused_allow(command, out);
    arg_add(out, "-fno-diagnostics-color"); /* what it says is read by retry.c alone */
    arg_add(out, "-Wno-declaration-after-statement");
    arg_add(out, command->stop ? command->stop : "-c");
    arg_add(out, text_file);
    arg_add(out, "-o");
    arg_add(out, output);
}

void command_plain(const struct command *command, const struct command_arg *input, const char *output,
                   struct arg_list *out)
{
    unsigned keep = ~(KEEP(ARG_INPUT) | KEEP(ARG_STOP) | KEEP(ARG_OUTPUT));
    if (command->stop == NULL) /* the whole command has come first, if it asks for them */
        keep &= ~(KEEP(ARG_DEPENDENCY) | KEEP(ARG_AUXILIARY));
    launcher_add(command, out);
    arg_add(out, command->compiler);
    args_copy(command, keep, input, out);
    unused_allow(command, out);
    arg_add(out, command->stop ? command->stop : "-c");
    arg_add(out, "-o");
    arg_add(out, output);
}

void command_diagnose(const struct command *command, const struct command_arg *input, const char *output,
                      struct arg_list *out)
{
    unsigned keep =
        KEEP(ARG_OPTION) | KEEP(ARG_PARALLEL) | KEEP(ARG_PREPROCESS) | KEEP(ARG_INCLUDE) | KEEP(ARG_LANGUAGE);
    launcher_add(command, out);
    arg_add(out, command->compiler);
    args_copy(command, keep | KEEP(ARG_PLAIN), input, out);
    if (command->names_by_output && command->compiler_kind == COMPILER_CLANG)
        arg_add(out, "-gno-split-dwarf"); /* it would be left in the working directory */
    unused_allow(command, out);
    arg_add(out, "-S");
    arg_add(out, "-o");
    arg_add(out, output);
}

bool command_links_libc(const struct command *command)
{
    bool libc = !command->no_libc;
    for (size_t i = 0; i < command->count; i++)
        libc |= strcmp(command->args[i].text, "-lc") == 0;
    return libc;
}

/* The runtime, and behind it again the libraries that it needs, where the user names them himself. Without them the
 * symbol that asks for the runtime is given a value, so that the program is linked: nothing will write its counters. */
static void runtime_add(const struct command *command, const char *runtime, struct arg_list *out)
{
    if (!command_links_libc(command)) {
        arg_add(out, "-Wl,--defsym=" COVER_RUNTIME_SYMBOL "=0");
        return;
    }
    for (size_t i = 0; i < command->count; i++) {
        if (command->args[i].class == ARG_LANGUAGE) {
            arg_add(out, "-xnone");
            break;
        }
    }
    arg_add(out, runtime);
    if (command->no_libc)
        arg_add(out, "-lc");
}

void command_unchanged(const struct command *command, const char *runtime, struct arg_list *out)
{
    for (int i = 0; i < command->argc; i++)
        arg_add(out, command->argv[i]);
    if (runtime && command->kind == COMMAND_LINK)
        runtime_add(command, runtime, out);
}

/* Makes -x on the line what it was where the input stood; NULL: none. */
static void language_set(const struct command_arg *language, bool *is_set, struct arg_list *out)
{
    if (language)
        arg_copy(language, out);
    else if (*is_set)
        arg_add(out, "-xnone");
    *is_set = language != NULL;
}

void command_link(const struct command *command, const char *const *objects, const char *runtime, struct arg_list *out)
{
    const struct command_arg *language = NULL;
    bool is_set = false;
    launcher_add(command, out);
    arg_add(out, command->compiler);
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (arg->class == ARG_LANGUAGE) {
            language = strcmp(command_option_value(arg, 2), "none") == 0 ? NULL : arg;
        } else if (arg->class == ARG_INPUT) {
            language_set(objects[i] ? NULL : language, &is_set, out);
            arg_add(out, objects[i] ? objects[i] : arg->text);
        } else if (arg->class != ARG_DEPENDENCY && arg->class != ARG_AUXILIARY) {
            arg_copy(arg, out);
        }
    }
    language_set(NULL, &is_set, out);
    unused_allow(command, out);
    if (runtime)
        runtime_add(command, runtime, out);
}
