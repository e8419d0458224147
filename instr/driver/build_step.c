/* The steps of one try, shared by the first (compile.c) and those after it (retry.c). */
#include "instr/driver/build_step.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "instr/driver/probe_target.h"
#include "instr/toolchain/command_line.h"

#include "base/path.h"
#include "base/banned.h"

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

/* What the instrumenter's questions are answered from. */
struct question {
    const struct attempt *attempt;
    const char *main_file, *output;
};

static bool find_package(const void *context, const char *name, struct arena *arena, struct file_package *found)
{
    const struct question *question = context;
    struct settings *settings = question->attempt->settings;
    const char *path = path_absolute(arena, settings->directory, name);
    bool is_main = strcmp(name, question->main_file) == 0;
    const struct package *package = package_of(&settings->packages, path, question->output, is_main);
    if (package == NULL || !package->selected)
        return false;
    *found = (struct file_package){package->path, package->module, package->disposition,
                                   package_file_name(&settings->packages, package, path, arena)};
    return true;
}

static void find_target(struct idents *idents, enum counter_mode mode, const void *context, struct probe_target *target)
{
    const struct question *question = context;
    probe_target_find(idents, mode, question->attempt->command, target);
}

int attempt_instrument(const struct attempt *attempt, struct instrument_result *result)
{
    struct command *command = attempt->command;
    struct settings *settings = attempt->settings;
    const struct flat_text *flat = attempt->flat;
    struct question question = {attempt, attempt->input->text,
                                path_absolute(&command->arena, settings->directory, attempt->output)};
    if (attempt->input->is_preprocessed)
        question.main_file = first_file(&command->arena, &flat->text, attempt->input->text);
    struct instrument_input input = {
        .text = flat->text.data,
        .len = flat->text.len,
        .predefined = flat->predefined.data,
        .predefined_len = flat->predefined.len,
        .trigraphs = &flat->trigraphs,
        .main_file = question.main_file,
        .context = &question,
        .find_package = find_package,
        .find_target = find_target,
        .read_file = file_read,
        .mode = settings->mode,
        .granularity = settings->granularity,
        .choices = settings->choices,
        .rewritten = command->compiler->keeps_directives && !attempt->input->is_preprocessed,
        .raw_strings = command_has_raw_strings(command),
        .rejected = attempt->rejected,
        .rejected_count = attempt->rejected_count,
        .dump = settings->dump,
    };
    return instrument(&input, result);
}

bool attempt_store(const struct instrument_result *result, const char *file)
{
    const struct str *text = &result->text;
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    size_t done = 0;
    for (ssize_t n = 0; fd >= 0 && n >= 0 && done<text->len; done += n> 0 ? (size_t)n : 0) {
        n = write(fd, text->data + done, text->len - done);
        if (n < 0 && errno == EINTR)
            n = 0;
    }
    return fd >= 0 && close(fd) == 0 && done == text->len;
}

int attempt_compile(const struct attempt *attempt, const char *file, const char *object, struct str *said)
{
    struct arg_list args = {0};
    command_compile(attempt->command, attempt->input, file, object, &args);
    int status = process_read(&args, NULL, said);
    free(args.args);
    return status;
}

const char *attempt_error(struct arena *arena, const struct str *said)
{
    const char *text = said->data;
    const char *error = strstr(text, "error:"), *assembler = strstr(text, "Error:");
    const char *begin = error ? error : assembler ? assembler : text;
    return arena_printf(arena, "%.*s", (int)strcspn(begin, "\n"), begin);
}
