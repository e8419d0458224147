/* Clang: its table, and what preprocessing with -E -frewrite-includes needs. That leaves directives as written and
 * conditionals undecided, so the macros in force at the beginning (-dM) are needed to read the text; the text compiles
 * like a source file. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "instr/toolchain/command_line.h"
#include "instr/toolchain/compiler_info.h"

#include "base/banned.h"

static void clang_preprocess_options(struct arg_list *out)
{
    arg_add(out, "-E");
    arg_add(out, "-frewrite-includes");
    arg_add(out, "-Wno-unused-command-line-argument"); /* of options for later steps */
}

/* The debug information names the file that is compiled; it must name the input's directory. */
static void clang_add_debug_directory(struct command *command, const struct command_arg *input, const char *text_file,
                                      struct arg_list *out)
{
    struct arena *arena = &command->arena;
    const char *name = input->text;
    const char *directory = arena_printf(arena, "%.*s", (int)(path_base(text_file) - text_file), text_file);
    const char *of_input = arena_printf(arena, "%.*s", (int)(path_base(name) - name), name);
    if (strchr(directory, '=') == NULL)
        arg_add(out, arena_printf(arena, "-fdebug-prefix-map=%s=%s", directory,
                                  command_map_name(command, OPTION_PREFIX_MAP, of_input)));
}

/* The object contains a file name. distcc takes this option's value for a second input, so it is added only where the
 * text's name differs. */
static void clang_add_main_file_name(const struct command_arg *input, struct arg_list *out)
{
    arg_add(out, "-Xclang");
    arg_add(out, "-main-file-name");
    arg_add(out, "-Xclang");
    arg_add(out, path_base(input->text));
}

static void clang_compile_options(struct command *command, const struct command_arg *input, const char *text_file,
                                  struct arg_list *out)
{
    unsigned classes =
        ARG_CLASS(ARG_OPTION) | ARG_CLASS(ARG_PARALLEL) | ARG_CLASS(ARG_DUMP_NAME) | ARG_CLASS(ARG_PREPROCESS);
    command_args_add(command, classes, NULL, out);
    if (!input->is_preprocessed && !text_ends(text_file, ".c")) /* distcc distributes no compile with -x */
        arg_add(out, "-xc");
    if (command_has(command, OPTION_PEDANTIC)) {
        arg_add(out, "-Wno-gnu-line-marker");
        arg_add(out, "-Wno-unknown-warning-option"); /* before Clang 15 that is unknown; preprocessing has warned of
                                                        the user's own unknown options */
    }
    clang_add_debug_directory(command, input, text_file, out);
    if (strcmp(path_base(text_file), path_base(input->text)) != 0)
        clang_add_main_file_name(input, out);
}

/* Without it a .dwo file would be left in the working directory. */
static void clang_diagnose_options(const struct command *command, struct arg_list *out)
{
    if (command_has(command, OPTION_NAMED_BY_OUTPUT))
        arg_add(out, "-gno-split-dwarf");
}

/* If Clang prints anything now, it is about an option: only Clang itself may preprocess then, so that it is printed. */
static bool clang_prefix_ask(struct compiler_info *info)
{
    struct str out = STR_INIT, err = STR_INIT;
    bool ok = compiler_info_run(info, "-dM", NULL, "", &out, &err) && err.len == 0 && out.len;
    if (ok)
        info->prefix = arena_copy(&info->arena, out.data, out.len);
    str_free(&out);
    str_free(&err);
    return ok;
}

/* Clang indents lines, leaves room for the backslash, and counts a file's blank before it breaks the line. */
static void clang_dependency_add(struct str *out, const char *name, size_t *column, bool is_target)
{
    size_t len = strlen(name), blank = *column ? 1 : 0;
    if (*column && *column + len + (is_target ? 2 : 3) > 75) {
        str_adds(out, " \\\n ");
        *column = is_target ? 1 : 2;
    }
    str_addf(out, "%*s%s", (int)blank, "", name);
    *column += len + blank;
}

const struct compiler compiler_clang = {
    .name = "clang",
    .banner = "clang",
    .splits_passed_dependency = true,
    .includes_precompiled = true,
    .rejects_comments = true,
    .warns_of_unused_options = true,
    .links_auxiliary_files = true,
    .warns_of_truth_values = true,
    .warns_of_braces = true,
    .warns_strictly_of_c90 = true,
    .keeps_directives = true,
    .system_level = 1,
    .files_are_inodes = true,
    .depends_on_has_include = true,
    .judges_include_next = true,
    .judges_double_slashes = true,
    .warns_of_structure = true,
    .forced_begin = "# 1 \"<built-in>\"\n",
    .forced_end = "# 1 \"<built-in>\" 2\n",
    .separates_phony_rules = true,
    .adds_dependencies = true,
    .dependency_add = clang_dependency_add,
    .text_is_named = true,
    .preprocess_options = clang_preprocess_options,
    .compile_options = clang_compile_options,
    .diagnose_options = clang_diagnose_options,
    .prefix_ask = clang_prefix_ask,
    .proper_flag = "\" -cc1 ",
};
