/* In: the working directory and a source. Out: the source root, by the first rule that applies:
 * 1. the top level of the version control system that holds the source, or else of the one that holds the working
 *    directory;
 * 2. the folder of .covercc;
 * 3. the outermost folder with a build file above the source, the working directory, and the folder that the outermost
 *    make or ninja was started in;
 * 4. the folder that these share.
 * The folder that make was started in counts since `make -C src` may call `make -C ../deps`: without it, each of the two
 * would be a project of its own, and files of one name in both would be one file. */
#include "instr/project/root.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "base/str.h"

#include "base/banned.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum { ANCESTORS = 64 }; /* processes that are looked at */

static const char *const vcs_names[] = {".git", ".hg", ".svn", ".jj", ".fslckout", "_FOSSIL_"};
static const char *const build_files[] = {"configure", "Makefile",    "GNUmakefile",
                                          "makefile",  "meson.build", "CMakeLists.txt"};

static bool root_has(struct arena *arena, const char *folder, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (access(arena_printf(arena, "%s/%s", folder, names[i]), F_OK) == 0)
            return true;
    }
    return false;
}

/* Cuts the last name off. False: the path is the root directory's or one below it. */
static bool root_go_up(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path)
        return false;
    *slash = '\0';
    return true;
}

/* The nearest folder, from this one upwards, that a version control system has its files in. NULL: none. */
static const char *root_vcs_top(struct arena *arena, const char *folder)
{
    char *dir = arena_copy(arena, folder, strlen(folder));
    do {
        if (root_has(arena, dir, vcs_names, LENGTH(vcs_names)))
            return dir;
    } while (root_go_up(dir));
    return NULL;
}

/* Whether anyone may write there: a folder for temporary files is no project. */
static bool root_is_shared(const char *folder)
{
    struct stat st;
    return strcmp(folder, "/") == 0 || (stat(folder, &st) == 0 && (st.st_mode & S_ISVTX));
}

/* Whether a folder that holds several projects: the root directory, a temporary one, the user's home. */
static bool root_is_no_project(const char *folder)
{
    const char *home = getenv("HOME");
    return root_is_shared(folder) || (home && strcmp(folder, home) == 0);
}

static const char *root_common(struct arena *arena, const char *a, const char *b)
{
    char *common = arena_copy(arena, a, strlen(a));
    while (!path_is_below(b, common)) {
        if (!root_go_up(common))
            return "/";
    }
    return common;
}

/* A field of /proc/PID/stat: the process's parent, and whether it is a program that runs builds. 0: unknown. */
static long root_parent(long pid, bool *builds)
{
    char path[64], name[32] = "", text[512];
    long parent = 0;
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *file = fopen(path, "re");
    *builds = false;
    if (file == NULL)
        return 0;
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    const char *close = strrchr(text, ')');
    if (close == NULL || sscanf(text, "%*d (%31[^)]", name) != 1 || sscanf(close + 1, " %*c %ld", &parent) != 1)
        return 0;
    *builds = strcmp(name, "make") == 0 || strcmp(name, "gmake") == 0 || strcmp(name, "ninja") == 0;
    return parent;
}

/* The variable PWD that the process was started with: where the user was, before `make -C` went elsewhere. NULL: none. */
static const char *root_started_in(struct arena *arena, long pid)
{
    struct str text = STR_INIT;
    const char *found = NULL;
    if (file_read(arena_printf(arena, "/proc/%ld/environ", pid), &text) == 0) {
        for (const char *p = text.data; p < text.data + text.len; p += strlen(p) + 1) {
            if (text_starts(p, "PWD=/"))
                found = arena_copy(arena, p + 4, strlen(p + 4));
        }
    }
    str_free(&text);
    return found && access(found, F_OK) == 0 ? found : NULL;
}

/* The folder that the outermost make or ninja above this process was started in. NULL: there is none. */
static const char *root_build_start(struct arena *arena)
{
    long pid = getpid(), outermost = 0;
    for (int i = 0; pid > 1 && i < ANCESTORS; i++) {
        bool builds;
        long parent = root_parent(pid, &builds);
        outermost = builds ? pid : outermost;
        pid = parent;
    }
    return outermost ? root_started_in(arena, outermost) : NULL;
}

/* The outermost folder with a build file, from this one upwards; this one if there is none. */
static const char *root_outermost(struct arena *arena, const char *folder)
{
    const char *found = folder;
    char *dir = arena_copy(arena, folder, strlen(folder));
    while (!root_is_no_project(dir)) {
        if (root_has(arena, dir, build_files, LENGTH(build_files)))
            found = arena_copy(arena, dir, strlen(dir));
        if (!root_go_up(dir))
            break;
    }
    return found;
}

static const char *root_real(struct arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    const char *copy = real ? arena_copy(arena, real, strlen(real)) : path;
    free(real);
    return copy;
}

/* Rules 3 and 4. */
static const char *root_of_build(struct arena *arena, const char *directory, const char *folder)
{
    const char *shared = root_common(arena, directory, folder);
    const char *start = root_build_start(arena);
    if (start) {
        const char *all = root_common(arena, root_real(arena, start), shared);
        shared = root_is_no_project(all) ? shared : all;
    }
    const char *root = root_outermost(arena, shared);
    return root_is_shared(root) && !root_is_shared(directory) ? directory : root;
}

const char *root_find(struct arena *arena, const char *directory, const char *config, const char *source)
{
    const char *folder = directory;
    if (source)
        folder = arena_copy(arena, source, source[1] ? (size_t)(strrchr(source, '/') - source) : 1);
    const char *top = root_vcs_top(arena, folder);
    if (top == NULL)
        top = root_vcs_top(arena, directory);
    if (top || config)
        return top ? top : config;
    return root_of_build(arena, directory, root_real(arena, *folder ? folder : "/"));
}

bool root_is_trial(struct arena *arena, const char *file)
{
    const char *folder = arena_copy(arena, file, (size_t)(strrchr(file, '/') - file));
    return text_starts(file, "/dev/") || root_is_shared(*folder ? folder : "/");
}
