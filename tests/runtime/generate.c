/* Writes the assembly of one instrumented package as instr/ does (format/image.h), for programs whose counting is
 * written by hand. generate SYMBOL PACKAGE MODE GRANULARITY FUNCTIONS [VERSION [BYTES]] The package has FUNCTIONS
 * functions f0, f1 ... of two units each; the C side counts them by hand.h. VERSION and BYTES replace the record's
 * version and the length of its counters. */
#include <stdio.h>
#include <stdlib.h>

#include "format/image.h"
#include "format/meta.h"
#include "format/meta_encode.h"
#include "format/function_counters.h"

enum { UNITS = 2 };

/* The package's meta-data symbol, the caller's to free. */
static uint8_t *blob_make(const char *path, uint32_t func_count, size_t *len)
{
    const char *files[] = {"hand.c"};
    struct meta_unit(*units)[UNITS] = calloc(func_count, sizeof *units);
    struct meta_func *funcs = calloc(func_count, sizeof *funcs);
    char(*names)[16] = calloc(func_count, sizeof *names);
    if (units == NULL || funcs == NULL || names == NULL)
        exit(1);
    for (uint32_t i = 0; i < func_count; i++) {
        units[i][0] = (struct meta_unit){10 * i + 1, 1, 10 * i + 4, 2, 3};
        units[i][1] = (struct meta_unit){10 * i + 5, 1, 10 * i + 6, 9, 1};
        snprintf(names[i], sizeof names[i], "f%u", (unsigned)i);
        funcs[i] = (struct meta_func){.name = names[i], .units = units[i], .unit_count = UNITS};
    }
    struct meta_package package = {.path = path,
                                   .name = "hand",
                                   .module = "mod",
                                   .disposition = DISPOSITION_CONTAINED,
                                   .files = files,
                                   .file_count = 1,
                                   .funcs = funcs,
                                   .func_count = func_count};
    *len = meta_encode(&package, NULL, 0);
    uint8_t *blob = malloc(*len);
    if (blob == NULL || meta_encode(&package, blob, *len) != *len)
        exit(1);
    free(units);
    free(funcs);
    free(names);
    return blob;
}

static void blob_print(const uint8_t *blob, size_t len)
{
    printf("\t.section " COVER_SECTION_META ",\"a\"\n.Lmeta:\n");
    for (size_t i = 0; i < len; i++)
        printf("%s%u%s", i % 32 == 0 ? "\t.byte " : ",", blob[i], i % 32 == 31 || i + 1 == len ? "\n" : "");
}

static void counters_print(const char *symbol, uint32_t func_count, uint32_t width)
{
    fputs(COVER_FRAME_ASSEMBLY("\n"), stdout);
    printf("\t.section .rodata\n\t.balign 4\n\t.globl %s_width\n\t.hidden %s_width\n%s_width:\n\t.long %u\n", symbol,
           symbol, symbol, (unsigned)width);
    printf("\t.section " COVER_SECTION_COUNTERS ",\"aw\"\n\t.balign %u\n\t.globl %s\n\t.hidden %s\n%s:\n",
           (unsigned)width, symbol, symbol, symbol);
    for (uint32_t i = 0; i < func_count; i++) {
        uint8_t run[FUNC_COUNTERS_HEADER_SIZE] = {0};
        func_counters_number_put(run, UNITS, width);
        if (width == 4)
            func_counters_number_put(run + 2 * FUNC_COUNTERS_NUMBER_SIZE, i, width);
        for (size_t b = 0; b < sizeof run; b++)
            printf("%s%u", b ? "," : "\t.byte ", run[b]);
        printf("\n\t.zero %u\n", UNITS * (unsigned)width);
    }
}

static void record_print(const char *symbol, size_t meta_len, unsigned bytes, int version, int mode, int granularity)
{
    printf("#ifdef __LP64__\n#define POINTER .quad\n#else\n#define POINTER .long\n#endif\n");
    printf("\t.section " COVER_SECTION_RECORDS ",\"awR\",%%progbits\n\t.balign 8\n\tPOINTER .Lmeta\n\tPOINTER %s\n",
           symbol);
    printf("\t.long %u\n\t.long %u\n\t.short %d\n\t.byte %d,%d\n\t.long 0\n", (unsigned)meta_len, bytes, version, mode,
           granularity);
    printf("\t.hidden " COVER_RUNTIME_SYMBOL "\n\tPOINTER " COVER_RUNTIME_SYMBOL "\n\t.balign 8\n");
    printf("\t.section .note.GNU-stack,\"\",%%progbits\n");
}

int main(int argc, char **argv)
{
    if (argc < 6)
        return 2;
    uint32_t func_count = (uint32_t)atoi(argv[5]);
    size_t len;
    uint8_t *blob = blob_make(argv[2], func_count, &len);
    int version = argc > 6 ? atoi(argv[6]) : COVER_IMAGE_VERSION;
    uint32_t width = func_counters_width(mode_parse(argv[3]));
    unsigned bytes = argc > 7 ? (unsigned)atoi(argv[7]) : (FUNC_COUNTERS_HEADER_SIZE + UNITS * width) * func_count;
    blob_print(blob, len);
    counters_print(argv[1], func_count, width);
    record_print(argv[1], len, bytes, version, (int)mode_parse(argv[3]), (int)granularity_parse(argv[4]));
    free(blob);
    return 0;
}
