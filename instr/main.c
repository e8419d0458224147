/* covercc: a compiler wrapper. `covercc [options] [--] CC ARGS…` runs the compiler as it was called, with C code instrumented. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
#include "instr/compile.h"
#include "instr/dump.h"
#include "instr/temporary.h"

#include "base/banned.h"

static const char help_text[] =
    "usage: covercc [OPTIONS] [--] CC ARGS...\n"
    "Runs the C compiler CC with its arguments; what it compiles is instrumented for coverage.\n"
    "\n"
    "  --manifest=FILE     what a build mode says of packages, mode and files (docs/manifest.md)\n"
    "Without a manifest:\n"
    "  --root=DIR          the module's source root (default: git's top level, else the working directory)\n"
    "  --module=NAME       the module's path (default: the root directory's name)\n"
    "  --pkg=mod|mod.deps  instrument the module's own code, or vendored code below the root too\n"
    "  --mode=set|count|atomic, --granularity=perblock|perfunc\n"
    "  --runtime=FILE      the runtime archive (default: libcoverrt.a found beside covercc)\n"
    "  --skipped=FILE      append a line there for each function or file left alone\n"
    "  --strict            fail where a file can't be instrumented\n"
    "  --keep              keep the instrumented text beside the object\n"
    "  --dump=STAGE        print flat, tokens, expanded, stmts, units, edits or text instead of compiling\n"
    "  --help, --version\n";

struct options {
    const char *manifest, *root, *module, *pkg, *mode, *granularity, *runtime, *skipped, *dump;
    bool strict, keep;
};

/* Reads the options before CC. Returns the index of CC. */
static int options_read(struct options *options, int argc, char **argv)
{
    enum { MANIFEST = 1, ROOT, MODULE, PKG, MODE, GRANULARITY, RUNTIME, SKIPPED, STRICT, KEEP, DUMP, HELP, VERSION };
    static const struct option table[] = {
        {"manifest", required_argument, NULL, MANIFEST}, {"root", required_argument, NULL, ROOT},
        {"module", required_argument, NULL, MODULE}, {"pkg", required_argument, NULL, PKG},
        {"mode", required_argument, NULL, MODE}, {"granularity", required_argument, NULL, GRANULARITY},
        {"runtime", required_argument, NULL, RUNTIME}, {"skipped", required_argument, NULL, SKIPPED},
        {"strict", no_argument, NULL, STRICT}, {"keep", no_argument, NULL, KEEP}, {"dump", required_argument, NULL, DUMP},
        {"help", no_argument, NULL, HELP}, {"version", no_argument, NULL, VERSION}, {0},
    };
    for (int option; (option = getopt_long(argc, argv, "+", table, NULL)) != -1;) {
        switch (option) {
        case MANIFEST: options->manifest = optarg; break;
        case ROOT: options->root = optarg; break;
        case MODULE: options->module = optarg; break;
        case PKG: options->pkg = optarg; break;
        case MODE: options->mode = optarg; break;
        case GRANULARITY: options->granularity = optarg; break;
        case RUNTIME: options->runtime = optarg; break;
        case SKIPPED: options->skipped = optarg; break;
        case STRICT: options->strict = true; break;
        case KEEP: options->keep = true; break;
        case DUMP: options->dump = optarg; break;
        case HELP: fputs(help_text, stdout); exit(stdout_finish() ? EXIT_FAILED : 0);
        case VERSION: puts("covercc " COVERBUILD_VERSION); exit(stdout_finish() ? EXIT_FAILED : 0);
        default: exit(EXIT_USAGE);
        }
    }
    return optind;
}

/* The nearest directory above that holds .git, else the directory itself. */
static const char *default_root(struct arena *arena, const char *directory)
{
    char *dir = arena_copy(arena, directory, strlen(directory));
    for (;;) {
        struct stat st;
        if (stat(arena_printf(arena, "%s/.git", dir), &st) == 0)
            return dir;
        char *slash = strrchr(dir, '/');
        if (slash == NULL || slash == dir)
            return directory;
        *slash = '\0';
    }
}

/* libcoverrt.a where a build tree or an installation has it, seen from this program. NULL: nowhere. */
static const char *default_runtime(struct arena *arena)
{
    static const char *const places[] = {".", "../runtime", "../lib/coverbuild", "../lib", "../lib64"};
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    if (len <= 0)
        return NULL;
    self[len] = '\0';
    char *slash = strrchr(self, '/');
    *slash = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *path = arena_printf(arena, "%s/%s/libcoverrt.a", self, places[i]);
        if (access(path, R_OK) == 0)
            return path;
    }
    return NULL;
}

static void plain_settings(struct settings *settings, const struct options *options, struct arena *arena)
{
    const char *root = options->root ? options->root : default_root(arena, settings->directory);
    root = path_absolute(arena, settings->directory, root);
    const char *module = options->module ? options->module : strrchr(root, '/') + 1;
    const char *pkg = options->pkg ? options->pkg : "mod";
    if (strcmp(pkg, "mod") != 0 && strcmp(pkg, "mod.deps") != 0)
        usage("--pkg=%s: must be mod or mod.deps", pkg);
    packages_plain(&settings->packages, root, *module ? module : "root", strcmp(pkg, "mod.deps") == 0);
}

static void settings_make(struct settings *settings, const struct options *options, struct arena *arena)
{
    struct manifest manifest = {0};
    char directory[PATH_MAX];
    if (getcwd(directory, sizeof directory) == NULL)
        die("the working directory: %s", strerror(errno));
    settings->directory = arena_copy(arena, directory, strlen(directory));
    if (options->manifest && (options->root || options->module || options->pkg))
        usage("--root, --module and --pkg don't go with --manifest");
    if (options->manifest == NULL)
        plain_settings(settings, options, arena);
    else if (packages_read(&settings->packages, &manifest, options->manifest) != 0)
        exit(EXIT_FAILED);
    const char *mode = options->mode ? options->mode : manifest.mode ? manifest.mode : "set";
    const char *granularity = options->granularity ? options->granularity : manifest.granularity ? manifest.granularity : "perblock";
    settings->mode = mode_parse(mode);
    settings->granularity = granularity_parse(granularity);
    if (settings->mode < MODE_SET || settings->mode > MODE_ATOMIC)
        usage("--mode=%s: must be set, count or atomic", mode);
    if (settings->granularity == GRANULARITY_INVALID)
        usage("--granularity=%s: must be perblock or perfunc", granularity);
    if (options->dump && !dump_is_stage(options->dump))
        usage("--dump=%s: must be flat, tokens, expanded, stmts, units, edits or text", options->dump);
    settings->runtime = options->runtime ? options->runtime : manifest.runtime ? manifest.runtime : default_runtime(arena);
    settings->skipped = options->skipped ? options->skipped : manifest.skipped;
    settings->strict = options->strict || manifest.strict;
    settings->dump = options->dump;
    settings->keep = options->keep;
}

static int inputs_compile(struct settings *settings, struct command *command)
{
    int status = 0;
    for (size_t i = 0; i < command->count && status == 0; i++) {
        const struct command_arg *input = &command->args[i];
        if (input->class == ARG_INPUT && (input->is_c || input->is_preprocessed))
            status = compile_input(settings, command, input, command_output(command, input));
    }
    return status;
}

/* The link line: the user's, with objects in the place of C sources, and the runtime behind all. */
static int link_run(const struct settings *settings, struct command *command, const char *const *objects)
{
    struct arg_list args = {0};
    for (size_t i = 0; i < command->launcher_count; i++)
        arg_add(&args, command->launcher[i]);
    arg_add(&args, command->compiler);
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (objects[i]) {
            arg_add(&args, "-xnone");
            arg_add(&args, objects[i]);
        } else if (arg->class != ARG_DEPENDENCY) {
            arg_add(&args, arg->text);
            if (arg->value)
                arg_add(&args, arg->value);
        }
    }
    if (settings->runtime)
        arg_add(&args, settings->runtime);
    int status = process_run(&args, NULL, NULL);
    free(args.args);
    return status < 0 ? EXIT_FAILED : status;
}

/* Sources on a link line are compiled to objects in a directory of their own. */
static int link_command(struct settings *settings, struct command *command)
{
    const char **objects = arena_alloc(&command->arena, command->count * sizeof *objects);
    memset(objects, 0, command->count * sizeof *objects);
    if (command->c_inputs == 0)
        return link_run(settings, command, objects);
    char *directory = temporary_directory();
    if (directory == NULL)
        return EXIT_FAILED;
    int status = 0;
    for (size_t i = 0; i < command->count && status == 0; i++) {
        const struct command_arg *input = &command->args[i];
        if (input->class != ARG_INPUT || (!input->is_c && !input->is_preprocessed))
            continue;
        objects[i] = arena_printf(&command->arena, "%s/%zu.o", directory, i);
        status = compile_input(settings, command, input, objects[i]);
    }
    if (status == 0 && settings->dump == NULL)
        status = link_run(settings, command, objects);
    for (size_t i = 0; i < command->count; i++) {
        if (objects[i])
            unlink(objects[i]);
    }
    rmdir(directory);
    free(directory);
    return status;
}

/* Runs the command line as it is. */
static int run_unchanged(int argc, char **argv)
{
    struct arg_list args = {0};
    for (int i = 0; i < argc; i++)
        arg_add(&args, argv[i]);
    process_exec(&args);
    return 127;
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct settings settings = {0};
    struct command command;
    struct arena arena = {0};
    report_program("covercc");
    int first = options_read(&options, argc, argv);
    if (first >= argc)
        usage("no compiler given; covercc --help tells more");
    settings_make(&settings, &options, &arena);
    if (command_parse(&command, argc - first, argv + first) != 0)
        return EXIT_FAILED;
    int status;
    if (command.kind == COMMAND_OTHER || (command.kind == COMMAND_COMPILE && command.other_inputs))
        status = run_unchanged(argc - first, argv + first);
    else if (command.kind == COMMAND_COMPILE)
        status = inputs_compile(&settings, &command);
    else
        status = link_command(&settings, &command);
    command_free(&command);
    packages_free(&settings.packages);
    arena_free(&arena);
    return status;
}
