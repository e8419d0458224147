/* GCC's rules: white space separates words, quotes and backslashes protect it. */
#include "instr/toolchain/response_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"

#include "base/banned.h"

enum { RESPONSE_DEPTH_MAX = 32 };

static bool response_is_space(char c)
{
    return c != '\0' && strchr(" \t\n\r\f\v", c);
}

/* Reads one word, which begins at *text and is not empty, and moves *text behind it. */
static void response_word(const char **text, struct str *word)
{
    const char *p = *text;
    for (char quote = '\0'; *p && (quote || !response_is_space(*p)); p++) {
        if (*p == '\\' && p[1])
            str_addc(word, *++p);
        else if (*p == quote)
            quote = '\0';
        else if (!quote && (*p == '"' || *p == '\''))
            quote = *p;
        else
            str_addc(word, *p);
    }
    *text = p;
}

void response_split(const char *text, struct arena *arena, struct arg_list *out)
{
    struct str word = STR_INIT;
    for (;;) {
        text += strspn(text, " \t\n\r\f\v");
        if (*text == '\0')
            break;
        str_clear(&word);
        response_word(&text, &word);
        arg_add(out, arena_copy(arena, word.data, word.len));
    }
    str_free(&word);
}

static int response_open(const char *arg, struct arena *arena, struct arg_list *out, int depth)
{
    struct str text = STR_INIT;
    if (arg[0] != '@' || access(arg + 1, R_OK) != 0) {
        arg_add(out, arg);
        return 0;
    }
    if (depth > RESPONSE_DEPTH_MAX)
        return error("%s: response files are nested too deep", arg);
    if (file_read(arg + 1, &text) != 0)
        return -1;
    struct arg_list words = {0};
    response_split(text.data, arena, &words);
    int status = 0;
    for (size_t i = 0; i < words.count && status == 0; i++)
        status = response_open(words.args[i], arena, out, depth + 1);
    free(words.args);
    str_free(&text);
    return status;
}

int response_expand(const char *arg, struct arena *arena, struct arg_list *out)
{
    return response_open(arg, arena, out, 0);
}
