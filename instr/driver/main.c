/* covercc: a compiler wrapper. `covercc [options] [--] CC ARGS…` runs the compiler as it was called, with C code
 * instrumented. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
#include "instr/driver/build_command.h"
#include "instr/driver/build_summary.h"
#include "instr/driver/run_command.h"
#include "instr/project/meson.h"
#include "instr/project/plan_output.h"

#include "base/banned.h"

static int main_summarise(const struct options *options)
{
    struct str log = STR_INIT;
    int status = file_read(options->summary, &log) == 0 ? build_summary_print(&log, options->summary, options->strict)
                                                        : EXIT_FAILED;
    str_free(&log);
    return status;
}

/* Does Meson run the compiler to check something, before there is a build? */
static bool main_is_outside_build(const struct options *options, char *const *argv)
{
    char directory[PATH_MAX];
    return options->meson && getcwd(directory, sizeof directory) && !meson_is_build(directory, argv);
}

/* Runs the compiler without covercc. */
static int main_run_plain(char **argv)
{
    struct arg_list args = {0};
    for (; *argv; argv++)
        arg_add(&args, *argv);
    process_exec(&args);
    free(args.args);
    return 127;
}

static int main_run(struct options *options, int argc, char **argv)
{
    struct settings settings;
    struct command command;
    struct arena arena = {0};
    if (command_parse(&command, argc, argv) != 0)
        return EXIT_FAILED;
    settings_make(&settings, options, &command, &arena);
    int status = options->explain ? build_command_explain(&settings, &command) : build_command_run(&settings, &command);
    command_free(&command);
    packages_free(&settings.packages);
    arena_free(&arena);
    return status;
}

int main(int argc, char **argv)
{
    struct options options = {0};
    report_program("covercc");
    memory_map_large();
    if (argc > 1 && strcmp(argv[1], "run") == 0)
        return run_command_main(argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "plan") == 0)
        return plan_main(argc - 1, argv + 1);
    int first = options_read(&options, argc, argv);
    if (options.summary && first >= argc)
        return main_summarise(&options);
    if (options.summary)
        usage("--summary takes no compiler");
    if (first >= argc)
        usage("no compiler given; covercc --help tells more");
    if (main_is_outside_build(&options, argv + first))
        return main_run_plain(argv + first);
    return main_run(&options, argc - first, argv + first);
}
