/* In: names of source files, which may contain any bytes; out: names of pages. "src/a.c" becomes src-a.c; if
 * characters are lost, or another file has the same result, a hash of the whole name is added. */
#include "covdata/formats/html/names.h"

#include <ctype.h>
#include <string.h>

#include "base/memory.h"
#include "base/str.h"
#include "format/fnv.h"

#include "base/banned.h"

enum { LENGTH_LIMIT = 120 };

static bool html_names_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr("._-", c));
}

/* Appends what may stand in a file name; true: nothing is lost but slashes. */
static bool html_names_name_clean(struct str *out, const char *name)
{
    bool whole = *name != '\0' && *name != '.' && *name != '-';
    if (!whole)
        str_addc(out, '_');
    for (; *name && out->len < LENGTH_LIMIT; name++) {
        whole = whole && (html_names_plain(*name) || *name == '/');
        str_addc(out, *name == '/' ? '-' : html_names_plain(*name) ? *name : '_');
    }
    return whole && *name == '\0';
}

static void html_names_hash_add(struct str *out, const char *name)
{
    struct fnv fnv;
    uint8_t hash[16];
    fnv_start(&fnv);
    fnv_add(&fnv, name, strlen(name));
    fnv_finish(&fnv, hash);
    str_addc(out, '-');
    for (int i = 0; i < 8; i++)
        str_addf(out, "%02x", hash[i]);
}

/* Takes the name if nobody has. */
static bool html_names_name_take(struct map *taken, struct arena *arena, const struct str *name)
{
    char *key = arena_copy(arena, name->data, name->len);
    for (char *c = key; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    void **slot = map_at(taken, key, name->len);
    bool free_yet = *slot == NULL;
    *slot = key;
    return free_yet;
}

const char **names_make(struct line_view *view)
{
    struct map taken = {0};
    const char **names = xcalloc(view->count, sizeof *names);
    for (size_t i = 0; i < view->count; i++) {
        struct str name = STR_INIT;
        if (!html_names_name_clean(&name, view->files[i].name) || !html_names_name_take(&taken, &view->arena, &name)) {
            html_names_hash_add(&name, view->files[i].name);
            while (!html_names_name_take(&taken, &view->arena, &name))
                str_addc(&name, '_');
        }
        names[i] = arena_copy(&view->arena, name.data, name.len);
        str_free(&name);
    }
    map_free(&taken);
    return names;
}
