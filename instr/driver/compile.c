/* In: one C input of a command. Out: its object, instrumented if that is possible.
 *
 * Two promises are kept here. The build succeeds wherever the plain build does: if the instrumented text does not
 * compile, the user's own is compiled instead, and a message says so. And the diagnostics are those of the plain build:
 * what the instrumented compile prints is never shown. If it prints anything, or edits may have hidden a warning, the
 * plain text is compiled once more for its diagnostics and exit status only. */
#include "instr/driver/compile.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "instr/driver/build_step.h"
#include "instr/preprocess/precompiled.h"
#include "instr/toolchain/command_line.h"
#include "instr/driver/build_log.h"
#include "instr/driver/bisect.h"
#include "instr/toolchain/cleanup.h"

#include "base/banned.h"

struct job {
    struct settings *settings;
    struct command *command;
    const struct command_arg *input;
    const char *output; /* where the build wants the object */
    const char *object; /* where it goes: there, or with --explain to a temporary directory */
    struct flat_text flat;
    struct str messages; /* printed while preprocessing, and by the instrumented compile */
    bool headers_only;   /* the input's own package is not selected */
    bool fell_back;      /* the object is the plain compile's */
};

/* The object's name in the log; in a command that links, after the program. */
static const char *compile_object_name(struct command *command, const struct command_arg *input, const char *output)
{
    if (command->stop)
        return output;
    return arena_printf(&command->arena, "%s:%s", command->output ? command->output : "a.out", input->text);
}

void compile_reject(const struct settings *settings, struct command *command, const struct command_arg *input,
                    const char *reason)
{
    build_log_file(settings, input, compile_object_name(command, input, command_output(command, input)), reason, true);
    if (settings->strict)
        exit(EXIT_FAILED);
}

/* The user's own compile of this input. If it has run before (wants_plain), its output is not shown again. */
static int compile_plain(const struct job *job)
{
    struct command *command = job->command;
    struct arg_list args = {0};
    struct str messages = STR_INIT;
    if (command->stop && command->c_inputs == 1 && job->object == job->output)
        command_unchanged(command, NULL, &args);
    else
        command_plain(command, job->input, job->object, &args);
    int status = process_run(&args, NULL, command->wants_plain ? &messages : NULL);
    free(args.args);
    str_free(&messages);
    return status < 0 ? EXIT_FAILED : status;
}

/* With --strict a failure is an error, and the object is removed. */
static int compile_strict_status(const struct job *job)
{
    if (!job->settings->strict)
        return 0;
    unlink(job->object);
    return EXIT_FAILED;
}

/* Only the plain compile has worked. */
static int compile_fell_back(struct job *job, const char *reason)
{
    job->fell_back = true;
    if (job->headers_only)
        return 0;
    build_log_file(job->settings, job->input, compile_object_name(job->command, job->input, job->output), reason, true);
    return compile_strict_status(job);
}

/* Runs the plain compile. `reason` is reported only if that works: otherwise the user's source is at fault. */
static int compile_fall_back(struct job *job, const char *reason)
{
    int status = compile_plain(job);
    return status == 0 ? compile_fell_back(job, reason) : status;
}

/* Shows the diagnostics of the plain compile; its exit status is the build's. */
static int compile_diagnose(const struct job *job)
{
    struct arg_list args = {0};
    char *directory = cleanup_directory_make();
    if (directory == NULL)
        return EXIT_FAILED;
    cleanup_file_add(job->object);
    command_diagnose(job->command, job->input, arena_printf(&job->command->arena, "%s/messages.s", directory), &args);
    int status = process_run(&args, NULL, NULL);
    free(args.args);
    cleanup_directory_remove(directory);
    free(directory);
    if (status != 0)
        cleanup_file_remove(job->object);
    else
        cleanup_file_forget(job->object);
    return status < 0 ? EXIT_FAILED : status;
}

/* Does the plain text draw warnings of its grammar and types? All others the instrumented compile gives as well. */
static bool compile_draws_warnings(const struct job *job)
{
    struct arg_list args = {0};
    struct str messages = STR_INIT;
    command_diagnose(job->command, job->input, "/dev/null", &args);
    arg_add(&args, "-fsyntax-only");
    bool draws = process_read(&args, NULL, &messages) != 0 || messages.len;
    free(args.args);
    str_free(&messages);
    return draws;
}

/* Did the user end it by a signal? Then nothing else is tried. */
static bool compile_is_killed(int status)
{
    return status == 128 + SIGINT || status == 128 + SIGTERM || status == 128 + SIGHUP;
}

static struct build_step compile_step(const struct job *job)
{
    return (struct build_step){job->settings, job->command, job->input, job->output, &job->flat, NULL, 0};
}

/* The instrumented text in `file` does not compile. If the user's does, perhaps it compiles without probes in some
 * functions; the plain object stays until it does. Not where further files are named after the object. */
static int compile_retry(struct job *job, struct instrument_result *result, const char *file)
{
    struct arena *arena = &job->command->arena;
    char *reason =
        arena_printf(arena, "the instrumented text does not compile: %s", build_step_error(arena, &job->messages));
    const char *object = arena_printf(arena, "%.*s/object", (int)(strrchr(file, '/') - file), file);
    struct build_step step = compile_step(job);
    int status = compile_plain(job);
    if (status != 0)
        return status;
    if (!job->headers_only && !command_has(job->command, OPTION_NAMED_BY_OUTPUT) &&
        bisect_functions(&step, file, object, result, &job->messages) && rename(object, job->object) == 0)
        return 0;
    return compile_fell_back(job, reason);
}

/* May an edit have silenced a warning that the plain text draws? */
static bool compile_is_silenced(const struct command *command, const struct instrument_result *result)
{
    const struct compiler *compiler = command->compiler;
    bool of_braces = compiler->warns_of_braces || command_has(command, OPTION_WARNS);
    return result->draws_errors || (result->lacks_braces && of_braces) ||
           (result->mixes_declarations && command_has(command, OPTION_WARNS_MIXED | OPTION_PEDANTIC)) ||
           (compiler->hides_warnings && command_has(command, OPTION_WARNS_HIDDEN));
}

/* The same of a warning that a check of the grammar finds. With -pedantic, Clang's instrumented compile does not warn
 * about unknown options in `#pragma clang diagnostic`. */
static bool compile_hides_grammar(const struct job *job, const struct instrument_result *result)
{
    const struct command *command = job->command;
    const struct compiler *compiler = command->compiler;
    return (result->has_operands && (command_has(command, OPTION_WARNS) || compiler->warns_of_truth_values)) ||
           (compiler->hides_warnings && command_has(command, OPTION_WARNS_DUPLICATES)) ||
           (compiler->names_precompiled && command_has(command, OPTION_WARNS_PRECOMPILED) &&
            precompiled_exists(command, &job->flat.text)) ||
           (compiler->keeps_directives && command_has(command, OPTION_PEDANTIC) &&
            strstr(job->flat.text.data, "diagnostic"));
}

static int compile_text(struct job *job, struct instrument_result *result, const char *file)
{
    struct command *command = job->command;
    struct build_step step = compile_step(job);
    int status = build_step_compile(&step, file, job->object, &job->messages);
    if (compile_is_killed(status))
        return status;
    if (status != 0)
        return compile_retry(job, result, file);
    bool silenced = compile_is_silenced(command, result) || job->flat.loses_warnings;
    bool grammar = compile_hides_grammar(job, result);
    if (job->messages.len == 0 && !silenced && !command->wants_plain && grammar)
        silenced = compile_draws_warnings(job);
    return (job->messages.len || silenced) && !command->wants_plain ? compile_diagnose(job) : 0;
}

/* Writes the text beside the object, or to a temporary directory if the name would be too long, and compiles it. */
static int compile_place_text(struct job *job, struct instrument_result *result)
{
    struct arena *arena = &job->command->arena;
    const char *file = command_text_file(job->command, job->input, job->object);
    char *directory = arena_printf(arena, "%.*s", (int)(strrchr(file, '/') - file), file), *elsewhere = NULL;
    if (mkdir(directory, 0777) != 0 && errno == ENAMETOOLONG && (elsewhere = cleanup_directory_make()) != NULL)
        file = arena_printf(arena, "%s%s", elsewhere, strrchr(file, '/'));
    else
        cleanup_directory_add(directory);
    struct build_step step = compile_step(job);
    bool stored = build_step_store(&step, result, file);
    int status =
        stored ? compile_text(job, result, file) : compile_fall_back(job, "the instrumented text could not be written");
    if (elsewhere)
        cleanup_directory_remove(elsewhere);
    else if (job->settings->keep && stored)
        cleanup_directory_forget(directory);
    else
        cleanup_directory_remove(directory);
    free(elsewhere);
    return status;
}

/* Logs what the object has probes in. */
static int compile_log_result(const struct job *job, const struct instrument_result *result)
{
    build_log_result(job->settings, job->input, compile_object_name(job->command, job->input, job->output), result,
                     job->flat.slow_reason);
    for (size_t i = 0; i < result->skipped_count; i++) {
        if (result->skipped[i].is_failure)
            return compile_strict_status(job);
    }
    return 0;
}

static int compile_job(struct job *job)
{
    struct instrument_result result = INSTRUMENT_RESULT_INIT;
    const char *reason =
        flatten(&job->settings->builtin, job->command, job->input, job->output, &job->flat, &job->messages);
    if (reason)
        return compile_fall_back(job, reason);
    if (job->settings->dump && strcmp(job->settings->dump, "flat") == 0)
        str_print(&job->flat.text, stdout);
    int status;
    struct build_step step = compile_step(job);
    if (build_step_instrument(&step, &result) != 0) {
        status = compile_fall_back(job, "it could not be instrumented");
    } else if (job->settings->dump) {
        str_print(&result.dump, stdout);
        if (strcmp(job->settings->dump, "text") == 0)
            str_print(&result.text, stdout);
        status = stdout_finish() == 0 ? 0 : EXIT_FAILED;
    } else {
        status = result.text.len ? compile_place_text(job, &result) : compile_plain(job);
        if (status == 0 && !job->fell_back)
            status = compile_log_result(job, &result);
    }
    instrument_result_free(&result);
    return status;
}

bool compile_is_probe(const struct command_arg *input, const char *output)
{
    static const char *const marks[] = {"conftest.", "CMakeFiles/CMakeTmp", "CMakeFiles/CMakeScratch", "meson-private"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (strstr(input->text, marks[i]) || strstr(output, marks[i]))
            return true;
    }
    return false;
}

/* The package of the input's own code. */
static const struct package *compile_package(struct settings *settings, struct command *command,
                                             const struct command_arg *input, const char *output)
{
    const char *file = path_absolute(&command->arena, settings->directory, input->text);
    return package_of(&settings->packages, file, path_absolute(&command->arena, settings->directory, output), true);
}

/* The project's own code may include selected headers even if it is not selected itself; other code hardly does. */
bool compile_is_selected(struct settings *settings, struct command *command, const struct command_arg *input,
                         const char *output)
{
    const struct package *package = compile_package(settings, command, input, output);
    bool may_hold = package && (package->selected || package->disposition == DISPOSITION_CONTAINED ||
                                package->disposition == DISPOSITION_TEST);
    const char *object = path_absolute(&command->arena, settings->directory, output);
    return (input->is_preprocessed || may_hold) && !compile_is_probe(input, object);
}

int compile_input(struct settings *settings, struct command *command, const struct command_arg *input,
                  const char *output)
{
    struct job job = {.settings = settings,
                      .command = command,
                      .input = input,
                      .output = output,
                      .object = output,
                      .flat = FLAT_TEXT_INIT,
                      .messages = STR_INIT};
    char *directory = NULL;
    if (!compile_is_selected(settings, command, input, output))
        return compile_plain(&job);
    if (settings->explained) {
        directory = cleanup_directory_make();
        if (directory == NULL)
            return EXIT_FAILED;
        job.object = arena_printf(&command->arena, "%s/object", directory);
    }
    const struct package *package = compile_package(settings, command, input, output);
    job.headers_only = package && !package->selected;
    int status = compile_job(&job);
    flat_text_free(&job.flat);
    str_free(&job.messages);
    if (directory)
        cleanup_directory_remove(directory);
    free(directory);
    return status;
}

void compile_log_cxx(struct settings *settings, struct command *command)
{
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *input = &command->args[i];
        if (!input->is_cxx || !compile_is_selected(settings, command, input, command_output(command, input)) ||
            !compile_package(settings, command, input, command_output(command, input))->selected)
            continue;
        build_log_file(settings, input, compile_object_name(command, input, command_output(command, input)), "C++",
                       false);
    }
}
