/* Reading a command line of GCC's or Clang's: each argument is put into a class.
 *
 * Every command line that covercc runs (command_line.c) is the user's own with some classes left out. What an option
 * means matters only as far as it decides the class, so an unknown option is kept where it stands. */
#include "instr/toolchain/command.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"

#include "base/banned.h"

/* Options that take their value from the next argument when it isn't glued on; the longest prefixes first where two
 * fit. */
static const struct {
    const char *name;
    enum arg_class class;
    bool glued; /* may also stand as -Ddef, -Idir … */
} valued[] = {
    {"-include", ARG_INCLUDE, false},
    {"-imacros", ARG_PREPROCESS, false},
    {"-isystem-after", ARG_PREPROCESS, false},
    {"-isystem", ARG_PREPROCESS, true},
    {"-iquote", ARG_PREPROCESS, true},
    {"-idirafter", ARG_PREPROCESS, true},
    {"-iprefix", ARG_PREPROCESS, false},
    {"-iwithprefixbefore", ARG_PREPROCESS, false},
    {"-iwithprefix", ARG_PREPROCESS, false},
    {"-isysroot", ARG_OPTION, false},
    {"-imultilib", ARG_OPTION, false},
    {"-imultiarch", ARG_OPTION, false},
    {"-iplugindir", ARG_OPTION, false},
    {"-include-pch", ARG_INCLUDE, false},
    {"-MF", ARG_DEPENDENCY, true},
    {"-MT", ARG_DEPENDENCY, true},
    {"-MQ", ARG_DEPENDENCY, true},
    {"-MJ", ARG_AUXILIARY, true},
    {"-aux-info", ARG_AUXILIARY, false},
    {"-dumpbase-ext", ARG_DUMP_NAME, false},
    {"-dumpbase", ARG_DUMP_NAME, false},
    {"-dumpdir", ARG_DUMP_NAME, false},
    {"--param", ARG_OPTION, false},
    {"-arch", ARG_OPTION, false},
    {"-target", ARG_OPTION, false},
    {"-Xpreprocessor", ARG_PREPROCESS, false},
    {"-Xlinker", ARG_OPTION, false},
    {"-Xassembler", ARG_OPTION, false},
    {"-Xclang", ARG_OPTION, false},
    {"-Xanalyzer", ARG_OPTION, false},
    {"-mllvm", ARG_OPTION, false},
    {"-mthread-model", ARG_OPTION, false},
    {"-wrapper", ARG_OPTION, false},
    {"-rpath", ARG_OPTION, false},
    {"--sysroot", ARG_OPTION, false},
    {"-gcc-toolchain", ARG_OPTION, false},
    {"-resource-dir", ARG_OPTION, false},
    {"-ivfsoverlay", ARG_OPTION, false},
    {"-framework", ARG_OPTION, false},
    {"-specs", ARG_OPTION, false},
    {"-Tbss", ARG_OPTION, false},
    {"-Tdata", ARG_OPTION, false},
    {"-Ttext", ARG_OPTION, false},
    {"-o", ARG_OUTPUT, true},
    {"-x", ARG_LANGUAGE, true},
    {"-D", ARG_PREPROCESS, true},
    {"-U", ARG_PREPROCESS, true},
    {"-I", ARG_PREPROCESS, true},
    {"-A", ARG_PREPROCESS, true},
    {"-F", ARG_PREPROCESS, true},
    {"-L", ARG_OPTION, true},
    {"-T", ARG_OPTION, true},
    {"-u", ARG_OPTION, false},
    {"-z", ARG_OPTION, true},
    {"-l", ARG_OPTION, true},
    {"-B", ARG_OPTION, true},
    {"-e", ARG_OPTION, false},
};

static bool is_one_of(const char *text, const char *const *list)
{
    for (; *list; list++) {
        if (strcmp(text, *list) == 0)
            return true;
    }
    return false;
}

/* GCC's rules for @file: white space separates, quotes and backslashes protect. */
static void response_split(struct command *command, const char *text, struct arg_list *out)
{
    struct str word = STR_INIT;
    bool in_word = false;
    for (char quote = '\0';; text++) {
        char c = *text;
        bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
        if (c == '\0' || (space && !quote)) {
            if (in_word)
                arg_add(out, arena_copy(&command->arena, word.data, word.len));
            in_word = false;
            str_clear(&word);
            if (c == '\0')
                break;
            continue;
        }
        in_word = true;
        if (c == '\\' && text[1])
            str_addc(&word, *++text);
        else if (c == quote)
            quote = '\0';
        else if (!quote && (c == '"' || c == '\''))
            quote = c;
        else
            str_addc(&word, c);
    }
    str_free(&word);
}

static int response_open(struct command *command, const char *arg, struct arg_list *out, int depth)
{
    struct str text = STR_INIT;
    if (arg[0] != '@' || access(arg + 1, R_OK) != 0) { /* as GCC: not a file, then an argument like others */
        arg_add(out, arg);
        return 0;
    }
    if (depth > 32)
        return error("%s: response files within response files", arg);
    if (file_read(arg + 1, &text) != 0)
        return -1;
    struct arg_list words = {0};
    response_split(command, text.data, &words);
    int status = 0;
    for (size_t i = 0; i < words.count && status == 0; i++)
        status = response_open(command, words.args[i], out, depth + 1);
    free(words.args);
    str_free(&text);
    return status;
}

static bool is_launcher(const char *name)
{
    static const char *const names[] = {"ccache", "distcc", "icecc", "sccache", NULL};
    return is_one_of(name, names);
}

/* By a name like gcc, x86_64-linux-gnu-gcc-12 or clang-19. */
static enum compiler_kind kind_by_name(const char *name)
{
    size_t len = strlen(name);
    while (len > 0 && strchr("-.0123456789", name[len - 1]))
        len--;
    if (len >= 5 && memcmp(name + len - 5, "clang", 5) == 0)
        return COMPILER_CLANG;
    return len >= 3 && memcmp(name + len - 3, "gcc", 3) == 0 ? COMPILER_GCC : COMPILER_UNKNOWN;
}

/* By the name of what the links end at: cc is often a link to one of both. */
static enum compiler_kind kind_by_link(const char *compiler)
{
    const char *dirs = strchr(compiler, '/') ? "" : getenv("PATH");
    for (; dirs; dirs = strchr(dirs, ':') ? strchr(dirs, ':') + 1 : NULL) {
        struct str path = STR_INIT;
        size_t len = strcspn(dirs, ":");
        str_add(&path, dirs, len);
        str_addf(&path, "%s%s", len ? "/" : "", compiler);
        char *real = access(path.data, X_OK) == 0 ? realpath(path.data, NULL) : NULL;
        enum compiler_kind kind = real ? kind_by_name(path_base(real)) : COMPILER_UNKNOWN;
        bool found = real != NULL;
        free(real);
        str_free(&path);
        if (found)
            return kind;
    }
    return COMPILER_UNKNOWN;
}

/* What --version prints. */
static enum compiler_kind kind_by_asking(const char *compiler)
{
    struct arg_list ask = {0};
    struct str out = STR_INIT, err = STR_INIT;
    enum compiler_kind kind = COMPILER_UNKNOWN;
    arg_add(&ask, compiler);
    arg_add(&ask, "--version");
    int status = process_run(&ask, &out, &err);
    if (status < 0)
        exit(127);
    if (status == 0 && out.data) {
        if (strstr(out.data, "clang"))
            kind = COMPILER_CLANG;
        else if (strstr(out.data, "Free Software Foundation"))
            kind = COMPILER_GCC;
    }
    free(ask.args);
    str_free(&out);
    str_free(&err);
    return kind;
}

static enum compiler_kind compiler_identify(const char *compiler)
{
    enum compiler_kind kind = kind_by_name(path_base(compiler));
    if (kind == COMPILER_UNKNOWN)
        kind = kind_by_link(compiler);
    return kind == COMPILER_UNKNOWN ? kind_by_asking(compiler) : kind;
}

/* -c, -S and what speaks of dependency and other files. False: none of them. */
static bool file_option(struct command *command, struct command_arg *arg)
{
    static const char *const dependency[] = {"-MD", "-MMD", "-MP", "-MG", "-MV", NULL};
    static const char *const auxiliary[] = {"-save-temps",
                                            "--save-temps",
                                            "-fdump-",
                                            "-fstack-usage",
                                            "-fcallgraph-info",
                                            "-ftime-trace",
                                            "-fopt-info",
                                            "-fsave-optimization-record",
                                            "-foptimization-record-file=",
                                            "-fdiagnostics-format=",
                                            "-Wa,-a"};
    const char *text = arg->text;
    if (strcmp(text, "-c") == 0 || strcmp(text, "-S") == 0) {
        if (command->stop == NULL || strcmp(text, "-S") == 0)
            command->stop = text;
        arg->class = ARG_STOP;
        return true;
    }
    if (is_one_of(text, dependency)) {
        command->writes_dependencies |= text[2] == 'D' || text[2] == 'M';
        arg->class = ARG_DEPENDENCY;
        return true;
    }
    if (text_starts(text, "-Wp,-M")) {
        arg->class = ARG_DEPENDENCY;
        return true;
    }
    for (size_t i = 0; i < sizeof auxiliary / sizeof *auxiliary; i++) {
        if (text_starts(text, auxiliary[i])) {
            arg->class = ARG_AUXILIARY;
            return true;
        }
    }
    return false;
}

/* What is about warnings. Those that become errors are only shown by the plain compile. */
static void warning_option(struct command *command, struct command_arg *arg)
{
    const char *text = arg->text;
    bool other = text_starts(text, "-Wl,") || text_starts(text, "-Wa,") || text_starts(text, "-Wp,") ||
                 text_starts(text, "-Wno-");
    bool pedantic = text_starts(text, "-pedantic");
    command->asks_warnings |= (text_starts(text, "-W") && !other) || pedantic;
    command->asks_hidden |= !other && (strstr(text, "unused-macros") || strstr(text, "suggest-attribute="));
    command->asks_duplicates |= !other && strstr(text, "duplicated-");
    command->asks_mixed_declarations |= pedantic || (strstr(text, "declaration-after-statement") && !other);
    if (strcmp(text, "-pedantic-errors") == 0) {
        arg->class = ARG_PLAIN;
        arg->lenient = "-pedantic";
    } else if (strcmp(text, "-Werror") == 0) {
        arg->class = ARG_PLAIN;
    } else if (text_starts(text, "-Werror=")) {
        arg->class = ARG_PLAIN;
        arg->lenient = arena_printf(&command->arena, "-W%s", text + strlen("-Werror="));
    }
}

static void option_classify(struct command *command, struct command_arg *arg)
{
    static const char *const preprocess[] = {"-nostdinc", "-undef", "-C", "-CC", NULL};
    static const char *const no_libc[] = {"-nostdlib", "-nodefaultlibs", "-nolibc", NULL};
    static const char *const named[] = {"--coverage",     "-coverage",     "-ftest-coverage",
                                        "-fprofile-arcs", "-gsplit-dwarf", NULL};
    const char *text = arg->text;
    if (file_option(command, arg))
        return;
    if (text_starts(text, "-Wp,") || is_one_of(text, preprocess)) {
        arg->class = ARG_PREPROCESS;
        return;
    }
    if (strcmp(text, "-P") == 0) {
        arg->class = ARG_PLAIN;
        return;
    }
    if (text_starts(text, "-fopenmp") || text_starts(text, "-fopenacc") || strcmp(text, "-fgnu-tm") == 0) {
        command->parallel = true;
        arg->class = ARG_PARALLEL;
        return;
    }
    warning_option(command, arg);
    if (text_starts(text, "-flto") || strcmp(text, "-fwhole-program") == 0)
        command->lto = true, command->thin_lto = strcmp(text, "-flto=thin") == 0;
    else if (strcmp(text, "-fno-lto") == 0)
        command->lto = false;
    if (text_starts(text, "-std=") || strcmp(text, "-ansi") == 0)
        command->standard = text[1] == 'a' ? "c90" : text + strlen("-std=");
    command->asks_trigraphs |= strcmp(text, "-trigraphs") == 0;
    command->names_by_output |= is_one_of(text, named);
    command->no_libc |= is_one_of(text, no_libc);
    command->emits_llvm |= strcmp(text, "-emit-llvm") == 0;
    command->preprocessed |= strcmp(text, "-fpreprocessed") == 0;
    if (text_starts(text, "-masm="))
        command->intel_syntax = strcmp(text, "-masm=intel") == 0;
    if (text_starts(text, "-fsanitize=") && strstr(text, "thread"))
        command->thread_sanitizer = true;
}

/* Makes of an option with a value its entry. False: `text` is none. Takes the value from `next` where it isn't glued
 * on. */
static bool valued_option(struct command_arg *arg, const char *text, const char *next)
{
    for (size_t i = 0; i < sizeof valued / sizeof *valued; i++) {
        size_t len = strlen(valued[i].name);
        if (strncmp(text, valued[i].name, len) != 0 || (text[len] && !valued[i].glued))
            continue;
        *arg = (struct command_arg){.text = text, .value = text[len] ? NULL : next, .class = valued[i].class};
        return true;
    }
    return false;
}

/* Is it an option whose value must follow? */
static bool is_exact_name(const char *text)
{
    for (size_t i = 0; i < sizeof valued / sizeof *valued; i++) {
        if (strcmp(valued[i].name, text) == 0)
            return true;
    }
    return false;
}

const char *command_option_value(const struct command_arg *arg, size_t name_len)
{
    return arg->value ? arg->value : arg->text + name_len;
}

static void input_classify(struct command *command, struct command_arg *arg, const char *language)
{
    static const char *const compiled[] = {".cc", ".cpp", ".cxx", ".C", ".c++", ".cp", ".ii",  ".s",  ".S",
                                           ".sx", ".m",   ".mm",  ".f", ".f90", ".d",  ".adb", ".go", NULL};
    const char *dot = strrchr(path_base(arg->text), '.');
    static const char *const cxx[] = {".cc", ".cpp", ".cxx", ".C", ".c++", ".cp", NULL};
    if (arg->text[0] == '-')
        return;
    arg->is_cxx = language ? strcmp(language, "c++") == 0
                           : dot && (is_one_of(dot, cxx) || (command->is_cxx && strcmp(dot, ".c") == 0));
    if (language) {
        arg->is_c = strcmp(language, "c") == 0;
        arg->is_preprocessed = strcmp(language, "cpp-output") == 0;
        command->other_inputs |= !arg->is_c && !arg->is_preprocessed;
    } else if (dot) {
        arg->is_c = strcmp(dot, ".c") == 0 && !command->is_cxx;
        arg->is_preprocessed = strcmp(dot, ".i") == 0 && !command->is_cxx;
        command->other_inputs |=
            is_one_of(dot, compiled) || (command->is_cxx && (strcmp(dot, ".c") == 0 || strcmp(dot, ".i") == 0));
    }
    command->c_inputs += command_is_c(arg);
}

/* Options after which nothing is compiled or linked, or that a wrapper should not meddle with: among them the long
 * spellings that nearly nobody uses of options that this file would have to know. */
static bool is_question(const char *text)
{
    static const char *const names[] = {"-E",
                                        "-M",
                                        "-MM",
                                        "-fsyntax-only",
                                        "-###",
                                        "--version",
                                        "-dumpversion",
                                        "-dumpmachine",
                                        "-dumpfullversion",
                                        "-dumpspecs",
                                        "--help",
                                        "-r",
                                        "-cc1",
                                        "-dM",
                                        "--target-help",
                                        "--analyze",
                                        "-emit-ast",
                                        "-working-directory",
                                        "--assemble",
                                        "--compile",
                                        "--preprocess",
                                        "--dependencies",
                                        "--user-dependencies",
                                        "-traditional-cpp",
                                        NULL};
    static const char *const beginnings[] = {
        "-print-",        "--print-",         "--help=",   "--output", "--language",         "--include",
        "--define-macro", "--undefine-macro", "--imacros", "--write-", "-working-directory="};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (text_starts(text, beginnings[i]))
            return true;
    }
    return is_one_of(text, names);
}

static bool is_header(const struct command_arg *arg, const char *language)
{
    static const char *const suffixes[] = {".h", ".hh", ".H", ".hp", ".hxx", ".hpp", ".h++", ".tcc", NULL};
    const char *dot = strrchr(path_base(arg->text), '.');
    return language ? text_ends(language, "-header") : dot && is_one_of(dot, suffixes);
}

static void valued_classify(struct command *command, const struct command_arg *arg, const char **language)
{
    if (arg->class == ARG_OUTPUT)
        command->output = command_option_value(arg, 2);
    if (arg->class == ARG_LANGUAGE)
        *language = strcmp(command_option_value(arg, 2), "none") == 0 ? NULL : command_option_value(arg, 2);
    command->names_dependency_file |= text_starts(arg->text, "-MF");
    command->names_dependency_target |= text_starts(arg->text, "-MT") || text_starts(arg->text, "-MQ");
}

/* Takes in the arguments. True: the command is one to leave as it is. */
static bool args_classify(struct command *command, const struct arg_list *words)
{
    const char *language = NULL;
    bool question = false, has_input = false;
    for (size_t i = 0; i < words->count; i++)
        command->preprocessed |= strcmp(words->args[i], "-fpreprocessed") == 0;
    for (size_t i = 0; i < words->count; i++) {
        const char *text = words->args[i], *next = i + 1 < words->count ? words->args[i + 1] : NULL;
        struct command_arg arg = {.text = text};
        question |= is_question(text) || text[0] == '@'; /* a response file that can't be read */
        if (text[0] != '-' || text[1] == '\0') {
            arg.class = ARG_INPUT;
            has_input = true;
            input_classify(command, &arg, language);
            question |= is_header(&arg, language);
        } else if (valued_option(&arg, text, next)) {
            i += arg.value != NULL;
            question |= is_exact_name(text) && arg.value == NULL;
            valued_classify(command, &arg, &language);
            has_input |= text_starts(text, "-l");
        } else {
            option_classify(command, &arg);
        }
        command->args = array_grow(command->args, command->count, &command->cap, sizeof *command->args);
        command->args[command->count++] = arg;
    }
    return question || !has_input;
}

/* A device or a pipe is no place to put files beside. */
static bool is_special_file(const char *path)
{
    struct stat st;
    return strcmp(path, "-") == 0 || (stat(path, &st) == 0 && !S_ISREG(st.st_mode));
}

static enum command_kind kind_decide(const struct command *command)
{
    if (command->output && is_special_file(command->output))
        return COMMAND_OTHER;
    if (command->stop == NULL)
        return COMMAND_LINK;
    if (command->c_inputs == 0 || (command->output && command->c_inputs + command->other_inputs > 1))
        return COMMAND_OTHER;
    return COMMAND_COMPILE;
}

/* What is to be known once the compiler is. */
static void compiler_consider(struct command *command)
{
    bool clang = command->compiler_kind == COMPILER_CLANG;
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        bool dependency = arg->class == ARG_DEPENDENCY;
        command->wants_plain |= arg->class == ARG_AUXILIARY || (dependency && command->stop == NULL);
        if (!dependency || !clang || !text_starts(arg->text, "-Wp,"))
            continue;
        /* Clang's driver takes -Wp,-MD,FILE for -MD -MF FILE, and has its own ideas of longer ones. */
        const char *file = strchr(arg->text + 4, ',');
        command->writes_dependencies = command->names_dependency_file = true;
        command->wants_plain |= file == NULL || strchr(file + 1, ',') != NULL;
    }
}

/* env, or CMake's: where a word behind it is the command. 0: it is neither. */
static int env_pass(char **argv, int argc, int at)
{
    bool of_cmake = at + 2 < argc && strcmp(path_base(argv[at]), "cmake") == 0 && strcmp(argv[at + 1], "-E") == 0 &&
                    strcmp(argv[at + 2], "env") == 0;
    if (!of_cmake && strcmp(path_base(argv[at]), "env") != 0)
        return 0;
    at += of_cmake ? 3 : 1;
    while (at + 1 < argc && (strchr(argv[at], '=') || strcmp(argv[at], "--") == 0))
        at++;
    return at;
}

/* What stands before a compiler's name is a launcher, whatever it is called. */
static void launchers_pass(struct command *command)
{
    int first = 0;
    while (first + 1 < command->argc) {
        const char *name = path_base(command->argv[first]), *next = command->argv[first + 1];
        int behind_env = env_pass(command->argv, command->argc, first);
        bool before_compiler =
            *next != '-' && kind_by_name(name) == COMPILER_UNKNOWN && kind_by_name(path_base(next)) != COMPILER_UNKNOWN;
        if (behind_env == 0 && !before_compiler && !is_launcher(name))
            break;
        first = behind_env ? behind_env : first + 1;
    }
    command->launcher_count = (size_t)first;
    command->compiler = command->argv[first];
}

int command_parse(struct command *command, int argc, char **argv)
{
    *command = (struct command){.argc = argc, .argv = argv};
    launchers_pass(command);
    command->is_cxx = strstr(path_base(command->compiler), "++") != NULL;
    struct arg_list words = {0};
    int status = 0;
    for (int i = (int)command->launcher_count + 1; i < argc && status == 0; i++)
        status = response_open(command, argv[i], &words, 0);
    if (status == 0)
        command->kind = args_classify(command, &words) ? COMMAND_OTHER : kind_decide(command);
    if (status == 0 && command->kind != COMMAND_OTHER && command->c_inputs) {
        command->compiler_kind = compiler_identify(command->compiler);
        compiler_consider(command);
    }
    free(words.args);
    return status;
}

void command_free(struct command *command)
{
    free(command->args);
    arena_free(&command->arena);
    *command = (struct command){0};
}

bool command_has_trigraphs(const struct command *command)
{
    return command->asks_trigraphs || (command->standard && !text_starts(command->standard, "gnu"));
}

bool command_names_macros(const struct command_arg *arg)
{
    return strcmp(arg->text, "-imacros") == 0 && arg->value;
}

bool command_has_raw_strings(const struct command *command)
{
    const char *standard = command->standard;
    bool since_99 = standard == NULL ||
                    (text_starts(standard, "gnu") && strcmp(standard, "gnu89") != 0 && strcmp(standard, "gnu90") != 0);
    return command->compiler_kind == COMPILER_GCC && since_99;
}

bool command_is_c(const struct command_arg *arg)
{
    return arg->is_c || arg->is_preprocessed;
}
