/* In: a parsed compiler command. Out: what it makes, with the selected inputs instrumented.
 *
 * Everything else is run unchanged. Sources in a command that links are compiled to objects of their own first. */
#include "instr/driver/build_command.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/report.h"
#include "instr/driver/build_summary.h"
#include "instr/driver/compile.h"
#include "instr/driver/link.h"
#include "instr/project/root.h"
#include "instr/toolchain/cleanup.h"
#include "instr/toolchain/command_line.h"
#include "instr/toolchain/depfile.h"

#include "base/banned.h"

enum { COMMAND_NOT_RUN = 127 };

/* Runs a command line to its end, and frees it. */
static int build_command_run_args(struct arg_list *args)
{
    int status = process_run(args, NULL, NULL);
    free(args->args);
    return status < 0 ? COMMAND_NOT_RUN : status;
}

/* The user's command line as it is. */
static int build_command_run_unchanged(const struct settings *settings, const struct command *command)
{
    struct arg_list args = {0};
    command_unchanged(command, link_runtime(settings), &args);
    if (command->kind == COMMAND_LINK)
        return link_run(settings, command, &args);
    process_exec(&args);
    free(args.args);
    return COMMAND_NOT_RUN;
}

/* Like a compiler, goes on after an input that fails. */
static int build_command_compile(struct settings *settings, struct command *command)
{
    int status = 0;
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *input = &command->args[i];
        int result = command_is_c(input) ? compile_input(settings, command, input, command_output(command, input)) : 0;
        status = status ? status : result;
    }
    return status;
}

/* Compiles the sources of a link to objects in `directory`. */
static int build_command_compile_sources(struct settings *settings, struct command *command, const char *directory,
                                         const char **objects)
{
    int status = 0;
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *input = &command->args[i];
        if (!command_is_c(input))
            continue;
        objects[i] = arena_printf(&command->arena, "%s/%zu.o", directory, i);
        int result = compile_input(settings, command, input, objects[i]);
        status = status ? status : result;
    }
    return status;
}

static int build_command_link_sources(struct settings *settings, struct command *command)
{
    const char **objects = arena_alloc(&command->arena, command->count * sizeof *objects);
    memset(objects, 0, command->count * sizeof *objects);
    char *directory = cleanup_directory_make();
    if (directory == NULL)
        return EXIT_FAILED;
    int status = build_command_compile_sources(settings, command, directory, objects);
    if (status == 0 && settings->dump == NULL && settings->explained == NULL) {
        struct arg_list args = {0};
        command_link(command, objects, link_runtime(settings), &args);
        status = link_run(settings, command, &args);
    }
    cleanup_directory_remove(directory);
    free(directory);
    return status;
}

/* Runs the user's own command first where it writes files that only it can name and fill. */
static int build_command_run_plain_first(const struct settings *settings, const struct command *command)
{
    struct arg_list args = {0};
    if (!command->wants_plain || settings->dump || settings->explained)
        return 0;
    command_unchanged(command, link_runtime(settings), &args);
    return command->kind == COMMAND_LINK ? link_run(settings, command, &args) : build_command_run_args(&args);
}

static int build_command_instrument(struct settings *settings, struct command *command)
{
    int status = build_command_run_plain_first(settings, command);
    if (status != 0)
        return status;
    return command->kind == COMMAND_COMPILE ? build_command_compile(settings, command)
                                            : build_command_link_sources(settings, command);
}

/* Why none of the command's inputs can be instrumented. NULL: they can. */
static const char *build_command_reject(const struct command *command)
{
    if (command->compiler == &compiler_unknown)
        return "the compiler is neither GCC nor Clang";
    if (command->other_inputs && command->kind == COMMAND_COMPILE)
        return "one command compiles it together with another language";
    if (command->kind == COMMAND_LINK && command->compiler->links_auxiliary_files &&
        command_has(command, OPTION_NAMED_BY_OUTPUT))
        return "the command that links asks for files named after the program";
    return NULL;
}

/* A source outside the root would be missing from the data: the user hears of it. */
static void build_command_check_root(struct settings *settings, struct command *command,
                                     const struct command_arg *input)
{
    const char *file = path_absolute(&command->arena, settings->directory, input->text);
    const char *output = command->stop ? command_output(command, input) : input->text;
    if (settings->packages.root == NULL || input->is_preprocessed || root_is_trial(&command->arena, file) ||
        package_of(&settings->packages, file, NULL, true) || compile_is_probe(input, output))
        return;
    compile_reject(settings, command, input,
                   arena_printf(&command->arena, "it is outside the root %s: give --root=DIR, or root in .covercc",
                                settings->packages.root));
}

/* Is any input to be instrumented? If none can be, the log says why. */
static bool build_command_selects(struct settings *settings, struct command *command)
{
    bool selected = false;
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *input = &command->args[i];
        if (command_is_c(input))
            build_command_check_root(settings, command, input);
        if (command_is_c(input))
            selected |= compile_is_selected(settings, command, input,
                                            command->stop ? command_output(command, input) : input->text);
    }
    const char *reason = selected ? build_command_reject(command) : NULL;
    for (size_t i = 0; reason && i < command->count; i++) {
        if (command_is_c(&command->args[i]))
            compile_reject(settings, command, &command->args[i], reason);
    }
    return selected && reason == NULL;
}

/* What these options don't select others may: the object depends on the options. */
static int build_command_run_plain(const struct settings *settings, const struct command *command)
{
    struct arg_list args = {0};
    if (settings->packages.depends_count == 0)
        return build_command_run_unchanged(settings, command);
    command_unchanged(command, NULL, &args);
    return build_command_run_args(&args);
}

int build_command_run(struct settings *settings, struct command *command)
{
    compile_log_cxx(settings, command);
    if (command->kind == COMMAND_OTHER || command->c_inputs == 0)
        return settings->explained ? EXIT_DONE : build_command_run_unchanged(settings, command);
    bool selected = build_command_selects(settings, command);
    if (!selected && settings->explained)
        return EXIT_DONE;
    if (!selected && command->kind != COMMAND_COMPILE)
        return build_command_run_unchanged(settings, command);
    int status = selected ? build_command_instrument(settings, command) : build_command_run_plain(settings, command);
    if (status == 0 && !settings->explained &&
        depfile_add(command, settings->packages.depends, settings->packages.depends_count) != 0)
        return EXIT_FAILED;
    return status;
}

int build_command_explain(struct settings *settings, struct command *command)
{
    struct str log = STR_INIT;
    settings->explained = &log;
    command->wants_plain = true; /* so that no dependency file is written */
    int status = build_command_run(settings, command);
    int failed = build_summary_print(&log, "--explain", settings->strict);
    str_free(&log);
    return status ? status : failed;
}
