/* In: the options, and the manifest or the project's .covercc. Out: the settings, with a default for what none of them
 * gives. Wrong values end the program. */
#include "instr/driver/settings.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "instr/instrument/dump.h"
#include "instr/project/config.h"
#include "instr/project/meson.h"
#include "instr/project/root.h"

#include "base/banned.h"

/* The first C source of the command, absolute; NULL: there is none. */
static const char *settings_source(struct arena *arena, const char *directory, const struct command *command)
{
    for (size_t i = 0; i < command->count; i++) {
        if (command_is_c(&command->args[i]))
            return path_absolute(arena, directory, command->args[i].text);
    }
    return NULL;
}

/* libcoverrt.a where a build tree or an installation keeps it, relative to this program. NULL: it is not there. */
static const char *settings_default_runtime(struct arena *arena)
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

/* Options that were not given come from the project's file. */
static void settings_take_project(struct options *options, const struct project *project)
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

/* Without a build mode, packages are not known before they are compiled, so there are no patterns. */
static bool settings_is_selection(const char *pkg)
{
    static const char *const lists[] = {"mod", "mod.deps", "mod,test", "mod.deps,test"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strcmp(lists[i], pkg) == 0)
            return true;
    }
    return false;
}

static void settings_without_manifest(struct settings *settings, struct options *options, const struct command *command,
                                      struct arena *arena)
{
    struct project project;
    if (project_read(&project, options->config, settings->directory, arena) != 0)
        exit(EXIT_FAILED);
    settings_take_project(options, &project);
    const char *root = options->root;
    if (root == NULL)
        root =
            root_find(arena, settings->directory, project.folder, settings_source(arena, settings->directory, command));
    root = path_absolute(arena, settings->directory, root);
    const char *module = options->module ? options->module : strrchr(root, '/') + 1;
    const char *pkg = options->pkg ? options->pkg : "mod";
    if (!settings_is_selection(pkg))
        usage("--pkg=%s: must be mod or mod.deps, or one of these with ,test", pkg);
    if (options->module && *module == '\0')
        usage("--module=: must not be empty");
    packages_plain(&settings->packages, root, *module ? module : "root", pkg);
}

/* The manifest of a Meson build already holds these options, or the values of Meson's own. */
static void settings_from_meson(struct options *options, const char *directory, struct arena *arena)
{
    struct meson_request request = {options->pkg, options->mode, options->granularity};
    if (options->manifest || options->config || options->root || options->module)
        usage("--manifest, --config, --root and --module cannot be combined with --meson");
    options->manifest = meson_manifest(directory, &request, arena);
    if (options->manifest == NULL)
        exit(EXIT_FAILED);
    options->pkg = options->mode = options->granularity = NULL;
}

static enum builtin_choice settings_parse_flatten(const char *option)
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

/* The cache of a build mode is beside its manifest. */
static const char *settings_cache(struct arena *arena, const char *manifest)
{
    if (manifest == NULL)
        return NULL;
    return arena_printf(arena, "%.*scompilers", (int)(path_base(manifest) - manifest), manifest);
}

/* The first value that is given. */
static const char *settings_choose(const char *option, const char *manifest, const char *otherwise)
{
    return option ? option : manifest ? manifest : otherwise;
}

static void settings_check_options(const struct options *options)
{
    if (options->manifest && (options->config || options->root || options->module || options->pkg))
        usage("--config, --root, --module and --pkg cannot be combined with --manifest");
    if (options->dump && !dump_is_stage(options->dump))
        usage("--dump=%s: must be flat, tokens, expanded, stmts, units, edits or text", options->dump);
}

static void settings_set_mode(struct settings *settings, const struct options *options, const struct manifest *manifest)
{
    const char *mode = settings_choose(options->mode, manifest->mode, "set");
    const char *granularity = settings_choose(options->granularity, manifest->granularity, "perblock");
    settings->mode = mode_parse(mode);
    settings->granularity = granularity_parse(granularity);
    if (settings->mode < MODE_SET || settings->mode > MODE_ATOMIC)
        usage("%s=%s: must be set, count or atomic", options->mode ? "--mode" : "the manifest's mode", mode);
    if (settings->granularity == GRANULARITY_INVALID)
        usage("%s=%s: must be perblock or perfunc",
              options->granularity ? "--granularity" : "the manifest's granularity", granularity);
}

static void settings_set_choices(struct settings *settings, const struct unit_choices *options,
                                 const struct unit_choices *manifest)
{
    settings->choices = (struct unit_choices){
        .intraline = options->intraline || manifest->intraline,
        .calls = options->calls || manifest->calls,
        .line_directives = options->line_directives || manifest->line_directives,
        .noreturn = options->noreturn ? options->noreturn : manifest->noreturn,
    };
}

void settings_make(struct settings *settings, struct options *options, const struct command *command,
                   struct arena *arena)
{
    struct manifest manifest = {0};
    char directory[PATH_MAX];
    if (getcwd(directory, sizeof directory) == NULL)
        die("the working directory: %s", strerror(errno));
    *settings = (struct settings){
        .directory = arena_copy(arena, directory, strlen(directory)), .dump = options->dump, .keep = options->keep};
    if (options->meson)
        settings_from_meson(options, directory, arena);
    settings_check_options(options);
    if (options->manifest == NULL)
        settings_without_manifest(settings, options, command, arena);
    else if (packages_read(&settings->packages, &manifest, options->manifest) != 0)
        exit(EXIT_FAILED);
    settings_set_mode(settings, options, &manifest);
    settings_set_choices(settings, &options->choices, &manifest.choices);
    settings->runtime = settings_choose(options->runtime, manifest.runtime, NULL);
    if (settings->runtime == NULL)
        settings->runtime = settings_default_runtime(arena);
    settings->skipped = settings_choose(options->skipped, manifest.skipped, NULL);
    settings->log = settings_choose(options->log, manifest.log, NULL);
    settings->builtin =
        (struct builtin){settings_parse_flatten(options->flatten), settings_cache(arena, options->manifest)};
    settings->strict = options->strict || manifest.strict;
}
