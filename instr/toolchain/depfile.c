/* Two jobs. The built-in preprocessing writes the file that the compiler would have written: the same bytes. And the
 * build mode can't tell the build system that objects depend on covercc and its options, so covercc adds these files to
 * what the compiler wrote. */
#include "instr/toolchain/depfile.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "instr/toolchain/command_line.h"

#include "base/banned.h"

void dependencies_add(struct dependencies *dependencies, const char *path, bool system)
{
    size_t size = strlen(path) + 1;
    dependencies->items =
        array_grow(dependencies->items, dependencies->count, &dependencies->cap, sizeof *dependencies->items);
    dependencies->items[dependencies->count++] = (struct dependency){memcpy(xmalloc(size), path, size), system};
}

void dependencies_free(struct dependencies *dependencies)
{
    for (size_t i = 0; i < dependencies->count; i++)
        free(dependencies->items[i].path);
    free(dependencies->items);
    *dependencies = (struct dependencies){0};
}

/* The options */

static const char *depfile_passed_path(const struct command_arg *arg)
{
    static const char all[] = "-Wp,-MD,", user[] = "-Wp,-MMD,";
    const char *path = text_starts(arg->text, all)    ? arg->text + strlen(all)
                       : text_starts(arg->text, user) ? arg->text + strlen(user)
                                                      : NULL;
    return path && *path && strchr(path, ',') == NULL ? path : NULL;
}

const char *depfile_passed(const struct command *command)
{
    const char *path = NULL;
    if (command_has(command, OPTION_ALL_DEPENDENCIES | OPTION_USER_DEPENDENCIES | OPTION_DEPENDENCY_FILE))
        return NULL;
    for (size_t i = 0; i < command->count; i++) {
        if (!(command->args[i].facts & OPTION_PASSED_DEPENDENCY))
            continue;
        if (path || (path = depfile_passed_path(&command->args[i])) == NULL)
            return NULL;
    }
    return path;
}

/* Where the command wants the file. NULL: nowhere, or the plain compile has written it. */
static const char *depfile_path(struct command *command, const struct command_arg *input)
{
    const char *passed = depfile_passed(command);
    if ((!command->writes_dependencies && !passed) || command->wants_plain)
        return NULL;
    return passed ? passed : command_dependency_file(command, input);
}

static bool depfile_lists_system(const struct command *command)
{
    for (size_t i = 0; i < command->count; i++) {
        if (command->args[i].facts & OPTION_ALL_DEPENDENCIES || text_starts(command->args[i].text, "-Wp,-MD,"))
            return true;
    }
    return false;
}

/* Writing */

/* Does the name hold characters that make reads in another way? Compilers have rules of their own for them. */
static bool depfile_is_special(const char *name)
{
    return strpbrk(name, " \t#$:%|\\;&") != NULL;
}

/* Compilers remove "./" before a name. */
static const char *depfile_clean(const char *path)
{
    while (path[0] == '.' && path[1] == '/') {
        path += 2;
        path += strspn(path, "/");
    }
    return path;
}

static bool depfile_add_target(const struct compiler *compiler, const char *name, struct str *out, size_t *column)
{
    if (depfile_is_special(name) || *name == '\0')
        return false;
    compiler->dependency_add(out, compiler->cleans_targets ? depfile_clean(name) : name, column, true);
    return true;
}

/* The targets are those of -MT and -MQ, else the output. */
static bool depfile_add_targets(struct command *command, const struct command_arg *input, const char *output,
                                struct str *out, size_t *column)
{
    const struct compiler *compiler = command->compiler;
    const char *base = path_base(input->text), *dot = strrchr(base, '.');
    bool ok = true;
    for (size_t i = 0; i < command->count; i++) {
        if (command->args[i].facts & OPTION_DEPENDENCY_TARGET)
            ok &= depfile_add_target(compiler, command_option_value(&command->args[i]), out, column);
    }
    if (command_has(command, OPTION_DEPENDENCY_TARGET))
        return ok;
    if (compiler->passed_names_input && depfile_passed(command))
        output = arena_printf(&command->arena, "%.*s.o", dot ? (int)(dot - base) : (int)strlen(base), base);
    return depfile_add_target(compiler, output, out, column);
}

/* A rule without prerequisites for each file but the input, so that make accepts that a header is deleted. */
static bool depfile_add_phony(struct command *command, struct compiler_info *info,
                              const struct dependencies *dependencies, bool system, struct str *out)
{
    long blank = command->compiler->separates_phony_rules ? compiler_info_phony_blanks(info) : 0;
    for (size_t i = 1; i < dependencies->count; i++) {
        if (system || !dependencies->items[i].system)
            str_addf(out, "%s%s:\n", blank ? "\n" : "", depfile_clean(dependencies->items[i].path));
    }
    return blank >= 0;
}

bool depfile_rules(struct command *command, const struct command_arg *input, const char *output,
                   struct compiler_info *info, const struct dependencies *dependencies, struct str *out)
{
    bool system = depfile_lists_system(command);
    size_t column = 0;
    if ((system && command_has(command, OPTION_USER_DEPENDENCIES)) ||
        !depfile_add_targets(command, input, output, out, &column))
        return false;
    str_addc(out, ':');
    column++;
    for (size_t i = 0; i < dependencies->count; i++) {
        if (depfile_is_special(dependencies->items[i].path))
            return false;
        if (system || !dependencies->items[i].system)
            command->compiler->dependency_add(out, depfile_clean(dependencies->items[i].path), &column, false);
    }
    str_addc(out, '\n');
    return !command_has(command, OPTION_PHONY_RULES) || depfile_add_phony(command, info, dependencies, system, out);
}

/* Like compilers, overwrites the file in its place. */
static bool depfile_overwrite(const char *path, const struct str *rules)
{
    FILE *stream = fopen(path, "we");
    if (stream == NULL)
        return false;
    str_print(rules, stream);
    bool ok = !ferror(stream);
    return fclose(stream) == 0 && ok;
}

const char *depfile_write(struct command *command, const struct command_arg *input, const char *output,
                          struct compiler_info *info, const struct dependencies *dependencies)
{
    const char *path = depfile_path(command, input), *reason = NULL;
    struct str rules = STR_INIT;
    if (path == NULL)
        return NULL;
    if (!depfile_rules(command, input, output, info, dependencies, &rules))
        reason = "a dependency has a name that make reads in another way";
    else if (!depfile_overwrite(path, &rules))
        reason = "the dependency file can't be written";
    str_free(&rules);
    return reason;
}

bool depfile_agrees(struct command *command, const struct command_arg *input, const char *output,
                    struct compiler_info *info, const struct dependencies *dependencies)
{
    const char *path = depfile_path(command, input);
    struct str rules = STR_INIT, written = STR_INIT;
    bool agrees = path == NULL || (depfile_rules(command, input, output, info, dependencies, &rules) &&
                                   file_read(path, &written) == 0 && rules.len == written.len &&
                                   memcmp(rules.data, written.data, rules.len) == 0);
    str_free(&rules);
    str_free(&written);
    return agrees;
}

/* Adding */

/* As make reads a name. */
static void depfile_escape(struct str *out, const char *name)
{
    for (; *name; name++) {
        if (*name == ' ' || *name == '#')
            str_addc(out, '\\');
        if (*name == '$')
            str_addc(out, '$');
        str_addc(out, *name);
    }
}

/* The prerequisites of the first rule begin behind a colon that white space follows. */
static const char *depfile_find_prerequisites(const char *text)
{
    const char *colon = strchr(text, ':');
    while (colon && strchr(" \t\n\\", colon[1]) == NULL)
        colon = strchr(colon + 1, ':');
    return colon ? colon + 1 : NULL;
}

bool depfile_insert(const char *text, const char *const *files, size_t count, struct str *out)
{
    const char *begin = depfile_find_prerequisites(text);
    if (begin == NULL)
        return false;
    str_add(out, text, (size_t)(begin - text));
    for (size_t i = 0; i < count; i++) {
        str_addc(out, ' ');
        depfile_escape(out, files[i]);
    }
    str_adds(out, begin);
    return true;
}

int depfile_add(const struct command *command, const char *const *files, size_t count)
{
    const struct command_arg *named = command_last(command, OPTION_DEPENDENCY_FILE);
    const char *path = named ? command_option_value(named) : NULL;
    struct str text = STR_INIT, out = STR_INIT;
    if (path == NULL || count == 0 || access(path, F_OK) != 0)
        return 0;
    int result = file_read(path, &text);
    if (result == 0 && text.data && depfile_insert(text.data, files, count, &out))
        result = file_write(path, out.data, out.len);
    str_free(&text);
    str_free(&out);
    return result;
}
