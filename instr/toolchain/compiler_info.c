/* Finding out what only the compiler knows. Each question is a run on a small file; the answers are kept by
 * compiler_cache.c. */
#include "instr/toolchain/compiler_info.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "instr/toolchain/cleanup.h"
#include "instr/toolchain/command_line.h"

#include "base/banned.h"

/* Writes `text` to a file in a directory of its own. The file's name is the arena's; the caller removes the directory.
 */
static const char *compiler_info_file(struct compiler_info *info, const char *text, char **directory)
{
    *directory = cleanup_directory_make();
    const char *file = *directory ? arena_printf(&info->arena, "%s/probe.c", *directory) : NULL;
    return file && file_write(file, text, strlen(text)) == 0 ? file : NULL;
}

static bool compiler_info_read(struct arg_list *args, char *directory, struct str *out, struct str *err)
{
    bool ok = args->count && process_read(args, out, err) == 0;
    if (directory)
        cleanup_directory_remove(directory);
    free(directory);
    free(args->args);
    return ok;
}

bool compiler_info_run(struct compiler_info *info, const char *flag, const char *more, const char *text,
                       struct str *out, struct str *err)
{
    struct arg_list args = {0};
    char *directory;
    const char *file = compiler_info_file(info, text, &directory);
    if (file)
        command_query(info->command, flag, file, &args);
    if (file && more)
        arg_add(&args, more);
    return compiler_info_read(&args, directory, out, err);
}

bool compiler_info_preprocess(struct compiler_info *info, const char *text, struct str *out, struct str *err)
{
    struct arg_list args = {0};
    char *directory;
    const char *file = compiler_info_file(info, text, &directory);
    if (file)
        command_preprocess_file(info->command, file, &args);
    return compiler_info_read(&args, directory, out, err);
}

/* Expressions */

enum { VALUE_BITS = 20 };

/* Only conditionals show a value: bit by bit. */
static void compiler_info_write_question(struct str *text, size_t number, const char *question)
{
    str_addf(text, "#if (%s) >= 0 && (%s) >> %d == 0\n<%zu:", question, question, VALUE_BITS, number);
    for (unsigned bit = 0; bit < VALUE_BITS; bit++)
        str_addf(text, "\n#if (%s) >> %u & 1\n1\n#else\n0\n#endif", question, bit);
    str_adds(text, "\n>\n#endif\n");
}

/* The value behind `<NUMBER:`, lowest bit first; "-1": there is none. */
static const char *compiler_info_find_answer(struct arena *arena, const char *out, size_t number)
{
    const char *at = out ? strstr(out, arena_printf(arena, "<%zu:", number)) : NULL;
    long value = 0;
    unsigned bit = 0;
    for (at = at ? strchr(at, ':') : NULL; at && *at != '>'; at++) {
        if (*at == '0' || *at == '1')
            value |= (long)(*at - '0') << bit++;
    }
    return bit == VALUE_BITS ? arena_printf(arena, "%ld", value) : "-1";
}

/* Asks all questions in one run. */
static void compiler_info_ask_all(struct compiler_info *info, const char *const *questions, size_t count)
{
    struct str text = STR_INIT, out = STR_INIT, err = STR_INIT;
    for (size_t i = 0; i < count; i++)
        compiler_info_write_question(&text, i, questions[i]);
    compiler_info_run(info, "-P", NULL, text.data, &out, &err);
    for (size_t i = 0; i < count; i++)
        compiler_cache_note(info, arena_copy(&info->arena, questions[i], strlen(questions[i])),
                            compiler_info_find_answer(&info->arena, out.data, i));
    info->changed = true;
    str_free(&text);
    str_free(&out);
    str_free(&err);
}

long compiler_info_ask(struct compiler_info *info, const char *question)
{
    size_t len = strlen(question);
    if (map_get(&info->questions, question, len) == NULL)
        compiler_info_ask_all(info, &question, 1);
    return strtol(map_get(&info->questions, question, len), NULL, 10);
}

/* The key of an answer that is not the value of an expression. */
static const char blank_question[] = "blank lines before the rules of -MP";

long compiler_info_phony_blanks(struct compiler_info *info)
{
    size_t len = strlen(blank_question);
    if (map_get(&info->questions, blank_question, len) == NULL) {
        struct str out = STR_INIT, err = STR_INIT;
        bool ok = compiler_info_run(info, "-M", "-MP", "#include <stddef.h>\n", &out, &err) && out.data;
        bool blank = ok && strstr(out.data, "\n\n");
        compiler_cache_note(info, blank_question, !ok ? "-1" : blank ? "1" : "0");
        info->changed = true;
        str_free(&out);
        str_free(&err);
    }
    return strtol(map_get(&info->questions, blank_question, len), NULL, 10);
}

/* What the C library's headers ask on any system: asked together, it costs one process. */
static void compiler_info_ask_usual(struct compiler_info *info)
{
    static const char *const usual[] = {
        "defined __has_attribute",
        "defined __has_builtin",
        "defined __has_include",
        "defined __has_include_next",
        "defined __has_c_attribute",
        "defined __has_cpp_attribute",
        "defined __has_feature",
        "defined __has_extension",
        "defined __has_warning",
        "defined __has_declspec_attribute",
        "defined __COUNTER__",
        "defined __FILE__",
        "defined __has_embed",
        "defined __has_constexpr_builtin",
        "__has_attribute(__nonnull__)",
        "__has_attribute(__alloc_size__)",
        "__has_attribute(__access__)",
        "__has_attribute(__alloc_align__)",
        "__has_attribute(__always_inline__)",
        "__has_attribute(__artificial__)",
        "__has_attribute(__const__)",
        "__has_attribute(__copy__)",
        "__has_attribute(__deprecated__)",
        "__has_attribute(__format_arg__)",
        "__has_attribute(__gnu_inline__)",
        "__has_attribute(__malloc__)",
        "__has_attribute(__noinline__)",
        "__has_attribute(__nonstring__)",
        "__has_attribute(__noreturn__)",
        "__has_attribute(__nothrow__)",
        "__has_attribute(__pure__)",
        "__has_attribute(__returns_nonnull__)",
        "__has_attribute(__returns_twice__)",
        "__has_attribute(__unused__)",
        "__has_attribute(__used__)",
        "__has_attribute(__warn_unused_result__)",
        "__has_attribute(__fallthrough__)",
        "__has_attribute(fallthrough)",
        "__has_attribute(format)",
        "__has_attribute(unused)",
        "__has_attribute(noreturn)",
        "__has_attribute(visibility)",
        "__has_attribute(nonstring)",
        "__has_attribute(always_inline)",
        "__has_attribute(malloc)",
        "__has_attribute(cold)",
        "__has_attribute(constructor)",
        "__has_attribute(warn_unused_result)",
        "__has_builtin(__builtin_expect)",
        "__has_builtin(__builtin_unreachable)",
        "__has_builtin(__builtin_trap)",
        "__has_builtin(__builtin_add_overflow)",
        "__has_builtin(__builtin_mul_overflow)",
        "__has_builtin(__builtin_bswap16)",
        "__has_builtin(__builtin_bswap32)",
        "__has_builtin(__builtin_bswap64)",
        "__has_builtin(__builtin_tgmath)",
        "__has_builtin(__builtin_isinf_sign)",
    };
    compiler_info_ask_all(info, usual, sizeof usual / sizeof *usual);
}

/* The search path, which -v prints */

/* Is the directory the value of a -I or -iquote? Clang prints it without slashes at its end. */
static bool compiler_info_is_user_directory(const struct command *command, const char *directory)
{
    size_t directory_len = strlen(directory);
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (!(arg->facts & OPTION_USER_DIRECTORY))
            continue;
        const char *value = command_option_value(arg);
        if (strncmp(value, directory, directory_len) == 0 &&
            strspn(value + directory_len, "/") == strlen(value + directory_len))
            return true;
    }
    return false;
}

/* The directories listed behind `title`, in lines that begin with a blank. */
static struct compiler_directory *compiler_info_find_directories(struct compiler_info *info, const char *text,
                                                                 const char *title, size_t *count)
{
    enum { DIRECTORY_MAX = 256 };
    struct compiler_directory *items = arena_alloc(&info->arena, DIRECTORY_MAX * sizeof *items);
    const char *line = strstr(text, title);
    *count = 0;
    if (line == NULL)
        return NULL;
    line = strchr(line, '\n') + 1;
    for (; *line == ' ' && *count < DIRECTORY_MAX; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *name = arena_copy(&info->arena, line + 1, strcspn(line + 1, "\n"));
        bool user = compiler_info_is_user_directory(info->command, name);
        items[(*count)++] = (struct compiler_directory){name, user ? 0 : info->command->compiler->system_level};
        compiler_cache_depend(info, name);
    }
    return items;
}

/* Directories that do not exist may be made later. */
static void compiler_info_depend_on_missing(struct compiler_info *info, const char *text)
{
    static const char begin[] = "ignoring nonexistent directory \"";
    for (const char *at = text; (at = strstr(at, begin));) {
        at += strlen(begin);
        compiler_cache_depend(info, arena_copy(&info->arena, at, strcspn(at, "\"\n")));
    }
}

/* -v prints the command that runs the compiler proper: its path is the word before this flag. */
static bool compiler_info_depend_on_proper(struct compiler_info *info, const char *text, const char *flag)
{
    flag = strstr(text, flag);
    if (flag == NULL)
        return false;
    const char *begin = flag;
    while (begin > text && begin[-1] != ' ' && begin[-1] != '\n' && begin[-1] != '"')
        begin--;
    compiler_cache_depend(info, arena_copy(&info->arena, begin, (size_t)(flag - begin)));
    return true;
}

/* False where a configuration file is read, on which nothing known here would depend, or where the order of directories
 * can't be told from the list. */
static bool compiler_info_ask_search_path(struct compiler_info *info)
{
    struct str out = STR_INIT, err = STR_INIT;
    bool ok = compiler_info_run(info, "-v", NULL, "", &out, &err) && err.data;
    if (ok) {
        const char *text = err.data;
        info->quote =
            compiler_info_find_directories(info, text, "#include \"...\" search starts here:", &info->quote_count);
        info->bracket =
            compiler_info_find_directories(info, text, "#include <...> search starts here:", &info->bracket_count);
        compiler_info_depend_on_missing(info, text);
        ok = compiler_info_depend_on_proper(info, text, info->command->compiler->proper_flag) &&
             strstr(text, "Configuration file:") == NULL && strstr(text, "as it is a non-system directory") == NULL;
    }
    str_free(&out);
    str_free(&err);
    return ok;
}

/* All of it */

static bool compiler_info_fill(struct compiler_info *info)
{
    bool ok = info->command->compiler->prefix_ask(info) && compiler_info_ask_search_path(info);
    if (ok)
        compiler_info_ask_usual(info);
    return ok;
}

static void compiler_info_forget(struct compiler_info *info)
{
    map_free(&info->questions);
    info->dependencies = NULL;
    info->dependency_count = info->quote_count = info->bracket_count = 0;
    info->prefix = "";
}

bool compiler_info_get(struct compiler_info *info, struct command *command, const char *cache)
{
    *info = (struct compiler_info){.command = command, .key = STR_INIT, .prefix = ""};
    if (!compiler_cache_find(info, cache))
        return false;
    if (compiler_cache_read(info))
        return true;
    compiler_info_forget(info);
    info->fresh = info->changed = true;
    info->usable = compiler_info_fill(info);
    return true;
}

void compiler_info_keep(struct compiler_info *info)
{
    if (info->file && info->changed)
        compiler_cache_write(info);
    info->changed = false;
}

void compiler_info_free(struct compiler_info *info)
{
    map_free(&info->questions);
    str_free(&info->key);
    arena_free(&info->arena);
    *info = (struct compiler_info){.key = STR_INIT};
}
