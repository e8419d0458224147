/* The steps of one try, shared by the first (compile.c) and those after it (retry.c). */
#include "instr/driver/build_step.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
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

int attempt_instrument(const struct attempt *attempt, struct instrument_result *result)
{
    struct command *command = attempt->command;
    struct settings *settings = attempt->settings;
    const struct flat_text *flat = attempt->flat;
    struct instrument_input input = {
        .text = flat->text.data,
        .len = flat->text.len,
        .predefined = flat->predefined.data,
        .predefined_len = flat->predefined.len,
        .trigraphs = &flat->trigraphs,
        .main_file = attempt->input->text,
        .directory = settings->directory,
        .output = path_absolute(&command->arena, settings->directory, attempt->output),
        .packages = &settings->packages,
        .mode = settings->mode,
        .granularity = settings->granularity,
        .choices = settings->choices,
        .threads_checked = command->thread_sanitizer,
        .plain_c = command->lto,
        .intel_syntax = command->intel_syntax,
        .rewritten = command->compiler_kind == COMPILER_CLANG && !attempt->input->is_preprocessed,
        .plain_frame = command->lto && command->thin_lto,
        .read_file = file_read,
        .raw_strings = command_has_raw_strings(command),
        .refused = attempt->refused,
        .refused_count = attempt->refused_count,
        .dump = settings->dump,
    };
    if (attempt->input->is_preprocessed)
        input.main_file = first_file(&command->arena, &flat->text, attempt->input->text);
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
    int status = process_run(&args, NULL, said);
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
