/* Parses flags with getopt_long_only, which accepts Go's way of writing them, and prints help. Flags of Go's tool
 * that covdata does not have are in the table as well, so that the message can say so. */
#include "covdata/cli/config.h"
#include "covdata/cli/flags.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/report.h"

#include "base/banned.h"

enum { OPTION_FIRST = 1000 };

/* "-o PATH" and what it is for; a flag that is too long for the column has a line of its own. */
static void options_flag_help_print(const char *dash, const char *name, const char *argument, const char *help)
{
    enum { COLUMN = 22 };
    int width = printf("  %s%s%s%s", dash, name, *argument ? " " : "", argument);
    printf("%*s%s\n", width < COLUMN + 2 ? COLUMN + 2 - width : 1, "", help);
}

void command_help(const struct command *command)
{
    printf("usage: covdata %s %s\n\n%s\n", command->name, command->synopsis, command->help);
    for (size_t i = 0; i < flag_count; i++)
        if (flags[i].help && flag_taken(&flags[i], command))
            options_flag_help_print("-", flags[i].name, flags[i].argument ? flags[i].argument : "", flags[i].help);
    if (!(command->flags & NO_INPUT))
        options_flag_help_print("", "DIR", "", "a plain argument: the directory and all below it");
}

_Noreturn static void options_help_exit(const struct command *command)
{
    command_help(command);
    exit(stdout_finish() == 0 ? EXIT_DONE : EXIT_FAILED);
}

_Noreturn static void options_command_usage(const struct command *command, const char *problem, const char *detail)
{
    usage("%s%s (usage: covdata %s %s)", problem, detail, command->name, command->synopsis);
}

static void options_dir_add(struct options *options, char *dir)
{
    struct data_request *data = &options->request.data;
    size_t cap = data->dir_count;
    data->dirs = array_grow(data->dirs, data->dir_count, &cap, sizeof *data->dirs);
    data->dirs[data->dir_count++] = dir;
}

/* Splits the list of -i, and puts the plain arguments behind it. */
static void options_dirs_fill(struct options *options, char **trees)
{
    const char *inputs = options->inputs ? options->inputs : "";
    size_t size = strlen(inputs) + 1;
    options->list = memcpy(xmalloc(size), inputs, size);
    for (char *dir = options->list, *next; dir && *options->list; dir = next) {
        next = strchr(dir, ',');
        if (next)
            *next++ = '\0';
        options_dir_add(options, dir);
    }
    for (uint32_t i = 0; i < options->request.data.tree_count; i++)
        options_dir_add(options, trees[i]);
}

void options_free(struct options *options)
{
    free(options->list);
    free(options->request.data.dirs);
    free(options->config_text);
}

/* The table as getopt wants it; to be freed. */
static struct option *options_long_options_make(void)
{
    struct option *list = xcalloc(flag_count + 1, sizeof *list);
    for (size_t i = 0; i < flag_count; i++) {
        bool alone = flags[i].kind == FLAG_HELP;
        list[i] = (struct option){.name = flags[i].name,
                                  .has_arg = alone               ? no_argument
                                             : flags[i].argument ? required_argument
                                                                 : optional_argument,
                                  .val = OPTION_FIRST + (int)i};
    }
    return list;
}

/* Of the flags of this name, the one that the command takes. */
static const struct flag *options_flag_meant(const struct flag *flag, const struct command *command)
{
    for (size_t i = 0; i < flag_count; i++)
        if (strcmp(flags[i].name, flag->name) == 0 && flag_taken(&flags[i], command))
            return &flags[i];
    return flag;
}

static void options_take(struct options *options, const struct command *command, const struct flag *flag)
{
    struct str problem = STR_INIT;
    flag = options_flag_meant(flag, command);
    if (flag->kind == FLAG_HELP)
        options_help_exit(command);
    if (flag->kind == FLAG_REFUSED)
        options_command_usage(command, "a flag of Go's tool that covdata does not have: -", flag->name);
    if (!flag_taken(flag, command))
        options_command_usage(command, "this command has no flag -", flag->name);
    if (!flag_set(flag, options, optarg, &problem))
        options_command_usage(command, problem.data, "");
}

/* The plain arguments are directories, but for the first where the command takes a name. */
static char **options_trees_take(struct options *options, const struct command *command, char **trees)
{
    if (!(command->flags & TAKES_NAME))
        return trees;
    if (options->request.data.tree_count == 0)
        options_command_usage(command, "the name is missing", "");
    options->request.data.tree_count--;
    options->name = trees[0];
    return trees + 1;
}

static void options_check(const struct options *options, const struct command *command)
{
    const struct change_request *change = &options->change;
    if (command->flags & NO_INPUT && options->request.data.dir_count > 0)
        options_command_usage(command, "too many arguments: ", options->request.data.dirs[0]);
    if (options->request.data.dir_count == 0 && !(command->flags & NO_INPUT) && options->index == NULL)
        options_command_usage(command, "select input directories with '-i'", "");
    if (command->flags & TWO_INPUTS && options->request.data.dir_count != 2)
        options_command_usage(command, "supply exactly two input directories", "");
    if (command->flags & NEEDS_OUT && options->out == NULL)
        options_command_usage(command, "select where to write with '-o'", "");
    if (command->flags & OUT_DIR && !options->single && strcmp(options->out, "-") == 0)
        options_command_usage(
            command, "the output is a directory, not standard output; for a directory of this name write -o=./-", "");
    if ((change->range != NULL) + change->worktree + change->staged + (change->patch != NULL) > 1)
        usage("give one of -diff, -worktree, -staged and -patch");
}

enum { PLAIN = 1 };

/* Steps through the flags behind the command's name: the flag's index in the table plus OPTION_FIRST, PLAIN, ':' for
 * one without its value, '?' for an unknown one, -1 at the end. */
static int options_next(int argc, char **argv, const struct option *long_options)
{
    return getopt_long_only(argc - 1, argv + 1, "-:", long_options, NULL);
}

static void options_begin(void)
{
    opterr = 0;
    optind = 0; /* glibc: begin anew */
}

/* What the configuration file says comes before the flags, so that they can say otherwise. */
static void options_config_take(struct options *options, const struct command *command, int argc, char **argv,
                                const struct option *long_options)
{
    options_begin();
    for (int id; (id = options_next(argc, argv, long_options)) != -1;)
        if (id >= OPTION_FIRST && flags[id - OPTION_FIRST].kind == FLAG_CONFIG)
            options->config = optarg;
        else if (id >= OPTION_FIRST && flags[id - OPTION_FIRST].kind == FLAG_HELP)
            options_help_exit(command);
    if (!(command->flags & NO_INPUT))
        config_load(command, options);
}

void options_parse(struct options *options, const struct command *command, int argc, char **argv)
{
    char **trees = xcalloc((size_t)argc, sizeof *trees);
    struct option *long_options = options_long_options_make();
    *options =
        (struct options){.argv = argv, .argc = argc, .depth = 4, .order = 1, .colour = 1, .level = 2, .measure = 1};
    options->request.empty_is_fine = (command->flags & LIKE_GO) != 0;
    options->request.markers_found = (command->flags & LIKE_GO) == 0;
    options_config_take(options, command, argc, argv, long_options);
    options_begin();
    for (int id; (id = options_next(argc, argv, long_options)) != -1;) {
        if (id == ':')
            options_command_usage(command, "an argument is missing after ", argv[optind]);
        if (id == '?')
            options_command_usage(command, "unknown flag ", argv[optind]);
        if (id == PLAIN)
            trees[options->request.data.tree_count++] = optarg;
        else
            options_take(options, command, &flags[id - OPTION_FIRST]);
    }
    while (optind < argc - 1)
        trees[options->request.data.tree_count++] = argv[1 + optind++];
    options_dirs_fill(options, options_trees_take(options, command, trees));
    free(trees);
    free(long_options);
    options_check(options, command);
}
