/* When the short way may be taken, and the dependency file that the compiler would write on it.
 *
 * An option or a variable of the environment that isn't known to leave preprocessing as it is closes the way; so do
 * options that ask for warnings which only a preprocessor gives. */
#include "instr/preprocess/builtin.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "instr/preprocess/token_compare.h"
#include "instr/toolchain/command_line.h"
#include "instr/preprocess/gcc_restore.h"
#include "instr/preprocess/preprocess.h"

#include "base/banned.h"

static bool begins_with_one_of(const char *text, const char *const *list)
{
    for (; *list; list++) {
        if (text_starts(text, *list))
            return true;
    }
    return false;
}

/* Options by which a preprocessor does or says something else, or that nobody has tried. */
static bool option_is_odd(const char *text)
{
    static const char *const known[] = {"-O",        "-g",         "-m",
                                        "-f",        "-W",         "-std=",
                                        "-ansi",     "-pedantic",  "-w",
                                        "-p",        "--param",    "-D",
                                        "-U",        "-I",         "-isystem",
                                        "-iquote",   "-idirafter", "--sysroot",
                                        "-isysroot", "-nostdinc",  "-L",
                                        "-l",        "-static",    "-shared",
                                        "-rdynamic", "-nostdlib",  "-nodefaultlibs",
                                        "-s",        "-Xlinker",   "-Xassembler",
                                        "-u",        "--target=",  "-target",
                                        "-Q",        "-z",         "-no-pie",
                                        NULL};
    static const char *const odd[] = {"-finput-charset",
                                      "-fexec-charset",
                                      "-fwide-exec-charset",
                                      "-fpreprocessed",
                                      "-fdirectives-only",
                                      "-fplugin",
                                      "-fpch",
                                      "-fsave",
                                      "-fdump",
                                      "-fcanonical-system-headers",
                                      "-fno-canonical-system-headers",
                                      "-fsearch-include-path",
                                      "-fdebug-cpp",
                                      "-ftrack-macro",
                                      "-ftabstop",
                                      "-fextended-identifiers",
                                      "-fdollars",
                                      "-fno-dollars",
                                      "-fworking-directory",
                                      "-fcond-mismatch",
                                      "-fms-extensions",
                                      "-ftrigraphs",
                                      "-fraw-string",
                                      "-fms-",
                                      "-fmodule",
                                      "-fimplicit-module",
                                      "-fborland",
                                      "-fdeps",
                                      "-ffreestanding-odd",
                                      "-I-",
                                      "-specs",
                                      "-save",
                                      "-Wp,",
                                      "-Wundef-",
                                      "-Wtraditional",
                                      "-Wunused-macros",
                                      "-Wc++-compat",
                                      "-Wc9",
                                      "-Wc1",
                                      "-Wc2",
                                      "-Wpre-",
                                      "-Wgnu",
                                      "-Wmicrosoft",
                                      "-Wdocumentation",
                                      "-Wdisabled-macro-expansion",
                                      "-Wembedded-directive",
                                      "-Winclude-next",
                                      "-Wnewline-eof",
                                      "-Wsystem-headers",
                                      "-Wlong-long",
                                      "-Wmissing-include-dirs",
                                      "-Winvalid-pch",
                                      "-Wbidi",
                                      "-Weverything",
                                      "-Wtrigraphs-",
                                      "-Wnormalized",
                                      "-pass",
                                      NULL};
    return !begins_with_one_of(text, known) || begins_with_one_of(text, odd);
}

/* Clang's driver would take that instead. */
static bool has_precompiled(const struct command *command, const char *header)
{
    static const char *const suffixes[] = {".pch", ".gch"};
    bool found = false;
    for (size_t i = 0; i < 2 && command->compiler_kind == COMPILER_CLANG; i++) {
        struct str name = STR_INIT;
        str_addf(&name, "%s%s", header, suffixes[i]);
        found |= access(name.data, F_OK) == 0;
        str_free(&name);
    }
    return found;
}

/* The file of -Wp,-MD,FILE or -Wp,-MMD,FILE. NULL: it is another option. */
static const char *glued_dependency_file(const struct command_arg *arg)
{
    const char *file = text_starts(arg->text, "-Wp,-MD,")    ? arg->text + 8
                       : text_starts(arg->text, "-Wp,-MMD,") ? arg->text + 9
                                                             : NULL;
    return file && *file && strchr(file, ',') == NULL ? file : NULL;
}

/* … of the command, which says nothing else of that. */
static const char *glued_file_find(const struct command *command)
{
    const char *file = NULL;
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (text_starts(arg->text, "-MD") || text_starts(arg->text, "-MMD") || text_starts(arg->text, "-MF"))
            return NULL;
        if (glued_dependency_file(arg) && file)
            return NULL;
        if (glued_dependency_file(arg))
            file = glued_dependency_file(arg);
    }
    return file;
}

static const char *command_oddity(const struct command *command)
{
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        switch (arg->class) {
        case ARG_OPTION:
        case ARG_PREPROCESS:
            if (option_is_odd(arg->text) && !(command_names_macros(arg) && command->compiler_kind == COMPILER_GCC))
                return arg->text;
            break;
        case ARG_DEPENDENCY:
            if ((text_starts(arg->text, "-Wp,") && !(glued_dependency_file(arg) && glued_file_find(command))) ||
                strcmp(arg->text, "-MG") == 0 || strcmp(arg->text, "-MV") == 0)
                return arg->text;
            break;
        case ARG_INCLUDE:
            if (strcmp(arg->text, "-include") != 0 || arg->value == NULL || has_precompiled(command, arg->value))
                return arg->text;
            break;
        case ARG_AUXILIARY:
            return arg->text;
        case ARG_STOP:
        case ARG_OUTPUT:
        case ARG_LANGUAGE:
        case ARG_INPUT:
        case ARG_DUMP_NAME:
        case ARG_PARALLEL:
        case ARG_PLAIN:
            break;
        }
    }
    return NULL;
}

static const char *environment_oddity(void)
{
    static const char *const names[] = {
        "CPATH",           "C_INCLUDE_PATH", "DEPENDENCIES_OUTPUT", "SUNPRO_DEPENDENCIES", "VPATH",
        "GCC_EXEC_PREFIX", "COMPILER_PATH",  "GCC_COMPARE_DEBUG",   "CCC_OVERRIDE_OPTIONS"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return names[i];
    }
    return NULL;
}

/* C90 has warnings of its own for what later standards allow. */
static bool is_c90(const char *standard)
{
    static const char *const names[] = {"c90", "c89", "gnu90", "gnu89", "iso9899:1990", "iso9899:199409", NULL};
    return standard && begins_with_one_of(standard, names);
}

static bool asks(const struct command *command, const char *option)
{
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (text_starts(arg->text, option) || (arg->lenient && text_starts(arg->lenient, option)))
            return true;
    }
    return false;
}

/* Dependency files */

/* Characters that make reads otherwise than they stand: compilers have rules for them. */
static bool name_is_odd(const char *name)
{
    return strpbrk(name, " \t#$:%|\\;&") != NULL;
}

/* One name of a rule; a line has some 72 columns. */
static void name_add_gcc(struct str *out, const char *name, size_t *column)
{
    size_t len = strlen(name);
    if (*column) {
        if (*column + len > 72) {
            str_adds(out, " \\\n");
            *column = 0;
        }
        str_addc(out, ' ');
        ++*column;
    }
    str_adds(out, name);
    *column += len;
}

/* Clang indents, leaves room for the backslash, and counts a file's blank before it breaks the line. */
static void name_add_clang(struct str *out, const char *name, size_t *column, bool is_target)
{
    size_t len = strlen(name), blank = *column ? 1 : 0;
    if (*column && *column + len + (is_target ? 2 : 3) > 75) {
        str_adds(out, " \\\n ");
        *column = is_target ? 1 : 2;
    }
    str_addf(out, "%*s%s", (int)blank, "", name);
    *column += len + blank;
}

struct rules {
    const struct command *command;
    struct answers *answers;
    const char *output_of_input; /* to GCC's preprocessor, if the driver doesn't tell it another */
    struct str out;
    size_t column;
    bool is_clang;
};

static void name_add(struct rules *rules, const char *name, bool is_target)
{
    if (rules->is_clang)
        name_add_clang(&rules->out, name, &rules->column, is_target);
    else
        name_add_gcc(&rules->out, name, &rules->column);
}

/* A file is named without the dots and slashes before it. */
static const char *dependency_path(const char *path)
{
    while (path[0] == '.' && path[1] == '/') {
        path += 2;
        path += strspn(path, "/");
    }
    return path;
}

/* The rule's targets, and whether it names them: those of -MT and -MQ, else the output. */
static bool targets_add(struct rules *rules, const char *output)
{
    bool any = false;
    if (!rules->is_clang && glued_file_find(rules->command))
        output = rules->output_of_input;
    for (size_t i = 0; i < rules->command->count; i++) {
        const struct command_arg *arg = &rules->command->args[i];
        if (arg->class != ARG_DEPENDENCY || (!text_starts(arg->text, "-MT") && !text_starts(arg->text, "-MQ")))
            continue;
        const char *name = command_option_value(arg, 3);
        if (name_is_odd(name) || *name == '\0')
            return false;
        name_add(rules, rules->is_clang ? name : dependency_path(name), true);
        any = true;
    }
    if (!any && name_is_odd(output))
        return false;
    if (!any)
        name_add(rules, rules->is_clang ? output : dependency_path(output), true);
    return true;
}

static bool rules_make(struct rules *rules, const char *output, const struct preprocess_files *files)
{
    bool with_system = asks(rules->command, "-MD") || asks(rules->command, "-Wp,-MD,"),
         phony = asks(rules->command, "-MP");
    if ((with_system && asks(rules->command, "-MMD")) || !targets_add(rules, output))
        return false;
    str_addc(&rules->out, ':');
    rules->column++;
    for (size_t i = 0; i < files->count; i++) {
        if (name_is_odd(files->items[i].path))
            return false;
        if (with_system || !files->items[i].system)
            name_add(rules, dependency_path(files->items[i].path), false);
    }
    str_addc(&rules->out, '\n');
    long blank = phony && rules->is_clang ? answers_phony_blanks(rules->answers) : 0;
    for (size_t i = 1; phony && i < files->count; i++) {
        if (with_system || !files->items[i].system)
            str_addf(&rules->out, "%s%s:\n", blank ? "\n" : "", dependency_path(files->items[i].path));
    }
    return blank >= 0;
}

/* Writes as compilers do: over the file that is there. */
static bool rules_write(const char *file, const struct str *rules)
{
    FILE *stream = fopen(file, "we");
    if (stream == NULL)
        return false;
    str_print(rules, stream);
    bool ok = !ferror(stream);
    return fclose(stream) == 0 && ok;
}

static const char *dependencies_write(struct command *command, const struct command_arg *input, const char *output,
                                      struct answers *answers, const struct preprocess_files *files)
{
    const char *glued = glued_file_find(command);
    if ((!command->writes_dependencies && !glued) || command->wants_plain)
        return NULL;
    struct rules rules = {
        .command = command, .answers = answers, .out = STR_INIT, .is_clang = command->compiler_kind == COMPILER_CLANG};
    const char *reason = NULL, *base = path_base(input->text), *dot = strrchr(base, '.');
    rules.output_of_input =
        arena_printf(&command->arena, "%.*s.o", (int)(dot ? (size_t)(dot - base) : strlen(base)), base);
    if (!rules_make(&rules, output, files))
        reason = "a dependency has an odd name";
    else if (!rules_write(glued ? glued : command_dependency_file(command, input), &rules.out))
        reason = "the dependency file can't be written";
    str_free(&rules.out);
    return reason;
}

/* To such options Clang adds lists of its own, on which the object depends as well. */
static bool has_other_dependencies(const struct command *command)
{
    return command->compiler_kind == COMPILER_CLANG && command->writes_dependencies &&
           (asks(command, "-fsanitize") || asks(command, "-fprofile") || asks(command, "-fxray"));
}

static const char *refusal(const struct direct *direct, const struct command *command)
{
    const char *odd;
    if (direct->flattener == FLATTENER_COMPILER)
        return "the compiler is asked for";
    if ((odd = command_oddity(command)) || (odd = environment_oddity()))
        return odd;
    bool strict =
        command->compiler_kind == COMPILER_CLANG && !text_starts(command->standard ? command->standard : "", "gnu");
    if (is_c90(command->standard) && (strict || asks(command, "-pedantic")))
        return "C90, as the standard has it";
    return has_other_dependencies(command) ? "a sanitizer's or profile's dependencies" : NULL;
}

/* Does the compiler make the same text, and the same dependency file? Where it can't, there is nothing to compare. */
static bool is_same_gcc(struct command *command, const struct command_arg *input,
                        const struct preprocess_request *request, const struct str *text)
{
    struct arg_list args = {0};
    struct str out = STR_INIT, said = STR_INIT;
    command_ask(command, "-fdirectives-only", input->text, &args);
    losses_parallel_add(command, &args);
    for (size_t i = 0; i < request->forced_count; i++) {
        arg_add(&args, "-include");
        arg_add(&args, request->forced[i]);
    }
    int status = process_run(&args, &out, &said);
    request->answers->fresh = status != 0;
    losses_restore(&out);
    bool same = status != 0 || (out.len == text->len && memcmp(out.data, text->data, out.len) == 0);
    free(args.args);
    str_free(&out);
    str_free(&said);
    return same;
}

static bool is_same_clang(struct command *command, const struct command_arg *input, const char *output,
                          struct answers *answers, const struct str *text, const struct preprocess_files *files)
{
    struct arg_list args = {0};
    struct str out = STR_INIT, said = STR_INIT, rules = STR_INIT;
    bool writes = command->writes_dependencies && !command->wants_plain;
    const char *glued = glued_file_find(command);
    struct rules ours = {.command = command, .answers = answers, .out = STR_INIT, .is_clang = true};
    command_flatten(command, input, output, &args);
    int status = process_run(&args, &out, &said);
    answers->fresh = status != 0;
    bool same = status != 0 || texts_agree(text, &out, answers->prefix);
    if (same && status == 0 && writes)
        same = rules_make(&ours, output, files) &&
               file_read(glued ? glued : command_dependency_file(command, input), &rules) == 0 &&
               rules.len == ours.out.len && memcmp(rules.data, ours.out.data, rules.len) == 0;
    free(args.args);
    str_free(&out);
    str_free(&said);
    str_free(&rules);
    str_free(&ours.out);
    return same;
}

/* Lists the files of -imacros and -include. */
static void forced_find(struct command *command, struct preprocess_request *request)
{
    const char **macros = arena_alloc(&command->arena, (command->count + 1) * sizeof *macros);
    const char **forced = arena_alloc(&command->arena, (command->count + 1) * sizeof *forced);
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (command_names_macros(arg))
            macros[request->macros_count++] = arg->value;
        else if (arg->class == ARG_INCLUDE)
            forced[request->forced_count++] = arg->value;
    }
    request->macros = macros;
    request->forced = forced;
}

static const char *text_make(const struct direct *direct, struct command *command, const struct command_arg *input,
                             const char *output, struct answers *answers, struct str *text,
                             struct preprocess_files *files)
{
    bool clang = command->compiler_kind == COMPILER_CLANG;
    struct preprocess_request request = {
        .input = input->text,
        .answers = answers,
        .ask = answers_ask,
        .is_clang = clang,
        .raw_strings = command_has_raw_strings(command),
        .trigraphs = command_has_trigraphs(command),
        .refuses_extensions = asks(command, "-pedantic") || asks(command, "-Wpedantic"),
        .refuses_undefined = asks(command, "-Wundef"),
    };
    forced_find(command, &request);
    if (!answers->usable)
        return "the compiler flattens in a way of its own";
    const char *reason = preprocess(&request, &command->arena, text, files);
    if (reason || !answers->fresh || direct->flattener != FLATTENER_ANY)
        return reason;
    answers->changed = true;
    answers->usable = clang ? is_same_clang(command, input, output, answers, text, files)
                            : is_same_gcc(command, input, &request, text);
    return answers->usable ? NULL : "the compiler flattens it otherwise";
}

const char *direct_flatten(struct direct *direct, struct command *command, const struct command_arg *input,
                           const char *output, struct str *text, struct str *predefined)
{
    struct answers answers;
    struct preprocess_files files = {0};
    const char *reason = refusal(direct, command);
    if (reason)
        return reason;
    if (answers_get(&answers, command, direct->cache))
        reason = text_make(direct, command, input, output, &answers, text, &files);
    else
        reason = "the compiler's answers can't be kept";
    if (reason == NULL)
        reason = dependencies_write(command, input, output, &answers, &files);
    if (command->compiler_kind == COMPILER_CLANG && answers.usable)
        str_adds(predefined, answers.prefix);
    answers_keep(&answers);
    answers_free(&answers);
    preprocess_files_free(&files);
    if (reason)
        str_free(text);
    return reason;
}
