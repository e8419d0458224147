/* The search for included files, as GCC's libcpp and Clang do it.
 *
 * A search starts at some directory of the path and continues to its end. The result is cached under the name and the
 * starting directory, and under the heads of the quote and bracket paths that the search passed. So GCC may know one
 * file several times, each with an include guard of its own, which decides whether a second inclusion leaves line
 * markers.
 *
 * Clang identifies files and directories by their inodes. When one is reachable by two paths, Clang versions differ in
 * which path they report; this is only noted, and the compiler preprocesses the file. */
#include "instr/preprocess/include_search.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "instr/toolchain/compiler.h"

#include "base/banned.h"

/* The cached result of a search that found nothing. */
static struct include_file nowhere;

void includes_free(struct includes *includes)
{
    for (struct include_file *file = includes->files; file; file = file->next)
        free(file->text);
    map_free(&includes->found);
    map_free(&includes->directories[0]);
    map_free(&includes->directories[1]);
    map_free(&includes->known);
    map_free(&includes->real);
    arena_free(&includes->arena);
    *includes = (struct includes){0};
}

static struct include_directory *include_directory_make(struct includes *includes, const char *name, unsigned system)
{
    struct include_directory *directory = arena_alloc(&includes->arena, sizeof *directory);
    *directory = (struct include_directory){.name = arena_copy(&includes->arena, name, strlen(name)), .system = system};
    return directory;
}

/* The entry of a file or directory by its inode. */
static void **include_known_at(struct includes *includes, const struct stat *st)
{
    struct {
        dev_t device;
        ino_t number;
    } *key = arena_alloc(&includes->arena, sizeof *key);
    memset(key, 0, sizeof *key);
    key->device = st->st_dev;
    key->number = st->st_ino;
    return map_at(&includes->known, (const char *)key, sizeof *key);
}

/* Notes whether the directory was found by another path before. */
static void include_directory_know(struct includes *includes, const char *name)
{
    struct stat st;
    if (stat(name, &st) != 0)
        return;
    void **at = include_known_at(includes, &st);
    if (*at == NULL)
        *at = (void *)name;
    else if (strcmp(*at, name) != 0)
        includes->aliased = true;
}

void includes_add(struct includes *includes, struct include_directory ***tail, const char *name, unsigned system)
{
    **tail = include_directory_make(includes, name, system);
    if (includes->compiler->files_are_inodes)
        include_directory_know(includes, (**tail)->name);
    *tail = &(**tail)->next;
}

static struct include_file *include_file_make(struct includes *includes, const char *path, const struct stat *st,
                                              struct include_directory *directory)
{
    struct include_file *file = arena_alloc(&includes->arena, sizeof *file);
    *file = (struct include_file){.path = path,
                                  .directory = directory,
                                  .len = (size_t)st->st_size,
                                  .is_regular = S_ISREG(st->st_mode),
                                  .changed = st->st_mtim,
                                  .next = includes->files};
    includes->files = file;
    file->same = file;
    if (includes->compiler->files_are_inodes) {
        void **at = include_known_at(includes, st);
        if (*at == NULL)
            *at = file;
        file->same = *at;
        includes->aliased |= strcmp(file->same->path, path) != 0;
    }
    return file;
}

/* The real path of the directory path[0..len), which ends in a slash; "" if it has none. Cached: a compile asks for few
 * directories, but for each many times. */
static const char *include_directory_real(struct includes *includes, const char *path, size_t len)
{
    const char *known = map_get(&includes->real, path, len);
    if (known)
        return known;
    const char *name = arena_copy(&includes->arena, path, len);
    char *real = realpath(name, NULL);
    known = real ? arena_copy(&includes->arena, real, strlen(real)) : "";
    free(real);
    *map_at(&includes->real, name, len) = (void *)(uintptr_t)known;
    return known;
}

/* GCC gives a system header the shorter of its path and its real path. */
static const char *include_path_shorten(struct includes *includes, const char *path, bool is_link)
{
    const char *base = path_base(path);
    if (is_link) {
        char *real = realpath(path, NULL);
        if (real && strlen(real) < strlen(path))
            path = arena_copy(&includes->arena, real, strlen(real));
        free(real);
        return path;
    }
    const char *real = include_directory_real(includes, path, (size_t)(base - path));
    size_t len = strlen(real);
    if (len == 0 || len + (real[len - 1] != '/') >= (size_t)(base - path))
        return path;
    return arena_printf(&includes->arena, "%s%s%s", real, real[len - 1] == '/' ? "" : "/", base);
}

/* Does the file exist? *is_link: the path is a symbolic link. */
static bool include_file_look(const char *path, struct stat *st, bool *is_link)
{
    if (lstat(path, st) != 0)
        return false;
    *is_link = S_ISLNK(st->st_mode);
    return (!*is_link || stat(path, st) == 0) && !S_ISDIR(st->st_mode);
}

static struct include_file *include_directory_look(struct includes *includes, const char *name,
                                                   struct include_directory *directory)
{
    size_t len = strlen(directory->name);
    const char *slash = len && directory->name[len - 1] != '/' ? "/" : "";
    const char *path = arena_printf(&includes->arena, "%s%s%s", directory->name, slash, name);
    struct stat st;
    bool is_link;
    if (!include_file_look(path, &st, &is_link))
        return NULL;
    if (directory->system && includes->compiler->shortens_system_paths)
        path = include_path_shorten(includes, path, is_link);
    return include_file_make(includes, path, &st, directory);
}

static void **include_found_at(struct includes *includes, const char *name, const struct include_directory *from)
{
    size_t len = strlen(name) + 1;
    char *key = arena_alloc(&includes->arena, len + sizeof from);
    memcpy(key, name, len);
    memcpy(key + len, &from, sizeof from);
    return map_at(&includes->found, key, len + sizeof from);
}

static void include_note(struct includes *includes, const char *name, const struct include_directory *from,
                         struct include_file *file)
{
    *include_found_at(includes, name, from) = file;
}

struct include_file *includes_find(struct includes *includes, const char *name, struct include_directory *from)
{
    struct include_file *file = *include_found_at(includes, name, from);
    bool passed_quote = false, passed_bracket = false;
    for (struct include_directory *at = from; file == NULL && at; at = at->next) {
        if (at != from && (at == includes->quote || at == includes->bracket)) {
            file = *include_found_at(includes, name, at);
            passed_bracket |= file == NULL && at == includes->bracket;
            passed_quote |= file == NULL && at != includes->bracket;
        }
        if (file == NULL)
            file = include_directory_look(includes, name, at);
    }
    if (file == NULL)
        file = &nowhere;
    include_note(includes, name, from, file);
    if (passed_bracket)
        include_note(includes, name, includes->bracket, file);
    if (passed_quote)
        include_note(includes, name, includes->quote, file);
    return file == &nowhere ? NULL : file;
}

struct include_directory *includes_beside(struct includes *includes, const struct include_file *file, unsigned system)
{
    size_t len = (size_t)(path_base(file->path) - file->path);
    char *name = arena_copy(&includes->arena, file->path, len + 1);
    name[len] = '\0';
    bool by_inode = includes->compiler->files_are_inodes;
    if (by_inode && len > 1)
        name[--len] = '\0';
    else if (by_inode && len == 0)
        memcpy(name, ".", 2);
    void **at = map_at(&includes->directories[by_inode && system], name, strlen(name));
    if (*at == NULL) {
        struct include_directory *directory = include_directory_make(includes, name, system);
        directory->next = includes->quote;
        directory->is_beside = true;
        *at = directory;
        if (by_inode)
            include_directory_know(includes, name);
    }
    return *at;
}

struct include_file *includes_open(struct includes *includes, const char *path)
{
    void **at = include_found_at(includes, path, NULL);
    struct stat st;
    if (*at == NULL && stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        *at = include_file_make(includes, arena_copy(&includes->arena, path, strlen(path)), &st, NULL);
    return *at;
}

/* Compilers warn about lone carriage returns, NUL bytes and a splice at the very end, or count lines differently. */
static bool include_is_plain(const char *text, size_t len)
{
    for (const char *at = text; (at = memchr(at, '\r', len - (size_t)(at - text))); at++) {
        if (at[1] != '\n')
            return false;
    }
    return memchr(text, '\0', len) == NULL && (len == 0 || text[len - 1] != '\\') &&
           (len < 2 || memcmp(text + len - 2, "\\\n", 2) != 0) && (len < 3 || memcmp(text + len - 3, "\\\r\n", 3) != 0);
}

bool include_read(struct include_file *file)
{
    if (file->text)
        return true;
    int fd = file->is_regular && file->len < (1 << 30) ? open(file->path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return false;
    size_t len = file->len, done = 0;
    char *text = file->text = xmalloc(len + 2);
    for (ssize_t n; done < len && (n = read(fd, text + done, len + 1 - done)) > 0;) /* one more: it may have grown */
        done += (size_t)n;
    text[len] = '\n';
    text[len + 1] = '\0';
    file->begin = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    close(fd);
    return done == len && include_is_plain(text, len);
}

bool includes_had(struct includes *includes, struct include_file *file)
{
    for (struct include_file *other = includes->seen_once ? includes->files : NULL; other; other = other->next) {
        if (other != file && other->once && other->changed.tv_sec == file->changed.tv_sec && other->len == file->len &&
            include_read(other) && memcmp(other->text, file->text, file->len) == 0)
            return true;
    }
    return false;
}
