/* covercc: a compiler wrapper. `covercc [options] [--] CC ARGS…` runs the compiler as it was called, with C code
 * instrumented. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "format/image.h"
#include "instr/toolchain/command_line.h"
#include "instr/driver/compile.h"
#include "instr/toolchain/depfile.h"
#include "instr/instrument/dump.h"
#include "instr/project/meson.h"
#include "instr/project/config.h"
#include "instr/driver/run_command.h"
#include "instr/driver/build_summary.h"
#include "instr/toolchain/cleanup.h"

#include "base/banned.h"

static const char help_text[] =
    "usage: covercc [OPTIONS] [--] CC ARGS...\n"
    "       covercc run [-o DIR] [-ck] [-t KEY=VALUE]... [--] CMD ARGS...\n"
    "Runs the C compiler CC with its arguments; what it compiles is instrumented for coverage. covercc run: runs a "
    "command so that\n"
    "what it covers goes to DIR.\n"
    "\n"
    "  --manifest=FILE     what a build mode says of packages, mode and files (docs/reference/manifest.md)\n"
    "  --meson             the same, made from what Meson says of the build tree that is the working directory "
    "(docs/guide/meson.md)\n"
    "Without a manifest; what is not said here is taken from the file .covercc (docs/guide/make.md):\n"
    "  --config=FILE       that file instead of the nearest .covercc\n"
    "  --root=DIR          the module's source root (default: git's top level, else the working directory)\n"
    "  --module=NAME       the module's path (default: the root directory's name)\n"
    "  --pkg=mod|mod.deps  instrument the module's own code, or vendored code below the root too\n"
    "  --mode=set|count|atomic, --granularity=perblock|perfunc\n"
    "  --intraline         count the operands of && and || and the arms of ?:, too\n"
    "  --calls             end a unit at every call\n"
    "  --noreturn=NAME,... functions that don't return: what stands behind a call of them is another unit\n"
    "  --line-directives   positions as #line directives say (yacc, re2c), not as in the file that is compiled\n"
    "  --flatten=compiler  have the compiler flatten every file, as COVERFLATTEN=compiler in the environment does\n"
    "  --runtime=FILE      the runtime archive (default: libcoverrt.a found beside covercc)\n"
    "  --skipped=FILE      append a line there for each function or file left alone\n"
    "  --log=FILE          append what each compile instrumented and what not\n"
    "  --strict            fail where a file or a function can't be instrumented\n"
    "  --keep              keep the instrumented text beside the object\n"
    "  --dump=STAGE        print flat, tokens, expanded, stmts, units, edits or text instead of compiling\n"
    "  --help, --version\n"
    "\n"
    "covercc [OPTIONS] --explain CC ARGS...: says what would be instrumented, what not and why; keeps no file.\n"
    "covercc [--strict] --summary=FILE: says it of a whole build, from what --log noted.\n";

struct options {
    const char *manifest, *config, *root, *module, *pkg, *mode, *granularity, *runtime, *skipped, *log, *dump, *summary,
        *flatten;
    struct unit_choices choices;
    bool meson, strict, keep, explain;
};

static void text_print(const char *text)
{
    fputs(text, stdout);
    exit(stdout_finish() ? EXIT_FAILED : 0);
}

/* Reads the options before CC. Returns the index of CC. An option's value is where its field stands, behind getopt's
 * own values. */
static int options_read(struct options *options, int argc, char **argv)
{
    enum { HELP = 1, VERSION, FIELD = 256 };
#define TEXT(name, field)                                                                                              \
    {                                                                                                                  \
        name, required_argument, NULL, FIELD + offsetof(struct options, field)                                         \
    }
#define FLAG(name, field)                                                                                              \
    {                                                                                                                  \
        name, no_argument, NULL, FIELD + offsetof(struct options, field)                                               \
    }
    static const struct option table[] = {
        TEXT("manifest", manifest),
        FLAG("meson", meson),
        TEXT("config", config),
        TEXT("root", root),
        TEXT("module", module),
        TEXT("pkg", pkg),
        TEXT("mode", mode),
        TEXT("granularity", granularity),
        TEXT("flatten", flatten),
        TEXT("runtime", runtime),
        TEXT("skipped", skipped),
        TEXT("log", log),
        FLAG("explain", explain),
        TEXT("summary", summary),
        FLAG("strict", strict),
        FLAG("keep", keep),
        TEXT("dump", dump),
        FLAG("intraline", choices.intraline),
        FLAG("calls", choices.calls),
        TEXT("noreturn", choices.noreturn),
        FLAG("line-directives", choices.line_directives),
        {"help", no_argument, NULL, HELP},
        {"version", no_argument, NULL, VERSION},
        {0},
    };
#undef TEXT
#undef FLAG
    for (int option, index; (option = getopt_long(argc, argv, "+", table, &index)) != -1;) {
        if (option == HELP)
            text_print(help_text);
        if (option == VERSION)
            text_print("covercc " COVERBUILD_VERSION "\n");
        if (option < FIELD)
            exit(EXIT_USAGE);
        char *field = (char *)options + (option - FIELD);
        if (table[index].has_arg == required_argument)
            *(const char **)field = optarg;
        else
            *(bool *)field = true;
    }
    return optind;
}

/* The nearest directory above that holds .git, else that of .covercc (NULL: none), else the directory itself. */
static const char *default_root(struct arena *arena, const char *directory, const char *project)
{
    char *dir = arena_copy(arena, directory, strlen(directory));
    for (;;) {
        struct stat st;
        if (stat(arena_printf(arena, "%s/.git", dir), &st) == 0)
            return dir;
        char *slash = strrchr(dir, '/');
        if (slash == NULL || slash == dir)
            return project ? project : directory;
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

/* What wasn't said on the command line is as the project's file says. */
static void options_default(struct options *options, const struct project *project)
{
    const char **const fields[] = {&options->root,        &options->module,  &options->pkg,     &options->mode,
                                   &options->granularity, &options->runtime, &options->skipped, &options->log};
    const char *const values[] = {project->root,        project->module,  project->pkg,     project->mode,
                                  project->granularity, project->runtime, project->skipped, project->log};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        *fields[i] = *fields[i] ? *fields[i] : values[i];
    options->strict |= project->strict;
    options->choices.intraline |= project->choices.intraline;
    options->choices.calls |= project->choices.calls;
    options->choices.line_directives |= project->choices.line_directives;
    if (options->choices.noreturn == NULL)
        options->choices.noreturn = project->choices.noreturn;
}

static void plain_settings(struct settings *settings, struct options *options, struct arena *arena)
{
    struct project project;
    if (project_read(&project, options->config, settings->directory, arena) != 0)
        exit(EXIT_FAILED);
    options_default(options, &project);
    const char *root = options->root ? options->root : default_root(arena, settings->directory, project.folder);
    root = path_absolute(arena, settings->directory, root);
    const char *module = options->module ? options->module : strrchr(root, '/') + 1;
    const char *pkg = options->pkg ? options->pkg : "mod";
    if (strcmp(pkg, "mod") != 0 && strcmp(pkg, "mod.deps") != 0)
        usage("--pkg=%s: must be mod or mod.deps", pkg);
    if (options->module && *module == '\0')
        usage("--module=: must not be empty");
    packages_plain(&settings->packages, root, *module ? module : "root", strcmp(pkg, "mod.deps") == 0);
}

/* Meson's build has a manifest; in it that which was asked for stands already, or what its own options say. */
static void options_meson(struct options *options, const char *directory, struct arena *arena)
{
    struct meson_request request = {options->pkg, options->mode, options->granularity};
    if (options->manifest || options->config || options->root || options->module)
        usage("--manifest, --config, --root and --module don't go with --meson");
    options->manifest = meson_manifest(directory, &request, arena);
    if (options->manifest == NULL)
        exit(EXIT_FAILED);
    options->pkg = options->mode = options->granularity = NULL;
}

static enum builtin_choice flattener_parse(const char *option)
{
    static const char *const names[] = {"any", "compiler", "own"};
    const char *name = option ? option : getenv("COVERFLATTEN");
    for (size_t i = 0; name && *name && i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0)
            return (enum builtin_choice)i;
    }
    if (name && *name)
        usage("%s=%s: must be any, compiler or own", option ? "--flatten" : "COVERFLATTEN", name);
    return BUILTIN_ANY;
}

/* Beside the build mode's manifest. */
static const char *cache_of(struct arena *arena, const char *manifest)
{
    if (manifest == NULL)
        return NULL;
    return arena_printf(arena, "%.*scompilers", (int)(path_base(manifest) - manifest), manifest);
}

static void settings_make(struct settings *settings, struct options *options, struct arena *arena)
{
    struct manifest manifest = {0};
    char directory[PATH_MAX];
    if (getcwd(directory, sizeof directory) == NULL)
        die("the working directory: %s", strerror(errno));
    settings->directory = arena_copy(arena, directory, strlen(directory));
    if (options->meson)
        options_meson(options, directory, arena);
    if (options->manifest && (options->config || options->root || options->module || options->pkg))
        usage("--config, --root, --module and --pkg don't go with --manifest");
    if (options->manifest == NULL)
        plain_settings(settings, options, arena);
    else if (packages_read(&settings->packages, &manifest, options->manifest) != 0)
        exit(EXIT_FAILED);
    const char *mode = options->mode ? options->mode : manifest.mode ? manifest.mode : "set";
    const char *granularity = options->granularity   ? options->granularity
                              : manifest.granularity ? manifest.granularity
                                                     : "perblock";
    settings->mode = mode_parse(mode);
    settings->granularity = granularity_parse(granularity);
    if (settings->mode < MODE_SET || settings->mode > MODE_ATOMIC)
        usage("%s=%s: must be set, count or atomic", options->mode ? "--mode" : "the manifest's mode", mode);
    if (settings->granularity == GRANULARITY_INVALID)
        usage("%s=%s: must be perblock or perfunc",
              options->granularity ? "--granularity" : "the manifest's granularity", granularity);
    if (options->dump && !dump_is_stage(options->dump))
        usage("--dump=%s: must be flat, tokens, expanded, stmts, units, edits or text", options->dump);
    settings->runtime = options->runtime   ? options->runtime
                        : manifest.runtime ? manifest.runtime
                                           : default_runtime(arena);
    settings->skipped = options->skipped ? options->skipped : manifest.skipped;
    settings->log = options->log ? options->log : manifest.log;
    settings->choices = (struct unit_choices){
        .intraline = options->choices.intraline || manifest.choices.intraline,
        .calls = options->choices.calls || manifest.choices.calls,
        .line_directives = options->choices.line_directives || manifest.choices.line_directives,
        .noreturn = options->choices.noreturn ? options->choices.noreturn : manifest.choices.noreturn,
    };
    settings->builtin = (struct builtin){flattener_parse(options->flatten), cache_of(arena, options->manifest)};
    settings->strict = options->strict || manifest.strict;
    settings->dump = options->dump;
    settings->keep = options->keep;
}

/* Runs a command line to its end. */
static int args_run(struct arg_list *args)
{
    int status = process_run(args, NULL, NULL);
    free(args->args);
    return status < 0 ? 127 : status;
}

/* Links without a runtime; if that was missed, says so. */
static int link_without_runtime(const struct settings *settings, struct arg_list *args)
{
    struct str said = STR_INIT;
    int status = process_run(args, NULL, &said);
    if (said.len)
        str_print(&said, stderr);
    if (status > 0 && strstr(said.data, COVER_RUNTIME_SYMBOL))
        error("instrumented objects need the runtime, and %s is not there; --runtime=FILE names it",
              settings->runtime ? settings->runtime : "libcoverrt.a");
    str_free(&said);
    free(args->args);
    return status < 0 ? 127 : status;
}

static bool runtime_exists(const struct settings *settings)
{
    return settings->runtime && access(settings->runtime, R_OK) == 0;
}

/* Says so if what was linked has counters, but no C library, so that nothing will write them. */
static void libc_check(const struct command *command)
{
    struct str image = STR_INIT;
    const char *output = command->output ? command->output : "a.out";
    bool is_image = access(output, R_OK) == 0 && file_read(output, &image) == 0 && image.len;
    if (is_image && memmem(image.data, image.len, COVER_SECTION_RECORDS, strlen(COVER_SECTION_RECORDS)))
        warn("%s: its counts are kept nowhere: it is linked without the C library", output);
    str_free(&image);
}

/* The link once more, without the runtime. True: done. Objects of mode atomic need more of the runtime than to be asked
 * for. */
static bool link_uncounted(const struct settings *settings, struct arg_list *args)
{
    struct str said = STR_INIT;
    for (size_t i = 0; i < args->count; i++) {
        if (args->args[i] == settings->runtime)
            args->args[i] = COMMAND_NO_RUNTIME;
    }
    bool done = process_run(args, NULL, &said) == 0;
    if (done)
        str_print(&said, stderr);
    str_free(&said);
    return done;
}

/* Is it the runtime that the linker complains of? mold doesn't say whose member is of another machine. */
static bool runtime_refused(const struct settings *settings, const struct str *said)
{
    return said->data && (strstr(said->data, settings->runtime) || strstr(said->data, "incompatible file type"));
}

/* Links with the runtime. One that doesn't fit what is linked breaks no build. */
static int link_with_runtime(const struct settings *settings, const struct command *command, struct arg_list *args)
{
    static const char refused[] = "(for another machine or C library?); --runtime=FILE names one that fits";
    struct str said = STR_INIT;
    int status = process_run(args, NULL, &said);
    if (status <= 0 || !runtime_refused(settings, &said)) {
        str_print(&said, stderr);
    } else if (!settings->strict && link_uncounted(settings, args)) {
        status = 0;
        warn("%s: its counts are kept nowhere: the linker refuses %s %s", command->output ? command->output : "a.out",
             settings->runtime, refused);
    } else {
        str_print(&said, stderr);
        error("the linker refuses %s %s", settings->runtime, refused);
    }
    str_free(&said);
    free(args->args);
    return status < 0 ? 127 : status;
}

static int link_run(const struct settings *settings, const struct command *command, struct arg_list *args)
{
    int status =
        runtime_exists(settings) ? link_with_runtime(settings, command, args) : link_without_runtime(settings, args);
    if (status == 0 && !command_links_libc(command))
        libc_check(command);
    return status;
}

/* The user's command line, as it is. */
static int run_unchanged(const struct settings *settings, const struct command *command)
{
    struct arg_list args = {0};
    command_unchanged(command, runtime_exists(settings) ? settings->runtime : NULL, &args);
    if (command->kind == COMMAND_LINK)
        return link_run(settings, command, &args);
    process_exec(&args);
    free(args.args);
    return 127;
}

/* As compilers do, goes on behind an input that fails. */
static int inputs_compile(struct settings *settings, struct command *command)
{
    int status = 0;
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *input = &command->args[i];
        int result = command_is_c(input) ? compile_input(settings, command, input, command_output(command, input)) : 0;
        status = status ? status : result;
    }
    return status;
}

/* Sources on a link line are compiled to objects in a directory of their own. */
static int sources_link(struct settings *settings, struct command *command)
{
    const char **objects = arena_alloc(&command->arena, command->count * sizeof *objects);
    memset(objects, 0, command->count * sizeof *objects);
    char *directory = cleanup_directory_make();
    if (directory == NULL)
        return EXIT_FAILED;
    int status = 0;
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *input = &command->args[i];
        if (!command_is_c(input))
            continue;
        objects[i] = arena_printf(&command->arena, "%s/%zu.o", directory, i);
        int result = compile_input(settings, command, input, objects[i]);
        status = status ? status : result;
    }
    if (status == 0 && settings->dump == NULL && settings->explained == NULL) {
        struct arg_list args = {0};
        command_link(command, objects, runtime_exists(settings) ? settings->runtime : NULL, &args);
        status = link_run(settings, command, &args);
    }
    cleanup_directory_remove(directory);
    free(directory);
    return status;
}

/* Where files beside the objects are asked for that only the user's own command can name and fill, it goes first. */
static int plain_first(const struct settings *settings, const struct command *command)
{
    struct arg_list args = {0};
    if (!command->wants_plain || settings->dump || settings->explained)
        return 0;
    command_unchanged(command, runtime_exists(settings) ? settings->runtime : NULL, &args);
    return command->kind == COMMAND_LINK ? link_run(settings, command, &args) : args_run(&args);
}

/* Whether any input is to be instrumented; why not is noted. */
static bool any_selected(struct settings *settings, struct command *command)
{
    bool selected = false;
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *input = &command->args[i];
        if (command_is_c(input))
            selected |= compile_is_selected(settings, command, input,
                                            command->stop ? command_output(command, input) : input->text);
    }
    if (!selected)
        return false;
    const char *reason = NULL;
    if (command->compiler == &compiler_unknown)
        reason = "the compiler is neither GCC nor Clang";
    else if (command->other_inputs && command->kind == COMMAND_COMPILE)
        reason = "it is compiled by one command together with another language";
    else if (command->kind == COMMAND_LINK && command->compiler->links_auxiliary_files &&
             command_has(command, OPTION_NAMED_BY_OUTPUT))
        reason = "files named after the program are asked for in the command that links";
    for (size_t i = 0; reason && i < command->count; i++) {
        if (command_is_c(&command->args[i]))
            compile_note(settings, command, &command->args[i], reason);
    }
    return reason == NULL;
}

static int instrumented_run(struct settings *settings, struct command *command)
{
    int status = plain_first(settings, command);
    if (status != 0)
        return status;
    return command->kind == COMMAND_COMPILE ? inputs_compile(settings, command) : sources_link(settings, command);
}

/* What is left alone under these options may not be under others: it depends on them as well. */
static int plain_compile(const struct settings *settings, const struct command *command)
{
    struct arg_list args = {0};
    if (settings->packages.depends_count == 0)
        return run_unchanged(settings, command);
    command_unchanged(command, NULL, &args);
    return args_run(&args);
}

static int command_run(struct settings *settings, struct command *command)
{
    compile_note_cxx(settings, command);
    if (command->kind == COMMAND_OTHER || command->c_inputs == 0)
        return settings->explained ? EXIT_DONE : run_unchanged(settings, command);
    bool selected = any_selected(settings, command);
    if (!selected && settings->explained)
        return EXIT_DONE;
    if (!selected && command->kind != COMMAND_COMPILE)
        return run_unchanged(settings, command);
    int status = selected ? instrumented_run(settings, command) : plain_compile(settings, command);
    if (status == 0 && !settings->explained &&
        depfile_add(command, settings->packages.depends, settings->packages.depends_count) != 0)
        return EXIT_FAILED;
    return status;
}

/* The command as --explain: nothing is kept that is compiled, and no file is made on the way. */
static int explain(struct settings *settings, struct command *command)
{
    struct str log = STR_INIT;
    settings->explained = &log;
    command->wants_plain = true; /* dependency files are then not ours to write */
    int status = command_run(settings, command);
    int failed = summary_print(&log, "--explain", settings->strict);
    str_free(&log);
    return status ? status : failed;
}

static int log_summarise(const struct options *options)
{
    struct str log = STR_INIT;
    int status =
        file_read(options->summary, &log) == 0 ? summary_print(&log, options->summary, options->strict) : EXIT_FAILED;
    str_free(&log);
    return status;
}

/* A check of Meson's before there is a build: as if we were not there. */
static int run_outside(char **argv)
{
    struct arg_list args = {0};
    for (; *argv; argv++)
        arg_add(&args, *argv);
    process_exec(&args);
    free(args.args);
    return 127;
}

static bool is_outside(const struct options *options, char *const *argv)
{
    char directory[PATH_MAX];
    return options->meson && getcwd(directory, sizeof directory) && !meson_is_build(directory, argv);
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct settings settings = {0};
    struct command command;
    struct arena arena = {0};
    report_program("covercc");
    memory_map_large();
    if (argc > 1 && strcmp(argv[1], "run") == 0)
        return run_main(argc - 1, argv + 1);
    int first = options_read(&options, argc, argv);
    if (options.summary && first >= argc)
        return log_summarise(&options);
    if (options.summary)
        usage("--summary takes no compiler");
    if (first >= argc)
        usage("no compiler given; covercc --help tells more");
    if (is_outside(&options, argv + first))
        return run_outside(argv + first);
    settings_make(&settings, &options, &arena);
    if (command_parse(&command, argc - first, argv + first) != 0)
        return EXIT_FAILED;
    int status = options.explain ? explain(&settings, &command) : command_run(&settings, &command);
    command_free(&command);
    packages_free(&settings.packages);
    arena_free(&arena);
    return status;
}
