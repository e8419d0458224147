/* In: the command line of a link. Out: the program, and messages where it will write no coverage data.
 *
 * A runtime that does not fit what is linked must not break the build: the link runs again without it. */
#include "instr/driver/link.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
#include "instr/driver/relink.h"
#include "instr/toolchain/command_line.h"

#include "base/banned.h"

enum { LINK_NOT_RUN = 127 };

const char *link_runtime(const struct settings *settings)
{
    return settings->runtime && access(settings->runtime, R_OK) == 0 ? settings->runtime : NULL;
}

static const char *link_output(const struct command *command)
{
    return command->output ? command->output : "a.out";
}

static int link_without_runtime(const struct settings *settings, struct arg_list *args)
{
    struct str messages = STR_INIT;
    int status = process_run(args, NULL, &messages);
    if (status > 0 && relink_run(settings, args)) {
        str_free(&messages);
        return 0;
    }
    str_print(&messages, stderr);
    if (status > 0 && strstr(messages.data, COVER_RUNTIME_SYMBOL))
        error("instrumented objects need the runtime, and %s does not exist; --runtime=FILE names it",
              settings->runtime ? settings->runtime : "libcoverrt.a");
    str_free(&messages);
    return status;
}

/* Warns if the program has counters, but no C library, which the runtime needs to write them. */
static void link_check_libc(const struct command *command)
{
    struct str image = STR_INIT;
    const char *output = link_output(command);
    bool is_image = access(output, R_OK) == 0 && file_read(output, &image) == 0 && image.len;
    if (is_image && memmem(image.data, image.len, COVER_SECTION_RECORDS, strlen(COVER_SECTION_RECORDS)))
        warn("%s: no coverage data will be written: it is linked without the C library", output);
    str_free(&image);
}

/* Links again without the runtime. False: that fails, too, as objects of mode atomic need more of the runtime than the
 * symbol that asks for it. */
static bool link_again(const struct settings *settings, const struct arg_list *args)
{
    struct str messages = STR_INIT;
    for (size_t i = 0; i < args->count; i++) {
        if (args->args[i] == settings->runtime)
            args->args[i] = COMMAND_NO_RUNTIME;
    }
    bool done = process_run(args, NULL, &messages) == 0;
    if (done)
        str_print(&messages, stderr);
    str_free(&messages);
    return done;
}

/* Does the linker complain about the runtime? mold does not name the archive whose member is for another machine. */
static bool link_rejects_runtime(const struct settings *settings, const struct str *messages)
{
    return strstr(messages->data, settings->runtime) || strstr(messages->data, "incompatible file type");
}

static int link_with_runtime(const struct settings *settings, const struct command *command, struct arg_list *args)
{
    static const char advice[] = "(for another machine or C library?); --runtime=FILE names one that fits";
    struct str messages = STR_INIT;
    int status = process_run(args, NULL, &messages);
    if (status > 0 && relink_run(settings, args)) {
        status = 0;
    } else if (status <= 0 || !link_rejects_runtime(settings, &messages)) {
        str_print(&messages, stderr);
    } else if (!settings->strict && link_again(settings, args)) {
        status = 0;
        warn("%s: no coverage data will be written: the linker rejects %s %s", link_output(command), settings->runtime,
             advice);
    } else {
        str_print(&messages, stderr);
        error("the linker rejects %s %s", settings->runtime, advice);
    }
    str_free(&messages);
    return status;
}

int link_run(const struct settings *settings, const struct command *command, struct arg_list *args)
{
    int status =
        link_runtime(settings) ? link_with_runtime(settings, command, args) : link_without_runtime(settings, args);
    free(args->args);
    if (status == 0 && !command_links_libc(command))
        link_check_libc(command);
    return status < 0 ? LINK_NOT_RUN : status;
}
