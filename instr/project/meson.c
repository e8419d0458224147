/* Meson as a build mode. In: the directory that Meson runs the compiler in, which is its build tree. Out: the manifest.
 * Nothing of Meson's runs between its configuration step and the first compile, so the first covercc to find the
 * manifest out of date has meson/facts.py state the facts, and plans; others wait at a lock. */
#include "instr/project/meson.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
#include "instr/project/plan_output.h"
#include "instr/toolchain/process.h"

#include "base/banned.h"

bool meson_is_build(const char *directory, char *const *argv)
{
    struct str path = STR_INIT;
    str_addf(&path, "%s/meson-info/intro-targets.json", directory);
    bool is_build = access(path.data, R_OK) == 0 && strstr(directory, "meson-private") == NULL;
    str_free(&path);
    for (; is_build && *argv; argv++)
        is_build = strstr(*argv, "meson-private") == NULL;
    return is_build;
}

/* Whether `path` is newer than the file `than`, or that does not exist. */
static bool is_newer(const struct stat *path, const char *than)
{
    struct stat st;
    if (stat(than, &st) != 0)
        return true;
    return path->st_mtim.tv_sec != st.st_mtim.tv_sec ? path->st_mtim.tv_sec > st.st_mtim.tv_sec
                                                     : path->st_mtim.tv_nsec > st.st_mtim.tv_nsec;
}

static bool is_fresh(const char *manifest, const char *directory, const char *self, struct arena *arena)
{
    struct stat st;
    return stat(manifest, &st) == 0 &&
           is_newer(&st, arena_printf(arena, "%s/meson-info/intro-targets.json", directory)) &&
           is_newer(&st, arena_printf(arena, "%s/meson-info/intro-buildoptions.json", directory)) &&
           is_newer(&st, self);
}

/* The path of facts.py, in a build tree or an installation of CoverBuild. NULL: reported. */
static const char *script_find(const char *self, struct arena *arena)
{
    static const char *const places[] = {"../meson", "../share/CoverBuild/meson"};
    int folder = (int)(strrchr(self, '/') - self);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *path = arena_printf(arena, "%.*s/%s/facts.py", folder, self, places[i]);
        if (access(path, R_OK) == 0)
            return path;
    }
    error("no facts.py in ../meson or ../share/CoverBuild/meson, seen from %.*s", folder, self);
    return NULL;
}

static int manifest_make(const char *manifest, const char *directory, const char *self,
                         const struct meson_request *request, struct arena *arena)
{
    struct arg_list args = {0};
    const char *facts = arena_printf(arena, "%s/cover/facts.txt", directory);
    const char *script = script_find(self, arena);
    if (script == NULL)
        return -1;
    arg_add(&args, "python3");
    arg_add(&args, script);
    arg_add(&args, arena_printf(arena, "--covercc=%s", self));
    if (request->pkg)
        arg_add(&args, arena_printf(arena, "--pkg=%s", request->pkg));
    if (request->mode)
        arg_add(&args, arena_printf(arena, "--mode=%s", request->mode));
    if (request->granularity)
        arg_add(&args, arena_printf(arena, "--granularity=%s", request->granularity));
    arg_add(&args, directory);
    arg_add(&args, facts);
    int status = process_run(&args, NULL, NULL);
    free(args.args);
    return status == 0 ? plan_write_manifest(facts, manifest) : -1;
}

const char *meson_manifest(const char *directory, const struct meson_request *request, struct arena *arena)
{
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    if (len <= 0) {
        error("/proc/self/exe: %s", strerror(errno));
        return NULL;
    }
    self[len] = '\0';
    const char *folder = arena_printf(arena, "%s/cover", directory),
               *manifest = arena_printf(arena, "%s/manifest.txt", folder);
    if (is_fresh(manifest, directory, self, arena))
        return manifest;
    const char *lock = arena_printf(arena, "%s/manifest.lock", folder);
    if (dir_make(folder) != 0)
        return NULL;
    int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0 || flock(fd, LOCK_EX) != 0) {
        error("%s: %s", lock, strerror(errno));
        manifest = NULL;
    } else if (!is_fresh(manifest, directory, self, arena) &&
               manifest_make(manifest, directory, self, request, arena) != 0) {
        manifest = NULL;
    }
    if (fd >= 0)
        close(fd);
    return manifest;
}
