/* Compiling one input.
 *
 * Two promises are kept here. The build goes on wherever the plain build does: if the instrumented text doesn't compile,
 * the user's own is compiled instead, and that is said. And the diagnostics are the plain build's: the instrumented compile
 * is not shown; if it says anything, or might have been kept from saying something by the edits, the plain text is compiled
 * once more, to nowhere, with its own warnings, errors and exit status. */
#include "instr/compile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
#include "instr/command_line.h"
#include "instr/dump.h"
#include "instr/flatten.h"
#include "instr/instrument.h"
#include "instr/temporary.h"

#include "base/banned.h"

struct job {
    struct settings *settings;
    struct command *command;
    const struct command_arg *input;
    const char *output;
    struct flat_text flat;
    struct str said; /* by the flattening and the instrumented compile */
    bool headers_only; /* the input's own package is not selected */
};

/* One line of the log, or of stderr where there is none. Lines are written whole: parallel compiles share the log. */
static void note(const struct settings *settings, bool important, const char *line)
{
    if (settings->skipped) {
        int fd = open(settings->skipped, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        struct str text = {0};
        str_addf(&text, "%s\n", line);
        if (fd < 0 || write(fd, text.data, text.len) != (ssize_t)text.len)
            warn("%s: %s", settings->skipped, strerror(errno));
        if (fd >= 0)
            close(fd);
        str_free(&text);
    }
    if (important)
        warn("%s", line);
}

static void note_file(const struct settings *settings, const struct command_arg *input, const char *reason)
{
    struct str line = {0};
    str_addf(&line, "%s: not instrumented: %s", input->text, reason);
    note(settings, true, line.data);
    str_free(&line);
}

void compile_note(const struct settings *settings, const struct command_arg *input, const char *reason)
{
    note_file(settings, input, reason);
    if (settings->strict)
        exit(EXIT_FAILED);
}

static void note_functions(const struct job *job, const struct instrument_result *result)
{
    for (size_t i = 0; i < result->left_count; i++) {
        const struct left_alone *left = &result->left[i];
        struct str line = {0};
        str_addf(&line, "%s:%u: %s: left alone: %s", left->file, left->line, left->function, left->reason);
        note(job->settings, job->settings->skipped == NULL && left->is_failure, line.data);
        str_free(&line);
    }
}

/* The user's own compile of this input. Where it has run before, for the files it leaves, it is silent. */
static int plain_run(const struct job *job)
{
    struct command *command = job->command;
    struct arg_list args = {0};
    struct str said = {0};
    if (command->stop && command->c_inputs == 1)
        command_unchanged(command, NULL, &args);
    else
        command_plain(command, job->input, job->output, &args);
    int status = process_run(&args, NULL, command->wants_plain ? &said : NULL);
    free(args.args);
    str_free(&said);
    return status < 0 ? EXIT_FAILED : status;
}

/* Compiles plainly because of `reason`. The reason is only told if that works: else the user's source is at fault. */
static int fall_back(const struct job *job, const char *reason)
{
    int status = plain_run(job);
    if (status != 0 || job->headers_only)
        return status;
    note_file(job->settings, job->input, reason);
    if (!job->settings->strict)
        return 0;
    unlink(job->output);
    return EXIT_FAILED;
}

/* The file that the text begins with: what an .i file was made from. */
static const char *first_file(struct arena *arena, const struct str *text, const char *otherwise)
{
    const char *p = text->data;
    while (p && p[0] == '#' && p[1] == ' ') {
        const char *quote = strpbrk(p, "\"\n");
        const char *end = quote && *quote == '"' ? strpbrk(quote + 1, "\"\n") : NULL;
        if (end && *end == '"' && quote[1] != '<')
            return arena_copy(arena, quote + 1, (size_t)(end - quote - 1));
        p = strchr(p, '\n');
        p = p ? p + 1 : NULL;
    }
    return otherwise;
}

static int text_make(struct job *job, struct instrument_result *result)
{
    struct command *command = job->command;
    struct settings *settings = job->settings;
    struct instrument_input input = {
        .text = job->flat.text.data ? job->flat.text.data : "",
        .len = job->flat.text.len,
        .predefined = job->flat.predefined.data,
        .predefined_len = job->flat.predefined.len,
        .main_file = job->input->text,
        .directory = settings->directory,
        .output = path_absolute(&command->arena, settings->directory, job->output),
        .packages = &settings->packages,
        .mode = settings->mode,
        .granularity = settings->granularity,
        .threads_checked = command->thread_sanitizer,
        .plain_c = command->lto,
        .dump = settings->dump,
    };
    if (job->input->is_preprocessed)
        input.main_file = first_file(&command->arena, &job->flat.text, job->input->text);
    return instrument(&input, result);
}

/* The first line that speaks of an error, without the colours of a terminal. */
static char *first_error(struct arena *arena, const struct str *said)
{
    const char *text = said->data ? said->data : "";
    const char *error_at = strstr(text, "error:");
    const char *begin = error_at ? error_at : text;
    return arena_printf(arena, "the instrumented text doesn't compile: %.*s", (int)strcspn(begin, "\n"), begin);
}

/* Shows what the plain compile says; its exit status is the build's. */
static int diagnose(const struct job *job)
{
    struct arg_list args = {0};
    char *directory = temporary_directory();
    if (directory == NULL)
        return EXIT_FAILED;
    temporary_add(job->output);
    command_diagnose(job->command, job->input, arena_printf(&job->command->arena, "%s/said.s", directory), &args);
    int status = process_run(&args, NULL, NULL);
    free(args.args);
    temporary_directory_remove(directory);
    free(directory);
    if (status != 0)
        temporary_remove(job->output);
    else
        temporary_forget(job->output);
    return status < 0 ? EXIT_FAILED : status;
}

/* Writes the file and says nothing: whether the disk is at fault, the plain compile will tell. */
static bool text_store(const char *file, const struct str *text)
{
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    size_t done = 0;
    for (ssize_t n = 0; fd >= 0 && n >= 0 && done < text->len; done += n > 0 ? (size_t)n : 0) {
        n = write(fd, text->data + done, text->len - done);
        if (n < 0 && errno == EINTR)
            n = 0;
    }
    return fd >= 0 && close(fd) == 0 && done == text->len;
}

/* Did the user's hand end it? Then nothing else is to be tried. */
static bool is_killed(int status)
{
    return status == 128 + SIGINT || status == 128 + SIGTERM || status == 128 + SIGHUP;
}

static int text_compile(struct job *job, const struct instrument_result *result, const char *file)
{
    struct command *command = job->command;
    struct arg_list args = {0};
    command_compile(command, job->input, file, job->output, &args);
    int status = process_run(&args, NULL, &job->said);
    free(args.args);
    if (is_killed(status))
        return status;
    if (status != 0)
        return fall_back(job, first_error(&command->arena, &job->said));
    bool silenced = (result->mixes_declarations && command->asks_mixed_declarations) ||
                    (result->lacks_braces && command->asks_warnings) ||
                    (command->asks_unused_macros && command->compiler_kind == COMPILER_GCC);
    return (job->said.len || silenced) && !command->wants_plain ? diagnose(job) : 0;
}

/* Gives the text a place, in a temporary directory if need be, and compiles it there. */
static int text_place(struct job *job, const struct instrument_result *result)
{
    struct arena *arena = &job->command->arena;
    const char *file = command_text_file(job->command, job->input, job->output);
    char *directory = arena_printf(arena, "%.*s", (int)(strrchr(file, '/') - file), file), *elsewhere = NULL;
    if (mkdir(directory, 0777) != 0 && errno == ENAMETOOLONG && (elsewhere = temporary_directory()) != NULL)
        file = arena_printf(arena, "%s%s", elsewhere, strrchr(file, '/'));
    else
        temporary_directory_add(directory);
    bool stored = text_store(file, &result->text);
    int status = stored ? text_compile(job, result, file) : fall_back(job, "the instrumented text could not be written");
    if (elsewhere)
        temporary_directory_remove(elsewhere);
    else if (job->settings->keep && stored)
        temporary_directory_forget(directory);
    else
        temporary_directory_remove(directory);
    free(elsewhere);
    return status;
}

static int job_run(struct job *job)
{
    struct instrument_result result = {0};
    const char *reason = flatten(job->command, job->input, job->output, &job->flat, &job->said);
    if (reason)
        return fall_back(job, reason);
    if (job->settings->dump && strcmp(job->settings->dump, "flat") == 0)
        fwrite(job->flat.text.data, 1, job->flat.text.len, stdout);
    int status;
    if (text_make(job, &result) != 0) {
        status = fall_back(job, "it could not be instrumented");
    } else if (job->settings->dump) {
        if (strcmp(job->settings->dump, "text") == 0)
            fwrite(result.text.data, 1, result.text.len, stdout);
        status = stdout_finish() == 0 ? 0 : EXIT_FAILED;
    } else {
        status = result.text.len ? text_place(job, &result) : plain_run(job);
        if (status == 0)
            note_functions(job, &result);
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
static const struct package *package_of_input(struct settings *settings, struct command *command, const struct command_arg *input,
                                              const char *output)
{
    const char *file = path_absolute(&command->arena, settings->directory, input->text);
    return package_of(&settings->packages, file, path_absolute(&command->arena, settings->directory, output), true);
}

/* Code of the project's own that isn't selected may include headers that are; that of others hardly does. */
bool compile_is_selected(struct settings *settings, struct command *command, const struct command_arg *input, const char *output)
{
    const struct package *package = package_of_input(settings, command, input, output);
    bool may_hold = package && (package->selected || package->disposition == DISPOSITION_CONTAINED);
    const char *object = path_absolute(&command->arena, settings->directory, output);
    return (input->is_preprocessed || may_hold) && !is_probe_of_build_system(input, object);
}

int compile_input(struct settings *settings, struct command *command, const struct command_arg *input, const char *output)
{
    struct job job = {.settings = settings, .command = command, .input = input, .output = output};
    if (!compile_is_selected(settings, command, input, output))
        return plain_run(&job);
    const struct package *package = package_of_input(settings, command, input, output);
    job.headers_only = package && !package->selected;
    int status = job_run(&job);
    flat_text_free(&job.flat);
    str_free(&job.said);
    return status;
}

void compile_note_cxx(struct settings *settings, struct command *command)
{
    for (size_t i = 0; i < command->count && settings->skipped; i++) {
        const struct command_arg *input = &command->args[i];
        if (!input->is_cxx || !compile_is_selected(settings, command, input, command_output(command, input)) ||
            !package_of_input(settings, command, input, command_output(command, input))->selected)
            continue;
        note(settings, false, arena_printf(&command->arena, "%s: not instrumented: C++", input->text));
    }
}
