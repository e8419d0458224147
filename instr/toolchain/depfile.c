/* What a build mode can't say to the build system, the dependency file can: that objects depend on its options and on
 * covercc too. In: the file that the compiler wrote for make (`object: file…`). Out: the same, with more files in its
 * first rule. */
#include "instr/toolchain/depfile.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"

#include "base/banned.h"

/* The last -MF's value, or NULL. */
static const char *dependency_file(const struct command *command)
{
    const char *file = NULL;
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (arg->class == ARG_DEPENDENCY && text_starts(arg->text, "-MF"))
            file = command_option_value(arg, strlen("-MF"));
    }
    return file;
}

/* As make reads a name. */
static void name_add(struct str *out, const char *name)
{
    for (; *name; name++) {
        if (*name == ' ' || *name == '#')
            str_addc(out, '\\');
        if (*name == '$')
            str_addc(out, '$');
        str_addc(out, *name);
    }
}

/* Where the first rule's files begin: behind a colon that white space follows. */
static const char *files_find(const char *text)
{
    const char *colon = strchr(text, ':');
    while (colon && strchr(" \t\n\\", colon[1]) == NULL)
        colon = strchr(colon + 1, ':');
    return colon ? colon + 1 : NULL;
}

int dependency_add(const struct command *command, const char *const *files, size_t count)
{
    const char *path = dependency_file(command);
    struct str text = STR_INIT, out = STR_INIT;
    if (path == NULL || count == 0 || access(path, F_OK) != 0)
        return 0;
    int result = file_read(path, &text);
    const char *begin = result == 0 ? files_find(text.data) : NULL;
    if (begin) {
        str_add(&out, text.data, (size_t)(begin - text.data));
        for (size_t i = 0; i < count; i++) {
            str_addc(&out, ' ');
            name_add(&out, files[i]);
        }
        str_adds(&out, begin);
        result = file_write(path, out.data, out.len);
    }
    str_free(&text);
    str_free(&out);
    return result;
}
