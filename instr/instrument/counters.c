/* The counter array, and the declarations that probes name.
 *
 * In mode set the array is assembly, which C declares as external _Bool: only the user's own _Bool objects may alias
 * it, and inline functions may name it. An assembler reads data faster than a compiler reads an initialiser.
 *
 * In the other modes, where code is optimised, the array is static and C only indexes it with constants, so that
 * optimisers know that no pointer aliases it. Its address is taken in assembly only, where they do not look.
 *
 * An inline function with external linkage may not refer to a static object (C11 6.7.4p3). It uses the array under a
 * second, external name that the assembler resolves to the same symbol. Under link-time optimisation there is no such
 * name: the function refers to the static array, and each translation unit's copy of it counts in its own. Compilers do
 * not warn here because the macro is in a system-header region. */
#include "instr/instrument/counters.h"

#include "format/function_counters.h"
#include "format/image.h"

#include "base/banned.h"

/* In mode set the array is volatile: otherwise GCC keeps a loop's counters in registers until the loop ends, and a
 * process that is killed before loses them. For increments volatile costs too much: a sixth of bench/run-lua. */
static const char *counters_qualifier(const struct coverage *coverage)
{
    return coverage->mode == MODE_SET && !coverage->target.threads_checked ? "volatile " : "";
}

static const char *counters_type(const struct coverage *coverage)
{
    return coverage->mode == MODE_SET ? "unsigned char" : "unsigned int";
}

/* The constant numbers of a function's header, as initialisers of the array. */
static void counters_header_add(const struct coverage *coverage, const struct covered_function *function, uint32_t id,
                                struct str *out)
{
    uint8_t count[FUNC_COUNTERS_NUMBER_SIZE];
    if (coverage->mode != MODE_SET) {
        str_addf(out, "[%u]=%u,[%u]=%u,", function->slot, function->unit_count, function->slot + 2, id);
        return;
    }
    func_counters_number_put(count, function->unit_count, 1);
    str_addf(out, "[%u]=%u,%u,%u,%u,", function->slot, count[0], count[1], count[2], count[3]);
}

/* Calls `add` for every function in the order of the array; `id` is the function's index in its package. */
static void counters_functions_add(const struct coverage *coverage,
                                   void (*add)(const struct coverage *, const struct covered_function *, uint32_t id,
                                               struct str *),
                                   struct str *out)
{
    for (uint32_t p = 0; p < coverage->package_count; p++) {
        uint32_t id = 0;
        for (size_t f = 0; f < coverage->function_count; f++) {
            if (coverage->functions[f].package == p)
                add(coverage, &coverage->functions[f], id++, out);
        }
    }
}

static void counters_write_c(const struct coverage *coverage, struct str *out)
{
    const char *type = counters_type(coverage);
    str_addf(out,
             "static %s%s " COUNTERS "[%u] __attribute__((__used__,__section__(\"" COVER_SECTION_COUNTERS
             "\"),__aligned__(%u)))={",
             counters_qualifier(coverage), type, coverage->length, func_counters_width(coverage->mode));
    counters_functions_add(coverage, counters_header_add, out);
    str_adds(out, "};\n");
    if (coverage->target.c_only)
        str_adds(out, "#define " COUNTERS_ALIAS " " COUNTERS "\n");
    else
        str_addf(out,
                 "extern %s%s " COUNTERS_ALIAS "[] __asm__(\"" COUNTERS
                 "\") __attribute__((__visibility__(\"hidden\")));\n",
                 counters_qualifier(coverage), type);
}

/* A function's header and counters in assembly. */
static void counters_function_add(const struct coverage *coverage, const struct covered_function *function, uint32_t id,
                                  struct str *out)
{
    uint8_t count[FUNC_COUNTERS_NUMBER_SIZE];
    if (coverage->mode != MODE_SET) {
        str_addf(out, "\".dc.l %u,0,%u\\n.zero %u\\n\"\n", function->unit_count, id,
                 function->unit_count * func_counters_width(coverage->mode));
        return;
    }
    func_counters_number_put(count, function->unit_count, 1);
    str_addf(out, "\".byte %u,%u,%u,%u\\n.zero %u\\n\"\n", count[0], count[1], count[2], count[3],
             FUNC_COUNTERS_HEADER_SIZE - FUNC_COUNTERS_NUMBER_SIZE + function->unit_count);
}

/* The assembler defines the symbol; the compiler takes it for one of another translation unit. */
static void counters_write_assembly(const struct coverage *coverage, struct str *out)
{
    uint32_t width = func_counters_width(coverage->mode);
    str_addf(out,
             "__extension__ extern %s%s " COUNTERS "[] __attribute__((__visibility__(\"hidden\")));\n"
             "__asm__(\n\".pushsection " COVER_SECTION_COUNTERS ",\\\"aw\\\",%%progbits\\n.balign %u\\n.type " COUNTERS
             ",%%object\\n.size " COUNTERS ",%u\\n" COUNTERS ":\\n\"\n",
             counters_qualifier(coverage), coverage->mode == MODE_SET ? "_Bool" : counters_type(coverage), width,
             coverage->length * width);
    counters_functions_add(coverage, counters_function_add, out);
    str_adds(out, "\".popsection\\n\");\n");
}

static void counters_array_write(const struct coverage *coverage, struct str *out)
{
    if (coverage->target.counters_in_assembly)
        counters_write_assembly(coverage, out);
    else
        counters_write_c(coverage, out);
}

/* The macros of mode atomic's probes. Only reserved words appear, since the text may not have been preprocessed up to
 * here. Lvalues have types that the user's objects cannot have (a bit-field aliases as its structure), so that
 * optimisers know that they do not alias.
 *
 * GCC's warnings must be those of the plain text. It warns about less behind the conversion of a sum to a pointer, so
 * its probes use __cover_at. It does not warn about uninitialised variables behind a call that may change memory, so
 * the function that starts a thread's counters is pure and returns the bias, which the caller stores. Without
 * optimisation the store is too much as well; there each probe reads the bias anew, and no store has to announce it. */
static void counters_write_atomic(const struct coverage *coverage, struct str *out)
{
    str_adds(out,
             "typedef __typeof__(sizeof 0) __cover_address;\n"
             "struct " COVER_THREAD_SYMBOL "{__cover_address distance:sizeof(__cover_address)*8;unsigned int ready;};\n"
             "extern __thread struct " COVER_THREAD_SYMBOL " " COVER_THREAD_SYMBOL
             " __attribute__((__visibility__(\"hidden\")));\n");
    str_addf(out,
             "extern __cover_address " COVER_THREAD_START
             "(void) __attribute__((__visibility__(\"hidden\"),__cold__,__nothrow__,%s));\n"
             "#define __cover_enter (void)(__builtin_expect(" COVER_THREAD_SYMBOL ".ready!=0,1)||(%s,1))\n",
             coverage->target.optimised ? "__pure__" : "__const__",
             coverage->target.optimised
                 ? COVER_THREAD_SYMBOL ".distance=" COVER_THREAD_START "()," COVER_THREAD_SYMBOL ".ready=1"
                 : "__extension__({__asm__ __volatile__(\"\"::\"r\"(" COVER_THREAD_START "()));})");
    str_adds(out,
             "struct __cover_word{unsigned int value:32;};\n"
             "#define __cover_at(counter) ((__cover_address)&(counter)+" COVER_THREAD_SYMBOL ".distance)\n"
             "#define __cover_own(counter) ((struct __cover_word*)__cover_at(counter))\n"
             "#define __cover_hold __cover_address __cover_distance=(__cover_enter," COVER_THREAD_SYMBOL ".distance)\n"
             "#define __cover_held(counter) ((struct __cover_word*)((__cover_address)&(counter)+__cover_distance))\n");
}

/* The first and the last object of the counters' pages (format/image.h), as variables that the linker keeps once. */
static void counters_frame_write_c(struct str *out)
{
    const char *kept = "__selectany__,__used__,__retain__,__visibility__(\"hidden\"),__aligned__(4096)";
    str_addf(out, "__attribute__((%s,__section__(\"" COVER_SECTION_COUNTERS "\")))unsigned int __cover_first[0]={};\n",
             kept);
    str_addf(out, "__attribute__((%s,__section__(\"" COVER_SECTION_END "\")))unsigned int __cover_last=0;\n", kept);
}

/* The same as assembly, within a C string: quotes are escaped. */
static void counters_frame_write_assembly(struct str *out)
{
    str_adds(out, "__asm__(\"");
    for (const char *c = COVER_FRAME_ASSEMBLY("\\n"); *c; c++)
        str_addf(out, *c == '"' ? "\\%c" : "%c", *c);
    str_adds(out, "\");\n");
}

/* COUNTERS_HIT. Always inline, because a probe must not cost a call. */
static void counters_write_hit(const struct coverage *coverage, struct str *out)
{
    const char *counter = COUNTERS "[__cover_n]";
    str_adds(
        out,
        "static __inline__ __attribute__((__always_inline__,__unused__,__no_instrument_function__)) void " COUNTERS_HIT
        "(unsigned int __cover_n){");
    if (coverage->mode == MODE_ATOMIC && !coverage->target.threadless)
        str_addf(out, "__cover_enter;__atomic_fetch_add((unsigned int*)__cover_own(%s),1u,0);", counter);
    else if (coverage->target.threads_checked && coverage->mode == MODE_SET)
        str_addf(out, "__atomic_store_n(&%s,1u,0);", counter);
    else if (coverage->mode == MODE_SET)
        str_addf(out, "if(!%s)%s=1;", counter, counter);
    else if (coverage->mode == MODE_ATOMIC || coverage->target.threads_checked)
        str_addf(out, "__atomic_fetch_add(&%s,1u,0);", counter);
    else
        str_addf(out, "%s++;", counter);
    str_adds(out, "}\n");
}

/* COUNTERS_HIT_FAR, by a second name, which the assembler resolves. */
static void counters_write_hit_far(struct str *out)
{
    str_adds(out, "static void __cover_far(unsigned int) __asm__(\"__cover_far\") "
                  "__attribute__((__noinline__,__used__,__no_instrument_function__));\n"
                  "static void __cover_far(unsigned int __cover_n){" COUNTERS_HIT "(__cover_n);}\n"
                  "extern void " COUNTERS_HIT_FAR "(unsigned int) __asm__(\"__cover_far\") "
                  "__attribute__((__visibility__(\"hidden\")));\n");
}

void counters_write(const struct coverage *coverage, struct str *out)
{
    if (coverage->target.frame_in_c)
        counters_frame_write_c(out);
    else if (!coverage->target.threadless)
        counters_frame_write_assembly(out);
    counters_array_write(coverage, out);
    if (coverage->mode == MODE_ATOMIC && !coverage->target.threadless)
        counters_write_atomic(coverage, out);
    if (coverage_has_calls(coverage))
        counters_write_hit(coverage, out);
    if (coverage_has_far_calls(coverage))
        counters_write_hit_far(out);
}
