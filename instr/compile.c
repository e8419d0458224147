/* Compiling one input.
 *
 * Two promises are kept here. The build goes on wherever the plain build does: if the instrumented text doesn't compile,
 * the user's own is compiled instead, and that is said. And the diagnostics are the plain build's: the instrumented compile
 * is not shown; if it says anything, or might have been kept from saying something by the edits, the plain text is compiled
 * once more, to nowhere, with its own warnings, errors and exit status. */
#include "instr/compile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
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

static void note_file(const struct job *job, const char *reason)
{
    struct str line = {0};
    str_addf(&line, "%s: not instrumented: %s", job->input->text, reason);
    note(job->settings, true, line.data);
    str_free(&line);
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

/* The user's own command for this input, to `output`, with its own streams. */
static int plain_run(const struct job *job, const char *output, bool dependencies)
{
    struct arg_list args = {0};
    command_plain(job->command, job->input, output, dependencies, &args);
    int status = process_run(&args, NULL, NULL);
    free(args.args);
    return status < 0 ? EXIT_FAILED : status;
}

/* Compiles plainly because of `reason`. The reason is only told if that works: else the user's source is at fault. */
static int fall_back(const struct job *job, const char *reason)
{
    int status = plain_run(job, job->output, true);
    if (status != 0)
        return status;
    note_file(job, reason);
    return job->settings->strict ? EXIT_FAILED : 0;
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
    const char *nowhere = arena_printf(&job->command->arena, "%s.cover.o", job->output);
    temporary_add(nowhere);
    int status = plain_run(job, nowhere, false);
    temporary_remove(nowhere);
    if (status != 0)
        unlink(job->output);
    return status;
}

static int text_compile(struct job *job, const struct instrument_result *result)
{
    struct command *command = job->command;
    const char *suffix = command->compiler_kind == COMPILER_CLANG && !job->input->is_preprocessed ? "c" : "i";
    const char *file = arena_printf(&command->arena, "%s.cover.%s", job->output, suffix);
    temporary_add(file);
    if (file_write(file, result->text.data, result->text.len) != 0)
        return fall_back(job, "the instrumented text could not be written");
    struct arg_list args = {0};
    command_compile(command, job->input, file, job->output, &args);
    int status = process_run(&args, NULL, &job->said);
    free(args.args);
    if (job->settings->keep)
        temporary_forget(file);
    else
        temporary_remove(file);
    if (status != 0)
        return fall_back(job, first_error(&command->arena, &job->said));
    bool silenced = (result->mixes_declarations && command->asks_mixed_declarations) ||
                    (result->lacks_braces && command->asks_warnings);
    return job->said.len || silenced ? diagnose(job) : 0;
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
        note_functions(job, &result);
        status = result.text.len ? text_compile(job, &result) : plain_run(job, job->output, true);
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

int compile_input(struct settings *settings, struct command *command, const struct command_arg *input, const char *output)
{
    struct job job = {.settings = settings, .command = command, .input = input, .output = output};
    const char *file = path_absolute(&command->arena, settings->directory, input->text);
    const char *object = path_absolute(&command->arena, settings->directory, output);
    const struct package *package = package_of(&settings->packages, file, object, true);
    bool selected = input->is_preprocessed || (package && package->selected);
    if (!selected || is_probe_of_build_system(input, object))
        return plain_run(&job, output, true);
    if (command->compiler_kind == COMPILER_UNKNOWN)
        return fall_back(&job, "the compiler is neither GCC nor Clang");
    int status = job_run(&job);
    flat_text_free(&job.flat);
    str_free(&job.said);
    return status;
}
