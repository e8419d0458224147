/* How a probe is spelled. docs/internals/probes.md has the table and the measurements; the driver decides for each
 * compiler whether a probe may be assembly (probe_target.h), the rest is decided here.
 *
 * Mode set tests the counter and stores only if it is 0, so that threads that run the same code do not take the
 * counter's cache line from each other. The store is out of line (.subsection 1): a jump over it at each pass costs a
 * loop a third.
 *
 * Mode count adds. In optimised loops the addition is C, so that the compiler can keep the counter in a register;
 * elsewhere assembly compiles faster.
 *
 * Mode atomic adds to the thread's own counters (format/image.h), on x86 with one instruction, which no signal handler
 * can interrupt. */
#include "instr/instrument/probe.h"

#include <string.h>

#include "format/function_counters.h"
#include "instr/instrument/counters.h"

#include "base/banned.h"

/* Is the bias held in a local variable? Only where a probe's text lets the compiler assume that memory has not changed
 * (PROBE_BY_ADDRESS) does it keep the bias by itself. */
static bool probe_holds_bias(const struct coverage *coverage)
{
    return coverage->mode == MODE_ATOMIC && !coverage->target.threadless && coverage->target.optimised &&
           coverage->target.assembly != PROBE_BY_ADDRESS;
}

void probe_entry_write(const struct coverage *coverage, struct str *out)
{
    if (probe_holds_bias(coverage) && !coverage->only_calls)
        str_adds(out, "__cover_hold;");
}

static void probe_write_atomic_assembly(const struct coverage *coverage, const char *own, const char *array,
                                        unsigned slot, const struct probe *probe, struct str *out)
{
    str_adds(out, probe->is_statement ? "__asm__" : "__extension__({__asm__");
    if (coverage->target.assembly == PROBE_BY_OPERAND)
        str_addf(out, " __volatile__(\"add{l $1,%%0| DWORD PTR %%0,1}\":\"+m\"(*%s(%s[%u])))", own, array, slot);
    else
        str_addf(out, " __volatile__(\"add{l $1,%u(%%0)| DWORD PTR [%%0+%u],1}\"::\"r\"(__cover_at(%s[%u])))",
                 probe->unit * 4, probe->unit * 4, array, slot - probe->unit);
    if (!probe->is_statement)
        str_adds(out, ";})");
}

/* Adds to the thread's counter (counters.c defines the macros). A thread's first probe in a function makes sure that
 * the thread has counters. */
static void probe_write_atomic(const struct coverage *coverage, const struct covered_function *function,
                               const char *array, unsigned slot, const struct probe *probe, struct str *out)
{
    bool held = function->holds_bias && probe_holds_bias(coverage);
    const char *own = held ? "__cover_held" : "__cover_own";
    if ((probe->is_first && !held) || function->entry_unknown)
        str_adds(out, probe->is_statement ? "__cover_enter;" : "__cover_enter,");
    if (coverage->target.assembly == PROBE_IN_C)
        str_addf(out, "__atomic_fetch_add((unsigned int*)%s(%s[%u]),1u,0)", own, array, slot);
    else
        probe_write_atomic_assembly(coverage, own, array, slot, probe, out);
}

bool probe_word_is_macro(struct idents *idents)
{
    static const char *const words[] = {"if",
                                        "void",
                                        "unsigned",
                                        "int",
                                        "struct",
                                        "sizeof",
                                        "__asm__",
                                        "__volatile__",
                                        "__extension__",
                                        "ready",
                                        "distance",
                                        "__builtin_expect",
                                        "__atomic_store_n",
                                        "__atomic_fetch_add"};
    bool found = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        found |= ident_intern(idents, words[i], strlen(words[i]))->was_macro;
    return found;
}

static enum probe_assembly probe_assembly_choose(const struct coverage *coverage, const struct probe *probe)
{
    const struct probe_target *target = &coverage->target;
    if (coverage->mode == MODE_ATOMIC || target->threads_checked)
        return PROBE_IN_C;
    if (coverage->mode == MODE_COUNT && target->optimised && probe->may_repeat)
        return PROBE_IN_C;
    return target->assembly;
}

/* GCC takes each line of assembly for an instruction. Where it inlines little, it would not inline functions whose dead
 * calls must vanish; __inline__ lets it count one. Elsewhere it would inline too much. A colon behind the template makes
 * it an extended asm without operands, which the compiler knows not to touch memory. */
static void probe_write_by_name(const struct coverage *coverage, unsigned slot, struct str *out)
{
    unsigned offset = slot * func_counters_width(coverage->mode);
    if (coverage->mode == MODE_COUNT)
        str_addf(out, "(\"addl $1," COUNTERS "+%u(%%%%rip)\":", offset);
    else
        str_addf(out,
                 "%s(\"cmpb $0," COUNTERS "+%u(%%%%rip);je 2f;1:.subsection 1;2:movb $1," COUNTERS
                 "+%u(%%%%rip);jmp 1b;.previous\":",
                 coverage->target.inlines_little ? " __inline__" : "", offset, offset);
}

static void probe_write_by_operand(const struct coverage *coverage, const char *array, unsigned slot, struct str *out)
{
    if (coverage->mode == MODE_SET)
        str_adds(out, " __volatile__(\"cmp{b $0,%0| BYTE PTR %0,0};je 2f;1:.subsection 1;2:mov{b $1,%0| BYTE PTR "
                      "%0,1};jmp 1b;.previous\":\"+m\"(");
    else
        str_adds(out, " __volatile__(\"add{l $1,%0| DWORD PTR %0,1}\":\"+m\"(");
    str_addf(out, "%s[%u])", array, slot);
}

static void probe_write_assembly(const struct coverage *coverage, enum probe_assembly assembly, const char *array,
                                 unsigned slot, bool is_statement, struct str *out)
{
    str_adds(out, is_statement ? "__asm__" : "__extension__({__asm__");
    if (assembly == PROBE_BY_OPERAND)
        probe_write_by_operand(coverage, array, slot, out);
    else
        probe_write_by_name(coverage, slot, out);
    str_adds(out, is_statement ? ")" : ");})");
}

/* Where nothing is optimised, in the form that Clang compiles fastest. */
static void probe_write_set(const struct probe_target *target, const char *array, unsigned slot, bool is_statement,
                            struct str *out)
{
    if (target->threads_checked)
        str_addf(out, "__atomic_store_n(&%s[%u],1u,0)", array, slot);
    else if (target->optimised)
        str_addf(out, "(void)(__builtin_expect(%s[%u]!=0,1)||(%s[%u]=1))", array, slot, array, slot);
    else if (is_statement)
        str_addf(out, "if(!%s[%u]){%s[%u]=1;}", array, slot, array, slot);
    else
        str_addf(out, "(void)(%s[%u]||(%s[%u]=1))", array, slot, array, slot);
}

void probe_write(const struct coverage *coverage, const struct covered_function *function, const struct probe *probe,
                 struct str *out)
{
    const struct probe_target *target = &coverage->target;
    enum probe_assembly assembly = probe_assembly_choose(coverage, probe);
    /* as an operand, the static array would have its address taken, and any pointer could alias it */
    bool is_aliased = function->by_alias || (assembly == PROBE_BY_OPERAND && coverage->mode == MODE_COUNT);
    const char *array = is_aliased && !target->counters_in_assembly ? COUNTERS_ALIAS : COUNTERS;
    unsigned slot = function->slot + FUNC_COUNTERS_HEADER_SIZE / func_counters_width(coverage->mode) + probe->unit;
    if (function->by_far_call && !target->c_only)
        str_addf(out, COUNTERS_HIT_FAR "(%u)", slot);
    else if (function->by_call || function->by_far_call || coverage->only_calls)
        str_addf(out, COUNTERS_HIT "(%u)", slot);
    else if (coverage->mode == MODE_ATOMIC && !target->threadless)
        probe_write_atomic(coverage, function, array, slot, probe, out);
    else if (assembly != PROBE_IN_C)
        probe_write_assembly(coverage, assembly, array, slot, probe->is_statement, out);
    else if (coverage->mode == MODE_SET)
        probe_write_set(target, array, slot, probe->is_statement, out);
    else if (coverage->mode == MODE_ATOMIC || target->threads_checked)
        str_addf(out, "__atomic_fetch_add(&%s[%u],1u,0)", array, slot);
    else
        str_addf(out, "%s[%u]++", array, slot);
}
