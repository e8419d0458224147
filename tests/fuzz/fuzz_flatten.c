/* Fuzzes the preprocessor: any bytes as a file, and behind a line `@@` as the header "a.h", flattened as for GCC and as
 * for Clang, where half of all questions have an answer. What it doesn't refuse must be the files' own lines, each at
 * the place that the markers say. libfuzzer.sh builds it for libFuzzer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "instr/preprocess/preprocess.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static char directory[64];
static char input[96], header[96];
static struct str texts[2] = {STR_INIT, STR_INIT}; /* of the input, of the header */

static void at_end(void)
{
    unlink(input);
    unlink(header);
    rmdir(directory);
}

static void directory_make(void)
{
    if (*input)
        return;
    snprintf(directory, sizeof directory, "%s/fuzz-flatten-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (mkdtemp(directory) == NULL)
        abort();
    snprintf(input, sizeof input, "%s/input.c", directory);
    snprintf(header, sizeof header, "%s/a.h", directory);
    atexit(at_end);
}

static long ask(struct compiler_info *info, const char *question)
{
    (void)info;
    return (long)(strlen(question) % 3) - 1;
}

static size_t line_length(const char *line, const char *end)
{
    const char *newline = memchr(line, '\n', (size_t)(end - line));
    return (size_t)((newline ? newline : end) - line);
}

/* The line of a text, from 1 on. NULL: it has no such line. */
static const char *line_find(const struct str *text, unsigned long number, size_t *len)
{
    const char *line = text->data, *end = text->data + text->len;
    for (; number > 1 && line && line < end; number--) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        line = newline ? newline + 1 : NULL;
    }
    if (line == NULL || line > end)
        return NULL;
    if (line == text->data && text->len >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0)
        line += 3;
    *len = line_length(line, end);
    return line;
}

/* Is it a line marker of ours? */
static bool marker_read(const char *line, size_t len, unsigned long *number, const struct str **text)
{
    const char *name = memmem(line, len, directory, strlen(directory));
    const char *hash = name ? memrchr(line, '#', (size_t)(name - line)) : NULL;
    if (hash == NULL)
        return false;
    *number = strtoul(hash + 1, NULL, 10);
    *text = name[strlen(directory) + 1] == 'a' ? &texts[1] : &texts[0];
    return true;
}

/* Every line is the beginning of the file's line, since directives that are gone leave what stands before them; GCC's
 * directives are printed anew. */
static void lines_check(const struct str *out, bool is_clang)
{
    const struct str *text = &texts[0];
    unsigned long number = 0;
    const char *end = out->data + out->len;
    for (const char *line = out->data; line < end; number++) {
        size_t len = line_length(line, end), original_len = 0;
        if (marker_read(line, len, &number, &text)) {
            number--;
        } else if (strspn(line, " ") < len && (is_clang || memchr(line, '#', len) == NULL)) {
            const char *original = line_find(text, number, &original_len);
            if (original == NULL || original_len < len || memcmp(line, original, len) != 0)
                abort();
        }
        line += len + 1;
    }
}

/* `misleads`: markers may be the fuzzer's, or say what #line does. */
static void run(bool is_clang, bool refuses, bool misleads)
{
    static struct compiler_directory bracket;
    bracket = (struct compiler_directory){directory, 0};
    struct compiler_info info = {
        .usable = true, .prefix = is_clang ? "#define __clang__ 1\n" : "", .bracket = &bracket, .bracket_count = 1};
    struct preprocess_request request = {
        .input = input,
        .info = &info,
        .ask = ask,
        .compiler = is_clang ? &compiler_clang : &compiler_gcc,
        .raw_strings = !is_clang,
        .refuses_extensions = refuses,
        .refuses_undefined = refuses,
    };
    struct arena arena = {0};
    struct str out = STR_INIT;
    struct dependencies files = {0};
    bool open_literal;
    if (preprocess(&request, &arena, &out, &files, &open_literal) == NULL && !misleads)
        lines_check(&out, is_clang);
    str_free(&out);
    dependencies_free(&files);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const char separator[] = "\n@@\n";
    directory_make();
    const uint8_t *behind = memmem(data, len, separator, strlen(separator));
    size_t first = behind ? (size_t)(behind - data) : len;
    for (size_t i = 0; i < 2; i++)
        str_clear(&texts[i]);
    str_add(&texts[0], (const char *)data, first);
    str_add(&texts[1], behind ? (const char *)behind + 4 : "", behind ? len - first - 4 : 0);
    if (file_write(input, texts[0].data, texts[0].len) != 0 || file_write(header, texts[1].data, texts[1].len) != 0)
        abort();
    bool names_directory = memmem(data, len, directory, strlen(directory)) != NULL;
    run(false, len % 2, names_directory || memmem(data, len, "line", 4));
    run(true, len % 2, names_directory);
    return 0;
}
