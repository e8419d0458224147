/* Settings of a project that is built by plain make: in goes a directory, out comes what the nearest .covercc above it
 * says. Looking upwards, as for .git and .clang-format, finds it from wherever make runs the compiler. */
#include "instr/project.h"

#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include "base/config.h"
#include "instr/package.h"

#include "base/banned.h"

#define FILE_NAME ".covercc"

struct reader {
    struct project *project;
    struct arena *arena;
};

static const struct {
    const char *key;
    size_t offset;
    bool is_path;
} settings[] = {
    {"root", offsetof(struct project, root), true},
    {"module", offsetof(struct project, module), false},
    {"pkg", offsetof(struct project, pkg), false},
    {"mode", offsetof(struct project, mode), false},
    {"granularity", offsetof(struct project, granularity), false},
    {"runtime", offsetof(struct project, runtime), true},
    {"skipped", offsetof(struct project, skipped), true},
    {"log", offsetof(struct project, log), true},
    {"data", offsetof(struct project, data), true},
};

static const char *strict_take(struct project *project, const char *value)
{
    project->strict = strcmp(value, "yes") == 0;
    return project->strict || strcmp(value, "no") == 0 ? NULL : "strict can be yes or no";
}

static const char *setting_take(void *context, const char *key, const char *value)
{
    struct reader *reader = context;
    if (*value == '\0')
        return arena_printf(reader->arena, "%s has no value", key);
    if (strcmp(key, "strict") == 0)
        return strict_take(reader->project, value);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        if (strcmp(key, settings[i].key) != 0)
            continue;
        const char **field = (const char **)((char *)reader->project + settings[i].offset);
        *field = settings[i].is_path ? path_absolute(reader->arena, reader->project->folder, value) : value;
        return NULL;
    }
    return arena_printf(
        reader->arena,
        "no setting \"%s\"; there are root, module, pkg, mode, granularity, runtime, skipped, log, data, strict", key);
}

/* The nearest FILE_NAME; NULL: none up to git's top level. */
static const char *file_find(const char *directory, struct arena *arena)
{
    char *dir = arena_copy(arena, directory, strlen(directory));
    for (;;) {
        struct stat st;
        const char *path = arena_printf(arena, "%s/" FILE_NAME, dir);
        if (stat(path, &st) == 0)
            return path;
        char *slash = strrchr(dir, '/');
        if (stat(arena_printf(arena, "%s/.git", dir), &st) == 0 || slash == NULL || slash == dir)
            return NULL;
        *slash = '\0';
    }
}

int project_read(struct project *project, const char *named, const char *directory, struct arena *arena)
{
    *project = (struct project){0};
    const char *path = named ? path_absolute(arena, directory, named) : file_find(directory, arena);
    if (path == NULL)
        return 0;
    project->folder = arena_copy(arena, path, (size_t)(strrchr(path, '/') - path));
    struct reader reader = {project, arena};
    return config_read(path, arena, setting_take, &reader);
}
