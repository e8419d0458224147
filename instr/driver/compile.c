/* Compiling one input.
 *
 * Two promises are kept here. The build goes on wherever the plain build does: if the instrumented text doesn't
 * compile, the user's own is compiled instead, and that is said. And the diagnostics are the plain build's: the
 * instrumented compile is not shown; if it says anything, or might have been kept from saying something by the edits,
 * the plain text is compiled once more, to nowhere, with its own warnings, errors and exit status. */
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
    const char *object; /* where it goes: that place, but for --explain */
    struct flat_text flat;
    struct str said;   /* by the flattening and the instrumented compile */
    bool headers_only; /* the input's own package is not selected */
    bool fell_back;    /* the object is the plain compile's */
};

/* What the log calls the object: one that only a link makes is named after the program. */
static const char *object_name(struct command *command, const struct command_arg *input, const char *output)
{
    if (command->stop)
        return output;
    return arena_printf(&command->arena, "%s:%s", command->output ? command->output : "a.out", input->text);
}

void compile_note(const struct settings *settings, struct command *command, const struct command_arg *input,
                  const char *reason)
{
    note_plain(settings, input, object_name(command, input, command_output(command, input)), reason, true);
    if (settings->strict)
        exit(EXIT_FAILED);
}

/* The user's own compile of this input. Where it has run before, for the files it leaves, it is silent. */
static int plain_run(const struct job *job)
{
    struct command *command = job->command;
    struct arg_list args = {0};
    struct str said = STR_INIT;
    if (command->stop && command->c_inputs == 1 && job->object == job->output)
        command_unchanged(command, NULL, &args);
    else
        command_plain(command, job->input, job->object, &args);
    int status = process_run(&args, NULL, command->wants_plain ? &said : NULL);
    free(args.args);
    str_free(&said);
    return status < 0 ? EXIT_FAILED : status;
}

/* What can't be done is an error where the user wants that: the object is taken away. */
static int strict_fail(const struct job *job)
{
    if (!job->settings->strict)
        return 0;
    unlink(job->object);
    return EXIT_FAILED;
}

/* The plain compile has worked, and that is all: because of `reason`. */
static int plain_note(struct job *job, const char *reason)
{
    job->fell_back = true;
    if (job->headers_only)
        return 0;
    note_plain(job->settings, job->input, object_name(job->command, job->input, job->output), reason, true);
    return strict_fail(job);
}

/* Compiles plainly because of `reason`. The reason is only told if that works: else the user's source is at fault. */
static int fall_back(struct job *job, const char *reason)
{
    int status = plain_run(job);
    return status == 0 ? plain_note(job, reason) : status;
}

/* Shows what the plain compile says; its exit status is the build's. */
static int diagnose(const struct job *job)
{
    struct arg_list args = {0};
    char *directory = cleanup_directory_make();
    if (directory == NULL)
        return EXIT_FAILED;
    cleanup_file_add(job->object);
    command_diagnose(job->command, job->input, arena_printf(&job->command->arena, "%s/said.s", directory), &args);
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

/* Does the plain text draw warnings, as far as its grammar and its types tell? The rest the instrumented compile finds
 * as well. */
static bool draws_warnings(const struct job *job)
{
    struct arg_list args = {0};
    struct str said = STR_INIT;
    command_diagnose(job->command, job->input, "/dev/null", &args);
    arg_add(&args, "-fsyntax-only");
    bool draws = process_read(&args, NULL, &said) != 0 || said.len;
    free(args.args);
    str_free(&said);
    return draws;
}

/* Did the user's hand end it? Then nothing else is to be tried. */
static bool is_killed(int status)
{
    return status == 128 + SIGINT || status == 128 + SIGTERM || status == 128 + SIGHUP;
}

static struct attempt attempt_of(const struct job *job)
{
    return (struct attempt){job->settings, job->command, job->input, job->output, &job->flat, NULL, 0};
}

/* The instrumented text in `file` doesn't compile. If the user's does, then perhaps all but some functions can have
 * probes; the plain object stays until that is sure. Where files are named after the object there is only one try. */
static int text_retry(struct job *job, struct instrument_result *result, const char *file)
{
    struct arena *arena = &job->command->arena;
    char *reason = arena_printf(arena, "the instrumented text doesn't compile: %s", attempt_error(arena, &job->said));
    const char *object = arena_printf(arena, "%.*s/object", (int)(strrchr(file, '/') - file), file);
    struct attempt attempt = attempt_of(job);
    int status = plain_run(job);
    if (status != 0)
        return status;
    if (!job->headers_only && !command_has(job->command, OPTION_NAMED_BY_OUTPUT) &&
        retry_without_culprits(&attempt, file, object, result, &job->said) && rename(object, job->object) == 0)
        return 0;
    return plain_note(job, reason);
}

static int text_compile(struct job *job, struct instrument_result *result, const char *file)
{
    struct command *command = job->command;
    struct attempt attempt = attempt_of(job);
    int status = attempt_compile(&attempt, file, job->object, &job->said);
    if (is_killed(status))
        return status;
    if (status != 0)
        return text_retry(job, result, file);
    const struct compiler *compiler = command->compiler;
    bool warns = command_has(command, OPTION_WARNS);
    bool silenced = (result->mixes_declarations && command_has(command, OPTION_WARNS_MIXED | OPTION_PEDANTIC)) ||
                    (result->lacks_braces && warns) ||
                    (compiler->hides_warnings && command_has(command, OPTION_WARNS_HIDDEN));
    bool grammar = (result->has_operands && (warns || compiler->warns_of_truth_values)) ||
                   (compiler->hides_warnings && command_has(command, OPTION_WARNS_DUPLICATES));
    if (job->said.len == 0 && !silenced && !command->wants_plain && grammar)
        silenced = draws_warnings(job);
    return (job->said.len || silenced) && !command->wants_plain ? diagnose(job) : 0;
}

/* Gives the text a place, in a temporary directory if need be, and compiles it there. */
static int text_place(struct job *job, struct instrument_result *result)
{
    struct arena *arena = &job->command->arena;
    const char *file = command_text_file(job->command, job->input, job->object);
    char *directory = arena_printf(arena, "%.*s", (int)(strrchr(file, '/') - file), file), *elsewhere = NULL;
    if (mkdir(directory, 0777) != 0 && errno == ENAMETOOLONG && (elsewhere = cleanup_directory_make()) != NULL)
        file = arena_printf(arena, "%s%s", elsewhere, strrchr(file, '/'));
    else
        cleanup_directory_add(directory);
    bool stored = attempt_store(result, file);
    int status =
        stored ? text_compile(job, result, file) : fall_back(job, "the instrumented text could not be written");
    if (elsewhere)
        cleanup_directory_remove(elsewhere);
    else if (job->settings->keep && stored)
        cleanup_directory_forget(directory);
    else
        cleanup_directory_remove(directory);
    free(elsewhere);
    return status;
}

/* Tells what the object has probes in. */
static int result_note(const struct job *job, const struct instrument_result *result)
{
    note_result(job->settings, job->input, object_name(job->command, job->input, job->output), result);
    for (size_t i = 0; i < result->skipped_count; i++) {
        if (result->skipped[i].is_failure)
            return strict_fail(job);
    }
    return 0;
}

static int job_run(struct job *job)
{
    struct instrument_result result = INSTRUMENT_RESULT_INIT;
    const char *reason =
        flatten(&job->settings->builtin, job->command, job->input, job->output, &job->flat, &job->said);
    if (reason)
        return fall_back(job, reason);
    if (job->settings->dump && strcmp(job->settings->dump, "flat") == 0)
        str_print(&job->flat.text, stdout);
    int status;
    struct attempt attempt = attempt_of(job);
    if (attempt_instrument(&attempt, &result) != 0) {
        status = fall_back(job, "it could not be instrumented");
    } else if (job->settings->dump) {
        str_print(&result.dump, stdout);
        if (strcmp(job->settings->dump, "text") == 0)
            str_print(&result.text, stdout);
        status = stdout_finish() == 0 ? 0 : EXIT_FAILED;
    } else {
        status = result.text.len ? text_place(job, &result) : plain_run(job);
        if (status == 0 && !job->fell_back)
            status = result_note(job, &result);
    }
    instrument_result_free(&result);
    return status;
}

/* Programs that a configuration step compiles only to see whether they compile. */
static bool is_probe_of_build_system(const struct command_arg *input, const char *output)
{
    static const char *const marks[] = {"conftest.", "CMakeFiles/CMakeTmp", "CMakeFiles/CMakeScratch", "meson-private"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (strstr(input->text, marks[i]) || strstr(output, marks[i]))
            return true;
    }
    return false;
}

/* The package of the input's own code. */
static const struct package *package_of_input(struct settings *settings, struct command *command,
                                              const struct command_arg *input, const char *output)
{
    const char *file = path_absolute(&command->arena, settings->directory, input->text);
    return package_of(&settings->packages, file, path_absolute(&command->arena, settings->directory, output), true);
}

/* Code of the project's own that isn't selected may include headers that are; that of others hardly does. */
bool compile_is_selected(struct settings *settings, struct command *command, const struct command_arg *input,
                         const char *output)
{
    const struct package *package = package_of_input(settings, command, input, output);
    bool may_hold = package && (package->selected || package->disposition == DISPOSITION_CONTAINED);
    const char *object = path_absolute(&command->arena, settings->directory, output);
    return (input->is_preprocessed || may_hold) && !is_probe_of_build_system(input, object);
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
                      .said = STR_INIT};
    char *directory = NULL;
    if (!compile_is_selected(settings, command, input, output))
        return plain_run(&job);
    if (settings->explained) {
        directory = cleanup_directory_make();
        if (directory == NULL)
            return EXIT_FAILED;
        job.object = arena_printf(&command->arena, "%s/object", directory);
    }
    const struct package *package = package_of_input(settings, command, input, output);
    job.headers_only = package && !package->selected;
    int status = job_run(&job);
    flat_text_free(&job.flat);
    str_free(&job.said);
    if (directory)
        cleanup_directory_remove(directory);
    free(directory);
    return status;
}

void compile_note_cxx(struct settings *settings, struct command *command)
{
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *input = &command->args[i];
        if (!input->is_cxx || !compile_is_selected(settings, command, input, command_output(command, input)) ||
            !package_of_input(settings, command, input, command_output(command, input))->selected)
            continue;
        note_plain(settings, input, object_name(command, input, command_output(command, input)), "C++", false);
    }
}
