/* In: paths. Out: paths that are cleaned or compared component by component, as text. */
#include "base/path.h"

#include <string.h>

#include "base/banned.h"

bool path_is_below(const char *path, const char *dir)
{
    size_t len = strlen(dir);
    while (len > 1 && dir[len - 1] == '/')
        len--;
    return strncmp(path, dir, len) == 0 && (path[len] == '/' || path[len] == '\0' || len == 1);
}

/* Appends the path's elements, and resolves "." and "..". */
static void path_add_elements(struct str *to, const char *path)
{
    size_t root = to->len, fixed = to->len; /* ".." removes nothing before `fixed` */
    while (*path) {
        size_t len = strcspn(path, "/");
        bool up = len == 2 && memcmp(path, "..", 2) == 0;
        if (up && to->len > fixed) {
            while (to->len > fixed && to->data[to->len - 1] != '/')
                to->len--;
            if (to->len > fixed)
                to->len--;
        } else if (up ? root == 0 : len > 0 && !(len == 1 && *path == '.')) {
            if (to->len > root)
                str_addc(to, '/');
            str_add(to, path, len);
            if (up)
                fixed = to->len;
        }
        path += len + (path[len] == '/');
    }
    if (to->cap > 0)
        to->data[to->len] = '\0';
}

void path_clean_add(struct str *to, const char *path)
{
    if (*path == '/')
        str_addc(to, '/');
    path_add_elements(to, path);
}

char *path_clean(struct arena *arena, const char *path)
{
    struct str clean = STR_INIT;
    path_clean_add(&clean, path);
    char *copy = clean.len > 0 ? arena_copy(arena, clean.data, clean.len) : arena_copy(arena, ".", 1);
    str_free(&clean);
    return copy;
}

char *path_absolute(struct arena *arena, const char *directory, const char *path)
{
    struct str full = STR_INIT;
    str_addf(&full, "%s/%s", path[0] == '/' ? "" : directory, path);
    char *clean = path_clean(arena, full.data);
    str_free(&full);
    return clean;
}

const char *path_rest(const char *path, const char *dir)
{
    if (!path_is_below(path, dir) || strlen(path) <= strlen(dir))
        return NULL;
    const char *rest = path + strlen(dir);
    return rest + strspn(rest, "/");
}
