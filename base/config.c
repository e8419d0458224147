/* Configuration files. In: lines of text. Out: keys and values. */
#include "base/config.h"

#include <string.h>

#include "base/file.h"
#include "base/report.h"
#include "base/str.h"

#include "base/banned.h"

static const char blanks[] = " \t\r";

/* text[0..len) without white space at both ends. */
static char *config_trim(struct arena *arena, const char *text, size_t len)
{
    while (len > 0 && strchr(blanks, text[len - 1]))
        len--;
    size_t skip = strspn(text, blanks);
    skip = skip < len ? skip : len;
    return arena_copy(arena, text + skip, len - skip);
}

/* Returns NULL, or what is wrong with the line. */
static const char *config_line_take(struct arena *arena, const char *line, size_t len, config_taker *take,
                                    void *context)
{
    if (memchr(line, '\0', len))
        return "not a line of text";
    const char *text = config_trim(arena, line, len);
    if (*text == '\0' || *text == '#')
        return NULL;
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text)
        return "not of the form key = value";
    const char *key = config_trim(arena, text, (size_t)(equals - text));
    return take(context, key, config_trim(arena, equals + 1, strlen(equals + 1)));
}

int config_read(const char *path, struct arena *arena, config_taker *take, void *context)
{
    struct str text = STR_INIT;
    if (file_read(path, &text) != 0)
        return -1;
    int result = 0;
    size_t at = 0;
    for (size_t number = 1; result == 0 && at < text.len; number++) {
        const char *line = text.data + at, *end = memchr(line, '\n', text.len - at);
        size_t len = end ? (size_t)(end - line) : text.len - at;
        const char *wrong = config_line_take(arena, line, len, take, context);
        if (wrong)
            result = error("%s:%zu: %s", path, number, wrong);
        at += len + 1;
    }
    str_free(&text);
    return result;
}
