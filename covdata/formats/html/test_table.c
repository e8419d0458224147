/* In: the contexts of the model's units; out: data for the script. A unit of a page may be several units of the
 * model, of packages that share a file: its tests are those of all of them. */
#include "covdata/formats/html/test_table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "covdata/formats/html/text.h"

#include "base/banned.h"

bool html_tests_known(const struct html_report *report)
{
    const struct contexts *contexts = report->contexts;
    return contexts->test_count > 1 || (contexts->test_count == 1 && *contexts->tests[0] != '\0');
}

/* The tests of a unit, a bit each, into bits[0..stride). */
static void test_table_unit_bits(const struct contexts *contexts, const struct line_unit *unit, uint64_t *bits)
{
    size_t stride = contexts->sets.stride;
    memset(bits, 0, stride * sizeof *bits);
    for (size_t i = 0; i < unit->number_count; i++) {
        const uint64_t *words = contexts->sets.words + contexts->set_of[unit->numbers[i]] * stride;
        for (size_t w = 0; w < stride; w++)
            bits[w] |= words[w];
    }
}

static void test_table_digits_add(struct str *text, const uint64_t *bits, size_t stride)
{
    while (stride > 0 && bits[stride - 1] == 0)
        stride--;
    for (size_t w = 0; w < stride; w++)
        for (int shift = 0; shift < 64; shift += 4)
            str_addc(text, "0123456789abcdef"[bits[w] >> shift & 15]);
    while (text->len > 0 && text->data[text->len - 1] == '0')
        text->data[--text->len] = '\0';
}

static uint32_t test_table_set_at(struct test_table *table, const struct str *text)
{
    const char *digits = text->data;
    uintptr_t known = (uintptr_t)map_get(&table->by_text, digits, text->len);
    if (known > 0)
        return (uint32_t)known - 1;
    table->sets = array_grow(table->sets, table->count, &table->cap, sizeof *table->sets);
    table->sets[table->count] = arena_copy(&table->arena, digits, text->len);
    *map_at(&table->by_text, table->sets[table->count], text->len) = (void *)(uintptr_t)(table->count + 1);
    return table->count++;
}

void test_table_make(struct test_table *table, const struct html_report *report, const struct line_file *file)
{
    const struct contexts *contexts = report->contexts;
    uint64_t *bits = xcalloc(contexts->sets.stride, sizeof *bits);
    struct str text = STR_INIT;
    *table = (struct test_table){.of = xcalloc(file->unit_count, sizeof *table->of)};
    for (size_t i = 0; i < file->unit_count; i++) {
        str_clear(&text);
        test_table_unit_bits(contexts, &file->units[i], bits);
        test_table_digits_add(&text, bits, contexts->sets.stride);
        table->of[i] = test_table_set_at(table, &text);
    }
    str_free(&text);
    free(bits);
}

void test_table_print(FILE *out, const struct test_table *table)
{
    fputs("<script type=\"application/json\" class=\"sets\">[", out);
    for (uint32_t i = 0; i < table->count; i++)
        fprintf(out, "%s\"%s\"", i > 0 ? "," : "", table->sets[i]);
    fputs("]</script>\n", out);
}

void test_table_free(struct test_table *table)
{
    free(table->of);
    free(table->sets);
    map_free(&table->by_text);
    arena_free(&table->arena);
    *table = (struct test_table){0};
}

/* The statements that a test reaches of a file. */
struct reach {
    uint32_t file;
    uint64_t statements;
};

struct reaches {
    struct reach *list;
    size_t count, cap;
};

static void test_table_bits_add(const uint64_t *bits, size_t stride, uint64_t statements, uint64_t *sums)
{
    for (size_t w = 0; w < stride; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1)
            sums[w * 64 + (size_t)__builtin_ctzll(left)] += statements;
}

/* Adds what each test reaches of a file; `sums` is zero, a number a test, and so it is left. */
static void test_table_file_reaches(const struct html_report *report, uint32_t index, struct reaches *reaches,
                                    uint64_t *sums, uint64_t *bits)
{
    const struct contexts *contexts = report->contexts;
    const struct line_file *file = &report->view.files[index];
    for (size_t i = 0; i < file->unit_count; i++) {
        test_table_unit_bits(contexts, &file->units[i], bits);
        test_table_bits_add(bits, contexts->sets.stride, file->units[i].at.statements, sums);
    }
    for (uint32_t t = 0; t < contexts->test_count; t++) {
        if (sums[t] == 0)
            continue;
        struct reaches *of = &reaches[t];
        of->list = array_grow(of->list, of->count, &of->cap, sizeof *of->list);
        of->list[of->count++] = (struct reach){index, sums[t]};
        sums[t] = 0;
    }
}

static void test_table_test_print(FILE *out, const char *name, const struct reaches *reaches)
{
    putc('[', out);
    html_json(out, *name ? name : "(no test)");
    for (size_t i = 0; i < reaches->count; i++)
        fprintf(out, ",%u,%" PRIu64, reaches->list[i].file, reaches->list[i].statements);
    fputs("],\n", out);
}

void html_tests(FILE *out, const struct html_report *report, enum html_place place)
{
    const struct contexts *contexts = report->contexts;
    struct reaches *reaches = xcalloc(contexts->test_count, sizeof *reaches);
    uint64_t *sums = xcalloc(contexts->sets.stride * 64, sizeof *sums);
    uint64_t *bits = xcalloc(contexts->sets.stride, sizeof *bits);
    for (uint32_t i = 0; i < report->view.count; i++)
        test_table_file_reaches(report, i, reaches, sums, bits);
    fputs(place == PLACE_SINGLE ? "<script>\ncovdataTests([\n" : "covdataTests([\n", out);
    for (uint32_t t = 0; t < contexts->test_count; t++) {
        test_table_test_print(out, contexts->tests[t], &reaches[t]);
        free(reaches[t].list);
    }
    fputs(place == PLACE_SINGLE ? "]);\n</script>\n" : "]);\n", out);
    free(reaches);
    free(sums);
    free(bits);
}
