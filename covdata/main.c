/* covdata: reads the data directories that covered programs leave, reports and merges them. Here only the choice of the
 * subcommand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/report.h"
#include "covdata/commands.h"
#include "covdata/options.h"

#include "base/banned.h"

static const struct command commands[] = {
    {"percent", TAKES_OUT, percent_run, "output total percentage of statements covered", "-i=DIR[,DIR...]",
     "Prints for each package how many of its statements ran in any of the runs. With -o, also\n"
     "writes what `covdata textfmt` would write.\n"},
    {"func", 0, func_run, "output coverage profile information for each function", "-i=DIR[,DIR...]",
     "Prints for each function where it starts and how many of its statements ran.\n"},
    {"pkglist", 0, pkglist_run, "output list of package paths", "-i=DIR[,DIR...]",
     "Prints the path of each package, those of which nothing ran included.\n"},
    {"textfmt", TAKES_OUT | NEEDS_OUT, textfmt_run, "convert coverage data to textual format",
     "-i=DIR[,DIR...] -o=FILE",
     "Writes a line for each unit in the text format of Go's cmd/cover:\n"
     "FILE:LINE.COLUMN,LINE.COLUMN STATEMENTS COUNT.\n"},
    {"merge", TAKES_OUT | NEEDS_OUT | TAKES_COMBINE, merge_run, "merge data files together", "-i=DIR[,DIR...] -o=DIR",
     "Adds up all runs of each program and writes one counter file for each into the output\n"
     "directory, which is made if missing. With -pcombine, all programs become one; with -pkg, only\n"
     "the selected packages are kept.\n"},
    {"subtract", TAKES_OUT | NEEDS_OUT | TWO_INPUTS, subtract_run, "subtract one set of data files from another set",
     "-i=DIR,DIR -o=DIR",
     "Writes what ran in the first directory and in no run of the second: as data files, one counter\n"
     "file for each program, into the output directory, which is made if missing.\n"},
    {"intersect", TAKES_OUT | NEEDS_OUT, intersect_run, "generate intersection of two sets of data files",
     "-i=DIR,DIR[,DIR...] -o=DIR",
     "Writes what ran in the first directory and in all others, with the counts of the first, as\n"
     "data files into the output directory, which is made if missing. As in Go, a unit must have run\n"
     "in every counter file of the others that mentions its function: merge their runs first.\n"},
    {"lcov", TAKES_OUT | TAKES_SOURCE | TAKES_FNL, lcov_run, "write an lcov tracefile", "-i=DIR[,DIR...]",
     "Writes lines and functions with their counts, for lcov, genhtml and other tools that read\n"
     "tracefiles; without -o, to standard output. Names of files are relative to the module's root.\n"},
    {"cobertura", TAKES_OUT | TAKES_SOURCE, cobertura_run, "write Cobertura's XML", "-i=DIR[,DIR...]",
     "Writes lines and functions with their counts as Cobertura's XML, for CTest, GitLab and other\n"
     "tools; without -o, to standard output. Names of files are relative to the module's root.\n"},
    {"summary", TAKES_OUT | TAKES_SOURCE | TAKES_SUMMARY, summary_run,
     "show modules, packages, directories and files as a tree", "-i=DIR[,DIR...]",
     "Prints how many statements, lines and functions ran, for each module, package, directory and\n"
     "file, and in total. The exit status is 1 if the total of statements is under -fail-under.\n"},
    {"debugdump", TAKES_LIVE, debugdump_run, "dump data in human-readable format for debugging purposes",
     "-i=DIR[,DIR...]", "Prints all that the data files say, in their own order.\n"},
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static const struct command *command_find(const char *name)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    usage("unknown command %s; `covdata help` lists the commands", name);
}

static void list_print(FILE *file)
{
    fprintf(file, "usage: covdata COMMAND -i=DIR[,DIR...] [FLAG...]\n\nCommands are:\n\n");
    for (int i = 0; i < COMMAND_COUNT; i++)
        fprintf(file, "%-11s %s\n", commands[i].name, commands[i].summary);
    fprintf(file, "help        explain a command: covdata help COMMAND\n"
                  "version     print the version\n");
}

static int help_run(int argc, char **argv)
{
    if (argc > 3)
        usage("help takes the name of one command");
    if (argc == 3)
        command_help(command_find(argv[2]));
    else
        list_print(stdout);
    return 0;
}

static int command_run(int argc, char **argv)
{
    struct options options;
    const struct command *command = command_find(argv[1]);
    options_parse(&options, command, argc, argv);
    int result = command->run(&options);
    options_free(&options);
    return result;
}

static bool is_one_of(const char *text, const char *a, const char *b, const char *c)
{
    return strcmp(text, a) == 0 || strcmp(text, b) == 0 || strcmp(text, c) == 0;
}

int main(int argc, char **argv)
{
    int result = 0;
    report_program("covdata");
    if (argc < 2) {
        list_print(stderr);
        return EXIT_USAGE;
    }
    if (is_one_of(argv[1], "help", "-help", "--help") || strcmp(argv[1], "-h") == 0)
        result = help_run(argc, argv);
    else if (is_one_of(argv[1], "version", "-version", "--version"))
        printf("covdata %s\n", COVERBUILD_VERSION);
    else
        result = command_run(argc, argv);
    if (stdout_finish() != 0)
        result = -1;
    return result == 0 ? EXIT_DONE : EXIT_FAILED;
}
