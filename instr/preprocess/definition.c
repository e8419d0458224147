/* In: a #define as written. Out: the definition as GCC's -dD prints it: `NAME(a,b) body`.
 *
 * The text is not split into tokens: white space and comments become one space, splices are dropped, everything else is
 * copied. Only # and ## differ: GCC stores them as flags of their operands and prints them by rules of its own. */
#include "instr/preprocess/definition.h"

#include <string.h>

#include "base/banned.h"

enum { PARAMETERS_MAX = 64 };

struct reader {
    const char *at, *end;
    struct str *out;
    struct name {
        const char *text;
        size_t len;
    } parameters[PARAMETERS_MAX];
    size_t parameter_count;
    bool function_like, variadic, has_rest; /* has_rest: __VA_ARGS__ */
};

static bool definition_is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

static bool definition_is_name(char c)
{
    return definition_is_name_start(c) || (c >= '0' && c <= '9');
}

/* Skips a comment. False: compilers may warn about it. */
static bool definition_comment_pass(struct reader *reader)
{
    const char *begin = reader->at + 2;
    bool block = reader->at[1] == '*';
    const char *close = block ? memmem(begin, (size_t)(reader->end - begin), "*/", 2) : reader->end;
    if (close == NULL || memmem(begin, (size_t)(close - begin), "/*", 2) ||
        (!block && memchr(begin, '\n', (size_t)(close - begin))) || memmem(begin, (size_t)(close - begin), "*\\\n", 3))
        return false;
    reader->at = block ? close + 2 : close;
    return true;
}

/* Skips white space, comments and splices. *space: there was any. False as above. */
static bool definition_space_pass(struct reader *reader, bool *space)
{
    *space = false;
    while (reader->at < reader->end) {
        const char *p = reader->at;
        if (*p == ' ' || *p == '\t' || *p == '\r') {
            reader->at++;
            *space = true;
        } else if (*p == '\\' && (p[1] == '\n' || (p[1] == '\r' && p[2] == '\n'))) {
            reader->at += p[1] == '\n' ? 2 : 3;
        } else if (*p == '/' && p + 1 < reader->end && (p[1] == '*' || p[1] == '/')) {
            *space = true;
            if (!definition_comment_pass(reader))
                return false;
        } else {
            return true;
        }
    }
    return true;
}

/* Copies a literal. False: it is unterminated or contains a splice. */
static bool definition_literal_copy(struct reader *reader)
{
    const char *p = reader->at + 1;
    char quote = *reader->at;
    while (p < reader->end && *p != quote) {
        if (*p == '\\')
            p++;
        if (*p == '\n')
            return false;
        p++;
    }
    if (p >= reader->end)
        return false;
    str_add(reader->out, reader->at, (size_t)(p + 1 - reader->at));
    reader->at = p + 1;
    return true;
}

static bool definition_is_parameter(const struct reader *reader, const char *text, size_t len)
{
    for (size_t i = 0; i < reader->parameter_count; i++) {
        if (reader->parameters[i].len == len && memcmp(reader->parameters[i].text, text, len) == 0)
            return true;
    }
    return reader->has_rest && len == 11 && memcmp(text, "__VA_ARGS__", 11) == 0;
}

static size_t definition_name_length(const struct reader *reader)
{
    const char *p = reader->at;
    while (p < reader->end && definition_is_name(*p))
        p++;
    return (size_t)(p - reader->at);
}

/* # or ##; `space`: white space comes before. In a function-like macro # stringizes the parameter behind it. */
static bool definition_hash_write(struct reader *reader, bool space, bool first)
{
    bool more = false;
    char next = reader->at + 1 < reader->end ? reader->at[1] : '\0';
    reader->at += next == '#' ? 2 : 1;
    if (next == '#' || next == '\\') {
        str_adds(reader->out, " ##");
        return next == '#';
    }
    if (reader->function_like) {
        if (!definition_space_pass(reader, &more))
            return false;
        size_t len = definition_name_length(reader);
        if (len == 0 || !definition_is_parameter(reader, reader->at, len))
            return false;
    }
    str_adds(reader->out, (space || more) && !first ? " #" : "#");
    if (!reader->function_like)
        return true;
    size_t len = definition_name_length(reader);
    str_add(reader->out, reader->at, len);
    reader->at += len;
    return true;
}

bool definition_raw_prefix(const char *word, size_t len)
{
    static const char *const prefixes[] = {"R", "LR", "uR", "UR", "u8R"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strlen(prefixes[i]) == len && memcmp(prefixes[i], word, len) == 0)
            return true;
    }
    return false;
}

static bool definition_word_write(struct reader *reader)
{
    const char *begin = reader->at;
    size_t len = definition_name_length(reader);
    reader->at += len;
    str_add(reader->out, begin, len);
    bool raw = reader->at < reader->end && *reader->at == '"' && definition_raw_prefix(begin, len);
    bool rest = (len == 11 && memcmp(begin, "__VA_ARGS__", 11) == 0 && !reader->has_rest) ||
                (len == 10 && memcmp(begin, "__VA_OPT__", 10) == 0);
    return !raw && !rest;
}

/* Writes the tokens up to the end, without a leading space. */
static bool definition_body_write(struct reader *reader, bool with_hashes)
{
    for (bool first = true, space;; first = false) {
        if (!definition_space_pass(reader, &space))
            return false;
        if (reader->at >= reader->end)
            return true;
        space &= !first;
        char c = *reader->at;
        if (c == '#' && with_hashes) {
            if (!definition_hash_write(reader, space, first))
                return false;
            continue;
        }
        if (space)
            str_addc(reader->out, ' ');
        if (definition_is_name(c)) {
            if (!definition_word_write(reader))
                return false;
        } else if (c == '"' || c == '\'') {
            if (!definition_literal_copy(reader))
                return false;
        } else if (c == '\\' || c == '%' || c == '@' || c == '`' || (unsigned char)c < ' ' ||
                   (unsigned char)c >= 0x7f) {
            if (c != '%' || (reader->at + 1 < reader->end && reader->at[1] == ':'))
                return false;
            str_addc(reader->out, c);
            reader->at++;
        } else {
            str_addc(reader->out, c);
            reader->at++;
        }
    }
}

/* (a, b, rest...): reader->at is behind the parenthesis. */
static bool definition_parameters_write(struct reader *reader)
{
    bool space;
    str_addc(reader->out, '(');
    while (definition_space_pass(reader, &space) && reader->at < reader->end) {
        size_t len = definition_name_length(reader);
        if (len && definition_is_name_start(*reader->at) && !reader->variadic &&
            reader->parameter_count < PARAMETERS_MAX && !definition_is_parameter(reader, reader->at, len)) {
            reader->parameters[reader->parameter_count++] = (struct name){reader->at, len};
            str_add(reader->out, reader->at, len);
            reader->at += len;
            if (!definition_space_pass(reader, &space))
                return false;
        } else if (len) {
            return false;
        }
        if (reader->end - reader->at >= 3 && memcmp(reader->at, "...", 3) == 0) {
            reader->variadic = true;
            reader->has_rest = len == 0;
            str_adds(reader->out, "...");
            reader->at += 3;
            len = 1;
            if (!definition_space_pass(reader, &space))
                return false;
        }
        char c = reader->at < reader->end ? *reader->at++ : '\0';
        str_addc(reader->out, c);
        if (c == ')')
            return len > 0 || reader->parameter_count == 0;
        if (c != ',' || len == 0 || reader->variadic)
            return false;
    }
    return false;
}

bool definition_write(const char *text, const char *end, struct str *out, size_t *name_len)
{
    struct reader reader = {.at = text, .end = end, .out = out};
    bool space;
    if (!definition_space_pass(&reader, &space))
        return false;
    size_t len = *name_len = definition_name_length(&reader);
    if (len == 0 || !definition_is_name_start(*reader.at))
        return false;
    str_add(out, reader.at, len);
    reader.at += len;
    reader.function_like = reader.at < end && *reader.at == '(';
    if (reader.function_like) {
        reader.at++;
        if (!definition_parameters_write(&reader))
            return false;
    } else if (reader.at < end && strchr(" \t\r/", *reader.at) == NULL) {
        return false;
    }
    str_addc(out, ' ');
    return definition_body_write(&reader, true);
}

bool tokens_write(const char *text, const char *end, struct str *out)
{
    struct reader reader = {.at = text, .end = end, .out = out};
    return definition_body_write(&reader, false);
}
