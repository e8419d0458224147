/* Asking the compiler, and keeping what it said.
 *
 * The key is the command line as far as it matters to flattening, the compiler's file, the working directory; a hash of
 * it names one of some thousand files, so that they never become more. A file holds the whole key and witnesses: files
 * and directories on which the answers rest, and what they were then. What isn't as it was, damaged, or another user's
 * is asked anew. Files come under their names whole, by renaming; two compiles that write one at once do no harm.
 *
 * The probe is a small text in which everything that preprocess.c obeys occurs. If what the compiler makes of it isn't
 * what we would make (definition.c, markers, blank lines are all GCC's own ways), the answers say so, and this compiler
 * flattens for itself ever after. */
#include "instr/answers.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "instr/command_line.h"
#include "instr/temporary.h"

#include "base/banned.h"

#define ANSWERS_HEAD "covercc answers 3 " COVERBUILD_VERSION "\n"

enum { SLOTS = 4096, FILE_MAX = 1 << 24 };

static uint64_t text_hash(const char *text, size_t len)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return hash;
}

/* What is true of a path now: a directory by its identity, a file by its size and time. The arena's. */
static const char *witness_of(struct arena *arena, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return arena_printf(arena, "-:%s", path);
    if (S_ISDIR(st.st_mode))
        return arena_printf(arena, "d%ju.%ju:%s", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino, path);
    return arena_printf(arena, "f%jd.%jd.%ld:%s", (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
                        path);
}

static void witness_add(struct answers *answers, const char *path)
{
    size_t cap = answers->witness_count;
    const char **witnesses = arena_alloc(&answers->arena, (cap + 1) * sizeof *witnesses);
    if (cap)
        memcpy(witnesses, answers->witnesses, cap * sizeof *witnesses);
    witnesses[cap] = witness_of(&answers->arena, path);
    answers->witnesses = witnesses;
    answers->witness_count++;
}

static bool witnesses_hold(struct answers *answers)
{
    for (size_t i = 0; i < answers->witness_count; i++) {
        const char *path = strchr(answers->witnesses[i], ':');
        if (path == NULL || strcmp(witness_of(&answers->arena, path + 1), answers->witnesses[i]) != 0)
            return false;
    }
    return true;
}

/* The compiler's file, found as execvp finds it, links followed. NULL: not found. */
static const char *compiler_file(struct answers *answers)
{
    const char *compiler = answers->command->compiler;
    char real[PATH_MAX];
    if (strchr(compiler, '/'))
        return realpath(compiler, real) ? arena_copy(&answers->arena, real, strlen(real)) : NULL;
    for (const char *dirs = getenv("PATH"); dirs; dirs = strchr(dirs, ':') ? strchr(dirs, ':') + 1 : NULL) {
        size_t len = strcspn(dirs, ":");
        const char *path = arena_printf(&answers->arena, "%.*s%s%s", (int)len, dirs, len ? "/" : "", compiler);
        if (access(path, X_OK) == 0 && realpath(path, real))
            return arena_copy(&answers->arena, real, strlen(real));
    }
    return NULL;
}

static bool key_make(struct answers *answers)
{
    const char *compiler = compiler_file(answers);
    char directory[PATH_MAX];
    struct arg_list args = {0};
    if (compiler == NULL || getcwd(directory, sizeof directory) == NULL)
        return false;
    str_addf(&answers->key, "%s\n%s", directory, witness_of(&answers->arena, compiler));
    command_ask(answers->command, NULL, "-", &args);
    for (size_t i = 0; i < args.count; i++)
        str_addf(&answers->key, "\n%s", args.args[i]);
    free(args.args);
    return true;
}

/* Reading the file */

struct cursor {
    const char *at, *end;
    bool damaged;
};

/* `NAME LENGTH\n` and so many bytes. NULL: something else comes. */
static const char *field_read(struct cursor *cursor, struct arena *arena, const char *name, size_t *len)
{
    size_t name_len = strlen(name);
    if ((size_t)(cursor->end - cursor->at) < name_len + 2 || memcmp(cursor->at, name, name_len) != 0 ||
        cursor->at[name_len] != ' ')
        return NULL;
    char *behind;
    unsigned long size = strtoul(cursor->at + name_len + 1, &behind, 10);
    if (*behind != '\n' || size > (size_t)(cursor->end - behind - 1)) {
        cursor->damaged = true;
        return NULL;
    }
    const char *text = arena_copy(arena, behind + 1, size);
    cursor->at = behind + 1 + size;
    if (len)
        *len = size;
    return text;
}

static struct answers_directory *directories_read(struct cursor *cursor, struct arena *arena, const char *name,
                                                  size_t *count)
{
    struct answers_directory *items = NULL, *kept = NULL;
    size_t cap = 0;
    for (const char *text; (text = field_read(cursor, arena, name, NULL));) {
        items = array_grow(items, *count, &cap, sizeof *items);
        unsigned system = (unsigned char)text[0] - (unsigned char)'0';
        cursor->damaged |= system > 2;
        items[(*count)++] = (struct answers_directory){text + 1, system};
    }
    if (*count) {
        kept = arena_alloc(arena, *count * sizeof *kept);
        memcpy(kept, items, *count * sizeof *kept);
    }
    free(items);
    return kept;
}

static void question_note(struct answers *answers, const char *question, const char *answer)
{
    *map_at(&answers->questions, question, strlen(question)) = (void *)answer;
}

/* Takes in what the file says. False: it is about something else, or damaged. */
static bool answers_parse(struct answers *answers, const char *text, size_t len)
{
    struct cursor cursor = {text, text + len, false};
    struct arena *arena = &answers->arena;
    size_t key_len;
    const char *key = field_read(&cursor, arena, "key", &key_len), *usable, *witness, *question;
    if (key == NULL || key_len != answers->key.len || memcmp(key, answers->key.data, key_len) != 0)
        return false;
    usable = field_read(&cursor, arena, "usable", NULL);
    answers->prefix = field_read(&cursor, arena, "prefix", NULL);
    answers->quote = directories_read(&cursor, arena, "quote", &answers->quote_count);
    answers->bracket = directories_read(&cursor, arena, "bracket", &answers->bracket_count);
    while ((witness = field_read(&cursor, arena, "witness", NULL))) {
        const char **all = arena_alloc(arena, (answers->witness_count + 1) * sizeof *all);
        if (answers->witness_count)
            memcpy(all, answers->witnesses, answers->witness_count * sizeof *all);
        all[answers->witness_count++] = witness;
        answers->witnesses = all;
    }
    while ((question = field_read(&cursor, arena, "ask", NULL))) {
        const char *answer = field_read(&cursor, arena, "answer", NULL);
        if (answer == NULL)
            return false;
        question_note(answers, question, answer);
    }
    answers->usable = usable && usable[0] != '0';
    answers->fresh = usable && usable[0] == '2';
    return !cursor.damaged && usable && answers->prefix && cursor.at == cursor.end;
}

/* Reads the file as a whole. False: it isn't there, or somebody else could have written it. */
static bool file_take(const char *path, struct str *text)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
              (st.st_mode & S_IWOTH) == 0 && st.st_size < FILE_MAX;
    if (ok) {
        str_reserve(text, (size_t)st.st_size + 1);
        for (ssize_t n; text->len < (size_t)st.st_size &&
                        (n = read(fd, text->data + text->len, (size_t)st.st_size - text->len)) > 0;)
            text->len += (size_t)n;
        ok = text->len == (size_t)st.st_size;
    }
    if (fd >= 0)
        close(fd);
    return ok;
}

/* The file's form: a line that names it and its version, the fields, and their hash. */
static bool answers_read(struct answers *answers)
{
    struct str text = {0};
    enum { SUM_LEN = 17 };
    size_t head = strlen(ANSWERS_HEAD);
    bool ok = answers->file && file_take(answers->file, &text) && text.len > head + SUM_LEN &&
              memcmp(text.data, ANSWERS_HEAD, head) == 0;
    if (ok) {
        size_t len = text.len - head - SUM_LEN;
        char *sum = text.data + head + len;
        text.data[text.len - 1] = '\0';
        ok = strtoull(sum, NULL, 16) == text_hash(text.data + head, len);
        *sum = '\0';
        ok = ok && answers_parse(answers, text.data + head, len) && witnesses_hold(answers);
    }
    str_free(&text);
    return ok;
}

static void field_add(struct str *out, const char *name, const char *text, size_t len)
{
    str_addf(out, "%s %zu\n", name, len);
    str_add(out, text, len);
}

static void directories_add(struct arena *arena, struct str *out, const char *name,
                            const struct answers_directory *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = arena_printf(arena, "%u%s", items[i].system, items[i].name);
        field_add(out, name, text, strlen(text));
    }
}

/* Writes under another name and renames; whatever goes wrong, there is no file. */
static void file_put(struct answers *answers, const struct str *text)
{
    char *temporary = arena_printf(&answers->arena, "%s.XXXXXX", answers->file);
    int fd = mkstemp(temporary);
    if (fd < 0)
        return;
    size_t done = 0;
    for (ssize_t n; done < text->len && (n = write(fd, text->data + done, text->len - done)) > 0;)
        done += (size_t)n;
    if (close(fd) != 0 || done != text->len || rename(temporary, answers->file) != 0)
        unlink(temporary);
}

void answers_keep(struct answers *answers)
{
    if (answers->file == NULL || !answers->changed)
        return;
    struct str fields = {0}, text = {0};
    field_add(&fields, "key", answers->key.data, answers->key.len);
    field_add(&fields, "usable", !answers->usable ? "0" : answers->fresh ? "2" : "1", 1);
    field_add(&fields, "prefix", answers->prefix, strlen(answers->prefix));
    directories_add(&answers->arena, &fields, "quote", answers->quote, answers->quote_count);
    directories_add(&answers->arena, &fields, "bracket", answers->bracket, answers->bracket_count);
    for (size_t i = 0; i < answers->witness_count; i++)
        field_add(&fields, "witness", answers->witnesses[i], strlen(answers->witnesses[i]));
    for (size_t i = 0; i < answers->questions.cap; i++) {
        const struct map_entry *entry = &answers->questions.entries[i];
        if (entry->key == NULL)
            continue;
        field_add(&fields, "ask", entry->key, entry->len);
        field_add(&fields, "answer", entry->value, strlen(entry->value));
    }
    str_addf(&text, "%s%s%016" PRIx64 "\n", ANSWERS_HEAD, fields.data, text_hash(fields.data, fields.len));
    file_put(answers, &text);
    str_free(&fields);
    str_free(&text);
    answers->changed = false;
}

/* Asking */

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
    struct str text = {0}, out = {0}, said = {0};
    for (size_t i = 0; i < count; i++)
        question_write(&text, i, questions[i]);
    compiler_run(answers, "-P", NULL, text.data, &out, &said);
    for (size_t i = 0; i < count; i++)
        question_note(answers, arena_copy(&answers->arena, questions[i], strlen(questions[i])),
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
        struct str out = {0}, said = {0};
        bool ok = compiler_run(answers, "-M", "-MP", "#include <stddef.h>\n", &out, &said) && out.data;
        bool blank = ok && strstr(out.data, "\n\n");
        question_note(answers, blank_question, !ok ? "-1" : blank ? "1" : "0");
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
        witness_add(answers, name);
    }
    return items;
}

/* Directories that are not there may come to be. */
static void missing_note(struct answers *answers, const char *said)
{
    static const char begin[] = "ignoring nonexistent directory \"";
    for (const char *at = said; (at = strstr(at, begin));) {
        at += strlen(begin);
        witness_add(answers, arena_copy(&answers->arena, at, strcspn(at, "\"\n")));
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
    witness_add(answers, arena_copy(&answers->arena, begin, (size_t)(flag - begin)));
    return true;
}

/* `flag`: the first option of the compiler proper. Clang's configuration files have no witnesses. */
static bool search_path_ask(struct answers *answers, const char *flag)
{
    struct str out = {0}, said = {0};
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

static bool prefix_ask(struct answers *answers)
{
    struct str out = {0}, said = {0};
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
        witness_add(answers, name);
        ok &= text_ends(name, "/stdc-predef.h");
    }
    str_free(&out);
    str_free(&said);
    return ok;
}

/* Clang's macros. If it says anything now, it is about an option: that only the compiler itself may say. */
static bool predefined_ask(struct answers *answers)
{
    struct str out = {0}, said = {0};
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

/* Where the answers to this key are kept. The user's own cache where the build has no place for them. NULL: nowhere. */
static const char *file_name(struct answers *answers, const char *cache)
{
    const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    struct arena *arena = &answers->arena;
    if (cache == NULL && (base == NULL || base[0] != '/')) {
        if (home == NULL || home[0] != '/')
            return NULL;
        base = arena_printf(arena, "%s/.cache", home);
    }
    if (cache == NULL) {
        mkdir(base, 0700);
        cache = arena_printf(arena, "%s/coverbuild", base);
    }
    if (mkdir(cache, 0700) != 0 && errno != EEXIST)
        return NULL;
    uint64_t hash = text_hash(answers->key.data, answers->key.len);
    return arena_printf(arena, "%s/compiler-%03x", cache, (unsigned)((hash ^ hash >> 32) % SLOTS));
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
    *answers = (struct answers){.command = command, .prefix = ""};
    if (!key_make(answers) || (answers->file = file_name(answers, cache)) == NULL)
        return false;
    if (answers_read(answers))
        return true;
    answers_forget(answers);
    answers->fresh = answers->changed = true;
    answers->usable = all_ask(answers);
    return true;
}

void answers_free(struct answers *answers)
{
    map_free(&answers->questions);
    str_free(&answers->key);
    arena_free(&answers->arena);
    *answers = (struct answers){0};
}
