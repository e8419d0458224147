/* The parts of the html report that have rules of their own: names of pages, which text has which unit, comments and
 * strings, counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "covdata/formats/html/names.h"
#include "covdata/formats/html/paint.h"
#include "covdata/formats/html/syntax.h"
#include "covdata/formats/html/text.h"

/* Names of pages for names of files, as one text. */
static char *names_joined(const char *const *files, size_t count)
{
    struct line_view view = {.files = calloc(count, sizeof *view.files), .count = count};
    struct str all = STR_INIT;
    for (size_t i = 0; i < count; i++)
        view.files[i].name = files[i];
    const char **names = names_make(&view);
    for (size_t i = 0; i < count; i++)
        str_addf(&all, "%s%s", i > 0 ? " " : "", names[i]);
    free(names);
    lines_free(&view);
    return all.data;
}

static void names_expect(const char *const *files, size_t count, const char *expected)
{
    char *names = names_joined(files, count);
    assert_string_equal(names, expected);
    free(names);
}

static void page_names(void **state)
{
    (void)state;
    static const char *const plain[] = {"a.c", "src/a.c", "src/deep/index.c", "index"};
    names_expect(plain, 4, "a.c src-a.c src-deep-index.c index");
    static const char *const same[] = {"a-b.c", "a/b.c", "A-B.c"};
    char *names = names_joined(same, 3);
    assert_memory_equal(names, "a-b.c a-b.c-", 12);
    assert_non_null(strstr(names, " A-B.c-"));
    free(names);
    static const char *const odd[] = {"", "..", "a b.c", "a\"b.c", "\xc3\xa4.c", ".hidden", "-o", "a/../b", "a\nb"};
    names = names_joined(odd, 9);
    assert_null(strpbrk(names, "\"/\n\xc3"));
    for (const char *name = names; name; name = strchr(name, ' ')) {
        name += *name == ' ';
        assert_true(*name != '.' && *name != '-');
    }
    free(names);
    char deep[5000];
    memset(deep, 'x', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    const char *const lengthy[] = {deep, deep + 1};
    names = names_joined(lengthy, 2);
    assert_true(strlen(names) < 300);
    assert_int_not_equal(strncmp(names, strchr(names, ' ') + 1, 140), 0);
    free(names);
}

/* Paints lines of text by units; each byte shows the count of its unit, or '.'. */
static void paint_expect(const struct line_unit *units, size_t count, const char *text, const char *expected)
{
    struct line_file file = {.units = (struct line_unit *)(uintptr_t)units, .unit_count = count};
    struct paint paint;
    struct str shown = STR_INIT;
    uint32_t line = 1;
    paint_start(&paint, &file);
    for (const char *end; *text; text = end + (*end == '\n'), line++) {
        end = text + strcspn(text, "\n");
        size_t len = (size_t)(end - text), at = 0;
        paint_line(&paint, line, text, len);
        for (size_t i = 0; i < paint.part_count; i++) {
            assert_int_equal(paint.parts[i].from, at);
            assert_true(paint.parts[i].to > at);
            for (; at < paint.parts[i].to; at++)
                str_addc(&shown, paint.parts[i].unit ? (char)('0' + paint.parts[i].unit->count) : '.');
        }
        assert_int_equal(at, len);
        str_addc(&shown, '|');
    }
    assert_string_equal(shown.data, expected);
    str_free(&shown);
    paint_finish(&paint);
}

#define UNIT(sl, sc, el, ec, n)                                                                                        \
    {                                                                                                                  \
        .at = {sl, sc, el, ec, 1}, .count = n                                                                          \
    }

static void parts(void **state)
{
    (void)state;
    static const struct line_unit apart[] = {UNIT(1, 2, 1, 4, 1), UNIT(1, 4, 2, 3, 2)};
    paint_expect(apart, 2, "abcdef\nghij\n", ".11222|22..|");
    static const struct line_unit within[] = {UNIT(1, 1, 3, 2, 1), UNIT(2, 2, 2, 3, 0), UNIT(2, 1, 2, 4, 3)};
    paint_expect(within, 3, "ab\ncdef\ngh\n", "11|3031|1.|");
    static const struct line_unit across[] = {UNIT(1, 1, 1, 4, 1), UNIT(1, 3, 1, 6, 2)};
    paint_expect(across, 2, "abcdefg\n", "11222..|");
    static const struct line_unit same[] = {UNIT(1, 1, 1, 3, 0), UNIT(1, 1, 1, 3, 4)};
    paint_expect(same, 2, "abc\n", "44.|");
    /* What no text has: columns beyond the line, none, an end before the start, within a character. */
    static const struct line_unit odd[] = {UNIT(1, 9, 2, 2, 1), UNIT(2, 0, 2, 0, 2), UNIT(2, 3, 2, 2, 3),
                                           UNIT(3, 2, 3, 9, 4)};
    paint_expect(odd, 4, "abc\ndef\n\xc3\xa4x\n", "...|1..|..4|");
}

static void kinds_expect(struct syntax *syntax, const char *text, const char *expected)
{
    size_t len = strlen(text);
    syntax_line(syntax, text, len);
    for (size_t i = 0; i < len; i++)
        assert_int_equal(".c\"#"[syntax->kinds[i]], expected[i]);
}

static void syntax(void **state)
{
    (void)state;
    struct syntax s = {0};
    kinds_expect(&s, "a = \"/*\" + '\"'; // x",
                 "....\"\"\"\"...\"\"\".."
                 "cccc");
    kinds_expect(&s, "b /* one", "..cccccc");
    kinds_expect(&s, "two */ c", "cccccc..");
    kinds_expect(&s, "#define A \\", "###########");
    kinds_expect(&s, "  1 /* */", "####ccccc");
    kinds_expect(&s, "\"open", "\"\"\"\"\"");
    kinds_expect(&s, "1'000", ".....");
    kinds_expect(&s, "", "");
    syntax_finish(&s);
}

static void count_expect(uint64_t count, const char *expected)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    html_count(out, count);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void counts(void **state)
{
    (void)state;
    count_expect(0, "0");
    count_expect(99999, "99999");
    count_expect(100000, "100k");
    count_expect(999499, "999k");
    count_expect(999500, "1.00M");
    count_expect(12345678, "12.3M");
    count_expect(UINT32_MAX, "4.29G");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_names),
        cmocka_unit_test(parts),
        cmocka_unit_test(syntax),
        cmocka_unit_test(counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
