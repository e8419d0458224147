/* Which spelling of a probe suits a compiler (docs/internals/probes.md has the measurements).
 *
 * In: the compiler's own macros and the command's options. A text that was preprocessed before has no such macros; it
 * gets portable C. */
#include "instr/driver/probe_target.h"

#include "base/banned.h"

/* x86-64 where assembly may name a counter relative to the instruction. */
static bool probe_target_names_counters(struct idents *idents, const struct command *command)
{
    return ident_is_macro(idents, "__x86_64__") && ident_is_macro(idents, "__code_model_small__") && !command->lto &&
           !command->intel_syntax;
}

/* GCC is fastest with assembly that names the counter: no operand to look at, no memory that is written. Clang sets up
 * an assembler for each asm statement, which pays only where code is optimised; and without an operand, Clang's inliner
 * gives the asm zero cost and over-inlines. */
static enum probe_assembly probe_target_assembly(enum counter_mode mode, bool is_clang, bool names_counters,
                                                 bool optimised)
{
    if (mode == MODE_ATOMIC)
        return is_clang ? PROBE_BY_OPERAND : PROBE_BY_ADDRESS;
    if (is_clang)
        return names_counters && optimised ? PROBE_BY_OPERAND : PROBE_IN_C;
    if (names_counters)
        return PROBE_BY_NAME;
    return mode == MODE_SET ? PROBE_BY_OPERAND : PROBE_IN_C;
}

/* Is the last of the -O options -Os, -Oz or -Og? */
static bool probe_target_inlines_little(const struct command *command)
{
    bool little = false;
    for (size_t i = 0; i < command->count; i++) {
        const char *text = command->args[i].text;
        if (command->args[i].class == ARG_OPTION && text[0] == '-' && text[1] == 'O')
            little = text[2] == 's' || text[2] == 'z' || text[2] == 'g';
    }
    return little;
}

void probe_target_find(struct idents *idents, enum counter_mode mode, const struct command *command,
                       struct probe_target *target)
{
    bool is_clang = ident_is_macro(idents, "__clang__"), optimised = ident_is_macro(idents, "__OPTIMIZE__");
    bool is_x86 = ident_is_macro(idents, "__x86_64__") || ident_is_macro(idents, "__i386__");
    *target = (struct probe_target){
        .inlines_little = probe_target_inlines_little(command),
        .optimised = optimised,
        .threads_checked = command->thread_sanitizer,
        .threadless = ident_is_macro(idents, "__GNUC__") && !ident_is_macro(idents, "__unix__") &&
                      !ident_is_macro(idents, "__linux__"),
        .c_only = command->lto,
        .frame_in_c = command->lto && command->thin_lto,
        .counters_in_assembly = !command->lto && (mode == MODE_SET || (is_clang && !optimised)),
    };
    if (is_x86)
        target->assembly =
            probe_target_assembly(mode, is_clang, probe_target_names_counters(idents, command), optimised);
    if (is_clang)
        target->metadata = METADATA_AS_STRING;
    else if (command->lto)
        target->metadata = METADATA_AS_NUMBERS;
}
