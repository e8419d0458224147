/* Decides whether the built-in preprocessing (preprocess.c) can take the compiler's place.
 *
 * It can't where an option or an environment variable may change preprocessing in a way it does not know, or asks for
 * warnings that only a preprocessor gives. The first text that it makes under new options is compared with the
 * compiler's. */
#include "instr/preprocess/builtin.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "instr/preprocess/gcc_restore.h"
#include "instr/preprocess/open_literals.h"
#include "instr/preprocess/preprocess.h"
#include "instr/preprocess/token_compare.h"
#include "instr/toolchain/command_line.h"
#include "instr/toolchain/depfile.h"

#include "base/banned.h"

/* Would the driver take a precompiled header instead of this one? */
static bool builtin_has_precompiled(const struct command *command, const char *header)
{
    static const char *const suffixes[] = {".pch", ".gch"};
    bool found = false;
    for (size_t i = 0; i < 2 && command->compiler->includes_precompiled; i++) {
        struct str name = STR_INIT;
        str_addf(&name, "%s%s", header, suffixes[i]);
        found |= access(name.data, F_OK) == 0;
        str_free(&name);
    }
    return found;
}

/* Does -Wp,… pass only -D and -U to the preprocessor? */
static bool builtin_passes_macros(const char *text)
{
    for (const char *part = strchr(text, ','); part; part = strchr(part + 1, ',')) {
        if (part[1] != '-' || (part[2] != 'D' && part[2] != 'U') || part[3] == '\0' || part[3] == ',')
            return false;
    }
    return true;
}

static bool builtin_knows(const struct command *command, const struct command_arg *arg)
{
    switch (arg->class) {
    case ARG_INPUT:
    case ARG_PLAIN: /* not for preprocessing */
    case ARG_AUXILIARY:
        return true;
    case ARG_INCLUDE:
        return arg->option->builtin && arg->value && !builtin_has_precompiled(command, arg->value);
    default:
        return (arg->option->builtin && (!text_starts(arg->text, "-Wp,") || builtin_passes_macros(arg->text))) ||
               (arg->facts & OPTION_MACROS_FILE && arg->value && command->compiler->imacros_in_prefix) ||
               (arg->facts & OPTION_PASSED_DEPENDENCY && depfile_passed(command));
    }
}

static const char *builtin_unknown_option(const struct command *command)
{
    for (size_t i = 0; i < command->count; i++) {
        if (!builtin_knows(command, &command->args[i]))
            return command->args[i].text;
    }
    return NULL;
}

static const char *builtin_unknown_variable(void)
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

/* C90 has warnings of its own about what later standards allow. */
static bool builtin_c90_warns(const struct command *command)
{
    bool strict = command->compiler->warns_strictly_of_c90 && !command_is_gnu(command);
    return command_is_c90(command) && (strict || command_has(command, OPTION_PEDANTIC));
}

/* Why these options don't allow it. NULL: they do. */
static const char *builtin_check_options(const struct builtin *builtin, struct command *command)
{
    const char *name;
    if (builtin->choice == BUILTIN_COMPILER)
        return "--flatten=compiler or COVERFLATTEN=compiler asks for it";
    if ((name = builtin_unknown_option(command)))
        return arena_printf(&command->arena, "the built-in preprocessing does not know the option %s", name);
    if ((name = builtin_unknown_variable()))
        return arena_printf(&command->arena, "the environment variable %s is set", name);
    if (builtin_c90_warns(command))
        return "the compiler may warn about what is not C90";
    if (command->compiler->adds_dependencies && command->writes_dependencies &&
        command_has(command, OPTION_READS_LISTS))
        return "the compiler adds the lists of a sanitizer or profile to the dependencies";
    return NULL;
}

/* The comparison with the compiler's text. If the compiler fails, there is nothing to compare, and the next text will
 * be. */

/* The text must be the same bytes. */
static bool builtin_agrees_bytes(struct command *command, const struct command_arg *input,
                                 const struct preprocess_request *request, const struct str *text)
{
    struct arg_list args = {0};
    struct str out = STR_INIT, err = STR_INIT;
    command_preprocess_file(command, input->text, &args);
    for (size_t i = 0; i < request->forced_count; i++) {
        arg_add(&args, "-include");
        arg_add(&args, request->forced[i]);
    }
    int status = process_read(&args, &out, &err);
    request->info->fresh = status != 0;
    gcc_restore_pragmas(&out);
    bool skips = status == 0 && open_literals_exist(text, command);
    request->info->fresh |= skips;
    bool same = status != 0 || skips || (out.len == text->len && memcmp(out.data, text->data, out.len) == 0);
    free(args.args);
    str_free(&out);
    str_free(&err);
    return same;
}

/* The compiler leaves conditionals in its text: the tokens, their places and the dependency file must be the same. */
static bool builtin_agrees_tokens(struct command *command, const struct command_arg *input, const char *output,
                                  struct compiler_info *info, const struct str *text,
                                  const struct dependencies *dependencies)
{
    struct arg_list args = {0};
    struct str out = STR_INIT, err = STR_INIT;
    command_preprocess(command, input, output, &args);
    int status = process_read(&args, &out, &err);
    info->fresh = status != 0;
    bool same = status != 0 ||
                (tokens_agree(text, &out, info->prefix) && depfile_agrees(command, input, output, info, dependencies));
    free(args.args);
    str_free(&out);
    str_free(&err);
    return same;
}

/* Lists the files of -imacros and -include. */
static void builtin_list_forced(struct command *command, struct preprocess_request *request)
{
    const char **macros = arena_alloc(&command->arena, (command->count + 1) * sizeof *macros);
    const char **forced = arena_alloc(&command->arena, (command->count + 1) * sizeof *forced);
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (arg->facts & OPTION_MACROS_FILE)
            macros[request->macros_count++] = arg->value;
        else if (arg->class == ARG_INCLUDE)
            forced[request->forced_count++] = arg->value;
    }
    request->macros = macros;
    request->forced = forced;
}

static struct preprocess_request builtin_request(struct command *command, const struct command_arg *input,
                                                 struct compiler_info *info)
{
    struct preprocess_request request = {
        .input = input->text,
        .info = info,
        .ask = compiler_info_ask,
        .compiler = command->compiler,
        .raw_strings = command_has_raw_strings(command),
        .trigraphs = command_has_trigraphs(command),
        .refuses_extensions = command_has(command, OPTION_PEDANTIC),
        .refuses_undefined = command_has(command, OPTION_WARNS_UNDEFINED),
    };
    builtin_list_forced(command, &request);
    return request;
}

static struct builtin_result builtin_make_text(const struct builtin *builtin, struct command *command,
                                               const struct command_arg *input, const char *output,
                                               struct compiler_info *info, struct str *text,
                                               struct dependencies *dependencies)
{
    static const struct builtin_result differs = {"the compiler's preprocessed text differs from what is expected",
                                                  true, false};
    struct preprocess_request request = builtin_request(command, input, info);
    if (!info->usable)
        return differs;
    bool open_literal;
    const char *reason = preprocess(&request, &command->arena, text, dependencies, &open_literal);
    if (reason || !info->fresh || builtin->choice != BUILTIN_ANY)
        return (struct builtin_result){reason, false, open_literal};
    info->changed = true;
    info->usable = command->compiler->keeps_directives
                       ? builtin_agrees_tokens(command, input, output, info, text, dependencies)
                       : builtin_agrees_bytes(command, input, &request, text);
    return info->usable ? (struct builtin_result){NULL, false, open_literal} : differs;
}

struct builtin_result builtin_preprocess(const struct builtin *builtin, struct command *command,
                                         const struct command_arg *input, const char *output, struct str *text,
                                         struct str *predefined)
{
    struct compiler_info info;
    struct dependencies dependencies = {0};
    struct builtin_result result = {builtin_check_options(builtin, command), builtin->choice != BUILTIN_COMPILER,
                                    false};
    if (result.reason)
        return result;
    if (compiler_info_get(&info, command, builtin->cache))
        result = builtin_make_text(builtin, command, input, output, &info, text, &dependencies);
    else
        result = (struct builtin_result){"there is no cache directory for what the compiler tells about itself", true,
                                         false};
    if (result.reason == NULL)
        result.reason = depfile_write(command, input, output, &info, &dependencies);
    if (command->compiler->keeps_directives && info.usable)
        str_adds(predefined, info.prefix);
    compiler_info_keep(&info);
    compiler_info_free(&info);
    dependencies_free(&dependencies);
    if (result.reason)
        str_free(text);
    return result;
}

bool builtin_preprocess_unasked(const struct builtin *builtin, struct command *command, const struct command_arg *input,
                                const char *output, struct str *text)
{
    struct compiler_info info;
    struct dependencies dependencies = {0};
    bool done = false, open_literal;
    if (compiler_info_get(&info, command, builtin->cache) && info.usable) {
        struct preprocess_request request = builtin_request(command, input, &info);
        request.refuses_extensions = request.refuses_undefined = false;
        request.ignores_counter = true;
        done = preprocess(&request, &command->arena, text, &dependencies, &open_literal) == NULL &&
               depfile_write(command, input, output, &info, &dependencies) == NULL;
    }
    compiler_info_keep(&info);
    compiler_info_free(&info);
    dependencies_free(&dependencies);
    return done;
}
