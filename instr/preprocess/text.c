/* Copies the text between directives, and writes line markers where it continues in another place. */
#include <string.h>

#include "instr/preprocess/definition.h"
#include "instr/preprocess/preprocessor.h"

#include "base/banned.h"

enum { MARKER_GAP = 8 };

/* Ten times as fast as str_addf. */
static void text_number_add(struct str *out, uint32_t number)
{
    char digits[10];
    size_t begin = sizeof digits;
    do
        digits[--begin] = (char)('0' + number % 10);
    while (number /= 10);
    str_add(out, digits + begin, sizeof digits - begin);
}

void preprocess_marker(struct preprocessor *p, uint32_t line, const char *flag)
{
    static const char *const systems[] = {"", " 3", " 3 4"};
    const struct frame *frame = preprocess_frame(p);
    str_adds(p->out, "# ");
    text_number_add(p->out, line + frame->shift);
    str_adds(p->out, " \"");
    str_adds(p->out, frame->called ? frame->called : frame->file->path);
    str_addc(p->out, '"');
    str_adds(p->out, flag);
    str_adds(p->out, systems[frame->system]);
    str_addc(p->out, '\n');
    p->printed_line = line;
}

void preprocess_line_reach(struct preprocessor *p, uint32_t line)
{
    if (line < p->printed_line || line >= p->printed_line + MARKER_GAP) {
        preprocess_marker(p, line, "");
        return;
    }
    for (; p->printed_line < line; p->printed_line++)
        str_addc(p->out, '\n');
}

bool preprocess_path_is_unusual(const struct preprocessor *p, const char *path)
{
    if (p->request->compiler->judges_double_slashes && strstr(path, "//"))
        return true;
    for (; *path; path++) {
        if (preprocess_line_classes[(unsigned char)*path] % 2 || (unsigned char)*path < ' ' || *path == '"' ||
            *path == '\\')
            return true;
    }
    return false;
}

void preprocess_file_enter(struct preprocessor *p, struct include_file *file, unsigned system)
{
    if (p->depth == INCLUDE_DEPTH_MAX) {
        preprocess_give_up(p, "includes are nested too deep");
        return;
    }
    if (preprocess_path_is_unusual(p, file->path)) {
        preprocess_give_up(p, "a header's path has unusual characters");
        return;
    }
    preprocess_file_note(p, file, system != 0);
    p->frames[p->depth++] = (struct frame){.file = file,
                                           .system = system,
                                           .pos = file->begin,
                                           .line = 1,
                                           .group_base = p->group_count,
                                           .guard_valid = true};
}

/* Clang may warn about the structure of these files. */
static void text_end_check(struct preprocessor *p, const struct frame *frame)
{
    const struct include_file *file = frame->file;
    if (frame->guard_valid && frame->other_defined && frame->guard && frame->guard->macro == NULL)
        preprocess_give_up(p, "a header does not define its include guard");
    if (p->request->refuses_extensions && frame->system == 0 && file->len && file->text[file->len - 1] != '\n')
        preprocess_give_up(p, "a file lacks a newline at its end");
}

/* The file has been read. */
static void text_file_leave(struct preprocessor *p)
{
    struct frame *frame = preprocess_frame(p);
    if (p->group_count != frame->group_base)
        preprocess_give_up(p, "a conditional is unterminated");
    if (p->request->compiler->warns_of_structure)
        text_end_check(p, frame);
    if (frame->guard_valid && frame->file->same->guard == NULL)
        frame->file->same->guard = frame->guard;
    if (--p->depth == 0)
        return;
    frame = preprocess_frame(p);
    frame->guard_valid = false;
    preprocess_marker(p, frame->line, " 2");
}

/* The end of a block comment, whose last two characters may contain splices. NULL: there is none. */
static const char *text_comment_close(const char *at, const char *end)
{
    while ((at = memchr(at, '*', (size_t)(end - at)))) {
        at++;
        const char *slash = at;
        while (slash[0] == '\\' && slash[1] == '\n')
            slash += 2;
        if (slash < end && *slash == '/')
            return slash + 1;
    }
    return NULL;
}

/* Skips a comment that begins at text[pos]. */
static size_t text_comment_pass(struct preprocessor *p, const char *text, size_t pos, size_t end, uint32_t *lines)
{
    const char *begin = text + pos + 2;
    if (text[pos + 1] == '*') {
        const char *close = text_comment_close(begin, text + end);
        if (close == NULL) {
            preprocess_give_up(p, "a comment is unterminated");
            return end;
        }
        for (const char *at = begin; (at = memchr(at, '\n', (size_t)(close - at))); at++)
            ++*lines;
        return (size_t)(close - text);
    }
    for (;;) {
        const char *newline = memchr(begin, '\n', (size_t)(text + end + 1 - begin));
        size_t at = (size_t)(newline - text);
        char last = newline[-1];
        if (last == ' ' || last == '\t' || last == '\r') {
            while (last == ' ' || last == '\t' || last == '\r')
                last = *--newline;
            if (last == '\\')
                preprocess_give_up(p, "a line of a comment ends in a backslash and blanks");
            return at < end ? at : end;
        }
        if (last != '\\' || at >= end)
            return at < end ? at : end;
        ++*lines;
        begin = text + at + 1;
    }
}

static bool text_is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Skips a literal whose quote is at text[pos]; in skipped text it ends at a newline, too. */
static size_t text_literal_pass(struct preprocessor *p, const char *text, size_t pos, size_t end, uint32_t *lines)
{
    char quote = text[pos], before = pos ? text[pos - 1] : '\0';
    bool digit = (before >= '0' && before <= '9' && before != '8') || (before >= 'a' && before <= 'f');
    size_t word = pos;
    while (word > 0 && text_is_word(text[word - 1]))
        word--;
    if ((quote == '"' && definition_raw_prefix(text + word, pos - word) && p->request->raw_strings) ||
        (quote == '\'' && digit && !p->skipping))
        preprocess_give_up(p, "only the compiler can read a literal");
    for (pos++; pos < end; pos++) {
        if (text[pos] == quote)
            return pos + 1;
        if (text[pos] == '\\' && pos + 1 < end) {
            pos++;
            *lines += text[pos] == '\n';
        } else if (text[pos] == '\n') {
            break;
        }
    }
    if (!p->skipping)
        preprocess_give_up(p, "a literal is unterminated");
    p->open_literal |= preprocess_frame(p)->system == 0;
    return pos;
}

/* Bytes that matter: 1 white space, 2 a newline, 3 the beginning of something; 0 all others. */
static const unsigned char classes[256] = {
    [' '] = 1, ['\t'] = 1, ['\f'] = 1, ['\v'] = 1, ['\r'] = 1, ['\n'] = 2,
    ['#'] = 3, ['/'] = 3,  ['"'] = 3,  ['\''] = 3, ['\\'] = 3,
};

/* The offset of the next directive's #, or of the file's end. */
static size_t text_segment_scan(struct preprocessor *p, struct frame *frame, uint32_t *lines)
{
    const char *text = frame->file->text;
    size_t pos = frame->pos, end = frame->file->len;
    bool line_start = true, valid = frame->guard_valid;
    while (pos < end) {
        unsigned char class = classes[(unsigned char)text[pos]];
        if (class == 0) {
            line_start = valid = false;
            do
                pos++;
            while (classes[(unsigned char)text[pos]] == 0);
            continue;
        }
        char c = text[pos];
        if (class == 1) {
            pos++;
        } else if (class == 2) {
            pos++;
            ++*lines;
            line_start = true;
        } else if (c == '#' && line_start) {
            break;
        } else if (c == '/' && (text[pos + 1] == '/' || text[pos + 1] == '*')) {
            pos = text_comment_pass(p, text, pos, end, lines);
        } else if (c == '"' || c == '\'') {
            pos = text_literal_pass(p, text, pos, end, lines);
            line_start = valid = false;
        } else if (c == '\\' && text[pos + 1] == '\n') {
            pos += 2;
            ++*lines;
        } else {
            if ((c == '\\' || (c == '/' && text[pos + 1] == '\\')) && !p->skipping)
                preprocess_give_up(p, "there is a stray backslash");
            line_start = valid = false;
            pos++;
        }
    }
    frame->guard_valid = valid;
    return pos;
}

void preprocess_segment(struct preprocessor *p)
{
    struct frame *frame = preprocess_frame(p);
    const char *text = frame->file->text;
    size_t begin = frame->pos, end = frame->file->len;
    uint32_t lines = 0;
    size_t pos = text_segment_scan(p, frame, &lines);
    frame->line += lines;
    if (begin < end && pos >= begin && !p->skipping) {
        bool add_newline = pos >= end && text[end - 1] != '\n';
        str_add(p->out, text + begin, pos - begin + add_newline);
        p->printed_line += lines + add_newline;
        frame->line += add_newline;
    }
    if (p->reason)
        return;
    if (pos < end)
        preprocess_directive(p, pos);
    else
        text_file_leave(p);
}
