/* Parses flags by getopt_long_only, which understands Go's way of writing them. Flags of Go's tool that make no sense
 * here are refused by name, so that the message can say why. */
#include "covdata/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/report.h"

#include "base/banned.h"

enum option_id {
    OPTION_IN = 1000,
    OPTION_OUT,
    OPTION_PKG,
    OPTION_LIVE,
    OPTION_COMBINE,
    OPTION_FNL,
    OPTION_SOURCE,
    OPTION_MISSING,
    OPTION_DEPTH,
    OPTION_FAIL_UNDER,
    OPTION_VERBOSE,
    OPTION_HELP,
    OPTION_REFUSED
};

struct flag_help {
    int flags; /* shown where the command takes one of these; 0: always */
    const char *text;
};

static const struct flag_help flag_helps[] = {
    {0, "  -i DIR[,DIR...]   directories to read data from\n"},
    {0, "  DIR               a plain argument: the directory and all below it\n"},
    {TAKES_OUT, "  -o PATH           where to write; `-` is standard output, except for a directory\n"},
    {TAKES_LIVE, "  -live             show only functions that a counter file mentions\n"},
    {TAKES_COMBINE, "  -pcombine         combine the data of different programs into one\n"},
    {TAKES_FNL, "  -fnl              functions as lcov 2.2 has them (FNL, FNA) instead of FN, FNDA\n"},
    {TAKES_SOURCE, "  -source DIR       the project's root: lines that its files exclude by markers don't count\n"},
    {TAKES_SUMMARY, "  -missing          list the lines that did not run\n"
                    "  -depth LEVEL      how deep: module, package, directory, file (default), function\n"
                    "  -fail-under N     exit with 1 if less than N percent of all statements are covered\n"},
    {0, "  -pkg PATTERN,...  only packages whose path matches; `...` stands for any text\n"},
    {0, "  -v N              1 and above: name each meta-data file as it is read\n"},
    {0, "  -help             this text\n"},
};

void command_help(const struct command *command)
{
    printf("usage: covdata %s %s\n\n%s\n", command->name, command->synopsis, command->help);
    for (size_t i = 0; i < sizeof flag_helps / sizeof *flag_helps; i++)
        if (flag_helps[i].flags == 0 || flag_helps[i].flags & command->flags)
            fputs(flag_helps[i].text, stdout);
}

_Noreturn static void help_exit(const struct command *command)
{
    command_help(command);
    exit(stdout_finish() == 0 ? EXIT_DONE : EXIT_FAILED);
}

_Noreturn static void command_usage(const struct command *command, const char *problem, const char *detail)
{
    usage("%s%s (usage: covdata %s %s)", problem, detail, command->name, command->synopsis);
}

static bool bool_parse(const struct command *command, const char *text)
{
    if (text == NULL || strcmp(text, "true") == 0 || strcmp(text, "1") == 0)
        return true;
    if (strcmp(text, "false") != 0 && strcmp(text, "0") != 0)
        command_usage(command, "not true or false: ", text);
    return false;
}

static long number_parse(const struct command *command, const char *text)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 0);
    if (*text == '\0' || *end != '\0' || errno != 0)
        command_usage(command, "not a number: ", text);
    return value;
}

static long depth_parse(const struct command *command, const char *text)
{
    static const char *const levels[] = {"module", "package", "directory", "file", "function"};
    for (long i = 0; i < 5; i++)
        if (strcmp(levels[i], text) == 0)
            return i + 1;
    command_usage(command, "not module, package, directory, file or function: ", text);
}

static double percent_parse(const struct command *command, const char *text)
{
    char *end;
    double value = strtod(text, &end);
    if (!(*text >= '0' && *text <= '9') || *end != '\0' || !(value >= 0 && value <= 100))
        command_usage(command, "not a number from 0 to 100: ", text);
    return value;
}

/* A later -i takes the place of an earlier one. */
static void list_take(struct options *options, const char *list)
{
    free(options->list);
    options->list = xmalloc(strlen(list) + 1);
    memcpy(options->list, list, strlen(list) + 1);
}

static void dir_add(struct options *options, char *dir)
{
    size_t cap = options->dir_count;
    options->dirs = array_grow(options->dirs, options->dir_count, &cap, sizeof *options->dirs);
    options->dirs[options->dir_count++] = dir;
}

/* Splits the list of -i, and puts the plain arguments behind it. */
static void dirs_fill(struct options *options, char **trees)
{
    for (char *dir = options->list, *next; dir && *options->list; dir = next) {
        next = strchr(dir, ',');
        if (next)
            *next++ = '\0';
        dir_add(options, dir);
    }
    for (uint32_t i = 0; i < options->tree_count; i++)
        dir_add(options, trees[i]);
}

void options_free(struct options *options)
{
    free(options->list);
    free(options->dirs);
}

static const struct option long_options[] = {
    {"i", required_argument, NULL, OPTION_IN},
    {"o", required_argument, NULL, OPTION_OUT},
    {"pkg", required_argument, NULL, OPTION_PKG},
    {"live", optional_argument, NULL, OPTION_LIVE},
    {"pcombine", optional_argument, NULL, OPTION_COMBINE},
    {"fnl", optional_argument, NULL, OPTION_FNL},
    {"source", required_argument, NULL, OPTION_SOURCE},
    {"missing", optional_argument, NULL, OPTION_MISSING},
    {"depth", required_argument, NULL, OPTION_DEPTH},
    {"fail-under", required_argument, NULL, OPTION_FAIL_UNDER},
    {"v", required_argument, NULL, OPTION_VERBOSE},
    {"h", no_argument, NULL, OPTION_HELP},
    {"help", no_argument, NULL, OPTION_HELP},
    {"hw", optional_argument, NULL, OPTION_REFUSED},
    {"cpuprofile", required_argument, NULL, OPTION_REFUSED},
    {"memprofile", required_argument, NULL, OPTION_REFUSED},
    {"memprofilerate", required_argument, NULL, OPTION_REFUSED},
    {"modpaths", required_argument, NULL, OPTION_REFUSED},
    {0},
};

static void option_take(struct options *options, const struct command *command, int id, int index)
{
    static const int needed[] = {[OPTION_OUT - OPTION_IN] = TAKES_OUT,
                                 [OPTION_LIVE - OPTION_IN] = TAKES_LIVE,
                                 [OPTION_COMBINE - OPTION_IN] = TAKES_COMBINE,
                                 [OPTION_FNL - OPTION_IN] = TAKES_FNL,
                                 [OPTION_SOURCE - OPTION_IN] = TAKES_SOURCE,
                                 [OPTION_MISSING - OPTION_IN] = TAKES_SUMMARY,
                                 [OPTION_DEPTH - OPTION_IN] = TAKES_SUMMARY,
                                 [OPTION_FAIL_UNDER - OPTION_IN] = TAKES_SUMMARY,
                                 [OPTION_REFUSED - OPTION_IN] = 0};
    int need = needed[id - OPTION_IN];
    if (id == OPTION_REFUSED)
        command_usage(command, "a flag of Go's tool that covdata does not have: -", long_options[index].name);
    if (need && !(need & command->flags))
        command_usage(command, "this command has no flag -", long_options[index].name);
    if (id == OPTION_IN) {
        list_take(options, optarg);
    } else if (id == OPTION_OUT) {
        options->out = *optarg ? optarg : NULL;
    } else if (id == OPTION_PKG) {
        options->packages = optarg;
    } else if (id == OPTION_LIVE) {
        options->live = bool_parse(command, optarg);
    } else if (id == OPTION_COMBINE) {
        options->combine = bool_parse(command, optarg);
    } else if (id == OPTION_FNL) {
        options->fnl = bool_parse(command, optarg);
    } else if (id == OPTION_SOURCE) {
        options->source = *optarg ? optarg : NULL;
    } else if (id == OPTION_MISSING) {
        options->missing = bool_parse(command, optarg);
    } else if (id == OPTION_DEPTH) {
        options->depth = depth_parse(command, optarg);
    } else if (id == OPTION_FAIL_UNDER) {
        options->gated = true;
        options->fail_under = percent_parse(command, optarg);
    } else if (id == OPTION_VERBOSE) {
        options->verbose = number_parse(command, optarg);
    } else {
        help_exit(command);
    }
}

static void options_check(const struct options *options, const struct command *command)
{
    if (options->dir_count == 0)
        command_usage(command, "select input directories with '-i'", "");
    if (command->flags & TWO_INPUTS && options->dir_count != 2)
        command_usage(command, "supply exactly two input directories", "");
    if (command->flags & NEEDS_OUT && options->out == NULL)
        command_usage(command, "select where to write with '-o'", "");
}

void options_parse(struct options *options, const struct command *command, int argc, char **argv)
{
    enum { PLAIN = 1 };
    char **trees = xcalloc((size_t)argc, sizeof *trees);
    *options = (struct options){.argv = argv, .argc = argc, .depth = 4};
    opterr = 0;
    optind = 2;
    for (int id, index = 0; (id = getopt_long_only(argc, argv, "-:", long_options, &index)) != -1;) {
        if (id == ':')
            command_usage(command, "an argument is missing after ", argv[optind - 1]);
        if (id == '?')
            command_usage(command, "unknown flag ", argv[optind - 1]);
        if (id == PLAIN)
            trees[options->tree_count++] = optarg;
        else
            option_take(options, command, id, index);
    }
    while (optind < argc)
        trees[options->tree_count++] = argv[optind++];
    dirs_fill(options, trees);
    free(trees);
    options_check(options, command);
}
