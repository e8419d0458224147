/* The instrumenter's preprocess room: the expressions of #if, definitions as GCC prints them, the search for headers,
 * whole files for both compilers, the comparison of texts. No compiler runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "instr/preprocess/definition.h"
#include "instr/preprocess/include_search.h"
#include "instr/preprocess/pp_expression.h"
#include "instr/preprocess/preprocess.h"
#include "instr/preprocess/target_pragmas.h"
#include "instr/preprocess/token_compare.h"

/* Expressions */

static long answer(void *context, const char *question)
{
    (void)context;
    if (strcmp(question, "defined __has_attribute") == 0 || strcmp(question, "defined __COUNTER__") == 0)
        return 1;
    return strcmp(question, "__has_attribute(cold)") == 0 ? 1 : -1;
}

static enum truth has_include(void *context, const char *name, bool angled, bool next)
{
    (void)context;
    return !next && angled && strcmp(name, "known.h") == 0 ? TRUTH_YES : TRUTH_NO;
}

static enum truth evaluate(const char *text, bool refuses_undefined)
{
    static const char macros[] = "#define ONE 1\n#define SUM(a, b) ((a) + (b))\n#define DEFINED defined ONE\n";
    struct idents idents;
    struct source source;
    struct expander expander;
    struct lexer line;
    struct condition_oracle oracle = {NULL, answer, has_include, false, refuses_undefined};
    idents_open(&idents);
    source_open(&source, text, strlen(text), "a.c");
    expand_open(&expander, &source, false, &idents);
    expand_predefine(&expander, macros, strlen(macros));
    lex_open(&line, &idents, text, 0, (uint32_t)strlen(text));
    line.at_line_start = false;
    enum truth truth = condition_evaluate(&expander, &line, &oracle);
    expand_close(&expander);
    source_close(&source);
    idents_close(&idents);
    return truth;
}

static void expressions_are_true(void **state)
{
    (void)state;
    static const char *const cases[] = {"1",
                                        "ONE",
                                        "SUM(1, 2) == 3",
                                        "!0",
                                        "-1 < 0",
                                        "(1 ? 2 : 0) == 2",
                                        "0x10 == 16 && 010 == 8",
                                        "'a' == 97",
                                        "'\\n' == 10",
                                        "~0u == 0xffffffffffffffff",
                                        "1 || 1 / 0",
                                        "0 ? 1 / 0 : 1",
                                        "7 % 4 == 3",
                                        "1 << 4 == 16",
                                        "defined ONE",
                                        "defined(ONE) && !defined TWO",
                                        "!UNKNOWN",
                                        "__has_include(<known.h>)",
                                        "__has_attribute(cold)",
                                        "defined __has_attribute",
                                        "10 - 2 - 3 == 5",
                                        "2 + 3 * 4 == 14",
                                        "(6 ^ 3) == 5"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(evaluate(cases[i], false), TRUTH_YES);
}

static void expressions_are_false(void **state)
{
    (void)state;
    static const char *const cases[] = {"0",       "UNKNOWN",      "defined TWO", "1 > 2", "__has_include(\"known.h\")",
                                        "1 - ONE", "0 && UNKNOWN", "!(ONE == 1)"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(evaluate(cases[i], false), TRUTH_NO);
}

/* What a compiler may warn about or reject, and what only it knows. */
static void expressions_are_unknown(void **state)
{
    (void)state;
    static const char *const cases[] = {"1 / 0",       "",
                                        "1 +",         "(1",
                                        "1, 2",        "1 2",
                                        "-1 < 0u",     "9223372036854775807 + 1",
                                        "0b1",         "1.5",
                                        "\"a\"",       "'ab'",
                                        "DEFINED",     "1 << 70",
                                        "__COUNTER__", "__has_attribute(other)",
                                        "x = 1",       "18446744073709551615"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(evaluate(cases[i], false), TRUTH_UNKNOWN);
    assert_int_equal(evaluate("UNKNOWN", true), TRUTH_UNKNOWN);
    assert_int_equal(evaluate("0 && UNKNOWN", true), TRUTH_NO);
}

/* Definitions */

static void definition_check(const char *text, const char *expected)
{
    struct str out = STR_INIT;
    size_t name_len;
    bool ok = definition_write(text, text + strlen(text), &out, &name_len);
    assert_true(ok == (expected != NULL));
    if (expected)
        assert_string_equal(out.data, expected);
    str_free(&out);
}

static void definitions_are_printed(void **state)
{
    (void)state;
    definition_check(" A  1  +   2 ", "A 1 + 2");
    definition_check(" A", "A ");
    definition_check(" F( a , b )  a##b # a", "F(a,b) a ##b #a");
    definition_check(" V(a, ...) #a __VA_ARGS__", "V(a,...) #a __VA_ARGS__");
    definition_check(" A x \\\n y /* c */ z", "A x y z");
    definition_check(" A \"a  /* b */\"", "A \"a  /* b */\"");
    definition_check(" F(a) #b", NULL);
    definition_check(" A\"x\"", NULL);
    definition_check(" 1", NULL);
    definition_check(" F(a, a) a", NULL);
    definition_check(" A 'x", NULL);
}

/* Files */

static char directory[] = "/tmp/instr-preprocess-XXXXXX";

static const char *path_of(const char *name)
{
    static char paths[4][128];
    static size_t next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", directory, name);
    return path;
}

static void file_make(const char *name, const char *text)
{
    assert_int_equal(file_write(path_of(name), text, strlen(text)), 0);
}

static int files_make(void **state)
{
    (void)state;
    if (mkdtemp(directory) == NULL || mkdir(path_of("user"), 0700) != 0 || mkdir(path_of("sys"), 0700) != 0)
        return -1;
    file_make("user/a.h", "int user_a;\n");
    file_make("sys/a.h", "int sys_a;\n");
    file_make("sys/b.h", "#ifndef B\n#define B 1\nint sys_b;\n#endif\n");
    return 0;
}

static int files_remove(void **state)
{
    (void)state;
    static const char *const names[] = {"user/a.h", "sys/a.h", "sys/b.h", "in.c"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(path_of(names[i]));
    rmdir(path_of("user"));
    rmdir(path_of("sys"));
    return rmdir(directory);
}

static void headers_are_searched_in_order(void **state)
{
    (void)state;
    struct includes includes = {.compiler = &compiler_gcc};
    struct include_directory **tail = &includes.quote;
    includes_add(&includes, &tail, path_of("user"), 0);
    struct include_directory **bracket = tail;
    includes_add(&includes, &tail, path_of("sys"), 2);
    includes.bracket = *bracket;
    struct include_file *user = includes_find(&includes, "a.h", includes.quote);
    struct include_file *system = includes_find(&includes, "a.h", includes.bracket);
    assert_string_equal(user->path, path_of("user/a.h"));
    assert_string_equal(system->path, path_of("sys/a.h"));
    assert_ptr_equal(includes_find(&includes, "a.h", includes.quote), user);
    assert_string_equal(includes_find(&includes, "b.h", includes.quote)->path, path_of("sys/b.h"));
    assert_null(includes_find(&includes, "none.h", includes.quote));
    assert_true(include_read(user));
    assert_string_equal(user->text, "int user_a;\n\n");
    assert_ptr_equal(includes_beside(&includes, system, 2), includes_beside(&includes, system, 2));
    includes_free(&includes);
}

static long ask(struct compiler_info *info, const char *question)
{
    (void)info;
    (void)question;
    return 0;
}

/* Preprocesses `text` with b.h in a system directory, and returns the text from the input's first line on; NULL: only
 * the compiler can. */
static char *preprocessed(const struct compiler *compiler, const char *text, bool pedantic)
{
    struct compiler_directory bracket = {path_of("sys"), compiler->system_level};
    struct compiler_info info = {.usable = true, .prefix = "", .bracket = &bracket, .bracket_count = 1};
    struct preprocess_request request = {
        .compiler = compiler, .info = &info, .ask = ask, .refuses_extensions = pedantic};
    struct arena arena = {0};
    struct str out = STR_INIT;
    struct dependencies dependencies = {0};
    char marker[160];
    file_make("in.c", text);
    request.input = path_of("in.c");
    snprintf(marker, sizeof marker, "# 1 \"%s\"\n", path_of("in.c"));
    bool open_literal, ok = preprocess(&request, &arena, &out, &dependencies, &open_literal) == NULL;
    const char *begin = ok ? strstr(out.data, marker) : NULL;
    char *result = begin ? strdup(begin + strlen(marker)) : NULL;
    if (ok)
        assert_string_equal(dependencies.items[0].path, path_of("in.c"));
    dependencies_free(&dependencies);
    arena_free(&arena);
    str_free(&out);
    return result;
}

static void text_check(const struct compiler *compiler, const char *text, const char *expected)
{
    char *result = preprocessed(compiler, text, false);
    if (expected == NULL)
        assert_null(result);
    else
        assert_string_equal(result, expected);
    free(result);
}

static void conditionals_are_decided(void **state)
{
    (void)state;
    text_check(&compiler_gcc, "#if 1\nint a;\n#else\nint b;\n#endif\nint c;\n", "\nint a;\n\n\n\nint c;\n");
    text_check(&compiler_clang, "#ifdef X\nint a;\n#elif 0\nint b;\n#else\nint d;\n#endif\n", "\n\n\n\n\nint d;\n");
    text_check(&compiler_gcc, "#if 1\n", NULL);
    text_check(&compiler_gcc, "#endif\n", NULL);
    text_check(&compiler_gcc, "#if 1 / 0\n#endif\n", NULL);
}

static void directives_differ_by_compiler(void **state)
{
    (void)state;
    text_check(&compiler_gcc, "#  define A  1\nint a = A;\n", "#define A 1\nint a = A;\n");
    text_check(&compiler_clang, "#  define A  1\nint a = A;\n", "#  define A  1\nint a = A;\n");
    text_check(&compiler_gcc, "#error no\n", NULL);
    text_check(&compiler_gcc, "#define A 1\n#define A 2\n", NULL);
}

static void pedantic_texts_are_the_compilers(void **state)
{
    (void)state;
    char *text = preprocessed(&compiler_gcc, "#define A(x...) x\nint a;\n", false);
    assert_non_null(text);
    free(text);
    assert_null(preprocessed(&compiler_gcc, "#define A(x...) x\nint a;\n", true));
}

/* A guarded header is read once. */
static void headers_are_included_once(void **state)
{
    (void)state;
    char *text = preprocessed(&compiler_gcc, "#include <b.h>\n#include <b.h>\nint a;\n", false);
    assert_non_null(text);
    char *first = strstr(text, "int sys_b;");
    assert_non_null(first);
    assert_null(strstr(first + 1, "int sys_b;"));
    free(text);
    text_check(&compiler_gcc, "#include <none.h>\n", NULL);
}

/* Texts */

static bool agree(const char *one, const char *other)
{
    struct str texts[2] = {STR_INIT, STR_INIT};
    str_adds(&texts[0], one);
    str_adds(&texts[1], other);
    bool result = tokens_agree(&texts[0], &texts[1], "#define ONE 1\n");
    str_free(&texts[0]);
    str_free(&texts[1]);
    return result;
}

static void texts_are_compared_by_tokens(void **state)
{
    (void)state;
    assert_true(agree("# 1 \"a.c\"\nint a = ONE;\n", "# 1 \"a.c\"\nint a = ONE; /* c */\n"));
    assert_true(agree("# 1 \"a.c\"\n\n\nint a;\n", "# 1 \"a.c\"\n# 3 \"a.c\"\nint a;\n"));
    assert_false(agree("# 1 \"a.c\"\nint a;\n", "# 1 \"b.c\"\nint a;\n"));
    assert_false(agree("# 1 \"a.c\"\nint a;\n", "# 1 \"a.c\"\n\nint a;\n"));
    assert_false(agree("# 1 \"a.c\"\nint a = ONE;\n", "# 1 \"a.c\"\nint a = 1;\n"));
}

static bool decides(const char *source, const char *text)
{
    struct str flat = STR_INIT;
    file_make("in.c", source);
    str_addf(&flat, "# 1 \"%s\"\n%s", path_of("in.c"), text);
    bool result = target_pragmas_decide(&flat);
    str_free(&flat);
    return result;
}

static void target_pragmas_are_followed(void **state)
{
    (void)state;
    static const char on[] = "#pragma GCC target(\"avx2\")\n", push[] = "#pragma GCC push_options\n",
                      pop[] = "#pragma GCC pop_options\n";
    char source[256], text[256];
    snprintf(source, sizeof source, "%s#ifdef __AVX2__\nint a;\n#endif\n", on);
    assert_true(decides(source, on));
    snprintf(source, sizeof source, "%s#ifdef __GNUC__\nint a;\n#endif\n", on);
    assert_false(decides(source, on));
    snprintf(source, sizeof source, "%s%s%s#ifdef __AVX2__\nint a;\n#endif\n", push, on, pop);
    snprintf(text, sizeof text, "%s%s%s", push, on, pop);
    assert_false(decides(source, text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_are_true),          cmocka_unit_test(expressions_are_false),
        cmocka_unit_test(expressions_are_unknown),       cmocka_unit_test(definitions_are_printed),
        cmocka_unit_test(headers_are_searched_in_order), cmocka_unit_test(conditionals_are_decided),
        cmocka_unit_test(directives_differ_by_compiler), cmocka_unit_test(pedantic_texts_are_the_compilers),
        cmocka_unit_test(headers_are_included_once),     cmocka_unit_test(texts_are_compared_by_tokens),
        cmocka_unit_test(target_pragmas_are_followed),
    };
    return cmocka_run_group_tests(tests, files_make, files_remove);
}
