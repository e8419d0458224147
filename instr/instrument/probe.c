/* The front of an instrumented translation unit.
 *
 * What can be is top-level assembly: an assembler reads a string faster than a compiler reads an initialiser, and
 * -pedantic has no opinion on its length. So the meta-data is (but for Clang, which is its own assembler, a string in
 * C), and in mode set the counters, which C declares as _Bool: no other object of the user's but such may then alias
 * them. In other modes, where code is optimised, the counters are a static array, in C only ever indexed by constants,
 * of which optimisers know that no pointer aliases it; its address is taken where they don't look, in the assembly.
 * Under link-time optimisation assembly may not name a static symbol, nor C what assembly defines, so there all of it
 * is plain C.
 *
 * An inline function with external linkage may not refer to a static object (C11 6.7.4p3); such functions use the array
 * under a second, external name that the assembler resolves to the same symbol. Under link-time optimisation there is
 * no such name; they refer to the static array, as compilers allow: each translation unit's copy of the function counts
 * in its own. Of a macro of ours in what they take for a system header they don't speak. Assembly that has a counter
 * for its operand takes the external name, too: the static array's address would be anyone's. */
#include "instr/instrument/probe.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/report.h"
#include "format/image.h"
#include "format/meta_encode.h"
#include "format/function_counters.h"

#include "base/banned.h"

#define COUNTERS "__cover_ctr"
#define COUNTERS_ALIAS "__cover_alias"
#define META "__cover_meta"
#define META_LOCAL ".L" META /* in assembly, where C doesn't name it */

/* Are the counters defined in assembly? Where nothing is optimised no one asks what may alias them. */
static bool in_assembly(const struct emission *emission)
{
    return !emission->plain_c && (emission->mode == MODE_SET || (emission->clang && !emission->optimised));
}

void emit_layout(struct emission *emission)
{
    uint32_t header = RUN_HEADER_SIZE / run_width(emission->mode), at = 0;
    for (uint32_t p = 0; p < emission->package_count; p++) {
        struct covered_package *package = &emission->packages[p];
        package->first = at;
        for (size_t f = 0; f < emission->function_count; f++) {
            struct covered_function *function = &emission->functions[f];
            if (function->package != p)
                continue;
            function->slot = at;
            at += header + function->unit_count;
        }
        package->length = at - package->first;
    }
    emission->length = at;
}

/* Is the distance to the thread's counters held in a variable of the function's? GCC for x86 needs none: it is not told
 * that the probes write to memory, and reads the distance again where a call may have changed it. Clang takes every
 * piece of assembly, and both every atomic addition, for one that may change all memory. */
static bool holds_distance(const struct emission *emission)
{
    return emission->mode == MODE_ATOMIC && !emission->threadless && emission->optimised &&
           (emission->clang || !emission->one_instruction);
}

void emit_entry(const struct emission *emission, struct str *out)
{
    if (holds_distance(emission))
        str_adds(out, "__cover_hold;");
}

/* An exact count without an atomic operation on a line that threads share: format/image.h says how. */
static void emit_own_probe(const struct emission *emission, const struct covered_function *function, const char *array,
                           unsigned slot, const struct probe *probe, struct str *out)
{
    bool held = function->keeps && holds_distance(emission);
    const char *own = held ? "__cover_held" : "__cover_own";
    if ((probe->is_first && !held) || function->unsure)
        str_adds(out, "__cover_enter,");
    if (!emission->one_instruction)
        str_addf(out, "__atomic_fetch_add((unsigned int*)%s(%s[%u]),1u,0)", own, array, slot);
    else if (emission->clang)
        str_addf(out,
                 "__extension__({__asm__ __volatile__("
                 "\"add{l $1,%%0| DWORD PTR %%0,1}\":\"+m\"(*%s(%s[%u])));})",
                 own, array, slot);
    else
        str_addf(out,
                 "__extension__({__asm__ __volatile__("
                 "\"add{l $1,%u(%%0)| DWORD PTR [%%0+%u],1}\"::\"r\"(%s(%s[%u])));})",
                 probe->unit * 4, probe->unit * 4, own, array, slot - probe->unit);
}

/* How a probe is spelled; those of mode atomic have their own assembly. */
enum spelling { IN_C, BY_NAME, BY_OPERAND };

/* An increment in assembly keeps the compiler from holding it in a register over a loop, so where code is optimised
 * those in loops are C; elsewhere assembly is done with sooner. To GCC it names the counter itself: no operand to look
 * at, no memory that is written, a third of the time. Clang sets up an assembler for each piece: that costs it less
 * than the optimisers have to do for C, but four times what they have where nothing is optimised; and it would weigh
 * one without operands as nothing, and inline too much. */
static enum spelling probe_spelling(const struct emission *emission, const struct probe *probe)
{
    bool is_set = emission->mode == MODE_SET;
    if (emission->mode == MODE_ATOMIC || !emission->one_instruction || emission->threads_checked)
        return IN_C;
    if (!is_set && (!emission->named || (emission->optimised && probe->may_repeat)))
        return IN_C;
    if (emission->clang)
        return emission->named && emission->optimised ? BY_OPERAND : IN_C;
    return emission->named ? BY_NAME : BY_OPERAND;
}

/* Mode set tests, so that threads that run the same code don't take the counters' lines from each other, and stores
 * behind all functions: jumped over in each pass that costs a loop a third (docs/bench.md), but the assembler is done
 * with it sooner, which counts where nothing is optimised. The colon behind a name makes it assembly that is known not
 * to touch memory. */
static void emit_assembly(const struct emission *emission, enum spelling spelling, const char *array, unsigned slot,
                          bool is_statement, struct str *out)
{
    unsigned offset = slot * run_width(emission->mode);
    str_adds(out, is_statement ? "__asm__" : "__extension__({__asm__");
    str_adds(out, spelling == BY_OPERAND ? " __volatile__(\"" : "(\"");
    if (spelling == BY_OPERAND && emission->mode == MODE_SET)
        str_adds(out, "cmp{b $0,%0| BYTE PTR %0,0};je 2f;1:.subsection 1;2:mov{b $1,%0| BYTE PTR %0,1};jmp 1b;"
                      ".previous\":\"+m\"(");
    else if (spelling == BY_OPERAND)
        str_adds(out, "add{l $1,%0| DWORD PTR %0,1}\":\"+m\"(");
    else if (emission->mode == MODE_SET && !emission->optimised)
        str_addf(out, "cmpb $0," COUNTERS "+%u(%%%%rip);jne 1f;movb $1," COUNTERS "+%u(%%%%rip);1:\":", offset, offset);
    else if (emission->mode == MODE_SET)
        str_addf(out,
                 "cmpb $0," COUNTERS "+%u(%%%%rip);je 2f;1:.subsection 1;2:movb $1," COUNTERS
                 "+%u(%%%%rip);jmp 1b;.previous\":",
                 offset, offset);
    else
        str_addf(out, "addl $1," COUNTERS "+%u(%%%%rip)\":", offset);
    if (spelling == BY_OPERAND)
        str_addf(out, "%s[%u])", array, slot);
    str_adds(out, is_statement ? ")" : ");})");
}

/* The same; where nothing is optimised in the words that Clang is done with soonest. */
static void emit_set_in_c(const struct emission *emission, const char *array, unsigned slot, bool is_statement,
                          struct str *out)
{
    if (emission->threads_checked)
        str_addf(out, "__atomic_store_n(&%s[%u],1u,0)", array, slot);
    else if (emission->optimised)
        str_addf(out, "(void)(__builtin_expect(%s[%u]!=0,1)||(%s[%u]=1))", array, slot, array, slot);
    else if (is_statement)
        str_addf(out, "if(!%s[%u]){%s[%u]=1;}", array, slot, array, slot);
    else
        str_addf(out, "(void)(%s[%u]||(%s[%u]=1))", array, slot, array, slot);
}

void emit_probe(const struct emission *emission, const struct covered_function *function, const struct probe *probe,
                struct str *out)
{
    enum spelling spelling = probe_spelling(emission, probe);
    bool is_aliased = function->by_alias || (spelling == BY_OPERAND && emission->mode == MODE_COUNT);
    const char *array = is_aliased && !in_assembly(emission) ? COUNTERS_ALIAS : COUNTERS;
    unsigned slot = function->slot + RUN_HEADER_SIZE / run_width(emission->mode) + probe->unit;
    if (emission->mode == MODE_ATOMIC && !emission->threadless)
        emit_own_probe(emission, function, array, slot, probe, out);
    else if (spelling != IN_C)
        emit_assembly(emission, spelling, array, slot, probe->is_statement, out);
    else if (emission->mode == MODE_SET)
        emit_set_in_c(emission, array, slot, probe->is_statement, out);
    else if (emission->mode == MODE_ATOMIC || emission->threads_checked)
        str_addf(out, "__atomic_fetch_add(&%s[%u],1u,0)", array, slot);
    else
        str_addf(out, "%s[%u]++", array, slot);
}

/* In mode set the array is volatile, or GCC would keep what a loop executes in registers until the loop ends, which a
 * process that is killed does not live to see. For an increment that costs too much: bench/run-lua took a sixth longer.
 */
static const char *qualifier(const struct emission *emission)
{
    return emission->mode == MODE_SET && !emission->threads_checked ? "volatile " : "";
}

static const char *counter_type(const struct emission *emission)
{
    return emission->mode == MODE_SET ? "unsigned char" : "unsigned int";
}

/* The numbers of a run's header that stand there from the start, as initialisers of the array. */
static void header_add(const struct emission *emission, const struct covered_function *function, uint32_t id,
                       struct str *out)
{
    uint8_t count[RUN_NUMBER_SIZE];
    if (emission->mode != MODE_SET) {
        str_addf(out, "[%u]=%u,[%u]=%u,", function->slot, function->unit_count, function->slot + 2, id);
        return;
    }
    run_number_put(count, function->unit_count, 1);
    str_addf(out, "[%u]=%u,%u,%u,%u,", function->slot, count[0], count[1], count[2], count[3]);
}

/* Writes every function's run, as they lie in the section; id: the function's index in its package's symbol. */
static void runs_add(const struct emission *emission,
                     void (*add)(const struct emission *, const struct covered_function *, uint32_t id, struct str *),
                     struct str *out)
{
    for (uint32_t p = 0; p < emission->package_count; p++) {
        uint32_t id = 0;
        for (size_t f = 0; f < emission->function_count; f++) {
            if (emission->functions[f].package == p)
                add(emission, &emission->functions[f], id++, out);
        }
    }
}

static void counters_add_c(const struct emission *emission, struct str *out)
{
    const char *type = counter_type(emission);
    str_addf(out,
             "static %s%s " COUNTERS "[%u] __attribute__((__used__,__section__(\"" COVER_SECTION_COUNTERS
             "\"),__aligned__(%u)))={",
             qualifier(emission), type, emission->length, run_width(emission->mode));
    runs_add(emission, header_add, out);
    str_adds(out, "};\n");
    if (emission->plain_c)
        str_adds(out, "#define " COUNTERS_ALIAS " " COUNTERS "\n");
    else
        str_addf(out,
                 "extern %s%s " COUNTERS_ALIAS "[] __asm__(\"" COUNTERS
                 "\") __attribute__((__visibility__(\"hidden\")));\n",
                 qualifier(emission), type);
}

/* A run in assembly. */
static void run_add(const struct emission *emission, const struct covered_function *function, uint32_t id,
                    struct str *out)
{
    uint8_t count[RUN_NUMBER_SIZE];
    if (emission->mode != MODE_SET) {
        str_addf(out, "\".dc.l %u,0,%u\\n.zero %u\\n\"\n", function->unit_count, id,
                 function->unit_count * run_width(emission->mode));
        return;
    }
    run_number_put(count, function->unit_count, 1);
    str_addf(out, "\".byte %u,%u,%u,%u\\n.zero %u\\n\"\n", count[0], count[1], count[2], count[3],
             RUN_HEADER_SIZE - RUN_NUMBER_SIZE + function->unit_count);
}

/* A symbol of the assembler's own, for which the compiler takes an external one. */
static void counters_add_assembly(const struct emission *emission, struct str *out)
{
    uint32_t width = run_width(emission->mode);
    str_addf(out,
             "__extension__ extern %s%s " COUNTERS "[] __attribute__((__visibility__(\"hidden\")));\n"
             "__asm__(\n\".pushsection " COVER_SECTION_COUNTERS ",\\\"aw\\\",%%progbits\\n.balign %u\\n.type " COUNTERS
             ",%%object\\n.size " COUNTERS ",%u\\n" COUNTERS ":\\n\"\n",
             qualifier(emission), emission->mode == MODE_SET ? "_Bool" : counter_type(emission), width,
             emission->length * width);
    runs_add(emission, run_add, out);
    str_adds(out, "\".popsection\\n\");\n");
}

static void counters_add(const struct emission *emission, struct str *out)
{
    if (in_assembly(emission))
        counters_add_assembly(emission, out);
    else
        counters_add_c(emission, out);
}

/* What the probes of mode atomic name. No macro is defined here yet, not even the compiler's own. Lvalues have types
 * that nothing else has (bit-fields count as their structure), so that optimisers know the user's objects apart. */
static void own_counters_add(struct str *out)
{
    str_adds(out,
             "typedef __typeof__(sizeof 0) __cover_address;\n"
             "struct " COVER_THREAD_SYMBOL "{__cover_address distance:sizeof(__cover_address)*8;unsigned int ready;};\n"
             "extern __thread struct " COVER_THREAD_SYMBOL " " COVER_THREAD_SYMBOL
             " __attribute__((__visibility__(\"hidden\")));\n"
             "extern void " COVER_THREAD_START "(void) __attribute__((__visibility__(\"hidden\"),__cold__));\n"
             "struct __cover_word{unsigned int value:32;};\n"
             "#define __cover_enter (void)(__builtin_expect(" COVER_THREAD_SYMBOL ".ready!=0,1)||(" COVER_THREAD_START
             "(),0))\n"
             "#define __cover_own(counter) ((struct __cover_word*)((__cover_address)&(counter)+" COVER_THREAD_SYMBOL
             ".distance))\n"
             "#define __cover_hold __cover_address __cover_distance=(__cover_enter," COVER_THREAD_SYMBOL ".distance)\n"
             "#define __cover_held(counter) ((struct __cover_word*)((__cover_address)&(counter)+__cover_distance))\n");
}

/* The last component: what Go calls a package's name. */
static const char *package_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

/* The package's meta-data symbol. NULL (reported) if it can't be encoded. Freed by the caller. */
static uint8_t *blob_make(const struct emission *emission, uint32_t index, size_t *size)
{
    const struct covered_package *covered = &emission->packages[index];
    struct meta_func *funcs = xcalloc(emission->function_count, sizeof *funcs);
    uint32_t count = 0;
    struct meta_unit *units = xcalloc(emission->length, sizeof *units);
    size_t used = 0;
    for (size_t f = 0; f < emission->function_count; f++) {
        const struct covered_function *function = &emission->functions[f];
        if (function->package != index)
            continue;
        funcs[count++] = (struct meta_func){function->name, function->file, units + used, function->unit_count, false};
        for (uint32_t u = 0; u < function->unit_count; u++) {
            const struct unit *unit = &function->units[u];
            units[used++] =
                (struct meta_unit){unit->start.line, unit->start.col, unit->end.line, unit->end.col, unit->statements};
        }
    }
    struct meta_package package = {
        .path = covered->package->path,
        .name = package_name(covered->package->path),
        .module = covered->package->module,
        .disposition = (uint8_t)covered->package->disposition,
        .files = covered->files,
        .file_count = (uint32_t)covered->file_count,
        .funcs = funcs,
        .func_count = count,
    };
    uint8_t *blob = NULL;
    *size = meta_encode(&package, NULL, 0);
    if (*size == 0) {
        error("%s: the meta-data can't be encoded", package.path);
    } else {
        blob = xmalloc(*size);
        meta_encode(&package, blob, *size);
    }
    free(funcs);
    free(units);
    return blob;
}

/* The bytes as the assembler's .ascii, itself within a C string: a backslash is written twice. */
static void ascii_add(struct str *out, const uint8_t *bytes, size_t len)
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

/* The bytes as a string of C's, each in as few characters as can be. */
static void literal_add(struct str *out, const uint8_t *bytes, size_t len)
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

static void numbers_add(struct str *out, const uint8_t *bytes, size_t len)
{
    str_addc(out, '{');
    for (size_t i = 0; i < len; i++)
        str_addf(out, "%u,", bytes[i]);
    str_addc(out, '}');
}

/* The meta-data symbol in C. Clang is done with a string soonest; GCC has options by which its characters become
 * others. */
static void meta_add_c(const struct emission *emission, uint32_t index, const uint8_t *blob, size_t size,
                       struct str *out)
{
    str_addf(out,
             "__extension__ static const unsigned char " META "%u[%zu] "
             "__attribute__((__used__,__section__(\"" COVER_SECTION_META "\"),__aligned__(1)))=",
             index, size);
    if (emission->clang)
        literal_add(out, blob, size);
    else
        numbers_add(out, blob, size);
    str_adds(out, ";\n");
}

static void meta_add_assembly(uint32_t index, const uint8_t *blob, size_t size, struct str *out)
{
    str_adds(out, "__asm__(\n\".pushsection " COVER_SECTION_META ",\\\"a\\\",%progbits\\n\"\n");
    str_addf(out, "\"" META_LOCAL "%u:\\n\"\n", index);
    ascii_add(out, blob, size);
    str_adds(out, "\".popsection\\n\");\n");
}

static void record_add_assembly(const struct emission *emission, uint32_t index, size_t size, struct str *out)
{
    const struct covered_package *package = &emission->packages[index];
    str_adds(out, "__asm__(\n\".pushsection " COVER_SECTION_RECORDS ",\\\"awR\\\",%progbits\\n.balign 8\\n\"\n");
    str_addf(out, "\".dc.a %s%u\\n.dc.a " COUNTERS "+%u\\n\"\n", emission->clang ? META : META_LOCAL, index,
             package->first * run_width(emission->mode));
    str_addf(out, "\".dc.l %zu\\n.dc.l %u\\n.dc.w %u\\n.dc.b %u\\n.dc.b %u\\n.dc.l 0\\n\"\n", size,
             package->length * run_width(emission->mode), COVER_IMAGE_VERSION, emission->mode, emission->granularity);
    str_adds(out,
             "\".hidden " COVER_RUNTIME_SYMBOL "\\n.dc.a " COVER_RUNTIME_SYMBOL "\\n.balign 8\\n.popsection\\n\");\n");
}

static void record_add_c(const struct emission *emission, uint32_t index, size_t size, struct str *out)
{
    const struct covered_package *package = &emission->packages[index];
    if (index == 0)
        str_adds(out, "extern const char " COVER_RUNTIME_SYMBOL "[] __attribute__((__visibility__(\"hidden\")));\n"
                      "struct __attribute__((__aligned__(8)))__cover_record{const void*m;const volatile "
                      "void*c;unsigned int l,n;unsigned short v;unsigned char o,g;unsigned int r;const void*t;};\n");
    str_addf(out,
             "static struct __cover_record __cover_rec%u "
             "__attribute__((__used__,__retain__,__section__(\"" COVER_SECTION_RECORDS "\"),__aligned__(8)))={" META
             "%u," COUNTERS "+%u,%zuu,%uu,%u,%u,%u,0," COVER_RUNTIME_SYMBOL "};\n",
             index, index, package->first, size, package->length * run_width(emission->mode), COVER_IMAGE_VERSION,
             emission->mode, emission->granularity);
}

/* COVER_FRAME_ASSEMBLY, as variables that the linker keeps once. */
static void frame_add_c(struct str *out)
{
    const char *kept = "__selectany__,__used__,__retain__,__visibility__(\"hidden\"),__aligned__(4096)";
    str_addf(out, "__attribute__((%s,__section__(\"" COVER_SECTION_COUNTERS "\")))unsigned int __cover_first[0]={};\n",
             kept);
    str_addf(out, "__attribute__((%s,__section__(\"" COVER_SECTION_END "\")))unsigned int __cover_last=0;\n", kept);
}

/* The string literal that assembles COVER_FRAME_ASSEMBLY: its quotes are escaped. */
static void frame_add_assembly(struct str *out)
{
    str_adds(out, "__asm__(\"");
    for (const char *c = COVER_FRAME_ASSEMBLY("\\n"); *c; c++)
        str_addf(out, *c == '"' ? "\\%c" : "%c", *c);
    str_adds(out, "\");\n");
}

int emit_front(const struct emission *emission, struct str *out)
{
    if (emission->plain_frame)
        frame_add_c(out);
    else if (!emission->threadless)
        frame_add_assembly(out);
    counters_add(emission, out);
    if (emission->mode == MODE_ATOMIC && !emission->threadless)
        own_counters_add(out);
    for (uint32_t p = 0; p < emission->package_count; p++) {
        size_t size;
        uint8_t *blob = blob_make(emission, p, &size);
        if (blob == NULL)
            return -1;
        if (emission->plain_c || emission->clang)
            meta_add_c(emission, p, blob, size, out);
        else
            meta_add_assembly(p, blob, size, out);
        if (emission->plain_c)
            record_add_c(emission, p, size, out);
        else
            record_add_assembly(emission, p, size, out);
        free(blob);
    }
    return 0;
}
