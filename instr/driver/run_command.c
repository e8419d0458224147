/* `covercc run [-o DIR] [-ck] [-t KEY=VALUE]… -- CMD`: becomes CMD, with COVERDIR and COVERTAGS set, so that all its
 * processes write their data to DIR. The directory is made here, so that one message, before CMD runs, says if it can't
 * be written to, and an emulator with another root directory does not make it elsewhere. With -k, which build modes put
 * before tests, no failure here changes the outcome of CMD. */
#include "instr/driver/run_command.h"

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "base/str.h"
#include "instr/project/package.h"
#include "instr/toolchain/process.h"
#include "instr/project/config.h"

#include "base/banned.h"

static const char help_text[] =
    "usage: covercc run [-o DIR] [-ck] [-t KEY=VALUE]... [--] CMD ARGS...\n"
    "Runs CMD; every instrumented program that it starts writes its data to DIR.\n"
    "\n"
    "  -o DIR        the data directory (default: the setting data of .covercc, else coverdata)\n"
    "  -c            first remove the data in DIR\n"
    "  -k            run CMD even if DIR cannot be written to\n"
    "  -t KEY=VALUE  a tag to store in the data, like test=login; may be repeated\n"
    "The exit status is CMD's, or 127 if it cannot be run.\n";

struct run {
    const char *directory;
    struct str tags;
    bool clean, keep_going;
};

static void run_command_add_tag(struct str *tags, const char *tag)
{
    const char *equals = strchr(tag, '=');
    if (equals == NULL || equals == tag || strpbrk(tag, ";\n"))
        usage("-t %s: must be KEY=VALUE, without a semicolon", tag);
    str_addf(tags, "%s%s", tags->len ? ";" : "", tag);
}

/* Returns the index of CMD. */
static int run_command_options(struct run *run, int argc, char **argv)
{
    static const struct option table[] = {{"help", no_argument, NULL, 'h'}, {0}};
    for (int option; (option = getopt_long(argc, argv, "+o:ckt:", table, NULL)) != -1;) {
        switch (option) {
        case 'o':
            run->directory = optarg;
            break;
        case 'c':
            run->clean = true;
            break;
        case 'k':
            run->keep_going = true;
            break;
        case 't':
            run_command_add_tag(&run->tags, optarg);
            break;
        case 'h':
            fputs(help_text, stdout);
            exit(stdout_finish() ? EXIT_FAILED : EXIT_DONE);
        default:
            exit(EXIT_USAGE);
        }
    }
    if (run->directory && *run->directory == '\0')
        usage("run: -o needs a directory");
    if (optind >= argc)
        usage("run: no command given; covercc run --help tells more");
    return optind;
}

/* Removes the data files, and nothing else. */
static int run_command_clean(const char *directory)
{
    DIR *dir = opendir(directory);
    if (dir == NULL)
        return error("%s: %s", directory, strerror(errno));
    int result = 0;
    for (struct dirent *entry; result == 0 && (entry = readdir(dir));) {
        bool is_data = text_starts(entry->d_name, "covmeta.") || text_starts(entry->d_name, "covcounters.");
        if (is_data && unlinkat(dirfd(dir), entry->d_name, 0) != 0 && errno != ENOENT)
            result = error("%s/%s: %s", directory, entry->d_name, strerror(errno));
    }
    closedir(dir);
    return result;
}

static int run_command_prepare(const struct run *run)
{
    if (dir_make(run->directory) != 0)
        return -1;
    if (access(run->directory, W_OK | X_OK) != 0)
        return error("%s: %s", run->directory, strerror(errno));
    return run->clean ? run_command_clean(run->directory) : 0;
}

static void run_command_set(const char *name, const char *value)
{
    if (setenv(name, value, 1) != 0)
        die("%s: %s", name, strerror(errno));
}

int run_command_main(int argc, char **argv)
{
    struct run run = {.tags = STR_INIT};
    struct arena arena = {0};
    struct project project;
    struct arg_list command = {0};
    char working[PATH_MAX];
    const char *inherited = getenv("COVERTAGS");
    if (inherited && *inherited)
        str_adds(&run.tags, inherited);
    int first = run_command_options(&run, argc, argv);
    if (getcwd(working, sizeof working) == NULL)
        die("the working directory: %s", strerror(errno));
    if (run.directory == NULL) {
        if (project_read(&project, NULL, working, &arena) != 0)
            return EXIT_FAILED;
        run.directory = project.data ? project.data : "coverdata";
    }
    run.directory = path_absolute(&arena, working, run.directory);
    if (run_command_prepare(&run) != 0 && !run.keep_going)
        return EXIT_FAILED;
    run_command_set("COVERDIR", run.directory);
    if (run.tags.len)
        run_command_set("COVERTAGS", run.tags.data);
    for (int i = first; i < argc; i++)
        arg_add(&command, argv[i]);
    process_exec(&command);
    free(command.args);
    str_free(&run.tags);
    arena_free(&arena);
    return 127;
}
