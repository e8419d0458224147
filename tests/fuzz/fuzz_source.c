/* Fuzzes the instrumenter: any bytes as flattened text, as from GCC and as from Clang, must come out instrumented or
 * left alone. libfuzzer.sh builds it for libFuzzer. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "instr/instrument/instrument.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const char predefined[] = "#define __GNUC__ 4\n#define __STDC__ 1\n#define A(x) x x\n";

static void run(const char *text, size_t len, enum counter_granularity granularity, bool other)
{
    struct packages packages;
    struct instrument_result result;
    const struct refused_function refused = {(uint32_t)len / 2, "refused"};
    packages_plain(&packages, "/source", "fuzz", true);
    struct instrument_input input = {
        .text = text,
        .len = len,
        .main_file = "input.c",
        .directory = "/source",
        .output = "/source/input.o",
        .packages = &packages,
        .mode = MODE_COUNT,
        .granularity = granularity,
        .plain_c = other,
        .threads_checked = other,
        .raw_strings = other,
        .rewritten = other,
        .choices = {.intraline = true, .calls = other, .line_directives = other, .noreturn = "f,g"},
        .refused = &refused,
        .refused_count = other,
        .predefined = other ? predefined : NULL,
        .predefined_len = other ? sizeof predefined - 1 : 0,
    };
    if (instrument(&input, &result) == 0 && result.text.len && result.text.len < len)
        abort(); /* nothing of the user's text may be lost */
    instrument_result_free(&result);
    packages_free(&packages);
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
