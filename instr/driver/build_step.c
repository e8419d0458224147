/* The steps of one instrumented compile, for the first (compile.c) and for those that leave functions out (bisect.c). */
#include "instr/driver/build_step.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/line_marker.h"
#include "base/path.h"
#include "instr/driver/probe_target.h"
#include "instr/driver/relink.h"
#include "instr/toolchain/command_line.h"

#include "base/banned.h"

/* The file that the text begins with: the source of an .i file. */
static const char *build_step_first_file(struct arena *arena, const struct str *text, const char *otherwise)
{
    const char *p = text->data;
    for (; p[0] == '#' && p[1] == ' '; p += strcspn(p, "\n"), p += *p == '\n') {
        struct line_marker marker;
        if (line_marker_read(p, &marker) && marker.name[0] != '<')
            return arena_copy(arena, marker.name, marker.name_len);
    }
    return otherwise;
}

/* What answers the instrumenter's questions. */
struct question {
    const struct build_step *step;
    const char *main_file, *output;
};

static bool build_step_find_package(const void *context, const char *name, struct arena *arena,
                                    struct file_package *found)
{
    const struct question *question = context;
    struct settings *settings = question->step->settings;
    const char *path = path_absolute(arena, settings->directory, name);
    bool is_main = strcmp(name, question->main_file) == 0;
    const struct package *package = package_of(&settings->packages, path, question->output, is_main);
    if (package == NULL || !package->selected)
        return false;
    *found = (struct file_package){package->path, package->module, package->disposition,
                                   package_file_name(&settings->packages, package, path, arena)};
    return true;
}

static void build_step_find_target(struct idents *idents, enum counter_mode mode, const void *context,
                                   struct probe_target *target)
{
    const struct question *question = context;
    probe_target_find(idents, mode, question->step->command, target);
}

int build_step_instrument(const struct build_step *step, struct instrument_result *result)
{
    struct command *command = step->command;
    struct settings *settings = step->settings;
    const struct flat_text *flat = step->flat;
    struct question question = {step, step->input->text,
                                path_absolute(&command->arena, settings->directory, step->output)};
    if (step->input->is_preprocessed)
        question.main_file = build_step_first_file(&command->arena, &flat->text, step->input->text);
    struct instrument_input input = {
        .text = flat->text.data,
        .len = flat->text.len,
        .predefined = flat->predefined.data,
        .predefined_len = flat->predefined.len,
        .trigraphs = &flat->trigraphs,
        .main_file = question.main_file,
        .base_file = command_base_file(command, step->input),
        .context = &question,
        .find_package = build_step_find_package,
        .find_target = build_step_find_target,
        .read_file = file_read_quietly, /* line markers may name files that do not exist */
        .mode = settings->mode,
        .granularity = settings->granularity,
        .choices = settings->choices,
        .rewritten = command->compiler->keeps_directives && !step->input->is_preprocessed,
        .raw_strings = command_has_raw_strings(command),
        .rejected = step->rejected,
        .rejected_count = step->rejected_count,
        .dump = settings->dump,
    };
    if (instrument(&input, result) != 0)
        return -1;
    struct file_package package;
    if (result->text.len && settings->dump == NULL &&
        build_step_find_package(&question, question.main_file, &command->arena, &package))
        relink_record_add(settings, command, step->input, &package, &result->text);
    return 0;
}

/* __TIMESTAMP__ is the time of the file compiled. */
static void build_step_set_time(const struct build_step *step, int fd)
{
    struct stat st;
    if (stat(step->input->text, &st) == 0)
        (void)!futimens(fd, (const struct timespec[]){st.st_atim, st.st_mtim});
}

bool build_step_store(const struct build_step *step, const struct instrument_result *result, const char *file)
{
    const struct str *text = &result->text;
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    size_t done = 0;
    for (ssize_t n = 0; fd >= 0 && n >= 0 && done<text->len; done += n> 0 ? (size_t)n : 0) {
        n = write(fd, text->data + done, text->len - done);
        if (n < 0 && errno == EINTR)
            n = 0;
    }
    if (fd >= 0)
        build_step_set_time(step, fd);
    return fd >= 0 && close(fd) == 0 && done == text->len;
}

int build_step_compile(const struct build_step *step, const char *file, const char *object, struct str *messages)
{
    struct arg_list args = {0};
    command_compile(step->command, step->input, file, object, &args);
    int status = process_read(&args, NULL, messages);
    free(args.args);
    return status;
}

const char *build_step_error(struct arena *arena, const struct str *messages)
{
    const char *text = messages->data;
    const char *error = strstr(text, "error:"), *assembler = strstr(text, "Error:");
    const char *begin = error ? error : assembler ? assembler : text;
    return arena_printf(arena, "%.*s", (int)strcspn(begin, "\n"), begin);
}
