/* In: a directory. Out: the settings of the nearest .covercc in it or above, for projects built by plain make. The search
 * goes upwards, as for .git and .clang-format, since make may run the compiler in any directory. */
#include "instr/project/config.h"

#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include "base/config.h"
#include "base/path.h"
#include "base/str.h"
#include "instr/project/package.h"

#include "base/banned.h"

#define FILE_NAME ".covercc"

struct reader {
    struct project *project;
    struct arena *arena;
};

enum setting_kind { TEXT, PATH, SWITCH };

static const struct {
    const char *key;
    size_t offset;
    enum setting_kind kind;
} settings[] = {
    {"root", offsetof(struct project, root), PATH},
    {"module", offsetof(struct project, module), TEXT},
    {"pkg", offsetof(struct project, pkg), TEXT},
    {"mode", offsetof(struct project, mode), TEXT},
    {"granularity", offsetof(struct project, granularity), TEXT},
    {"intraline", offsetof(struct project, choices.intraline), SWITCH},
    {"calls", offsetof(struct project, choices.calls), SWITCH},
    {"noreturn", offsetof(struct project, choices.noreturn), TEXT},
    {"line-directives", offsetof(struct project, choices.line_directives), SWITCH},
    {"runtime", offsetof(struct project, runtime), PATH},
    {"skipped", offsetof(struct project, skipped), PATH},
    {"log", offsetof(struct project, log), PATH},
    {"data", offsetof(struct project, data), PATH},
    {"strict", offsetof(struct project, strict), SWITCH},
};
enum { SETTINGS = sizeof settings / sizeof *settings };

static const char *switch_take(bool *field, const char *key, const char *value, struct arena *arena)
{
    *field = strcmp(value, "yes") == 0;
    return *field || strcmp(value, "no") == 0 ? NULL : arena_printf(arena, "%s must be yes or no", key);
}

static const char *unknown_setting(const char *key, struct arena *arena)
{
    struct str names = STR_INIT;
    for (size_t i = 0; i < SETTINGS; i++)
        str_addf(&names, "%s%s", i ? ", " : "", settings[i].key);
    const char *problem = arena_printf(arena, "no setting \"%s\"; there are %s", key, names.data);
    str_free(&names);
    return problem;
}

static const char *setting_take(void *context, const char *key, const char *value)
{
    struct reader *reader = context;
    if (*value == '\0')
        return arena_printf(reader->arena, "%s has no value", key);
    for (size_t i = 0; i < SETTINGS; i++) {
        if (strcmp(key, settings[i].key) != 0)
            continue;
        void *field = (char *)reader->project + settings[i].offset;
        if (settings[i].kind == SWITCH)
            return switch_take(field, key, value, reader->arena);
        *(const char **)field =
            settings[i].kind == PATH ? path_absolute(reader->arena, reader->project->folder, value) : value;
        return NULL;
    }
    return unknown_setting(key, reader->arena);
}

/* The nearest FILE_NAME; NULL: there is none up to git's top level. */
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
