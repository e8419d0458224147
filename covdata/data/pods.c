/* Finds data files and puts them into pods. In: directories; out: sorted lists of paths. Names decide, as in Go:
 * `covmeta.HASH` and `covcounters.HASH.PID.NANOSECONDS`; all other files, the writers' temporary ones among them, are
 * passed over. */
#include "covdata/data/pods.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/map.h"
#include "base/path.h"
#include "base/report.h"
#include "base/str.h"
#include "format/counters.h"
#include "format/meta.h"

#include "base/banned.h"

struct file_list {
    struct pod_file *files;
    size_t count, cap;
};

static int pods_names_compare(const void *a, const void *b, void *start)
{
    size_t skip = *(const size_t *)start;
    return strcmp(*(char *const *)a + skip, *(char *const *)b + skip);
}

static bool pods_is_dir(const char *path, const struct dirent *entry)
{
    struct stat st;
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type == DT_DIR;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool pods_data_name(const char *name)
{
    return text_starts(name, META_FILE_PREFIX ".") || text_starts(name, COUNTER_FILE_PREFIX ".");
}

/* Names in a directory, as paths. */
struct path_list {
    char **paths;
    size_t count, cap;
};

static void pods_path_add(struct path_list *list, char *path)
{
    list->paths = array_grow(list->paths, list->count, &list->cap, sizeof *list->paths);
    list->paths[list->count++] = path;
}

/* All paths are the same up to `start`, and mostly further, which is left out of comparing. */
static void pods_paths_sort(struct path_list *list, size_t start)
{
    if (list->count == 0)
        return;
    size_t same = strlen(list->paths[0]);
    for (size_t i = 1; i < list->count && same > start; i++)
        for (size_t k = start; k < same; k++)
            if (list->paths[i][k] != list->paths[0][k])
                same = k;
    qsort_r(list->paths, list->count, sizeof *list->paths, pods_names_compare, &same);
}

/* What the paths of a directory's entries begin with. */
static void pods_path_start(struct str *path, const char *dir)
{
    path_clean_add(path, dir);
    if (path->len > 0 && path->data[path->len - 1] != '/')
        str_addc(path, '/');
}

/* Sorts what is in a directory into data files and directories, each in order of their names. */
static int pods_dir_scan(struct pods *pods, const char *dir, struct path_list *files, struct path_list *dirs)
{
    DIR *handle = opendir(dir);
    if (handle == NULL)
        return error("reading inputs: open %s: %s", dir, strerror(errno));
    struct str path = STR_INIT;
    pods_path_start(&path, dir);
    size_t start = path.len;
    for (struct dirent *entry; (entry = readdir(handle)) != NULL;) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            continue;
        path.len = start;
        str_adds(&path, name);
        if (pods_is_dir(path.data, entry))
            pods_path_add(dirs, arena_copy(&pods->arena, path.data, path.len));
        else if (pods_data_name(name))
            pods_path_add(files, arena_copy(&pods->arena, path.data, path.len));
    }
    str_free(&path);
    closedir(handle);
    pods_paths_sort(files, start);
    pods_paths_sort(dirs, start);
    return 0;
}

/* Appends the data files of one directory, and of those below it if `deep`. */
static int pods_dir_list(struct pods *pods, const char *dir, uint32_t index, bool deep, struct file_list *list)
{
    struct path_list files = {0}, dirs = {0};
    int result = pods_dir_scan(pods, dir, &files, &dirs);
    for (size_t i = 0; i < files.count; i++) {
        list->files = array_grow(list->files, list->count, &list->cap, sizeof *list->files);
        list->files[list->count++] = (struct pod_file){files.paths[i], index};
    }
    for (size_t i = 0; i < dirs.count && deep && result == 0; i++)
        result = pods_dir_list(pods, dirs.paths[i], index, deep, list);
    free(files.paths);
    free(dirs.paths);
    return result;
}

/* A hash in a name is any text without white space. */
static size_t pods_hash_length(const char *hash, size_t len)
{
    return memchr(hash, ' ', len) || memchr(hash, '\t', len) || memchr(hash, '\n', len) ? 0 : len;
}

static size_t pods_meta_hash_length(const char *name)
{
    return pods_hash_length(name, strlen(name));
}

/* The end of name[0..len) without a last ".DIGITS"; 0 if it has none. */
static size_t pods_number_strip(const char *name, size_t len)
{
    size_t end = len;
    while (end > 0 && name[end - 1] >= '0' && name[end - 1] <= '9')
        end--;
    return end < len && end > 0 && name[end - 1] == '.' ? end - 1 : 0;
}

static size_t pods_counter_hash_length(const char *name)
{
    return pods_hash_length(name, pods_number_strip(name, pods_number_strip(name, strlen(name))));
}

static struct pod *pods_add(struct pods *pods, const char *hash, const char *path)
{
    pods->list = array_grow(pods->list, pods->count, &pods->cap, sizeof *pods->list);
    struct pod *pod = &pods->list[pods->count++];
    *pod = (struct pod){.hash = hash, .meta = path};
    return pod;
}

static void pods_metas_take(struct pods *pods, const struct file_list *list, struct map *by_hash)
{
    size_t skip = strlen(META_FILE_PREFIX ".");
    for (size_t i = 0; i < list->count; i++) {
        const char *name = path_base(list->files[i].path);
        size_t len = text_starts(name, META_FILE_PREFIX ".") ? pods_meta_hash_length(name + skip) : 0;
        if (len > 0 && map_get(by_hash, name + skip, len) == NULL) {
            pods_add(pods, name + skip, list->files[i].path)->meta_dir = list->files[i].dir;
            *map_at(by_hash, name + skip, len) = (void *)(uintptr_t)pods->count; /* index + 1: the list moves */
        }
    }
}

static void pods_counters_take(struct pods *pods, const struct file_list *list, const struct map *by_hash)
{
    size_t skip = strlen(COUNTER_FILE_PREFIX "."), orphans = 0;
    const char *orphan = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const char *name = path_base(list->files[i].path);
        size_t len = text_starts(name, COUNTER_FILE_PREFIX ".") ? pods_counter_hash_length(name + skip) : 0;
        uintptr_t index = len > 0 ? (uintptr_t)map_get(by_hash, name + skip, len) : 0;
        if (index == 0) {
            orphans += len > 0;
            orphan = len > 0 ? list->files[i].path : orphan;
            continue;
        }
        struct pod *pod = &pods->list[index - 1];
        pod->counters = array_grow(pod->counters, pod->counter_count, &pod->counter_cap, sizeof *pod->counters);
        pod->counters[pod->counter_count++] = list->files[i];
    }
    if (orphans > 0)
        warn("%zu counter file%s without meta-data skipped, such as %s", orphans, orphans == 1 ? "" : "s", orphan);
}

static int pods_compare(const void *a, const void *b)
{
    return strcmp(((const struct pod *)a)->meta, ((const struct pod *)b)->meta);
}

int pods_collect(struct pods *pods, char *const *dirs, uint32_t dir_count, uint32_t tree_count)
{
    *pods = (struct pods){0};
    struct file_list list = {0};
    struct map by_hash = {0};
    int result = 0;
    for (uint32_t i = 0; i < dir_count && result == 0; i++)
        result = pods_dir_list(pods, dirs[i], i, i >= dir_count - tree_count, &list);
    if (result == 0) {
        pods_metas_take(pods, &list, &by_hash);
        pods_counters_take(pods, &list, &by_hash);
        if (pods->count > 0)
            qsort(pods->list, pods->count, sizeof *pods->list, pods_compare);
    }
    map_free(&by_hash);
    free(list.files);
    return result;
}

void pods_free(struct pods *pods)
{
    for (size_t i = 0; i < pods->count; i++)
        free(pods->list[i].counters);
    free(pods->list);
    arena_free(&pods->arena);
    *pods = (struct pods){0};
}
