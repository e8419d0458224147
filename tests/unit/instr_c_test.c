/* The room instr/c, on strings: trigraphs, lexer, expander, directives, locations, declarations, statements, pragmas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "instr/c/pragma.h"
#include "instr/c/statement.h"
#include "instr/c/trigraphs.h"

/* Everything that reads one text. */
struct reading {
    struct source source;
    struct idents idents;
    struct expander expander;
};

static void reading_open(struct reading *r, const char *text, bool rewritten)
{
    source_open(&r->source, text, strlen(text), "a.c");
    idents_open(&r->idents);
    expand_open(&r->expander, &r->source, rewritten, &r->idents);
}

static void reading_close(struct reading *r)
{
    expand_close(&r->expander);
    idents_close(&r->idents);
    source_close(&r->source);
}

static void spelling_add(struct str *out, const struct token *token)
{
    uint32_t len;
    const char *spelling = token_spelling(token, &len);
    if (out->len)
        str_addc(out, ' ');
    str_add(out, spelling, len);
}

/* The spellings of the text's tokens, with blanks between them. */
static void assert_tokens(const char *text, bool raw_strings, const char *expected)
{
    struct idents idents;
    struct lexer lexer;
    struct str out = STR_INIT;
    idents_open(&idents);
    idents.raw_strings = raw_strings;
    lex_open(&lexer, &idents, text, 0, (uint32_t)strlen(text));
    for (struct token token; (token = lex_next(&lexer)).kind != TOKEN_EOF;)
        spelling_add(&out, &token);
    assert_string_equal(out.data, expected);
    str_free(&out);
    idents_close(&idents);
}

/* The same after expansion. */
static void assert_expansion(const char *text, const char *expected)
{
    struct reading r;
    struct str out = STR_INIT;
    reading_open(&r, text, false);
    for (struct token token; (token = expand_next(&r.expander)).kind != TOKEN_EOF;)
        spelling_add(&out, &token);
    assert_string_equal(out.data, expected);
    str_free(&out);
    reading_close(&r);
}

static struct token first_token(struct idents *idents, const char *text)
{
    struct lexer lexer;
    lex_open(&lexer, idents, text, 0, (uint32_t)strlen(text));
    return lex_next(&lexer);
}

static void lex_words(void **state)
{
    (void)state;
    assert_tokens("int a1=0x1F;", false, "int a1 = 0x1F ;");
    assert_tokens("re\\\nturn x\\ \n1", false, "return x1");
    assert_tokens("1.5e+3 .5 1'000 0x1p-3 1e+", false, "1.5e+3 .5 1'000 0x1p-3 1e+");
    assert_tokens("gr\xc3\xb6\xc3\x9f"
                  "e $a",
                  false,
                  "gr\xc3\xb6\xc3\x9f"
                  "e $a");
}

static void lex_comments(void **state)
{
    (void)state;
    assert_tokens("a /* b \n c */ d // e \\\n f\ng /", false, "a d g /");
    assert_tokens("a /* not ended", false, "a");
    assert_tokens("a *\\\n/ b /\\\n* c *\\\n/ d", false, "a * / b d");
}

static void lex_literals(void **state)
{
    (void)state;
    assert_tokens("\"a\\\"b\" '\\'' L\"w\" u8\"x\" U'c' R\"y\"", false, "\"a\\\"b\" '\\'' L\"w\" u8\"x\" U'c' R \"y\"");
    assert_tokens("R\"x(a)\" \n)x\" b", true, "R\"x(a)\" \n)x\" b");
    assert_tokens("R\"x(a)\" b", true, "R\"x(a)\" b"); /* not ended: to the end */
    assert_tokens("\"not ended\nb", false, "\"not ended b");
}

static void lex_punctuators(void **state)
{
    (void)state;
    assert_tokens("a<<=b>>=c->d...e##f", false, "a <<= b >>= c -> d ... e ## f");
    assert_tokens("<% %> <: :> %: %:%: <\\\n<", false, "<% %> <: :> %: %:%: <<");
    struct idents idents;
    idents_open(&idents);
    struct token brace = first_token(&idents, "<%"), hash = first_token(&idents, "%:");
    struct token paste = first_token(&idents, "%:%:"), stray = first_token(&idents, "`");
    assert_true(token_is(&brace, '{') && token_opens(&brace) && token_depth(&brace) == 1);
    assert_true(token_is(&hash, '#') && token_is(&paste, PUNCT_PASTE));
    assert_int_equal(stray.kind, TOKEN_OTHER);
    idents_close(&idents);
}

static void lex_lines(void **state)
{
    (void)state;
    struct idents idents;
    struct lexer lexer;
    const char text[] = "a \"\\\"//\" /* \n */ b \\\n c\nd e";
    idents_open(&idents);
    lex_open(&lexer, &idents, text, 0, sizeof text - 1);
    assert_int_equal(lex_line_end(&lexer, 0), strchr(text, 'd') - text - 1);
    assert_int_equal(lex_line_end(&lexer, sizeof text - 4), sizeof text - 1);
    struct token a = lex_next(&lexer), string = lex_next(&lexer), b = lex_next(&lexer);
    assert_true(a.at_line_start && !string.at_line_start);
    assert_false(b.at_line_start); /* a comment is a space, however many lines it spans */
    idents_close(&idents);
}

static void ident_table(void **state)
{
    (void)state;
    struct idents idents;
    idents_open(&idents);
    struct ident *a = ident_intern(&idents, "abc", 3);
    assert_ptr_equal(a, ident_intern(&idents, "abcd", 3));
    assert_ptr_not_equal(a, ident_intern(&idents, "abcd", 4));
    assert_int_equal(ident_intern(&idents, "__typeof__", 10)->keyword, KW_TYPEOF);
    assert_true(ident_intern(&idents, "longjmp", 7)->diverts);
    assert_true(ident_intern(&idents, "nullptr", 7)->is_constant);
    assert_true(ident_intern(&idents, "__noreturn__", 12)->says_noreturn);
    for (int i = 0; i < 2000; i++) { /* the table grows and finds what it held */
        char name[16];
        snprintf(name, sizeof name, "name%d", i);
        ident_intern(&idents, name, strlen(name));
    }
    assert_ptr_equal(a, ident_intern(&idents, "abc", 3));
    assert_false(ident_is_macro(&idents, "abc"));
    idents_close(&idents);
}

static void trigraph_replacement(void **state)
{
    (void)state;
    struct str text = STR_INIT;
    struct trigraphs trigraphs = {0};
    str_adds(&text, "?\?=define A ?\?( 1 ?\?) ?\?/ ?\?' ?\?< ?\?! ?\?> ?\?- ?\?? ?\?x");
    trigraphs_replace(&text, false, &trigraphs);
    assert_string_equal(text.data, "#define A [ 1 ] \\ ^ { | } ~ ?\?? ?\?x");
    assert_int_equal(trigraphs.count, 9);
    assert_int_equal(trigraphs.offsets[1], 10);
    free(trigraphs.offsets);
    str_free(&text);
}

static void trigraph_columns(void **state)
{
    (void)state;
    struct source source;
    uint32_t offsets[] = {0, 4};
    struct trigraphs trigraphs = {offsets, 2, 2};
    source_open(&source, "[a]\n{b", 6, "a.c");
    source.trigraphs = &trigraphs;
    assert_int_equal(source_locate(&source, 0).col, 1);
    assert_int_equal(source_locate(&source, 1).col, 4);
    assert_int_equal(source_locate(&source, 5).col, 4);
    source_close(&source);
}

static void trigraph_copy(void **state)
{
    (void)state;
    struct str text = STR_INIT, copy = STR_INIT;
    struct trigraphs trigraphs = {0};
    str_adds(&text, "?\?=if 1\nint a?\?(3];\n#pragma message \"x\"\n%:endif\n");
    assert_true(trigraphs_hide(&text, true, &copy));
    assert_null(strstr(copy.data, "?\?"));
    assert_null(strstr(copy.data, "#pragma"));
    assert_non_null(strstr(copy.data, "\n#endif"));
    trigraphs_restore(&copy);
    assert_non_null(strstr(copy.data, "\n#pragma message"));
    trigraphs_replace(&copy, true, &trigraphs);
    assert_non_null(strstr(copy.data, "int a[3]"));
    assert_int_equal(trigraphs.count, 1);
    free(trigraphs.offsets);
    str_free(&copy);
    str_clear(&text);
    str_adds(&text, "int a;\n");
    assert_false(trigraphs_hide(&text, true, &copy));
    str_clear(&text);
    str_adds(&text, "R\"(?\?=)\"");
    assert_true(trigraphs_in_raw_strings(&text));
    str_clear(&text);
    str_adds(&text, "\"?\?=\" R");
    assert_false(trigraphs_in_raw_strings(&text));
    str_free(&text);
    str_free(&copy);
}

static void expand_objects(void **state)
{
    (void)state;
    assert_expansion("#define A B C\n#define B 1\nA A", "1 C 1 C");
    assert_expansion("#define A B\n#define B A\nA B", "A B");
    assert_expansion("#define A 1\nA\n#undef A\nA", "1 A");
    assert_expansion("#define EMPTY\na EMPTY b", "a b");
}

static void expand_functions(void **state)
{
    (void)state;
    assert_expansion("#define F(x, y) y x\nF(1, 2) F((a, b), ) F\nF (\n3,4)", "2 1 ( a , b ) F 4 3");
    assert_expansion("#define F(x) [x]\n#define G F(\nG 1) F(F(2))", "[ 1 ] [ [ 2 ] ]");
    assert_expansion("#define F(x) x F\nF(1)(2)(3)", "1 F ( 2 ) ( 3 )"); /* painted while F is disabled */
    assert_expansion("#define F(x) x\nF(1", "");                         /* the text ends */
}

static void expand_operators(void **state)
{
    (void)state;
    assert_expansion("#define S(x) #x\nS(a b)", "\" a b\"");
    assert_expansion("#define C(a, b) a##b\nC(re, turn) C(1, 2) C(, x) C(x, ) C(<, <)", "return 12 x x <<");
    assert_expansion("#define C(a, b) a ## b\n#define X(a, b) C(a, b)\n#define N 1\nC(N, 2) X(N, 2)", "N2 12");
    assert_expansion("#define C(a, b, c) a##b##c\nC(x, y, z)", "xyz");
}

static void expand_variadic(void **state)
{
    (void)state;
    assert_expansion("#define F(a, ...) a : __VA_ARGS__\nF(1, 2, 3) F(1)", "1 : 2 , 3 1 :");
    assert_expansion("#define F(a, r...) f(a, ## r)\nF(1) F(1, 2)", "f ( 1 ) f ( 1 , 2 )");
    assert_expansion("#define F(a, ...) f(a __VA_OPT__(,) __VA_ARGS__)\nF(1) F(1, 2)", "f ( 1 ) f ( 1 , 2 )");
}

static void expand_conditionals(void **state)
{
    (void)state;
    assert_expansion("#if 0\na\n#elif 1\nb\n#else\nc\n#endif\nd", "b d");
    assert_expansion("#define A\n#ifdef A\na\n#else\nb\n#endif\n#ifndef A\nc\n#endif\n#ifdef __FILE__\nd\n#endif",
                     "a d");
    assert_expansion("#if 0\n#if 1\na\n#else\nb\n#endif\n#endif\nc", "c");
    assert_expansion("#if defined(__CLANG_REWRITTEN_INCLUDES) || 1\na\n#endif\nb", "b");
}

static void expand_pragmas(void **state)
{
    (void)state;
    assert_expansion("#define A 1\n#pragma push_macro(\"A\")\n#undef A\n#define A 2\nA\n#pragma pop_macro(\"A\")\nA",
                     "2 1");
    struct reading r;
    reading_open(&r, "#pragma omp parallel\nx", false);
    struct token pragma = expand_next(&r.expander);
    assert_int_equal(pragma.kind, TOKEN_PRAGMA);
    assert_memory_equal(pragma.text, "omp parallel", pragma.len);
    reading_close(&r);
    reading_open(&r, "#define N 2\n#pragma omp for /* x */ \\\n collapse(N)\nx", false);
    pragma = expand_next(&r.expander);
    assert_memory_equal(pragma.text, "omp for collapse ( 2 )", pragma.len);
    reading_close(&r);
}

static void expand_unresolved(void **state)
{
    (void)state;
    const char *const texts[] = {"#if A + 1\n#endif\nx", "%:include <a.h>\nx", "#if 1\nx\n#endif"};
    for (size_t i = 0; i < 3; i++) {
        struct reading r;
        reading_open(&r, texts[i], false);
        while (expand_next(&r.expander).kind != TOKEN_EOF)
            continue;
        assert_int_equal(r.expander.unresolved, i < 2);
        reading_close(&r);
    }
}

static void expand_overflow(void **state)
{
    (void)state;
    struct str text = STR_INIT;
    struct reading r;
    str_adds(&text, "#define M0 x\n");
    for (int i = 1; i <= 24; i++)
        str_addf(&text, "#define M%d M%d M%d\n", i, i - 1, i - 1);
    str_adds(&text, "#define F(x) x x\n#define G(x) F(F(F(F(F(F(F(F(x))))))))\nG(G(G(M24))) behind");
    reading_open(&r, text.data, false);
    bool seen = false;
    for (struct token token; (token = expand_next(&r.expander)).kind != TOKEN_EOF;)
        seen |= token_is_spelled(&token, "behind");
    assert_true(r.expander.overflow && r.expander.overflowed && seen);
    expand_forget(&r.expander);
    assert_true(!r.expander.overflow && r.expander.overflowed);
    reading_close(&r);
    str_free(&text);
}

static void expand_invocations(void **state)
{
    (void)state;
    const char text[] = "#define F(x) x\n#define G F(1)\na F(\n2) G b";
    struct reading r;
    struct token tokens[4];
    reading_open(&r, text, false);
    for (size_t i = 0; i < 4; i++)
        tokens[i] = expand_next(&r.expander);
    expand_place(&r.expander, tokens, 4);
    assert_int_equal(tokens[0].invocation, 0);
    assert_true(tokens[1].invocation != 0 && tokens[1].invocation != tokens[2].invocation);
    assert_int_equal(tokens[1].begin, strstr(text, "F(\n") - text);
    assert_int_equal(tokens[1].end, strstr(text, "2)") + 2 - text);
    assert_int_equal(tokens[2].begin, strstr(text, "G b") - text);
    assert_int_equal(tokens[2].end, strstr(text, " b") - text);
    reading_close(&r);
}

static void expand_predefined(void **state)
{
    (void)state;
    static const char definitions[] = "#define A 7\n#define B(x) x\n";
    struct reading r;
    reading_open(&r, "A B(2)", false);
    expand_predefine(&r.expander, definitions, sizeof definitions - 1);
    struct token a = expand_next(&r.expander), b = expand_next(&r.expander);
    assert_true(token_is_spelled(&a, "7") && token_is_spelled(&b, "2"));
    assert_true(ident_is_macro(&r.idents, "A"));
    expand_end(&r.expander);
    reading_close(&r);
}

/* Locations. */

static int file_of_test(const char *file, struct str *text)
{
    if (strcmp(file, "y.c") != 0)
        return -1;
    str_adds(text, "int a;\n#line 100 \"y.y\"\nint b;\n\nint c;\n# 7 \"y.c\"\nint d;\n");
    return 0;
}

static void assert_location(struct reading *r, const char *at, const char *physical, uint32_t physical_line,
                            const char *presumed, uint32_t presumed_line)
{
    size_t offset = (size_t)(strstr(r->source.text, at) - r->source.text);
    struct position p = source_locate(&r->source, offset), q = source_locate_presumed(&r->source, offset);
    assert_string_equal(r->source.files[p.file].name, physical);
    assert_int_equal(p.line, physical_line);
    assert_string_equal(r->source.files[q.file].name, presumed);
    assert_int_equal(q.line, presumed_line);
}

static void read_all(struct reading *r, const char *text, bool rewritten)
{
    reading_open(r, text, rewritten);
    r->expander.line_map.read_file = file_of_test;
    while (expand_next(&r->expander).kind != TOKEN_EOF)
        continue;
}

static void line_map_of_gcc(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r,
             "# 1 \"y.c\"\nint a;\n# 100 \"y.y\"\nint b;\n\nint c;\n# 7 \"y.c\"\nint d;\n# 1 \"h.h\" 1\nint h;\n"
             "# 8 \"y.c\" 2\nint e;\n",
             false);
    assert_location(&r, "int a", "y.c", 1, "y.c", 1);
    assert_location(&r, "int b", "y.c", 3, "y.y", 100);
    assert_location(&r, "int c", "y.c", 5, "y.y", 102);
    assert_location(&r, "int d", "y.c", 7, "y.c", 7);
    assert_location(&r, "int h", "h.h", 1, "h.h", 1);
    assert_location(&r, "int e", "y.c", 8, "y.c", 8);
    r.source.obeys_directives = true;
    assert_int_equal(source_locate(&r.source, (size_t)(strstr(r.source.text, "int b") - r.source.text)).line, 100);
    reading_close(&r);
}

static void line_map_unreadable(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, "# 1 \"z.c\"\nint a;\n# 100 \"y.y\"\nint b;\n", false);
    assert_location(&r, "int a", "z.c", 1, "z.c", 1);
    assert_location(&r, "int b", "y.y", 100, "y.y", 100);
    reading_close(&r);
}

static void line_map_of_clang(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r,
             "# 1 \"y.c\"\nint a;\n#line 100 \"y.y\"\nint b;\n# 1 \"h.h\" 1\nint h;\n# 5 \"y.c\" 2\nint c;\n"
             "# 6 \"y.c\"\nint d;\n",
             true);
    assert_location(&r, "int a", "y.c", 1, "y.c", 1);
    assert_location(&r, "int b", "y.c", 3, "y.y", 100);
    assert_location(&r, "int c", "y.c", 5, "y.y", 102);
    assert_location(&r, "int d", "y.c", 6, "y.y", 103);
    assert_int_equal(r.expander.line_map.lost_count, 2); /* both markers end the directive's effect */
    assert_int_equal(r.expander.line_map.lost[0].place.line, 102);
    reading_close(&r);
}

static void line_map_names(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, "# 3 \"a\\\"b\\\\c\\303\\244.h\" 1 3\nint a;\n/*\n# 9 \"no.c\"\n*/ int b;\n", false);
    assert_location(&r, "int a", "a\"b\\c\xc3\xa4.h", 3, "a\"b\\c\xc3\xa4.h", 3);
    assert_location(&r, "int b", "a\"b\\c\xc3\xa4.h", 6, "a\"b\\c\xc3\xa4.h", 6);
    assert_true(r.source.files[1].system);
    reading_close(&r);
}

/* Declarations and statements. */

/* `expected`: for each declaration, with blanks between them, the function's name behind what is known of it, or `-`. */
static void assert_declarations(const char *text, const char *expected)
{
    struct reading r;
    struct declaration d = {0};
    struct str out = STR_INIT;
    reading_open(&r, text, false);
    while (declaration_next(&r.expander, &d)) {
        str_adds(&out, out.len ? " " : "");
        if (!d.is_function) {
            str_addc(&out, '-');
            continue;
        }
        str_addf(&out, "%s%s%s%s", d.is_static ? "static:" : "", d.is_inline ? "inline:" : "",
                 d.unprofiled ? "unprofiled:" : "", d.name->name);
        assert_true(token_is(&d.tokens[d.body], '{') && token_is(&d.tokens[d.count - 1], '}'));
    }
    assert_string_equal(out.data, expected);
    declaration_free(&d);
    reading_close(&r);
    str_free(&out);
}

static void declaration_functions(void **state)
{
    (void)state;
    assert_declarations("int f(void) {}", "f");
    assert_declarations("static inline struct s *g(int a) { {} }", "static:inline:g");
    assert_declarations("int (h)(int a) {} int (*k(int a))(int) {}", "h k");
    assert_declarations("__attribute__((naked)) void n(void) {}", "unprofiled:n");
    assert_declarations("int old(a, b) int a; struct { int x; } b; { return a; } int z;", "old -");
    assert_declarations("struct p { int x; } pair(void) { return (struct p){1}; }", "pair");
}

static void declaration_others(void **state)
{
    (void)state;
    assert_declarations("int a = 1, b[] = {1, {2}}; struct s { int x; }; int f(int);", "- - -");
    assert_declarations("enum e { A, B } f(void) { return A; }", "f");
    assert_declarations("extern \"C\" int f(void) {}", "- f"); /* a header for C and C++ */
    assert_declarations("} int f(void) {}", "- f");
    assert_declarations("_Static_assert(1, \"x\"); typedef int t;", "- -");
}

static void declaration_marks(void **state)
{
    (void)state;
    struct reading r;
    struct declaration declaration = {0};
    reading_open(
        &r, "enum { RED = 1, GREEN }; _Noreturn void a(void); void b(void) __attribute__((noreturn)); void c(void);",
        false);
    while (declaration_next(&r.expander, &declaration))
        continue;
    assert_true(ident_intern(&r.idents, "RED", 3)->is_constant && ident_intern(&r.idents, "GREEN", 5)->is_constant);
    assert_true(ident_intern(&r.idents, "a", 1)->diverts && ident_intern(&r.idents, "b", 1)->diverts);
    assert_false(ident_intern(&r.idents, "c", 1)->diverts);
    declaration_free(&declaration);
    reading_close(&r);
}

/* Reads the text; is the name marked as one whose call does not return? */
static bool name_diverts(const char *text, const char *name)
{
    struct reading r;
    struct declaration declaration = {0};
    reading_open(&r, text, false);
    while (declaration_next(&r.expander, &declaration))
        continue;
    bool diverts = ident_intern(&r.idents, name, strlen(name))->diverts;
    declaration_free(&declaration);
    reading_close(&r);
    return diverts;
}

static void noreturn_by_type(void **state)
{
    (void)state;
    const char *types =
        "typedef void (*fatal_fn)(int) __attribute__((noreturn)); typedef fatal_fn again;"
        "typedef _Noreturn void fatal_t(int);"
        "struct s { int n; void (*member)(int) __attribute__((__noreturn__)); fatal_fn other, third; };"
        "fatal_t declared; again object = 0, table[2]; fatal_fn get(void); void (*back(void))(int);"
        "void f(fatal_fn parameter, int a) { fatal_fn local; struct { fatal_t *deep; } x; g(local, a); }"
        "[[noreturn]] void c23(void); __declspec(noreturn) void spec(void);"
        "__typeof__(exit) *like; __typeof__(puts) *unlike; void plain(int x, ...);"
        "void takes(void (*callback)(void) __attribute__((noreturn)));";
    static const char *const marked[] = {"member", "other", "third", "declared", "object", "table",   "parameter",
                                         "local",  "deep",  "c23",   "spec",     "like",   "callback"};
    static const char *const unmarked[] = {"n", "get", "back", "f", "a", "x", "g", "unlike", "puts", "plain", "takes"};
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++)
        assert_true(name_diverts(types, marked[i]));
    for (size_t i = 0; i < sizeof unmarked / sizeof *unmarked; i++)
        assert_false(name_diverts(types, unmarked[i]));
}

static void statements_add(struct str *out, const struct stmt *stmt)
{
    for (; stmt; stmt = stmt->next) {
        str_addf(out, "%s%s%s%s", out->len && out->data[out->len - 1] != '(' ? " " : "", statement_name(stmt->kind),
                 stmt->leaves ? "!" : "", stmt->rigid ? "*" : "");
        if (stmt->inner || stmt->body || stmt->other) {
            str_addc(out, '(');
            statements_add(out, stmt->inner);
            statements_add(out, stmt->body);
            if (stmt->other)
                str_adds(out, " else");
            statements_add(out, stmt->other);
            str_addc(out, ')');
        }
    }
}

/* `code` is the inside of a function's body. `expected`: kinds, `!` if it leaves, `*` if it is rigid, parts in
 * parentheses; or the parser's error. */
static void assert_statements(const char *code, bool calls, const char *expected)
{
    struct reading r;
    struct declaration declaration = {0};
    struct arena arena = {0};
    struct statement_error error;
    struct str text = STR_INIT, out = STR_INIT;
    str_addf(&text, "void f(void) {%s}", code);
    reading_open(&r, text.data, false);
    assert_true(declaration_next(&r.expander, &declaration) && declaration.is_function);
    const struct stmt *body = statement_parse_body(&arena, &declaration, calls, &error);
    if (body)
        statements_add(&out, body->body);
    assert_string_equal(body ? out.data : error.message, expected);
    arena_free(&arena);
    declaration_free(&declaration);
    reading_close(&r);
    str_free(&text);
    str_free(&out);
}

static void statement_kinds(void **state)
{
    (void)state;
    assert_statements("if (a) b; else c;", false, "if(expression else expression)");
    assert_statements("for (;;) ; while (a) {} do a; while (b);", false, "for(null) while(compound) do(expression)");
    assert_statements("switch (a) { case 1: default: break; }", false, "switch(compound(label label break))");
    assert_statements("x: goto x; continue; return a;", false, "label goto continue return");
    assert_statements("if (a) l: b;", false, "if(compound(label expression))");
    assert_statements("asm(\"\"); {}", false, "asm compound");
    assert_statements("int g(int b) { return b; }", false, "function(compound(return))");
    assert_statements("case a ? 1 : 2: case 1 ... 3:", false, "label label");
}

static void statement_declarations(void **state)
{
    (void)state;
    assert_statements("int a; int b = 1; static int c = 1;", false, "null declaration null");
    assert_statements("t *p = 0; t (*f)(int) = 0; a * b;", false, "declaration declaration null");
    assert_statements("a = b * c; f(1); (t)x;", false, "expression expression expression");
    assert_statements("__extension__ int e = 1; [[maybe_unused]] int g; [[fallthrough]];", false,
                      "declaration null null");
}

static void statement_expressions(void **state)
{
    (void)state;
    assert_statements("a = ({ b; });", false, "expression(compound(expression))");
    assert_statements("sizeof(({ b; }));", false, "expression");
    assert_statements("if (({ a; }) && ({ b; })) c;", false,
                      "if(compound(expression) compound(expression) expression)");
    assert_statements("exit(1); sizeof(exit(1)); f(1);", false, "expression! expression expression");
    assert_statements("f(1); (int)(1); p[0](2);", true, "expression! expression expression!");
}

static void statement_pragmas(void **state)
{
    (void)state;
    assert_statements("\n#pragma omp atomic\na++;", false, "expression*");
    assert_statements("\n#pragma once\na++;", false, "null expression");
    assert_statements("_Pragma(\"omp sections\") {}", false, "compound*");
    assert_statements("\n#pragma omp barrier\n", false, "null");
}

static void statement_errors(void **state)
{
    (void)state;
    assert_statements("else a;", false, "'else' without 'if'");
    assert_statements("if a;", false, "expected '(' after a keyword");
    assert_statements("do a; b;", false, "expected 'while' after the body of do");
    assert_statements("do a; while (b) c;", false, "expected ';' after do … while (…)");
    assert_statements("if (a)", false, "expected a statement");
    struct str deep = STR_INIT;
    for (int i = 0; i < 5000; i++)
        str_adds(&deep, "if(a)");
    str_adds(&deep, ";");
    assert_statements(deep.data, false, "statements are nested too deeply");
    str_free(&deep);
}

static bool body_is_alone(const char *text)
{
    struct reading r;
    struct declaration declaration = {0};
    reading_open(&r, text, false);
    assert_true(declaration_next(&r.expander, &declaration) && declaration.is_function);
    bool alone = statement_body_is_alone(&declaration);
    declaration_free(&declaration);
    reading_close(&r);
    return alone;
}

static void statement_alone(void **state)
{
    (void)state;
    assert_true(body_is_alone("int f(int a) { if (a) return (int)(a); return sizeof(a); }"));
    assert_false(body_is_alone("int f(int a) { return g(a); }"));
    assert_false(body_is_alone("int f(int a) { asm(\"\"); return a; }"));
    assert_false(body_is_alone("int f(int a) {\n#pragma omp parallel\n return a; }"));
}

static struct pragma pragma_of(const char *text)
{
    return pragma_read(text, strlen(text));
}

static void pragma_meanings(void **state)
{
    (void)state;
    assert_true(pragma_of(" omp parallel for").binds && pragma_of(" omp parallel for").spreads);
    assert_true(pragma_of(" omp atomic").rigid && pragma_of("acc atomic update").rigid);
    assert_int_equal(pragma_of(" omp for collapse(3)").tight, 2);
    assert_int_equal(pragma_of(" omp for ordered (2)").tight, 1);
    assert_int_equal(pragma_of(" omp for collapse( 1 + 1 )").tight, 1);
    assert_int_equal(pragma_of(" omp tile sizes(4, f(1, 2), 4)").tight, 2);
    assert_true(pragma_of(" omp for COLLAPSE").tight > 8);
    assert_int_equal(pragma_of(" omp parallel for private(A) nowait").tight, 0);
    assert_int_equal(pragma_of(" omp for ordered(2) collapse(3)").tight, 2);
    assert_true(pragma_of(" omp for collapse(N)").tight > 8);
    assert_false(pragma_of(" omp barrier").binds);
    assert_false(pragma_of(" omp target enter data map(to: a)").binds);
    assert_false(pragma_of(" omp target_update to(a)").binds);
    assert_false(pragma_of(" omp end_declare_target").binds);
    assert_false(pragma_of(" omp ordered depend(source)").binds);
    assert_true(pragma_of(" omp ordered").binds);
    assert_true(pragma_of(" omp target data map(a)").offloads);
    assert_true(pragma_of(" omp single private(end, flush, barrier)").binds);
    assert_true(pragma_of(" omp /* end */ critical (cancel)").binds);
    assert_true(pragma_of(" omp parallel default(none)").hides);
    assert_false(pragma_of(" omp parallel default(shared)").hides);
    assert_true(pragma_of(" acc parallel loop tile(2, 2)").tight == 1);
    assert_false(pragma_of(" acc enter data").binds);
    assert_true(pragma_of(" omp MACRO").rigid);
    assert_true(pragma_of(" of_nobody").unknown && !pragma_of(" of_nobody").binds);
    assert_false(pragma_of(" region x").unknown);
    assert_true(pragma_of(" GCC unroll 4").binds && pragma_of("clang loop unroll(full)").binds);
    assert_false(pragma_of(" GCC diagnostic push").binds);
    assert_true(pragma_of("ivdep").binds);
    assert_false(pragma_of("once").binds);
    assert_false(pragma_of("").binds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lex_words),
        cmocka_unit_test(lex_comments),
        cmocka_unit_test(lex_literals),
        cmocka_unit_test(lex_punctuators),
        cmocka_unit_test(lex_lines),
        cmocka_unit_test(ident_table),
        cmocka_unit_test(trigraph_replacement),
        cmocka_unit_test(trigraph_columns),
        cmocka_unit_test(trigraph_copy),
        cmocka_unit_test(expand_objects),
        cmocka_unit_test(expand_functions),
        cmocka_unit_test(expand_operators),
        cmocka_unit_test(expand_variadic),
        cmocka_unit_test(expand_conditionals),
        cmocka_unit_test(expand_pragmas),
        cmocka_unit_test(expand_unresolved),
        cmocka_unit_test(expand_overflow),
        cmocka_unit_test(expand_invocations),
        cmocka_unit_test(expand_predefined),
        cmocka_unit_test(line_map_of_gcc),
        cmocka_unit_test(line_map_unreadable),
        cmocka_unit_test(line_map_of_clang),
        cmocka_unit_test(line_map_names),
        cmocka_unit_test(declaration_functions),
        cmocka_unit_test(declaration_others),
        cmocka_unit_test(declaration_marks),
        cmocka_unit_test(noreturn_by_type),
        cmocka_unit_test(statement_kinds),
        cmocka_unit_test(statement_declarations),
        cmocka_unit_test(statement_expressions),
        cmocka_unit_test(statement_pragmas),
        cmocka_unit_test(statement_errors),
        cmocka_unit_test(statement_alone),
        cmocka_unit_test(pragma_meanings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
