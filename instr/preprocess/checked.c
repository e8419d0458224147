/* In: an input that the compiler could not flatten. Out: its flattened text by the built-in preprocessing, under options
 * that this does not know or about whose warnings it does not care. So the text is judged by the compiler: both are
 * preprocessed in full, and must give the same characters, white space aside. */
#include "instr/preprocess/checked.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "instr/toolchain/cleanup.h"
#include "instr/toolchain/command_line.h"

#include "base/banned.h"

bool checked_is_due(const struct str *messages)
{
    return strstr(messages->data, "error: unterminated ") != NULL;
}

static const char *checked_skip_blanks(const char *p)
{
    while (isspace((unsigned char)*p))
        p++;
    return p;
}

static bool checked_agrees(const char *one, const char *other)
{
    for (;;) {
        one = checked_skip_blanks(one);
        other = checked_skip_blanks(other);
        if (*one != *other || *one == '\0')
            return *one == *other;
        one++;
        other++;
    }
}

/* Preprocesses the text in `file`, and the input, and compares. */
static bool checked_compare(struct command *command, const struct command_arg *input, const char *file)
{
    struct arg_list args = {0}, text_args = {0};
    struct str whole = STR_INIT, expanded = STR_INIT, messages = STR_INIT;
    int text_status;
    command_expand(command, input, &args);
    command_expand_text(command, file, &text_args);
    int status = process_read_both(&args, &whole, &messages, &text_args, &expanded, &text_status);
    bool agrees = status == 0 && text_status == 0 && checked_agrees(whole.data, expanded.data);
    free(args.args);
    free(text_args.args);
    str_free(&whole);
    str_free(&expanded);
    str_free(&messages);
    return agrees;
}

bool checked_preprocess(const struct builtin *builtin, struct command *command, const struct command_arg *input,
                        const char *output, struct str *text)
{
    str_free(text);
    char *directory = cleanup_directory_make();
    if (directory == NULL)
        return false;
    const char *file = arena_printf(&command->arena, "%s/text.i", directory);
    bool agrees = builtin_preprocess_unasked(builtin, command, input, output, text) &&
                  file_write(file, text->data, text->len) == 0 && checked_compare(command, input, file);
    cleanup_directory_remove(directory);
    free(directory);
    return agrees;
}
