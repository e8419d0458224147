/* In: preprocessed text in which GCC has replaced push_macro and pop_macro, which it obeyed, by as many blanks. Out: the
 * text with these pragmas. What stood in place of the blanks is read from the file and line that the line markers give.
 */
#include "instr/preprocess/gcc_restore.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/line_marker.h"
#include "base/map.h"
#include "base/memory.h"
#include "instr/c/source.h"

#include "base/banned.h"

/* The files that have been read. */
struct originals {
    struct map map; /* name -> struct str */
    struct arena arena;
};

static const struct str *gcc_restore_original_text(struct originals *originals, const char *name)
{
    void **at = map_at(&originals->map, name, strlen(name));
    if (*at == NULL) {
        struct str *text = arena_alloc(&originals->arena, sizeof *text);
        *text = (struct str)STR_INIT;
        *at = text;
        if (name[0] != '<' && file_read_quietly(name, text) != 0)
            str_free(text);
    }
    return *at;
}

/* Line `number` of the text. NULL: there is none. */
static const char *gcc_restore_line_of(const struct str *text, uint32_t number, size_t *len)
{
    const char *p = text->data;
    for (uint32_t line = 1; p && line < number; line++) {
        p = strchr(p, '\n');
        p = p ? p + 1 : NULL;
    }
    *len = p ? strcspn(p, "\n") : 0;
    return p;
}

/* push_macro or pop_macro. */
static bool gcc_restore_is_macro_pragma(const char *line, size_t len)
{
    return (memmem(line, len, "push_macro", 10) || memmem(line, len, "pop_macro", 9)) &&
           memmem(line, len, "pragma", 6) && memchr(line, '#', len) && line[len - 1] != '\\';
}

/* Is it a line of blanks only, and long enough to have been a #pragma? */
static bool gcc_restore_is_blanked(const char *line, size_t len)
{
    return len >= 7 && strspn(line, " ") >= len;
}

/* Reads a line marker, so that the file and line of the lines below are known. */
static void gcc_restore_follow(struct source *source, size_t begin)
{
    struct line_marker marker;
    if (!line_marker_read(source->text + begin, &marker) || marker.name_len == 0)
        return;
    struct source_place place = {source_file(source, marker.name, (uint32_t)marker.name_len), (uint32_t)marker.line};
    source_mark(source, begin, place, place);
}

/* For a pop_macro GCC prints a marker and an #undef, for the definition that was popped, but not the definition that it
 * restores: the #undef would remove that. */
static bool gcc_restore_tells_of_pop(const struct source *source, size_t line, const char *original, size_t len,
                                     uint32_t number)
{
    static const char undef[] = "#undef ";
    const char *quote = memchr(original, '"', len), *marker = source->text + source->line_starts[line];
    if (line + 1 >= source->line_count || quote == NULL || !memmem(original, len, "pop_macro", 9) ||
        !text_starts(marker, "# ") || strtoul(marker + 2, NULL, 10) != number)
        return false;
    const char *name = source->text + source->line_starts[line + 1];
    size_t name_len = text_starts(name, undef) ? strcspn(name + strlen(undef), "\n") : 0;
    return name_len && (size_t)(original + len - quote) > name_len + 1 &&
           memcmp(quote + 1, name + strlen(undef), name_len) == 0 && quote[1 + name_len] == '"';
}

/* Writes line `i` of the text, or what stood there. Returns the number of lines that it has dealt with. */
static size_t gcc_restore_line_restore(struct source *source, struct originals *originals, size_t i, struct str *out)
{
    size_t begin = source->line_starts[i], end = i + 1 < source->line_count ? source->line_starts[i + 1] : source->len;
    const char *line = source->text + begin, *original = NULL;
    size_t len = strcspn(line, "\n"), original_len = 0;
    struct position position;
    if (text_starts(line, "# "))
        gcc_restore_follow(source, begin);
    if (gcc_restore_is_blanked(line, len)) {
        position = source_locate(source, begin);
        original = gcc_restore_line_of(gcc_restore_original_text(originals, source->files[position.file].name),
                                       position.line, &original_len);
    }
    if (original == NULL || original_len == 0 || !gcc_restore_is_macro_pragma(original, original_len)) {
        str_add(out, line, end - begin);
        return 1;
    }
    str_add(out, original, original_len);
    str_addc(out, '\n');
    if (i + 1 >= source->line_count || !gcc_restore_tells_of_pop(source, i + 1, original, original_len, position.line))
        return 1;
    gcc_restore_follow(source, end);
    return 3;
}

void gcc_restore_pragmas(struct str *text)
{
    static const char blank_line[] = "\n       ";
    if (text->data == NULL || strstr(text->data, blank_line) == NULL)
        return;
    struct source source;
    struct originals originals = {0};
    struct str out = STR_INIT;
    source_open(&source, text->data, text->len, "<unknown>");
    for (size_t i = 0; i < source.line_count;)
        i += gcc_restore_line_restore(&source, &originals, i, &out);
    for (size_t i = 0; i < originals.map.cap; i++) {
        if (originals.map.entries[i].value)
            str_free(originals.map.entries[i].value);
    }
    map_free(&originals.map);
    arena_free(&originals.arena);
    source_close(&source);
    str_free(text);
    *text = out;
}
