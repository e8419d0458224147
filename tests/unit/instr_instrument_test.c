/* The room instr/instrument, on strings: units, branch units, functions that macros make, probes, the edited text. The caller's
 * functions are stubs; no compiler runs and no file is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "instr/instrument/dump.h"
#include "instr/instrument/instrument.h"
#include "instr/instrument/probe.h"

/* What a test asks for, and the context of the stubs. */
struct setup {
    enum counter_mode mode;
    struct probe_target target;
    const char *selected; /* files whose names contain this; NULL: all */
};

static bool find_package(const void *context, const char *name, struct arena *arena, struct file_package *package)
{
    const struct setup *setup = context;
    if (setup->selected && strstr(name, setup->selected) == NULL)
        return false;
    *package = (struct file_package){"m/p", "m", DISPOSITION_CONTAINED, arena_copy(arena, name, strlen(name))};
    return true;
}

static void find_target(struct idents *idents, enum counter_mode mode, const void *context, struct probe_target *target)
{
    const struct setup *setup = context;
    assert_int_equal(mode, setup->mode);
    assert_true(ident_is_macro(idents, "PREDEFINED")); /* the text has been read, its macros are still there */
    *target = setup->target;
}

static const char predefined[] = "#define PREDEFINED\n";

static struct instrument_input input_of(const struct setup *setup, const char *text, const char *dump)
{
    return (struct instrument_input){
        .text = text,
        .len = strlen(text),
        .predefined = predefined,
        .predefined_len = sizeof predefined - 1,
        .main_file = "a.c",
        .context = setup,
        .find_package = find_package,
        .find_target = find_target,
        .mode = setup->mode,
        .granularity = GRANULARITY_PERBLOCK,
        .dump = dump,
    };
}

static const struct setup plain = {.mode = MODE_COUNT};

/* The dump of a stage. */
static void assert_dump(const char *text, const char *stage, struct unit_choices choices, const char *expected)
{
    struct instrument_input input = input_of(&plain, text, stage);
    struct instrument_result result;
    input.choices = choices;
    assert_int_equal(instrument(&input, &result), 0);
    assert_string_equal(result.dump.data, expected);
    instrument_result_free(&result);
}

/* The user's part of the instrumented text: without the front and without the marker behind it. */
static void assert_text(const struct setup *setup, const char *text, const char *expected)
{
    struct instrument_input input = input_of(setup, text, NULL);
    struct instrument_result result;
    assert_int_equal(instrument(&input, &result), 0);
    const char *behind = strstr(result.text.data, "\n# 1 \"a.c\"\n");
    assert_non_null(behind);
    assert_string_equal(strchr(behind + 1, '\n') + 1, expected);
    instrument_result_free(&result);
}

static void unit_runs(void **state)
{
    (void)state;
    const struct unit_choices none = {0};
    assert_dump("int f(int a) { a++; return a; }", "units", none, "function f\n  0: 1:14-1:30 2, lines 1\n");
    assert_dump("void f(void) {}", "units", none, "function f\n  0: 1:14-1:16 0\n");
    assert_dump("void f(int a) {\nif (a)\n a = 1;\na = 2; }", "units", none,
                "function f\n  0: 1:15-2:7 1, lines 2\n  1: 3:2-3:8 1, lines 3\n  2: 4:1-4:7 1, lines 4\n");
    assert_dump("void f(int a) {\nl: a++;\ngoto l; }", "units", none,
                "function f\n  0: 2:4-3:8 2 may repeat, lines 2-3\n");
    assert_dump("void f(void) { int a; static int b = 1; }", "units", none, "function f\n  0: 1:14-1:42 0\n");
}

static void unit_edits(void **state)
{
    (void)state;
    const struct unit_choices none = {0};
    assert_dump("void f(int a) { if (a) a = 1; else; }", "edits", none,
                "function f\n  1:17 probe 0\n  1:24 open\n  1:24 probe 1\n  1:30 close\n");
    assert_dump("void f(int a) { do a--; while (a); }", "edits", none,
                "function f\n  1:20 open\n  1:20 probe 0\n  1:24 close\n  1:32 comma 1\n");
}

static void unit_choice_options(void **state)
{
    (void)state;
    assert_dump("int f(int a) { f(1); f(2); return a; }", "units", (struct unit_choices){.calls = true},
                "function f\n  0: 1:14-1:21 1, lines 1\n  1: 1:22-1:27 1, lines 1\n  2: 1:28-1:37 1, lines 1\n");
    assert_dump("int f(int a) { stop(); return a; }", "units", (struct unit_choices){.noreturn = "x,stop"},
                "function f\n  0: 1:14-1:23 1, lines 1\n  1: 1:24-1:33 1, lines 1\n");
    assert_dump("#line 7\nint f(int a) { return a; }", "units", (struct unit_choices){.line_directives = true},
                "function f\n  0: 7:14-7:25 1, lines 7\n");
}

static void branch_units(void **state)
{
    (void)state;
    const struct unit_choices branches = {.intraline = true};
    assert_dump("int f(int a) { return a && a; }", "units", branches,
                "function f\n  0: 1:28-1:29 0\n  1: 1:14-1:30 1, lines 1\n");
    assert_dump("int f(int a) { return a ? a : 1; }", "edits", branches,
                "function f\n  1:23 condition 0\n  1:24 condition-not 1\n  1:24 condition-met 0\n  1:16 probe 2\n");
    assert_dump("int f(int a) { return a && 1; }", "units", branches,
                "function f\n  0: 1:14-1:30 1, lines 1\n"); /* a constant */
    assert_dump("int f(int a) { return sizeof(a && a); }", "units", branches,
                "function f\n  0: 1:14-1:38 1, lines 1\n");
}

/* Operands as `first-last` or, of a choice, `first-last?then_last:else_first-else_last`. */
static void assert_operands(const char *text, const char *expected)
{
    struct idents idents;
    struct lexer lexer;
    struct token tokens[64] = {0};
    struct operand_list list = {0};
    struct str out = STR_INIT;
    uint32_t count = 0;
    idents_open(&idents);
    lex_open(&lexer, &idents, text, 0, (uint32_t)strlen(text));
    do
        tokens[++count] = lex_next(&lexer); /* tokens[0] stands for what is before the expression */
    while (tokens[count].kind != TOKEN_EOF);
    operands_find(&list, tokens, 1, count - 1);
    for (size_t i = 0; i < list.count; i++) {
        const struct operand *o = &list.items[i];
        str_addf(&out, "%s%u-%u", i ? " " : "", o->first, o->last);
        if (o->is_choice)
            str_addf(&out, "?%u:%u-%u", o->then_last, o->else_first, o->else_last);
    }
    assert_string_equal(out.data, expected);
    free(list.items);
    str_free(&out);
    idents_close(&idents);
}

static void operand_kinds(void **state)
{
    (void)state;
    assert_operands("a && b", "3-3");
    assert_operands("a || b && c", "3-5 5-5");
    assert_operands("(a && b) || c", "4-4 7-7");
    assert_operands("a ? b : c", "1-1?3:5-5");
    assert_operands("a ?: b", "4-4");
    assert_operands("x = a && b, y = c", "5-5");
    assert_operands("return a && b", "4-4");
    assert_operands("f(a && b)", "5-5");
    assert_operands("a && 0", "");
    assert_operands("sizeof(a && b)", "");
    assert_operands("__builtin_ctz(a && b)", "");
    assert_operands("__builtin_expect(a && b, 1)", "5-5");
    assert_operands("&&label", "");
    assert_operands("sizeof(x) == 4 ? a : b", ""); /* the compiler folds it */
}

static void assert_skipped(const char *text, bool is_failure, const char *reason)
{
    struct instrument_input input = input_of(&plain, text, NULL);
    struct instrument_result result;
    assert_int_equal(instrument(&input, &result), 0);
    assert_int_equal(result.skipped_count, 1);
    assert_string_equal(result.skipped[0].reason, reason);
    assert_int_equal(result.skipped[0].is_failure, is_failure);
    assert_string_equal(result.skipped[0].function, "f");
    instrument_result_free(&result);
}

static void skipped_functions(void **state)
{
    (void)state;
    assert_skipped("void f(void) { else; }", true, "'else' without 'if'");
    assert_skipped("__attribute__((no_instrument_function)) void f(void) {}", false, "its attributes exclude it");
    assert_skipped("#define M(x) void f(void) x const char t[] = #x;\nM({})", false,
                   "it comes from a macro that pastes or stringizes its brace");
    assert_skipped("#define WHILE while (a--)\nvoid f(int a) { do a = 1; WHILE; }", false,
                   "parts of it come from macros that leave no place for a probe");
}

static void rejected_functions(void **state)
{
    (void)state;
    const char text[] = "void f(void) {}\nvoid g(void) {}\n";
    struct instrument_input input = input_of(&plain, text, NULL);
    const struct rejected_function rejected = {(uint32_t)(strchr(text, '{') - text), "no"};
    struct instrument_result result;
    input.rejected = &rejected;
    input.rejected_count = 1;
    assert_int_equal(instrument(&input, &result), 0);
    assert_int_equal(result.functions, 1);
    assert_int_equal(result.probed[0].first_line, 2);
    assert_string_equal(result.skipped[0].reason, "no");
    assert_true(result.skipped[0].is_failure);
    instrument_result_free(&result);
}

static void selected_files(void **state)
{
    (void)state;
    const struct setup setup = {.mode = MODE_COUNT, .selected = "a.c"};
    const char text[] =
        "# 1 \"a.c\"\n# 1 \"h.h\" 1\nint h(void) { return 1; }\n# 2 \"a.c\" 2\nint a(void) { return 2; }\n";
    struct instrument_input input = input_of(&setup, text, NULL);
    struct instrument_result result;
    assert_int_equal(instrument(&input, &result), 0);
    assert_int_equal(result.functions, 1);
    assert_non_null(strstr(result.text.data, "int h(void) { return 1; }"));
    assert_non_null(strstr(result.text.data, "int a(void) { __cover_ctr[3]++;return 2; }"));
    instrument_result_free(&result);
}

static void nothing_to_do(void **state)
{
    (void)state;
    struct instrument_input input = input_of(&plain, "int a;\n", NULL);
    struct instrument_result result;
    assert_int_equal(instrument(&input, &result), 0);
    assert_int_equal(result.text.len, 0);
    instrument_result_free(&result);
    input = input_of(&plain, "#if A + 1\n#endif\nint f(void) {}\n", NULL);
    assert_int_equal(instrument(&input, &result), -1); /* reported */
    instrument_result_free(&result);
}

static const char one[] = "# 1 \"a.c\"\nint f(int a) { while (a--) f(a); return a; }\n";

static void probe_in_c(void **state)
{
    (void)state;
    assert_text(&plain, one,
                "int f(int a) { __cover_ctr[3]++;while (a--) {__cover_ctr[4]++;f(a);} __cover_ctr[5]++;return a; }\n");
    assert_text(
        &(struct setup){.mode = MODE_SET}, one,
        "int f(int a) { if(!__cover_ctr[12]){__cover_ctr[12]=1;};while (a--) {if(!__cover_ctr[13]){__cover_ctr[13]=1;};"
        "f(a);} if(!__cover_ctr[14]){__cover_ctr[14]=1;};return a; }\n");
    assert_text(&(struct setup){.mode = MODE_SET, .target = {.threads_checked = true, .assembly = PROBE_BY_NAME}},
                "# 1 \"a.c\"\nint f(int a) { return a; }\n",
                "int f(int a) { __atomic_store_n(&__cover_ctr[12],1u,0);return a; }\n");
    assert_text(&(struct setup){.mode = MODE_ATOMIC, .target = {.threadless = true, .assembly = PROBE_BY_ADDRESS}},
                "# 1 \"a.c\"\nint f(int a) { return a; }\n",
                "int f(int a) { __atomic_fetch_add(&__cover_ctr[3],1u,0);return a; }\n");
}

static void probe_in_assembly(void **state)
{
    (void)state;
    assert_text(&(struct setup){.target = {.assembly = PROBE_BY_NAME, .optimised = true}, .mode = MODE_COUNT}, one,
                "int f(int a) { __asm__(\"addl $1,__cover_ctr+12(%%rip)\":);while (a--) {__cover_ctr[4]++;f(a);} "
                "__asm__(\"addl $1,__cover_ctr+20(%%rip)\":);return a; }\n");
    assert_text(&(struct setup){.target = {.assembly = PROBE_BY_NAME}, .mode = MODE_COUNT}, one,
                "int f(int a) { __asm__(\"addl $1,__cover_ctr+12(%%rip)\":);while (a--) {__asm__(\"addl "
                "$1,__cover_ctr+16(%%rip)\":);f(a);} __asm__(\"addl $1,__cover_ctr+20(%%rip)\":);return a; }\n");
    assert_text(
        &(struct setup){.target = {.assembly = PROBE_BY_OPERAND, .optimised = true}, .mode = MODE_COUNT},
        "# 1 \"a.c\"\nint f(int a) { return a; }\n",
        "int f(int a) { __asm__ __volatile__(\"add{l $1,%0| DWORD PTR %0,1}\":\"+m\"(__cover_alias[3]));return a; }\n");
}

static void probe_atomic(void **state)
{
    (void)state;
    const char text[] = "# 1 \"a.c\"\nint f(int a) { return a; }\n";
    assert_text(&(struct setup){.mode = MODE_ATOMIC, .target = {.assembly = PROBE_BY_ADDRESS, .optimised = true}}, text,
                "int f(int a) { __cover_enter;__asm__ __volatile__(\"add{l $1,0(%0)| DWORD PTR "
                "[%0+0],1}\"::\"r\"(__cover_at(__cover_ctr[3])));return a; }\n");
    assert_text(&(struct setup){.mode = MODE_ATOMIC, .target = {.optimised = true}}, text,
                "int f(int a) {__cover_hold; __atomic_fetch_add((unsigned "
                "int*)__cover_held(__cover_ctr[3]),1u,0);return a; }\n");
    assert_text(&(struct setup){.mode = MODE_ATOMIC}, text,
                "int f(int a) { __cover_enter;__atomic_fetch_add((unsigned "
                "int*)__cover_own(__cover_ctr[3]),1u,0);return a; }\n");
}

static void probe_of_inline(void **state)
{
    (void)state;
    const char text[] = "# 1 \"a.c\"\ninline int f(void) { return 1; }\n";
    assert_text(&plain, text, "inline int f(void) { __cover_alias[3]++;return 1; }\n");
    assert_text(&(struct setup){.mode = MODE_COUNT, .target = {.counters_in_assembly = true}}, text,
                "inline int f(void) { __cover_ctr[3]++;return 1; }\n");
}

static void probe_of_odd_file(void **state)
{
    (void)state;
    const struct setup setup = {.mode = MODE_COUNT, .target = {.assembly = PROBE_BY_NAME}};
    struct instrument_input input = input_of(&setup, "# 1 \"a\\\"b.c\"\nint f(void) { return 1; }\n", NULL);
    struct instrument_result result;
    assert_int_equal(instrument(&input, &result), 0);
    assert_non_null(strstr(result.text.data, "__cover_ctr[3]++;")); /* GCC writes the name into the assembler's text */
    instrument_result_free(&result);
}

static void macro_function(void **state)
{
    (void)state;
    assert_text(
        &plain, "# 1 \"a.c\"\n#define F(n) int n(void) { return 1; }\nF(f)\n",
        "#define F(n) int n(void) { __cover_brace1  return 1; }\n\n# 1 \"<coverage>\" 3\n#undef "
        "__cover_brace1\n#define "
        "__cover_brace1 __cover_ctr[3]++;\n# 2 \"a.c\"\nF(f)\n# 1 \"<coverage>\" 3\n#undef __cover_brace1\n#define "
        "__cover_brace1 \n# 2 \"a.c\"\n\n");
}

static void macro_function_list(void **state)
{
    (void)state;
    struct instrument_input input =
        input_of(&plain, "# 1 \"a.c\"\n#define F(n) int n(void) { return 1; }\n#define L F(a) F(b)\nL\n", NULL);
    struct instrument_result result;
    assert_int_equal(instrument(&input, &result), 0);
    assert_int_equal(result.functions, 2);
    assert_non_null(strstr(result.text.data,
                           "if(__extension__(sizeof __FUNCTION__==2&&__FUNCTION__[0]=='a')){__cover_ctr[3]++;}if("
                           "__extension__(sizeof __FUNCTION__==2&&__FUNCTION__[0]=='b')){__cover_ctr[7]++;}"));
    instrument_result_free(&result);
}

/* The front as far as it depends on the target. */
static void assert_front(enum counter_mode mode, struct probe_target target, const char *has, const char *lacks)
{
    const struct setup setup = {.mode = mode, .target = target};
    struct instrument_input input = input_of(&setup, one, NULL);
    struct instrument_result result;
    assert_int_equal(instrument(&input, &result), 0);
    assert_non_null(strstr(result.text.data, has));
    assert_null(strstr(result.text.data, lacks));
    instrument_result_free(&result);
}

static void front_forms(void **state)
{
    (void)state;
    assert_front(MODE_COUNT, (struct probe_target){0}, "static unsigned int __cover_ctr[6]",
                 "unsigned char __cover_meta0");
    assert_front(MODE_SET, (struct probe_target){.counters_in_assembly = true}, "extern volatile _Bool __cover_ctr[]",
                 "static volatile");
    assert_front(MODE_COUNT, (struct probe_target){.metadata = METADATA_AS_STRING}, "__cover_meta0[", ".ascii");
    assert_front(MODE_COUNT, (struct probe_target){.metadata = METADATA_AS_NUMBERS, .c_only = true},
                 "__aligned__(1)))={", "__covrecs,");
    assert_front(MODE_SET, (struct probe_target){.frame_in_c = true, .c_only = true}, "unsigned int __cover_first[0]",
                 "comdat");
    assert_front(MODE_ATOMIC, (struct probe_target){0}, "#define __cover_own(", "volatile unsigned");
    assert_front(MODE_ATOMIC, (struct probe_target){.threadless = true}, "__cover_ctr[6]", "__cover_own");
}

static void lost_directives(void **state)
{
    (void)state;
    struct instrument_input input =
        input_of(&plain,
                 "# 1 \"a.c\"\n#line 100 \"y.y\"\nint f(void) { return 1; }\n# 1 \"h.h\" 1\n"
                 "# 4 \"a.c\" 2\nint g(void) { return 2; }\n",
                 NULL);
    struct instrument_result result;
    input.rewritten = true;
    assert_int_equal(instrument(&input, &result), 0);
    assert_non_null(strstr(result.text.data, "# 4 \"a.c\" 2\n#line 102 \"y.y\"\nint g(void)"));
    instrument_result_free(&result);
}

static void dump_stages(void **state)
{
    (void)state;
    const struct unit_choices none = {0};
    assert_true(dump_is_stage("units") && dump_is_stage("text"));
    assert_false(dump_is_stage("unit"));
    assert_dump("a;", "tokens", none, "0-1 identifier a\n1-2 punctuator ;\n");
    assert_dump("void f(void) {}", "stmts", none, "function f\n  compound 1:14-1:16\n");
    assert_dump("#define B {\nint f() B }", "expanded", none,
                "function f\n  2:1 keyword int\n  2:5 identifier f\n  2:6 punctuator (\n  2:7 punctuator )\n"
                "  2:9 punctuator from a macro {\n  2:11 punctuator }\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unit_runs),           cmocka_unit_test(unit_edits),
        cmocka_unit_test(unit_choice_options), cmocka_unit_test(branch_units),
        cmocka_unit_test(operand_kinds),       cmocka_unit_test(skipped_functions),
        cmocka_unit_test(rejected_functions),  cmocka_unit_test(selected_files),
        cmocka_unit_test(nothing_to_do),       cmocka_unit_test(probe_in_c),
        cmocka_unit_test(probe_in_assembly),   cmocka_unit_test(probe_atomic),
        cmocka_unit_test(probe_of_inline),     cmocka_unit_test(probe_of_odd_file),
        cmocka_unit_test(macro_function),      cmocka_unit_test(macro_function_list),
        cmocka_unit_test(front_forms),         cmocka_unit_test(lost_directives),
        cmocka_unit_test(dump_stages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
