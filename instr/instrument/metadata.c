/* The meta-data and the records.
 *
 * Where it can be, this is top-level assembly: an assembler reads a string faster than a compiler reads an initialiser,
 * and -pedantic does not limit its length. Under link-time optimisation assembly and C cannot name each other's
 * symbols, so all of it is C. */
#include "instr/instrument/metadata.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/report.h"
#include "format/function_counters.h"
#include "format/image.h"
#include "format/meta_encode.h"
#include "format/meta_lines.h"
#include "instr/instrument/counters.h"

#include "base/banned.h"

#define META "__cover_meta"
#define META_LOCAL ".L" META /* in assembly, where C does not name it */

/* The last component of the path: Go's name of a package. */
static const char *metadata_package_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

/* The function's extensions: the lines of its units. The bytes are the arena's. */
static struct bytes metadata_lines(struct arena *arena, const struct covered_function *function,
                                   const struct meta_unit *units)
{
    struct writer w = writer_into(NULL, 0);
    meta_lines_write(&w, function->name_line, units, function->lines, function->unit_count);
    uint8_t *bytes = arena_alloc(arena, w.total);
    size_t size = w.total;
    w = writer_into(bytes, size);
    meta_lines_write(&w, function->name_line, units, function->lines, function->unit_count);
    return (struct bytes){(const char *)bytes, size};
}

/* The package's meta-data. NULL (reported) if it cannot be encoded. Freed by the caller. */
static uint8_t *metadata_encode(const struct coverage *coverage, uint32_t index, size_t *size)
{
    const struct covered_package *covered = &coverage->packages[index];
    struct meta_func *funcs = xcalloc(coverage->function_count, sizeof *funcs);
    uint32_t count = 0;
    struct arena arena = {0};
    struct meta_unit *units = xcalloc(coverage->length, sizeof *units);
    size_t used = 0;
    for (size_t f = 0; f < coverage->function_count; f++) {
        const struct covered_function *function = &coverage->functions[f];
        if (function->package != index)
            continue;
        struct meta_func *func = &funcs[count++];
        *func = (struct meta_func){
            .name = function->name, .file = function->file, .units = units + used, .unit_count = function->unit_count};
        for (uint32_t u = 0; u < function->unit_count; u++) {
            const struct unit *unit = &function->units[u];
            units[used++] =
                (struct meta_unit){unit->start.line, unit->start.col, unit->end.line, unit->end.col, unit->statements};
        }
        func->extensions = metadata_lines(&arena, function, func->units);
    }
    struct meta_package package = {
        .path = covered->package.path,
        .name = metadata_package_name(covered->package.path),
        .module = covered->package.module,
        .disposition = (uint8_t)covered->package.disposition,
        .files = covered->files,
        .file_count = (uint32_t)covered->file_count,
        .funcs = funcs,
        .func_count = count,
    };
    uint8_t *blob = NULL;
    *size = meta_encode(&package, NULL, 0);
    if (*size == 0) {
        error("%s: the meta-data cannot be encoded", package.path);
    } else {
        blob = xmalloc(*size);
        meta_encode(&package, blob, *size);
    }
    arena_free(&arena);
    free(funcs);
    free(units);
    return blob;
}

/* The bytes as .ascii within a C string: a backslash is written twice. */
static void metadata_ascii_add(struct str *out, const uint8_t *bytes, size_t len)
{
    static const char line_end[] = "\\\"\\n\"\n";
    static const char line_begin[] = "\".ascii \\\"";
    for (size_t i = 0; i < len; i++) {
        uint8_t byte = bytes[i];
        if (i % 64 == 0 && i)
            str_adds(out, line_end);
        if (i % 64 == 0)
            str_adds(out, line_begin);
        if (byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\' && byte != '%' && byte != '?')
            str_addc(out, (char)byte);
        else
            str_add(out,
                    (char[]){'\\', '\\', (char)('0' + byte / 64), (char)('0' + byte / 8 % 8), (char)('0' + byte % 8)},
                    5);
    }
    str_adds(out, line_end);
}

/* The bytes as a C string, each in as few characters as possible. */
static void metadata_string_add(struct str *out, const uint8_t *bytes, size_t len)
{
    str_addc(out, '"');
    for (size_t i = 0; i < len; i++) {
        uint8_t byte = bytes[i], next = i + 1 < len ? bytes[i + 1] : 0;
        bool whole = byte >= 64 || (next >= '0' && next <= '7');
        if (byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\' && byte != '?') {
            str_addc(out, (char)byte);
            continue;
        }
        str_addc(out, '\\');
        if (whole)
            str_addc(out, (char)('0' + byte / 64));
        if (whole || byte >= 8)
            str_addc(out, (char)('0' + byte / 8 % 8));
        str_addc(out, (char)('0' + byte % 8));
    }
    str_addc(out, '"');
}

static void metadata_numbers_add(struct str *out, const uint8_t *bytes, size_t len)
{
    str_addc(out, '{');
    for (size_t i = 0; i < len; i++)
        str_addf(out, "%u,", bytes[i]);
    str_addc(out, '}');
}

/* Clang compiles a string fastest. GCC gets numbers: options such as -fexec-charset change a string's bytes. */
static void metadata_symbol_write_c(const struct coverage *coverage, uint32_t index, const uint8_t *blob, size_t size,
                                    struct str *out)
{
    str_addf(out,
             "__extension__ static const unsigned char " META "%u[%zu] "
             "__attribute__((__used__,__section__(\"" COVER_SECTION_META "\"),__aligned__(1)))=",
             index, size);
    if (coverage->target.metadata == METADATA_AS_STRING)
        metadata_string_add(out, blob, size);
    else
        metadata_numbers_add(out, blob, size);
    str_adds(out, ";\n");
}

static void metadata_symbol_write_assembly(uint32_t index, const uint8_t *blob, size_t size, struct str *out)
{
    str_adds(out, "__asm__(\n\".pushsection " COVER_SECTION_META ",\\\"a\\\",%progbits\\n\"\n");
    str_addf(out, "\"" META_LOCAL "%u:\\n\"\n", index);
    metadata_ascii_add(out, blob, size);
    str_adds(out, "\".popsection\\n\");\n");
}

static void metadata_record_write_assembly(const struct coverage *coverage, uint32_t index, size_t size,
                                           struct str *out)
{
    const struct covered_package *package = &coverage->packages[index];
    str_adds(out, "__asm__(\n\".pushsection " COVER_SECTION_RECORDS ",\\\"awR\\\",%progbits\\n.balign 8\\n\"\n");
    str_addf(out, "\".dc.a %s%u\\n.dc.a " COUNTERS "+%u\\n\"\n",
             coverage->target.metadata == METADATA_IN_ASSEMBLY ? META_LOCAL : META, index,
             package->first * func_counters_width(coverage->mode));
    str_addf(out, "\".dc.l %zu\\n.dc.l %u\\n.dc.w %u\\n.dc.b %u\\n.dc.b %u\\n.dc.l 0\\n\"\n", size,
             package->length * func_counters_width(coverage->mode), COVER_IMAGE_VERSION, coverage->mode,
             coverage->granularity);
    str_adds(out,
             "\".hidden " COVER_RUNTIME_SYMBOL "\\n.dc.a " COVER_RUNTIME_SYMBOL "\\n.balign 8\\n.popsection\\n\");\n");
}

static void metadata_record_write_c(const struct coverage *coverage, uint32_t index, size_t size, struct str *out)
{
    const struct covered_package *package = &coverage->packages[index];
    if (index == 0)
        str_adds(out, "extern const char " COVER_RUNTIME_SYMBOL "[] __attribute__((__visibility__(\"hidden\")));\n"
                      "struct __attribute__((__aligned__(8)))__cover_record{const void*m;const volatile "
                      "void*c;unsigned int l,n;unsigned short v;unsigned char o,g;unsigned int r;const void*t;};\n");
    str_addf(out,
             "static struct __cover_record __cover_rec%u "
             "__attribute__((__used__,__retain__,__section__(\"" COVER_SECTION_RECORDS "\"),__aligned__(8)))={" META
             "%u," COUNTERS "+%u,%zuu,%uu,%u,%u,%u,0," COVER_RUNTIME_SYMBOL "};\n",
             index, index, package->first, size, package->length * func_counters_width(coverage->mode),
             COVER_IMAGE_VERSION, coverage->mode, coverage->granularity);
}

int metadata_write(const struct coverage *coverage, struct str *out)
{
    for (uint32_t p = 0; p < coverage->package_count; p++) {
        size_t size;
        uint8_t *blob = metadata_encode(coverage, p, &size);
        if (blob == NULL)
            return -1;
        if (coverage->target.metadata == METADATA_IN_ASSEMBLY)
            metadata_symbol_write_assembly(p, blob, size, out);
        else
            metadata_symbol_write_c(coverage, p, blob, size, out);
        if (coverage->target.c_only)
            metadata_record_write_c(coverage, p, size, out);
        else
            metadata_record_write_assembly(coverage, p, size, out);
        free(blob);
    }
    return 0;
}
