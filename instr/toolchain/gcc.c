/* GCC: its table, and what preprocessing with -E -fdirectives-only needs. That prints #define and #undef anew, obeys
 * #pragma and #line, and copies all other text; the preprocessed text compiles with -fpreprocessed -fdirectives-only.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/line_marker.h"
#include "instr/toolchain/command_line.h"
#include "instr/toolchain/compiler_info.h"

#include "base/banned.h"

static void gcc_preprocess_options(struct arg_list *out)
{
    arg_add(out, "-E");
    arg_add(out, "-fdirectives-only");
    arg_add(out, "-Wno-unused-macros"); /* GCC rejects -Wunused-macros together with -fdirectives-only */
}

/* -fdirectives-only drops OpenMP's and OpenACC's pragmas where these languages are on. So they are off, and what they
 * would define is defined by option: by -pthread _REENTRANT, the rest as a run with -dM tells. */
static void gcc_parallel_options(struct command *command, struct arg_list *out)
{
    static const char *const names[] = {"_OPENMP", "_OPENACC"};
    struct arg_list args = {0};
    struct str macros = STR_INIT, err = STR_INIT;
    arg_add(out, "-pthread");
    command_query(command, "-dM", "/dev/null", &args);
    bool ok = process_read(&args, &macros, &err) == 0 && macros.len;
    for (size_t i = 0; ok && i < sizeof names / sizeof *names; i++) {
        const char *define = arena_printf(&command->arena, "#define %s ", names[i]);
        const char *at = strstr(macros.data, define);
        if (at == NULL)
            continue;
        at += strlen(define);
        arg_add(out, arena_printf(&command->arena, "-D%s=%.*s", names[i], (int)strcspn(at, "\n"), at));
    }
    free(args.args);
    str_free(&macros);
    str_free(&err);
}

/* ccache does not cache compiles with these flags, unless it is told to ignore them. */
static void gcc_add_hidden(const struct command *command, struct arg_list *out, const char *flag)
{
    for (size_t i = 0; i < command->launcher_count; i++) {
        if (strcmp(path_base(command->argv[i]), "ccache") == 0)
            arg_add(out, "--ccache-skip");
    }
    arg_add(out, flag);
}

/* Files that belong to the object are named after the object; where the command also links, after the program. */
static void gcc_add_dump_names(struct command *command, const struct command_arg *input, struct arg_list *out)
{
    const char *dot = strrchr(path_base(input->text), '.');
    const char *program = command->output ? command->output : "a";
    const char *exe = text_ends(program, ".exe") || text_ends(program, ".out") ? strrchr(program, '.') : NULL;
    arg_add(out, "-dumpdir");
    arg_add(out, arena_printf(&command->arena, "%.*s-", exe ? (int)(exe - program) : (int)strlen(program), program));
    arg_add(out, "-dumpbase");
    arg_add(out, path_base(input->text));
    if (dot) {
        arg_add(out, "-dumpbase-ext");
        arg_add(out, dot);
    }
}

static void gcc_compile_options(struct command *command, const struct command_arg *input, const char *text_file,
                                struct arg_list *out)
{
    unsigned classes = ARG_CLASS(ARG_OPTION) | ARG_CLASS(ARG_PARALLEL) | ARG_CLASS(ARG_DUMP_NAME);
    (void)text_file;
    command_args_add(command, classes, NULL, out);
    if (!input->is_preprocessed) {
        gcc_add_hidden(command, out, "-fpreprocessed");
        gcc_add_hidden(command, out, "-fdirectives-only");
        arg_add(out, "-Wno-unused-macros");
    }
    if (command_has(command, OPTION_NAMED_BY_OUTPUT) && command->stop == NULL)
        gcc_add_dump_names(command, input, out);
}

/* Everything that GCC obeys, or prints in its own manner… */
static const char gcc_probe[] = "/* text */ int a;\n"
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

/* … and what it makes of it, as far as the built-in preprocessing relies on. */
static const char gcc_probe_result[] = "/* text */ int a;\n"
                                       "#define OBJECT a + \"c  d\"\n"
                                       "  #define FUNCTION(a,b) a ##b #a (b)\n"
                                       "#define REST(x,...) #x x ## __VA_ARGS__\n"
                                       "#define LONG a b c\n\n\n"
                                       "#pragma GCC diagnostic ignored \"-Wunused\"\n"
                                       "#pragma STDC FP_CONTRACT ON\n"
                                       "#pragma pack(push, 1)\n"
                                       "\n int b;\n\n\n\n";

/* The files that the prefix comes from are dependencies: stdc-predef.h, and those of -imacros. False: it comes from
 * others. */
static bool gcc_prefix_depends(struct compiler_info *info)
{
    bool ok = true;
    for (const char *line = info->prefix; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        struct line_marker marker;
        if (!line_marker_read(line, &marker) || marker.line != 1 || !line_marker_has(&marker, '1'))
            continue;
        const char *name = arena_copy(&info->arena, marker.name, marker.name_len);
        compiler_cache_depend(info, name);
        ok &= text_ends(name, "/stdc-predef.h") || command_has(info->command, OPTION_MACROS_FILE);
    }
    return ok;
}

/* The prefix is the text between the first line and the marker that begins the input. */
static bool gcc_prefix_ask(struct compiler_info *info)
{
    struct str out = STR_INIT, err = STR_INIT;
    bool ok = compiler_info_preprocess(info, gcc_probe, &out, &err) && err.len == 0 && out.data;
    const char *begin = ok ? strchr(out.data, '\n') : NULL;
    const char *end = ok ? strstr(out.data, "/probe.c\"\n/* text */") : NULL;
    while (end && end > begin && *end != '\n')
        end--;
    ok = begin && end && begin < end && text_starts(out.data, "# 0 \"");
    if (ok) {
        info->prefix = arena_copy(&info->arena, begin + 1, (size_t)(end - begin));
        const char *text = strchr(end + 1, '\n') + 1;
        ok = text_starts(text, gcc_probe_result) && strstr(info->prefix, "/probe.c") == NULL;
        ok &= gcc_prefix_depends(info);
    }
    str_free(&out);
    str_free(&err);
    return ok;
}

/* A line of a dependency file has some 72 columns. */
static void gcc_dependency_add(struct str *out, const char *name, size_t *column, bool is_target)
{
    size_t len = strlen(name);
    (void)is_target;
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

const struct compiler compiler_gcc = {
    .name = "gcc",
    .banner = "Free Software Foundation",
    .has_raw_strings = true,
    .preprocesses_untargeted = true,
    .names_precompiled = true,
    .hides_warnings = true,
    .system_level = 2,
    .preincludes = true,
    .imacros_in_prefix = true,
    .shortens_system_paths = true,
    .once_by_content = true,
    .forced_end = "# 0 \"<command-line>\" 2\n",
    .cleans_targets = true,
    .base_file_is_text = true,
    .passed_names_input = true,
    .dependency_add = gcc_dependency_add,
    .preprocess_options = gcc_preprocess_options,
    .parallel_options = gcc_parallel_options,
    .compile_options = gcc_compile_options,
    .prefix_ask = gcc_prefix_ask,
    .proper_flag = " -E -quiet ",
};
