/* In: paths. Out: paths that are cleaned or compared component by component, as text. */
#include "base/path.h"

#include <string.h>

#include "base/str.h"

#include "base/banned.h"

bool path_is_below(const char *path, const char *dir)
{
    size_t len = strlen(dir);
    while (len > 1 && dir[len - 1] == '/')
        len--;
    return strncmp(path, dir, len) == 0 && (path[len] == '/' || path[len] == '\0' || len == 1);
}

char *path_absolute(struct arena *arena, const char *directory, const char *path)
{
    struct str full = STR_INIT;
    if (path[0] != '/')
        str_addf(&full, "%s/", directory);
    str_adds(&full, path);
    char *out = arena_alloc(arena, full.len + 2);
    size_t len = 0;
    for (const char *p = full.data; *p;) {
        size_t n = strcspn(p, "/");
        if (n == 2 && p[0] == '.' && p[1] == '.') {
            while (len > 0 && out[--len] != '/')
                continue;
        } else if (n > 0 && !(n == 1 && p[0] == '.')) {
            out[len++] = '/';
            memcpy(out + len, p, n);
            len += n;
        }
        p += n + (p[n] == '/');
    }
    if (len == 0)
        out[len++] = '/';
    out[len] = '\0';
    str_free(&full);
    return out;
}

const char *path_rest(const char *path, const char *dir)
{
    if (!path_is_below(path, dir) || strlen(path) <= strlen(dir))
        return NULL;
    const char *rest = path + strlen(dir);
    return rest + strspn(rest, "/");
}
