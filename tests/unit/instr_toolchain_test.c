/* The instrumenter's toolchain room: the option table, command lines of GCC and Clang, response files, dependency files.
 * Nothing here runs a compiler. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "instr/toolchain/command_line.h"
#include "instr/toolchain/depfile.h"
#include "instr/toolchain/response_file.h"

/* The option table */

static void table_is_sorted(void **state)
{
    (void)state;
    size_t count;
    const struct option_entry *table = option_table(&count);
    assert_true(count > 100);
    for (size_t i = 1; i < count; i++)
        assert_true(strcmp(table[i - 1].name, table[i].name) < 0);
}

/* Each entry is found by its own name, and one with a joined value also by what begins with it. */
static void table_is_found(void **state)
{
    (void)state;
    size_t count;
    const struct option_entry *table = option_table(&count);
    for (size_t i = 0; i < count; i++) {
        char joined[64] = "";
        assert_ptr_equal(option_find(table[i].name), &table[i]);
        strcat(strcpy(joined, table[i].name), "~");
        bool takes = table[i].value == VALUE_JOINED || table[i].value == VALUE_EITHER;
        assert_true((option_find(joined) == &table[i]) == takes);
    }
}

static void table_has_each_class(void **state)
{
    (void)state;
    static const struct {
        const char *arg;
        enum arg_class class;
    } cases[] = {
        {"-O2", ARG_OPTION},
        {"-DNAME=1", ARG_PREPROCESS},
        {"-include", ARG_INCLUDE},
        {"-MMD", ARG_DEPENDENCY},
        {"-Wp,-MD,f.d", ARG_DEPENDENCY},
        {"-c", ARG_STOP},
        {"-S", ARG_STOP},
        {"-ofile", ARG_OUTPUT},
        {"-xc", ARG_LANGUAGE},
        {"-fopenmp", ARG_PARALLEL},
        {"-save-temps", ARG_AUXILIARY},
        {"-fdump-tree-all", ARG_AUXILIARY},
        {"-dumpbase", ARG_DUMP_NAME},
        {"-Werror", ARG_PLAIN},
        {"-Werror=unused", ARG_PLAIN},
        {"-P", ARG_PLAIN},
        {"-no-such-option", ARG_OPTION},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(option_find(cases[i].arg)->class, cases[i].class);
}

static void table_knows_values(void **state)
{
    (void)state;
    static const char *const next[] = {"-o", "-I", "-include", "-MF", "-x", "--param", "-Xlinker", "-isystem", "-u"};
    static const char *const none[] = {"-oout", "-Idir", "-MFfile", "-std=c11", "-c", "-unknown", "-isystem/dir", "-O"};
    for (size_t i = 0; i < sizeof next / sizeof *next; i++)
        assert_true(option_takes_next(option_find(next[i]), next[i]));
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(option_takes_next(option_find(none[i]), none[i]));
}

/* The longest beginning decides. */
static void table_prefers_the_longest(void **state)
{
    (void)state;
    assert_string_equal(option_find("-Wundef")->name, "-Wundef");
    assert_string_equal(option_find("-Wundef-prefix=A")->name, "-Wundef-");
    assert_string_equal(option_find("-Wunused")->name, "-W");
    assert_string_equal(option_find("-Wa,-alh")->name, "-Wa,-a");
    assert_string_equal(option_find("-Wa,-mfpu")->name, "-Wa,");
    assert_string_equal(option_find("-I-")->name, "-I-");
    assert_string_equal(option_find("-undef")->name, "-undef");
    assert_string_equal(option_find("-e1")->name, "");
    assert_false(option_find("-unlisted-not")->facts);
}

static void table_says_what_preprocessing_knows(void **state)
{
    (void)state;
    static const char *const known[] = {"-O2", "-g3", "-DA", "-I", "-std=gnu17", "-pthread", "-fPIC", "-MD", "-Wall"};
    static const char *const unknown[] = {"-trigraphs",  "-fplugin=x", "-fms-extensions",
                                          "-I-",         "-B",         "-finput-charset=latin1",
                                          "-specs=file", "-MG",        "-no-such-option"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_true(option_find(known[i])->builtin);
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_false(option_find(unknown[i])->builtin);
}

/* Commands */

/* Splits a command line at its blanks, and parses it. The words live as long as the process. */
static struct command parsed(const char *line)
{
    struct command command;
    static struct arena arena;
    struct arg_list words = {0};
    response_split(line, &arena, &words);
    char **argv = arena_alloc(&arena, (words.count + 1) * sizeof *argv);
    memcpy(argv, words.args, words.count * sizeof *argv);
    argv[words.count] = NULL;
    free(words.args);
    assert_int_equal(command_parse(&command, (int)words.count, argv), 0);
    return command;
}

static void kind_check(const char *line, enum command_kind kind)
{
    struct command command = parsed(line);
    assert_int_equal(command.kind, kind);
    command_free(&command);
}

static void commands_have_kinds(void **state)
{
    (void)state;
    kind_check("gcc -c a.c", COMMAND_COMPILE);
    kind_check("gcc -c a.c b.c", COMMAND_COMPILE);
    kind_check("gcc -c a.c b.c -o x.o", COMMAND_OTHER);
    kind_check("gcc -S a.c", COMMAND_COMPILE);
    kind_check("gcc a.c", COMMAND_LINK);
    kind_check("gcc a.o -lm", COMMAND_LINK);
    kind_check("gcc -lm", COMMAND_LINK);
    kind_check("gcc -E a.c", COMMAND_OTHER);
    kind_check("gcc -c a.h", COMMAND_OTHER);
    kind_check("gcc -c a.c -o", COMMAND_OTHER);
    kind_check("gcc -c a.c -o /dev/null", COMMAND_OTHER);
    kind_check("gcc -c @/no/such/file", COMMAND_OTHER);
    kind_check("gcc -c", COMMAND_OTHER);
    kind_check("g++ -c a.c", COMMAND_OTHER);
    kind_check("gcc -x c++ -c a.c", COMMAND_OTHER);
    kind_check("gcc -x c -c a.txt", COMMAND_COMPILE);
}

static void commands_pass_launchers(void **state)
{
    (void)state;
    struct command command = parsed("env A=1 ccache any-launcher x86_64-linux-gnu-gcc-12 -c a.c");
    assert_int_equal(command.launcher_count, 4);
    assert_string_equal(command.program, "x86_64-linux-gnu-gcc-12");
    assert_ptr_equal(command.compiler, &compiler_gcc);
    command_free(&command);
    assert_ptr_equal(compiler_by_name("/usr/bin/clang-19"), &compiler_clang);
    assert_ptr_equal(compiler_by_name("cc"), &compiler_unknown);
    assert_ptr_equal(compiler_by_name("gcc-wrapper"), &compiler_unknown);
}

static void commands_collect_facts(void **state)
{
    (void)state;
    struct command command =
        parsed("gcc -std=gnu17 -flto -fno-lto -masm=intel -Werror=unused-macros -pedantic-errors -c a.c");
    assert_false(command.lto);
    assert_true(command.intel_syntax);
    assert_string_equal(command.standard, "gnu17");
    assert_true(command_has(&command, OPTION_WARNS_HIDDEN));
    assert_true(command_has(&command, OPTION_PEDANTIC));
    assert_false(command_has(&command, OPTION_WARNS_UNDEFINED));
    assert_true(command_has_raw_strings(&command));
    assert_false(command_has_trigraphs(&command));
    command_free(&command);
    command = parsed("clang -ansi -Wno-pedantic -c a.c");
    assert_true(command_has_trigraphs(&command) && command_is_c90(&command));
    assert_false(command_has_raw_strings(&command) || command_has(&command, OPTION_WARNS | OPTION_PEDANTIC));
    command_free(&command);
}

/* Command lines */

static void list_check(struct arg_list *list, const char *expected)
{
    struct str line = STR_INIT;
    for (size_t i = 0; i < list->count; i++)
        str_addf(&line, "%s%s", i ? " " : "", list->args[i]);
    assert_string_equal(line.data, expected);
    str_free(&line);
    free(list->args);
    *list = (struct arg_list){0};
}

static const struct command_arg *first_input(const struct command *command)
{
    size_t i = 0;
    while (command->args[i].class != ARG_INPUT)
        i++;
    return &command->args[i];
}

static void lines_of_gcc(void **state)
{
    (void)state;
    struct command command = parsed("ccache gcc -O2 -DA -include x.h -MD -Werror=undef -c a.c -o a.o");
    struct arg_list list = {0};
    const struct command_arg *input = first_input(&command);
    command_preprocess(&command, input, "a.o", &list);
    list_check(&list,
               "gcc -O2 -DA -include x.h -MD -Wundef a.c -E -fdirectives-only -Wno-unused-macros -MF a.d -MQ a.o");
    command_compile(&command, input, "t.i", "a.o", &list);
    list_check(&list, "ccache gcc -O2 -Wundef --ccache-skip -fpreprocessed --ccache-skip -fdirectives-only "
                      "-Wno-unused-macros -fno-diagnostics-color -Wno-declaration-after-statement -c t.i -o a.o");
    command_plain(&command, input, "p.o", &list);
    list_check(&list, "ccache gcc -O2 -DA -include x.h -MD -Werror=undef a.c -c -o p.o");
    command_diagnose(&command, input, "/dev/null", &list);
    list_check(&list, "ccache gcc -O2 -DA -include x.h -Werror=undef a.c -S -o /dev/null");
    assert_string_equal(command_text_file(&command, input, "a.o"), "a.o.cover/text.i");
    command_free(&command);
}

static void lines_of_clang(void **state)
{
    (void)state;
    struct command command = parsed("clang -fopenmp -I inc -c dir/a.c");
    struct arg_list list = {0};
    const struct command_arg *input = first_input(&command);
    command_preprocess(&command, input, "a.o", &list);
    list_check(&list, "clang -fopenmp -I inc dir/a.c -E -frewrite-includes -Wno-unused-command-line-argument");
    command_compile(&command, input, "a.o.cover/a.c", "a.o", &list);
    list_check(&list, "clang -fopenmp -I inc "
                      "-fdebug-prefix-map=a.o.cover/=dir/ -fno-diagnostics-color -Wno-declaration-after-statement -c "
                      "a.o.cover/a.c -o a.o");
    assert_string_equal(command_output(&command, input), "a.o");
    assert_string_equal(command_text_file(&command, input, "a.o"), "a.o.cover/a.c");
    command_free(&command);
}

static void lines_of_links(void **state)
{
    (void)state;
    static const char *const objects[] = {"0.o", NULL, NULL, NULL};
    struct command command = parsed("gcc a.c b.o -o prog");
    struct arg_list list = {0};
    command_link(&command, objects, "rt.a", &list);
    list_check(&list, "gcc 0.o b.o -o prog rt.a");
    command_unchanged(&command, "rt.a", &list);
    list_check(&list, "gcc a.c b.o -o prog rt.a");
    command_free(&command);
    command = parsed("gcc -nostdlib a.o");
    command_unchanged(&command, "rt.a", &list);
    list_check(&list, "gcc -nostdlib a.o " COMMAND_NO_RUNTIME);
    command_free(&command);
}

/* Response files */

static void response_files_split(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct arg_list list = {0};
    response_split(" -DA='b c'  \"d\\\"e\"\tf\\ g\n'' -I\\\\x", &arena, &list);
    assert_int_equal(list.count, 5);
    list_check(&list, "-DA=b c d\"e f g  -I\\x");
    arena_free(&arena);
}

/* Dependency files */

static void rules_check(const char *line, const char *expected)
{
    struct command command = parsed(line);
    struct compiler_info info = {.command = &command, .key = STR_INIT};
    struct dependencies files = {0};
    struct str out = STR_INIT;
    compiler_cache_note(&info, "blank lines before the rules of -MP", "1");
    dependencies_add(&files, "./a.c", false);
    dependencies_add(&files, "a_rather_long_name_of_a_directory/with_a_rather_long_name_of_a_header.h", false);
    dependencies_add(&files, "/usr/include/s.h", true);
    bool ok = depfile_rules(&command, first_input(&command), "out/a.o", &info, &files, &out);
    assert_true(ok == (expected != NULL));
    if (expected)
        assert_string_equal(out.data, expected);
    str_free(&out);
    dependencies_free(&files);
    compiler_info_free(&info);
    command_free(&command);
}

#define LONG_NAME "a_rather_long_name_of_a_directory/with_a_rather_long_name_of_a_header.h"

static void rules_are_the_compilers(void **state)
{
    (void)state;
    rules_check("gcc -MMD -c a.c", "out/a.o: a.c \\\n " LONG_NAME "\n");
    rules_check("clang -MMD -c a.c", "out/a.o: a.c \\\n  " LONG_NAME "\n");
    rules_check("gcc -MD -MP -MT x -c a.c",
                "x: a.c \\\n " LONG_NAME " \\\n /usr/include/s.h\n" LONG_NAME ":\n/usr/include/s.h:\n");
    rules_check("clang -MMD -MP -MQ ./x -c a.c", "./x: a.c \\\n  " LONG_NAME "\n\n" LONG_NAME ":\n");
    rules_check("gcc -Wp,-MMD,f.d -c src/a.c", "a.o: a.c \\\n " LONG_NAME "\n");
    rules_check("gcc -MD -MMD -c a.c", NULL);
    rules_check("gcc -MD -MT $(x) -c a.c", NULL);
}

static void passed_check(const char *line, const char *path)
{
    struct command command = parsed(line);
    const char *found = depfile_passed(&command);
    assert_true(found == path || (found && path && strcmp(found, path) == 0));
    command_free(&command);
}

static void passed_paths_are_found(void **state)
{
    (void)state;
    passed_check("gcc -Wp,-MD,f.d -c a.c", "f.d");
    passed_check("gcc -Wp,-MMD,f.d -c a.c", "f.d");
    passed_check("gcc -Wp,-MD,f.d,-MP -c a.c", NULL);
    passed_check("gcc -Wp,-MD,f.d -Wp,-MP -c a.c", NULL);
    passed_check("gcc -Wp,-MD,f.d -MF g.d -c a.c", NULL);
    passed_check("gcc -c a.c", NULL);
}

static void dependencies_are_inserted(void **state)
{
    (void)state;
    static const char *const files[] = {"/a b", "/c#$"};
    struct str out = STR_INIT;
    assert_true(depfile_insert("c:x.o: a.c \\\n b.h\n\nb.h:\n", files, 2, &out));
    assert_string_equal(out.data, "c:x.o: /a\\ b /c\\#$$ a.c \\\n b.h\n\nb.h:\n");
    assert_false(depfile_insert("nothing\n", files, 2, &out));
    str_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_sorted),
        cmocka_unit_test(table_is_found),
        cmocka_unit_test(table_has_each_class),
        cmocka_unit_test(table_knows_values),
        cmocka_unit_test(table_prefers_the_longest),
        cmocka_unit_test(table_says_what_preprocessing_knows),
        cmocka_unit_test(commands_have_kinds),
        cmocka_unit_test(commands_pass_launchers),
        cmocka_unit_test(commands_collect_facts),
        cmocka_unit_test(lines_of_gcc),
        cmocka_unit_test(lines_of_clang),
        cmocka_unit_test(lines_of_links),
        cmocka_unit_test(response_files_split),
        cmocka_unit_test(rules_are_the_compilers),
        cmocka_unit_test(passed_paths_are_found),
        cmocka_unit_test(dependencies_are_inserted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
