/* Asking the compiler.
 *
 * The probe is a small text in which everything that preprocess.c obeys occurs. If what the compiler makes of it isn't
 * what we would make (definition.c, markers, blank lines are all GCC's own ways), the answers say so, and this compiler
 * flattens for itself ever after. */
#include "instr/toolchain/compiler_info.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "instr/toolchain/compiler_cache.h"
#include "instr/toolchain/command_line.h"
#include "instr/preprocess/gcc_restore.h"
#include "instr/toolchain/cleanup.h"

#include "base/banned.h"

/* Runs the compiler on this text. `flag`, `more`: what it shall do with it, or NULL. What it says on stderr goes to
 * `said`. */
static bool compiler_run(struct answers *answers, const char *flag, const char *more, const char *text, struct str *out,
                         struct str *said)
{
    char *directory = temporary_directory();
    if (directory == NULL)
        return false;
    const char *file = arena_printf(&answers->arena, "%s/probe.c", directory);
    struct arg_list args = {0};
    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    ok = fd >= 0 && close(fd) == 0 && ok;
    arg_add(&args, "env"); /* what it says is read, so it may not be translated */
    arg_add(&args, "LC_ALL=C");
    command_ask(answers->command, flag, file, &args);
    if (flag && strcmp(flag, "-fdirectives-only") == 0)
        losses_parallel_add(answers->command, &args);
    if (more)
        arg_add(&args, more);
    ok = ok && process_run(&args, out, said) == 0;
    free(args.args);
    temporary_directory_remove(directory);
    free(directory);
    return ok;
}

enum { VALUE_BITS = 20 };

/* Only conditionals show a value: bit by bit. */
static void question_write(struct str *text, size_t number, const char *question)
{
    str_addf(text, "#if (%s) >= 0 && (%s) >> %d == 0\n<%zu:", question, question, VALUE_BITS, number);
    for (unsigned bit = 0; bit < VALUE_BITS; bit++)
        str_addf(text, "\n#if (%s) >> %u & 1\n1\n#else\n0\n#endif", question, bit);
    str_adds(text, "\n>\n#endif\n");
}

/* The value behind `<NUMBER:`, its lowest bit first. NULL: there is none. */
static const char *answer_find(struct arena *arena, const char *out, size_t number)
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

/* Asks as many questions at once as there are; those that don't get an answer have none. */
static void questions_ask(struct answers *answers, const char *const *questions, size_t count)
{
    struct str text = STR_INIT, out = STR_INIT, said = STR_INIT;
    for (size_t i = 0; i < count; i++)
        question_write(&text, i, questions[i]);
    compiler_run(answers, "-P", NULL, text.data, &out, &said);
    for (size_t i = 0; i < count; i++)
        answers_note(answers, arena_copy(&answers->arena, questions[i], strlen(questions[i])),
                     answer_find(&answers->arena, out.data, i));
    answers->changed = true;
    str_free(&text);
    str_free(&out);
    str_free(&said);
}

long answers_ask(struct answers *answers, const char *question)
{
    size_t len = strlen(question);
    if (map_get(&answers->questions, question, len) == NULL)
        questions_ask(answers, &question, 1);
    return strtol(map_get(&answers->questions, question, len), NULL, 10);
}

/* The key of an answer that no expression asks for. */
static const char blank_question[] = "blank lines before the rules of -MP";

long answers_phony_blanks(struct answers *answers)
{
    size_t len = strlen(blank_question);
    if (map_get(&answers->questions, blank_question, len) == NULL) {
        struct str out = STR_INIT, said = STR_INIT;
        bool ok = compiler_run(answers, "-M", "-MP", "#include <stddef.h>\n", &out, &said) && out.data;
        bool blank = ok && strstr(out.data, "\n\n");
        answers_note(answers, blank_question, !ok ? "-1" : blank ? "1" : "0");
        answers->changed = true;
        str_free(&out);
        str_free(&said);
    }
    return strtol(map_get(&answers->questions, blank_question, len), NULL, 10);
}

/* What the C library's headers ask on any system, so that it costs one process. */
static void usual_questions_ask(struct answers *answers)
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
    questions_ask(answers, usual, sizeof usual / sizeof *usual);
}

/* The answer to -v tells where headers are looked for. */

static bool is_value_of(const struct command *command, const char *option, const char *directory)
{
    size_t len = strlen(option), directory_len = strlen(directory);
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (!text_starts(arg->text, option))
            continue;
        const char *value = command_option_value(arg, len);
        if (strncmp(value, directory, directory_len) == 0 &&
            strspn(value + directory_len, "/") == strlen(value + directory_len)) /* Clang takes slashes off */
            return true;
    }
    return false;
}

/* The directories that are listed behind `title`, in lines that begin with a blank. */
static struct answers_directory *directories_find(struct answers *answers, const char *said, const char *title,
                                                  size_t *count)
{
    struct answers_directory *items = arena_alloc(&answers->arena, 256 * sizeof *items);
    const char *line = strstr(said, title);
    *count = 0;
    if (line == NULL)
        return NULL;
    line = strchr(line, '\n') + 1;
    for (; *line == ' ' && *count < 256; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *name = arena_copy(&answers->arena, line + 1, strcspn(line + 1, "\n"));
        bool user = is_value_of(answers->command, "-I", name) || is_value_of(answers->command, "-iquote", name);
        unsigned system = answers->command->compiler_kind == COMPILER_GCC ? 2 : 1;
        items[(*count)++] = (struct answers_directory){name, user ? 0 : system};
        answers_witness_add(answers, name);
    }
    return items;
}

/* Directories that are not there may come to be. */
static void missing_note(struct answers *answers, const char *said)
{
    static const char begin[] = "ignoring nonexistent directory \"";
    for (const char *at = said; (at = strstr(at, begin));) {
        at += strlen(begin);
        answers_witness_add(answers, arena_copy(&answers->arena, at, strcspn(at, "\"\n")));
    }
}

/* The compiler proper, which -v names in the line that runs it, before this flag. */
static bool compiler_proper_note(struct answers *answers, const char *said, const char *flag)
{
    flag = strstr(said, flag);
    if (flag == NULL)
        return false;
    const char *begin = flag;
    while (begin > said && begin[-1] != ' ' && begin[-1] != '\n' && begin[-1] != '"')
        begin--;
    answers_witness_add(answers, arena_copy(&answers->arena, begin, (size_t)(flag - begin)));
    return true;
}

/* `flag`: the first option of the compiler proper. Clang's configuration files have no witnesses. */
static bool search_path_ask(struct answers *answers, const char *flag)
{
    struct str out = STR_INIT, said = STR_INIT;
    bool ok = compiler_run(answers, "-v", NULL, "", &out, &said) && said.data;
    if (ok) {
        answers->quote =
            directories_find(answers, said.data, "#include \"...\" search starts here:", &answers->quote_count);
        answers->bracket =
            directories_find(answers, said.data, "#include <...> search starts here:", &answers->bracket_count);
        missing_note(answers, said.data);
        ok = compiler_proper_note(answers, said.data, flag) && strstr(said.data, "Configuration file:") == NULL &&
             strstr(said.data, "as it is a non-system directory") == NULL;
    }
    str_free(&out);
    str_free(&said);
    return ok;
}

/* All that is obeyed and printed in GCC's own manner. */
static const char probe_text[] = "/* text */ int a;\n"
                                 "#define OBJECT  a  /* b */ + \"c  d\"\n"
                                 "  #  define FUNCTION( a , b )  a##b # a (b)\n"
                                 "#define REST(x, ...) #x  x ## __VA_ARGS__\n"
                                 "#define LONG a \\\n  b \\\n  c\n"
                                 "#pragma GCC  diagnostic ignored  \"-Wunused\" /* x */\n"
                                 "#pragma STDC FP_CONTRACT  ON\n"
                                 "#pragma pack(push,  1)\n"
                                 "#if defined OBJECT && !defined(NOTHING)\n int b;\n#else\n int c;\n#endif\n"
                                 "#ifdef NOTHING\n1\n2\n3\n4\n5\n6\n7\n8\n#endif\n"
                                 "  # undef  LONG\n"
                                 "#undef NOTHING /* y */\n"
                                 "int d; /* z\n#define Z\n*/ # /* null */\n"
                                 "int e;";

/* … and what GCC makes of it, from the first line on. */
static const char probe_flat[] = "/* text */ int a;\n"
                                 "#define OBJECT a + \"c  d\"\n"
                                 "  #define FUNCTION(a,b) a ##b #a (b)\n"
                                 "#define REST(x,...) #x x ## __VA_ARGS__\n"
                                 "#define LONG a b c\n\n\n"
                                 "#pragma GCC diagnostic ignored \"-Wunused\"\n"
                                 "#pragma STDC FP_CONTRACT ON\n"
                                 "#pragma pack(push, 1)\n"
                                 "\n int b;\n\n\n\n";

/* Are there files of -imacros? What they left the prefix shows, too. */
static bool has_macros(const struct command *command)
{
    bool found = false;
    for (size_t i = 0; i < command->count; i++)
        found |= command_names_macros(&command->args[i]);
    return found;
}

static bool prefix_ask(struct answers *answers)
{
    struct str out = STR_INIT, said = STR_INIT;
    bool ok = compiler_run(answers, "-fdirectives-only", NULL, probe_text, &out, &said) && said.len == 0 && out.data;
    const char *begin = ok ? strchr(out.data, '\n') : NULL;
    const char *end = ok ? strstr(out.data, "/probe.c\"\n/* text */") : NULL;
    while (end && end > begin && *end != '\n')
        end--;
    ok = begin && end && begin < end && text_starts(out.data, "# 0 \"");
    if (ok) {
        answers->prefix = arena_copy(&answers->arena, begin + 1, (size_t)(end - begin));
        const char *text = strchr(end + 1, '\n') + 1;
        ok = text_starts(text, probe_flat) && memmem(begin, (size_t)(end - begin), "/probe.c", 8) == NULL;
    }
    for (const char *line = ok ? answers->prefix : ""; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *quote = text_starts(line, "# 1 \"") ? strchr(line + 5, '"') : NULL;
        if (quote == NULL || !text_starts(quote, "\" 1"))
            continue;
        const char *name = arena_copy(&answers->arena, line + 5, (size_t)(quote - line - 5));
        answers_witness_add(answers, name);
        ok &= text_ends(name, "/stdc-predef.h") || has_macros(answers->command);
    }
    str_free(&out);
    str_free(&said);
    return ok;
}

/* Clang's macros. If it says anything now, it is about an option: that only the compiler itself may say. */
static bool predefined_ask(struct answers *answers)
{
    struct str out = STR_INIT, said = STR_INIT;
    bool ok = compiler_run(answers, "-dM", NULL, "", &out, &said) && said.len == 0 && out.len;
    if (ok)
        answers->prefix = arena_copy(&answers->arena, out.data, out.len);
    str_free(&out);
    str_free(&said);
    return ok;
}

static bool all_ask(struct answers *answers)
{
    bool gcc = answers->command->compiler_kind == COMPILER_GCC;
    bool ok = (gcc ? prefix_ask(answers) : predefined_ask(answers)) &&
              search_path_ask(answers, gcc ? " -E -quiet " : "\" -cc1 ");
    if (ok)
        usual_questions_ask(answers);
    return ok;
}

static void answers_forget(struct answers *answers)
{
    map_free(&answers->questions);
    answers->witnesses = NULL;
    answers->witness_count = answers->quote_count = answers->bracket_count = 0;
    answers->prefix = "";
}

bool answers_get(struct answers *answers, struct command *command, const char *cache)
{
    *answers = (struct answers){.command = command, .key = STR_INIT, .prefix = ""};
    if (!answers_file_find(answers, cache))
        return false;
    if (answers_file_read(answers))
        return true;
    answers_forget(answers);
    answers->fresh = answers->changed = true;
    answers->usable = all_ask(answers);
    return true;
}

void answers_keep(struct answers *answers)
{
    if (answers->file && answers->changed)
        answers_file_write(answers);
    answers->changed = false;
}

void answers_free(struct answers *answers)
{
    map_free(&answers->questions);
    str_free(&answers->key);
    arena_free(&answers->arena);
    *answers = (struct answers){.key = STR_INIT};
}
