/* Command lines of GCC and Clang.
 *
 * Each argument is put into a class; every command line that covercc runs is the user's own with some classes left out.
 * What an option means matters only as far as it decides the class, so an unknown option is kept where it stands. */
#include "instr/command.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"

#include "base/banned.h"

/* Options that take their value from the next argument when it isn't glued on; the longest prefixes first where two fit. */
static const struct {
    const char *name;
    enum arg_class class;
    bool glued; /* may also stand as -Ddef, -Idir … */
} valued[] = {
    {"-include", ARG_INCLUDE, false},      {"-imacros", ARG_PREPROCESS, false},   {"-isystem", ARG_PREPROCESS, true},
    {"-iquote", ARG_PREPROCESS, true},     {"-idirafter", ARG_PREPROCESS, true},  {"-iprefix", ARG_PREPROCESS, false},
    {"-iwithprefixbefore", ARG_PREPROCESS, false}, {"-iwithprefix", ARG_PREPROCESS, false}, {"-isysroot", ARG_OPTION, false},
    {"-imultilib", ARG_OPTION, false},     {"-MF", ARG_DEPENDENCY, true},         {"-MT", ARG_DEPENDENCY, true},
    {"-MQ", ARG_DEPENDENCY, true},         {"-MJ", ARG_AUXILIARY, true},          {"-aux-info", ARG_AUXILIARY, false},
    {"-dumpbase-ext", ARG_OPTION, false},  {"-dumpbase", ARG_OPTION, false},      {"-dumpdir", ARG_OPTION, false},
    {"--param", ARG_OPTION, false},        {"-arch", ARG_OPTION, false},          {"-target", ARG_OPTION, false},
    {"-Xpreprocessor", ARG_PREPROCESS, false}, {"-Xlinker", ARG_OPTION, false},   {"-Xassembler", ARG_OPTION, false},
    {"-Xclang", ARG_OPTION, false},        {"-mllvm", ARG_OPTION, false},         {"-wrapper", ARG_OPTION, false},
    {"-rpath", ARG_OPTION, false},         {"--sysroot", ARG_OPTION, false},      {"-gcc-toolchain", ARG_OPTION, false},
    {"-ivfsoverlay", ARG_OPTION, false},   {"-framework", ARG_OPTION, false},     {"-o", ARG_OUTPUT, true},
    {"-x", ARG_LANGUAGE, true},            {"-D", ARG_PREPROCESS, true},          {"-U", ARG_PREPROCESS, true},
    {"-I", ARG_PREPROCESS, true},          {"-A", ARG_PREPROCESS, true},          {"-L", ARG_OPTION, true},
    {"-T", ARG_OPTION, true},              {"-u", ARG_OPTION, false},              {"-z", ARG_OPTION, true},
    {"-l", ARG_OPTION, true},              {"-B", ARG_OPTION, true},              {"-e", ARG_OPTION, false},
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

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
    struct str word = {0};
    bool in_word = false;
    for (char quote = '\0';; text++) {
        char c = *text;
        bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
        if (c == '\0' || (space && !quote)) {
            if (in_word)
                arg_add(out, arena_copy(&command->arena, word.data ? word.data : "", word.len));
            in_word = false;
            word.len = 0;
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
    struct str text = {0};
    if (arg[0] != '@' || access(arg + 1, R_OK) != 0) { /* as GCC: not a file, then an argument like others */
        arg_add(out, arg);
        return 0;
    }
    if (depth > 32)
        return error("%s: response files within response files", arg);
    if (file_read(arg + 1, &text) != 0)
        return -1;
    struct arg_list words = {0};
    response_split(command, text.data ? text.data : "", &words);
    int status = 0;
    for (size_t i = 0; i < words.count && status == 0; i++)
        status = response_open(command, words.args[i], out, depth + 1);
    free(words.args);
    str_free(&text);
    return status;
}

static bool is_launcher(const char *name)
{
    static const char *const names[] = {"ccache", "distcc", "icecc", "sccache", "env", NULL};
    return is_one_of(base_name(name), names);
}

static enum compiler_kind kind_by_name(const char *name)
{
    if (strstr(name, "clang"))
        return COMPILER_CLANG;
    if (strstr(name, "++") || strstr(name, "g++"))
        return COMPILER_UNKNOWN;
    size_t len = strcspn(name, "0123456789");
    while (len > 0 && name[len - 1] == '-')
        len--;
    return len >= 3 && memcmp(name + len - 3, "gcc", 3) == 0 ? COMPILER_GCC : COMPILER_UNKNOWN;
}

/* What --version prints. */
static enum compiler_kind kind_by_asking(const char *compiler)
{
    struct arg_list ask = {0};
    struct str out = {0}, err = {0};
    enum compiler_kind kind = COMPILER_UNKNOWN;
    arg_add(&ask, compiler);
    arg_add(&ask, "--version");
    if (process_run(&ask, &out, &err) == 0 && out.data) {
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
    static const char *const other_names[] = {"c++", "g++", "clang++", "cpp", "as", "ld", NULL};
    enum compiler_kind kind = kind_by_name(base_name(compiler));
    if (kind != COMPILER_UNKNOWN || is_one_of(base_name(compiler), other_names))
        return kind;
    return kind_by_asking(compiler);
}

static enum arg_class option_class(struct command *command, const char *text)
{
    static const char *const dependency[] = {"-MD", "-MMD", "-MP", "-MG", NULL};
    static const char *const preprocess[] = {"-nostdinc", "-undef", "-P", "-C", "-CC", NULL};
    if (strcmp(text, "-c") == 0 || strcmp(text, "-S") == 0) {
        if (command->stop == NULL || strcmp(text, "-S") == 0)
            command->stop = text;
        return ARG_STOP;
    }
    if (is_one_of(text, dependency)) {
        command->writes_dependencies |= text[2] == 'D' || text[2] == 'M';
        return ARG_DEPENDENCY;
    }
    if (text_starts(text, "-Wp,") || is_one_of(text, preprocess))
        return ARG_PREPROCESS;
    if (text_starts(text, "-save-temps") || text_starts(text, "--save-temps"))
        return ARG_AUXILIARY;
    bool linker = text_starts(text, "-Wl,") || text_starts(text, "-Wa,") || text_starts(text, "-Wno-");
    if (text_starts(text, "-fopenmp") || text_starts(text, "-fopenacc") || strcmp(text, "-fgnu-tm") == 0) {
        command->parallel = true;
        return ARG_PARALLEL;
    }
    bool pedantic = text_starts(text, "-pedantic");
    command->asks_warnings |= (text_starts(text, "-W") && !linker) || pedantic;
    command->asks_mixed_declarations |= pedantic || (strstr(text, "declaration-after-statement") && !linker);
    if (text_starts(text, "-flto") || strcmp(text, "-fwhole-program") == 0)
        command->lto = true;
    else if (strcmp(text, "-fno-lto") == 0)
        command->lto = false;
    if (text_starts(text, "-fsanitize=") && strstr(text, "thread"))
        command->thread_sanitizer = true;
    return ARG_OPTION;
}

/* Makes of an option with a value its entry. False: `text` is none. Takes the value from `next` where it isn't glued on. */
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

static const char *option_value(const struct command_arg *arg, size_t name_len)
{
    return arg->value ? arg->value : arg->text + name_len;
}

static void input_classify(struct command *command, struct command_arg *arg, const char *language)
{
    static const char *const compiled[] = {".cc", ".cpp", ".cxx", ".C", ".c++", ".cp", ".ii", ".s", ".S", ".sx", ".m", ".mm",
                                           ".f", ".f90", ".d", ".adb", ".go", NULL};
    const char *dot = strrchr(base_name(arg->text), '.');
    if (language) {
        arg->is_c = strcmp(language, "c") == 0;
        arg->is_preprocessed = strcmp(language, "cpp-output") == 0;
        command->other_inputs |= !arg->is_c && !arg->is_preprocessed;
    } else if (dot) {
        arg->is_c = strcmp(dot, ".c") == 0;
        arg->is_preprocessed = strcmp(dot, ".i") == 0;
        command->other_inputs |= is_one_of(dot, compiled);
    }
    command->c_inputs += arg->is_c || arg->is_preprocessed;
}

/* Options after which nothing is compiled or linked, or that a wrapper should not meddle with. */
static bool is_question(const char *text)
{
    static const char *const names[] = {"-E", "-M", "-MM", "-fsyntax-only", "-###", "--version", "-dumpversion", "-dumpmachine",
                                        "-dumpfullversion", "-dumpspecs", "--help", "-r", "-cc1", "-dM", "--target-help", NULL};
    return is_one_of(text, names) || text_starts(text, "-print-") || text_starts(text, "--print-") || text_starts(text, "--help=");
}

static void args_classify(struct command *command, const struct arg_list *words)
{
    const char *language = NULL;
    bool question = false, stdin_input = false;
    for (size_t i = 0; i < words->count; i++) {
        const char *text = words->args[i], *next = i + 1 < words->count ? words->args[i + 1] : NULL;
        struct command_arg arg = {.text = text};
        question |= is_question(text);
        if (text[0] != '-' || text[1] == '\0') {
            arg.class = ARG_INPUT;
            stdin_input |= text[0] == '-';
            input_classify(command, &arg, language);
        } else if (valued_option(&arg, text, next)) {
            i += arg.value != NULL;
            if (arg.class == ARG_OUTPUT)
                command->output = option_value(&arg, 2);
            if (arg.class == ARG_LANGUAGE)
                language = strcmp(option_value(&arg, 2), "none") == 0 ? NULL : option_value(&arg, 2);
            command->names_dependency_file |= text_starts(text, "-MF");
            command->names_dependency_target |= text_starts(text, "-MT") || text_starts(text, "-MQ");
        } else {
            arg.class = option_class(command, text);
        }
        command->args = array_grow(command->args, command->count, &command->cap, sizeof *command->args);
        command->args[command->count++] = arg;
    }
    bool has_input = false;
    for (size_t i = 0; i < command->count; i++)
        has_input |= command->args[i].class == ARG_INPUT;
    if (question || stdin_input || !has_input || (command->output && strcmp(command->output, "-") == 0))
        command->kind = COMMAND_OTHER;
    else if (command->stop)
        command->kind = command->c_inputs ? COMMAND_COMPILE : COMMAND_OTHER;
    else
        command->kind = COMMAND_LINK;
}

int command_parse(struct command *command, int argc, char **argv)
{
    *command = (struct command){0};
    int first = 0;
    while (first + 1 < argc && is_launcher(argv[first]))
        first++;
    while (first + 1 < argc && strchr(argv[first], '=') && first > 0) /* env NAME=VALUE */
        first++;
    command->launcher = (const char **)argv;
    command->launcher_count = (size_t)first;
    command->compiler = argv[first];
    struct arg_list words = {0};
    int status = 0;
    for (int i = first + 1; i < argc && status == 0; i++)
        status = response_open(command, argv[i], &words, 0);
    if (status == 0)
        args_classify(command, &words);
    if (status == 0 && command->kind != COMMAND_OTHER)
        command->compiler_kind = compiler_identify(command->compiler);
    free(words.args);
    return status;
}

void command_free(struct command *command)
{
    free(command->args);
    arena_free(&command->arena);
    *command = (struct command){0};
}

/* The path with its last suffix replaced. */
static const char *suffix_replace(struct arena *arena, const char *path, const char *suffix)
{
    const char *dot = strrchr(base_name(path), '.');
    int len = dot ? (int)(dot - path) : (int)strlen(path);
    return arena_printf(arena, "%.*s%s", len, path, suffix);
}

const char *command_output(struct command *command, const struct command_arg *input)
{
    if (command->output)
        return command->output;
    bool assembly = command->stop && strcmp(command->stop, "-S") == 0;
    return suffix_replace(&command->arena, base_name(input->text), assembly ? ".s" : ".o");
}

static void launcher_add(const struct command *command, struct arg_list *out)
{
    for (size_t i = 0; i < command->launcher_count; i++)
        arg_add(out, command->launcher[i]);
}

static void arg_copy(const struct command_arg *arg, struct arg_list *out)
{
    arg_add(out, arg->text);
    if (arg->value)
        arg_add(out, arg->value);
}

/* The arguments whose class is in the set `keep` (bits), and of the inputs this one. */
static void args_copy(const struct command *command, unsigned keep, const struct command_arg *input, struct arg_list *out)
{
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (arg->class == ARG_INPUT ? arg == input : (keep >> arg->class & 1) != 0)
            arg_copy(arg, out);
    }
}

#define KEEP(class) (1u << (class))

void command_flatten(struct command *command, const struct command_arg *input, const char *output, struct arg_list *out)
{
    bool clang = command->compiler_kind == COMPILER_CLANG;
    unsigned keep = KEEP(ARG_OPTION) | KEEP(ARG_PREPROCESS) | KEEP(ARG_INCLUDE) | KEEP(ARG_DEPENDENCY) | KEEP(ARG_LANGUAGE);
    arg_add(out, command->compiler);
    args_copy(command, clang ? keep | KEEP(ARG_PARALLEL) : keep, input, out);
    if (command->parallel && !clang)
        arg_add(out, "-pthread"); /* as -fopenmp would: it defines _REENTRANT */
    arg_add(out, "-E");
    arg_add(out, command->compiler_kind == COMPILER_CLANG ? "-frewrite-includes" : "-fdirectives-only");
    if (command->compiler_kind == COMPILER_GCC)
        arg_add(out, "-Wno-unused-macros"); /* which GCC refuses together with -fdirectives-only */
    if (command->writes_dependencies && !command->names_dependency_file) {
        arg_add(out, "-MF");
        const char *stem = command->output ? command->output : base_name(input->text);
        arg_add(out, suffix_replace(&command->arena, stem, ".d"));
    }
    if (command->writes_dependencies && !command->names_dependency_target) {
        arg_add(out, "-MQ");
        arg_add(out, output);
    }
}

void command_predefined(const struct command *command, struct arg_list *out)
{
    arg_add(out, command->compiler);
    args_copy(command, KEEP(ARG_OPTION) | KEEP(ARG_PARALLEL) | KEEP(ARG_PREPROCESS), NULL, out);
    arg_add(out, "-E");
    arg_add(out, "-dM");
    arg_add(out, "-xc");
    arg_add(out, "/dev/null");
}

/* Behind a launcher GCC's two flags would be taken for reasons not to cache; ccache can be told not to look at them. */
static void flag_add(const struct command *command, struct arg_list *out, const char *flag)
{
    if (command->launcher_count && strcmp(base_name(command->launcher[0]), "ccache") == 0)
        arg_add(out, "--ccache-skip");
    arg_add(out, flag);
}

void command_compile(struct command *command, const struct command_arg *input, const char *text_file, const char *output,
                     struct arg_list *out)
{
    unsigned keep = KEEP(ARG_OPTION) | KEEP(ARG_PARALLEL) | KEEP(ARG_AUXILIARY);
    launcher_add(command, out);
    arg_add(out, command->compiler);
    if (command->compiler_kind == COMPILER_CLANG) {
        args_copy(command, keep | KEEP(ARG_PREPROCESS), NULL, out);
        arg_add(out, "-Wno-gnu-line-marker");
        arg_add(out, "-Xclang");
        arg_add(out, "-main-file-name");
        arg_add(out, "-Xclang");
        arg_add(out, base_name(input->text));
    } else {
        args_copy(command, keep, NULL, out);
        if (!input->is_preprocessed) {
            flag_add(command, out, "-fpreprocessed");
            flag_add(command, out, "-fdirectives-only");
            arg_add(out, "-Wno-unused-macros");
        }
    }
    arg_add(out, "-Wno-error");
    arg_add(out, "-Wno-declaration-after-statement");
    arg_add(out, command->stop ? command->stop : "-c");
    arg_add(out, text_file);
    arg_add(out, "-o");
    arg_add(out, output);
}

void command_plain(struct command *command, const struct command_arg *input, const char *output, bool dependencies,
                   struct arg_list *out)
{
    unsigned keep = KEEP(ARG_OPTION) | KEEP(ARG_PARALLEL) | KEEP(ARG_PREPROCESS) | KEEP(ARG_INCLUDE) | KEEP(ARG_LANGUAGE) |
                    KEEP(ARG_AUXILIARY);
    launcher_add(command, out);
    arg_add(out, command->compiler);
    args_copy(command, dependencies ? keep | KEEP(ARG_DEPENDENCY) : keep, input, out);
    arg_add(out, command->stop ? command->stop : "-c");
    arg_add(out, "-o");
    arg_add(out, output);
}
