/* In: a command whose headers may be precompiled. Out: where the text of such a header is.
 *
 * Meson compiles ../pch/x.h to x.p/x.h.gch, and includes x.h with x.p on the search path: the text is not found there.
 * GCC's precompiled header contains the paths of the files that it was made from. */
#include "instr/preprocess/precompiled.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/line_marker.h"
#include "instr/toolchain/command_line.h"

#include "base/banned.h"

/* The header that the compiler says it has not found. NULL: it says something else. */
static const char *precompiled_missing(struct arena *arena, const struct str *messages)
{
    static const char before[] = "fatal error: ", behind[] = ": No such file or directory\n";
    const char *name = strstr(messages->data, before), *end = name ? strstr(name, behind) : NULL;
    name = name ? name + strlen(before) : NULL;
    while (name && *name == '\033') /* a colour */
        name += strcspn(name, "mK") + 1;
    if (end == NULL || name > end || memchr(name, '\n', (size_t)(end - name)))
        return NULL;
    return arena_copy(arena, name, (size_t)(end - name));
}

/* The file of the precompiled header in use, from what the compiler prints. NULL: none is in use. */
static const char *precompiled_file(struct arena *arena, const struct str *printed)
{
    static const char before[] = "#pragma GCC pch_preprocess \"";
    const char *name = strstr(printed->data, before);
    name = name ? name + strlen(before) : NULL;
    return name ? arena_copy(arena, name, strcspn(name, "\"\n")) : NULL;
}

/* The path that ends at `end` in the precompiled header's bytes, without its last `tail` bytes. NULL: no such file. The
 * bytes before a path can be other data of GCC's, so each beginning behind the last NUL is tried, longest path first. */
static const char *precompiled_directory(struct arena *arena, const struct str *bytes, const char *end, size_t tail)
{
    const char *begin = end;
    while (begin > bytes->data && begin[-1] != '\0' && end - begin < PATH_MAX)
        begin--;
    const char *path = arena_copy(arena, begin, (size_t)(end - begin)), *path_end = path + (end - begin);
    for (; path + tail < path_end; path++)
        if (access(path, R_OK) == 0)
            return arena_copy(arena, path, (size_t)(path_end - path) - tail);
    return NULL;
}

/* The directory of the first path in the precompiled header's bytes that ends with this name. NULL: there is none. */
static const char *precompiled_search(struct arena *arena, const char *file, const char *header)
{
    struct str bytes = STR_INIT;
    const char *directory = NULL, *ending = arena_printf(arena, "/%s", header);
    size_t len = strlen(ending);
    if (file_read_quietly(file, &bytes) == 0) {
        const char *at = bytes.data, *end = bytes.data + bytes.len;
        for (; directory == NULL && (at = memmem(at, (size_t)(end - at), ending, len + 1)) != NULL; at++)
            directory = precompiled_directory(arena, &bytes, at + len, len);
    }
    str_free(&bytes);
    return directory;
}

bool precompiled_find(struct command *command, const struct command_arg *input, const struct str *messages)
{
    const char *header = precompiled_missing(&command->arena, messages);
    if (header == NULL || !command->compiler->names_precompiled)
        return false;
    struct arg_list args = {0};
    struct str printed = STR_INIT, err = STR_INIT;
    command_name_precompiled(command, input, &args);
    bool ok = process_read(&args, &printed, &err) == 0;
    const char *file = ok ? precompiled_file(&command->arena, &printed) : NULL;
    const char *directory = file ? precompiled_search(&command->arena, file, header) : NULL;
    if (directory)
        command_add_directory(command, directory);
    free(args.args);
    str_free(&printed);
    str_free(&err);
    return directory != NULL;
}

static bool precompiled_is_beside(const char *path)
{
    struct str name = STR_INIT;
    str_addf(&name, "%s.gch", path);
    bool found = access(name.data, F_OK) == 0;
    str_free(&name);
    return found;
}

/* Is there one in a directory of the user's search path? */
static bool precompiled_on_path(const struct command *command, const char *header)
{
    bool found = false;
    for (size_t i = 0; !found && i < command->count; i++) {
        if (!(command->args[i].facts & OPTION_USER_DIRECTORY))
            continue;
        struct str name = STR_INIT;
        str_addf(&name, "%s/%s", command_option_value(&command->args[i]), header);
        found = precompiled_is_beside(name.data);
        str_free(&name);
    }
    return found;
}

bool precompiled_exists(const struct command *command, const struct str *text)
{
    for (const char *p = text->data; (p = strstr(p, "\n# 1 \"")) != NULL;) {
        struct line_marker marker;
        if (!line_marker_read(++p, &marker) || !line_marker_has(&marker, '1') ||
            memmem(marker.name, marker.name_len, "stdc-predef.h", strlen("stdc-predef.h")))
            continue;
        struct str name = STR_INIT;
        str_add(&name, marker.name, marker.name_len);
        bool found = precompiled_is_beside(name.data) || precompiled_on_path(command, path_base(name.data));
        str_free(&name);
        return found;
    }
    return false;
}
