/* covdata: reads the data directories that covered programs write, reports on them and merges them. Selects the
 * subcommand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/report.h"
#include "covdata/cli/options.h"

#include "base/banned.h"

static const struct command *main_command_find(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    usage("unknown command %s; `covdata help` lists the commands", name);
}

static void main_list_print(FILE *file)
{
    fprintf(file, "usage: covdata COMMAND -i=DIR[,DIR...] [FLAG...]\n\nCommands are:\n\n");
    for (size_t i = 0; i < command_count; i++)
        fprintf(file, "%-12s %s\n", commands[i].name, commands[i].summary);
    fprintf(file, "help         explain a command: covdata help COMMAND\n"
                  "version      print the version\n");
}

static int main_help_command(int argc, char **argv)
{
    if (argc > 3)
        usage("help takes the name of one command");
    if (argc == 3)
        command_help(main_command_find(argv[2]));
    else
        main_list_print(stdout);
    return 0;
}

static int main_command_execute(int argc, char **argv)
{
    struct options options;
    const struct command *command = main_command_find(argv[1]);
    options_parse(&options, command, argc, argv);
    int result = command->execute(&options);
    options_free(&options);
    return result;
}

static bool main_is_one_of(const char *text, const char *a, const char *b, const char *c)
{
    return strcmp(text, a) == 0 || strcmp(text, b) == 0 || strcmp(text, c) == 0;
}

int main(int argc, char **argv)
{
    int result = 0;
    report_program("covdata");
    if (argc < 2) {
        main_list_print(stderr);
        return EXIT_USAGE;
    }
    if (main_is_one_of(argv[1], "help", "-help", "--help") || strcmp(argv[1], "-h") == 0)
        result = main_help_command(argc, argv);
    else if (main_is_one_of(argv[1], "version", "-version", "--version"))
        printf("covdata %s\n", COVERBUILD_VERSION);
    else
        result = main_command_execute(argc, argv);
    if (stdout_finish() != 0)
        result = -1;
    return result == 0 ? EXIT_DONE : EXIT_FAILED;
}
