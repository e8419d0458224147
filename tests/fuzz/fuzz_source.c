/* Fuzzes the instrumenter: any bytes as flattened text, as from GCC and as from Clang, must come out instrumented or left
 * alone. With libFuzzer: clang -fsanitize=fuzzer,address,undefined this file and the sources of instr/, format/ and base/. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "instr/instrument.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void run(const char *text, size_t len, enum counter_granularity granularity, bool plain_c)
{
    struct packages packages;
    struct instrument_result result;
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
        .plain_c = plain_c,
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
