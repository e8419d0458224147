/* Fuzzes the instrumenter: any bytes as flattened text, as from GCC and as from Clang, must come out instrumented or
 * skipped. libfuzzer.sh builds it for libFuzzer. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "instr/instrument/instrument.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const char predefined[] = "#define __GNUC__ 4\n#define __STDC__ 1\n#define A(x) x x\n";

static bool package_find(const void *context, const char *name, struct arena *arena, struct file_package *package)
{
    (void)context;
    *package =
        (struct file_package){"fuzz/input", "fuzz", DISPOSITION_CONTAINED, arena_copy(arena, name, strlen(name))};
    return true;
}

static void target_find(struct idents *idents, enum counter_mode mode, const void *context, struct probe_target *target)
{
    const bool *other = context;
    *target =
        (struct probe_target){.c_only = *other, .threads_checked = *other, .optimised = ident_is_macro(idents, "A")};
    (void)mode;
}

static void run(const char *text, size_t len, enum counter_granularity granularity, bool other)
{
    struct instrument_result result;
    const struct rejected_function rejected = {(uint32_t)len / 2, "rejected"};
    struct instrument_input input = {
        .text = text,
        .len = len,
        .main_file = "input.c",
        .context = &other,
        .find_package = package_find,
        .find_target = target_find,
        .mode = MODE_COUNT,
        .granularity = granularity,
        .raw_strings = other,
        .rewritten = other,
        .choices = {.intraline = true, .calls = other, .line_directives = other, .noreturn = "f,g"},
        .rejected = &rejected,
        .rejected_count = other,
        .predefined = other ? predefined : NULL,
        .predefined_len = other ? sizeof predefined - 1 : 0,
    };
    if (instrument(&input, &result) == 0 && result.text.len && result.text.len < len)
        abort(); /* nothing of the user's text may be lost */
    instrument_result_free(&result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *text = malloc(len + 1);
    memcpy(text, data, len);
    text[len] = '\0';
    run(text, len, GRANULARITY_PERBLOCK, false);
    run(text, len, GRANULARITY_PERFUNC, true);
    free(text);
    return 0;
}
