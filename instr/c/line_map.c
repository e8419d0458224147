/* From the compiler's line markers to the places as they were written.
 *
 * Clang's -frewrite-includes writes markers of the places as written, and leaves #line directives in the text. But
 * behind an include or a conditional in their reach its marker makes the compiler forget them: such directives are
 * lost, and must be put back.
 *
 * GCC's -E obeys the directives: its markers tell what they say. Where the compiler's marker names another line than
 * the next, be it behind lines that were left out or for a directive, is told from the file itself: it is read, the
 * lines that look like #line directives are noted, and a marker is placed behind the first of them that fits it, from
 * the one on that the last was placed behind. Where none fits, or the file can't be read, what the marker says is taken
 * for the place. */
#include "instr/c/line_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#include "base/banned.h"

/* The line behind line `at` is line `line` of `name`. The first of a file is what holds without one: line 1 behind line
 * 0. */
struct directive {
    uint32_t at, line;
    const char *name; /* NULL: it keeps the name that holds */
};

struct directives {
    struct directive *items;
    size_t count;
};

struct written_file {
    uint32_t file;
    const struct directives *directives; /* GCC: the file's; read when first needed */
    size_t current;                      /* … the one that holds */
    uint32_t floor;                      /* … no line before can come any more */
    bool redirected;                     /* Clang: `redirect` holds: what is written on line `from` is called that */
    uint32_t from;
    struct source_place redirect;
};

void written_open(struct written *written, struct source *source, bool rewritten)
{
    *written = (struct written){.source = source, .rewritten = rewritten};
}

void written_close(struct written *written)
{
    map_free(&written->directives);
    arena_free(&written->arena);
    free(written->files);
    free(written->lost);
    *written = (struct written){0};
}

/* The text up to the quote that ends it, backslashes resolved. */
static const char *name_read(struct arena *arena, const char *text)
{
    char *name = arena_alloc(arena, strcspn(text, "\n") + 1), *end = name;
    for (; *text && *text != '\n' && *text != '"'; text++) {
        if (*text == '\\' && (text[1] == '"' || text[1] == '\\'))
            text++;
        *end++ = *text;
    }
    *end = '\0';
    return name;
}

/* `# 12 "name"` or `#line 12 "name"` on a line of a file, comments and splices not understood. */
static bool directive_read(struct arena *arena, const char *line, struct directive *directive)
{
    line += strspn(line, " \t");
    if (*line++ != '#')
        return false;
    line += strspn(line, " \t");
    if (strncmp(line, "line", 4) == 0)
        line += 4 + strspn(line + 4, " \t");
    if (*line < '0' || *line > '9')
        return false;
    char *behind;
    directive->line = (uint32_t)strtoul(line, &behind, 10);
    behind += strspn(behind, " \t");
    directive->name = NULL;
    if (*behind == '"')
        directive->name = name_read(arena, behind + 1);
    return true;
}

static struct directives *directives_read(struct arena *arena, const char *file)
{
    struct directives *directives = arena_alloc(arena, sizeof *directives);
    struct directive *items = NULL, one = {0, 1, file};
    struct str text = STR_INIT;
    size_t count = 0, cap = 0;
    items = array_grow(items, count, &cap, sizeof *items);
    items[count++] = one;
    if (file_read(file, &text) != 0)
        str_clear(&text);
    uint32_t number = 1;
    for (const char *line = text.len ? text.data : NULL; line; number++) {
        if (directive_read(arena, line, &one)) {
            one.at = number;
            items = array_grow(items, count, &cap, sizeof *items);
            items[count++] = one;
        }
        line = memchr(line, '\n', text.len - (size_t)(line - text.data));
        line = line ? line + 1 : NULL;
    }
    directives->items = arena_alloc(arena, count * sizeof *items);
    memcpy(directives->items, items, count * sizeof *items);
    directives->count = count;
    free(items);
    str_free(&text);
    return directives;
}

static const struct directives *directives_of(struct written *written, uint32_t file)
{
    const char *name = written->source->files[file].name;
    void **at = map_at(&written->directives, name, strlen(name));
    if (*at == NULL)
        *at = directives_read(&written->arena, name);
    return *at;
}

/* May the directive have made the compiler call a line of its reach by this name? */
static bool may_name(const struct directive *directive, const char *name)
{
    return directive->name == NULL || strcmp(directive->name, name) == 0;
}

/* Does the directive reach the file's line `line`, called `called`? It reaches the line of the next one, but for what
 * that one itself makes the compiler say. */
static bool reaches(const struct directive *directive, bool is_last, uint32_t line, uint32_t called, const char *name)
{
    if (is_last || line < directive[1].at)
        return true;
    return line == directive[1].at && !(called == directive[1].line && may_name(&directive[1], name));
}

/* GCC: where the line was written that the compiler calls `place`. */
static struct source_place place_find(struct written *written, struct written_file *file, struct source_place place)
{
    const char *name = written->source->files[place.file].name;
    if (file->directives == NULL)
        file->directives = directives_of(written, file->file);
    for (size_t i = file->current; i < file->directives->count; i++) {
        const struct directive *directive = &file->directives->items[i];
        uint32_t line = directive->at + 1 + (place.line - directive->line);
        bool is_last = i + 1 == file->directives->count;
        if (place.line < directive->line || line < file->floor || !may_name(directive, name) ||
            !reaches(directive, is_last, line, place.line, name))
            continue;
        file->current = i;
        file->floor = line;
        return (struct source_place){file->file, line};
    }
    const struct directive *current = &file->directives->items[file->current];
    bool fits =
        may_name(current, name) && place.line >= current->line; /* the next directive is in a group that was left out */
    return fits ? (struct source_place){file->file, current->at + 1 + (place.line - current->line)} : place;
}

/* Clang: what the compiler calls line `line` of the file. */
static struct source_place place_redirect(const struct written_file *file, uint32_t line)
{
    return (struct source_place){file->redirect.file, file->redirect.line + (line - file->from)};
}

static struct written_file *innermost(struct written *written)
{
    return &written->files[written->depth - 1];
}

static void file_enter(struct written *written, uint32_t file)
{
    written->files = array_grow(written->files, written->depth, &written->cap, sizeof *written->files);
    written->files[written->depth++] = (struct written_file){.file = file};
}

/* <built-in>, <command-line>: nobody wrote it */
static bool is_made_up(const struct written *written, uint32_t file)
{
    return written->source->files[file].name[0] == '<';
}

static void marker_of_clang(struct written *written, size_t offset, struct source_place place)
{
    struct written_file *file = innermost(written);
    if (place.file != file->file) { /* `# 12 "name"` of the user's own */
        written_directive(written, offset, place);
        return;
    }
    struct source_place compiled = file->redirected ? place_redirect(file, place.line) : place;
    if (file->redirected) {
        written->lost = array_grow(written->lost, written->lost_count, &written->lost_cap, sizeof *written->lost);
        written->lost[written->lost_count++] = (struct lost_directive){(uint32_t)offset, compiled};
    }
    source_mark(written->source, offset, compiled, place);
}

/* The line that would come where the marker or directive at `offset` stands. */
static uint32_t next_line(const struct written *written, size_t offset)
{
    const struct source_marker *last = &written->source->markers[written->source->marker_count - 1];
    return last->written.line + (source_line(written->source, offset) - last->first);
}

/* Lines that have come will not come again. */
static void floor_raise(struct written *written, size_t offset)
{
    const struct source_marker *last = &written->source->markers[written->source->marker_count - 1];
    struct written_file *file = written->depth ? innermost(written) : NULL;
    if (file && last->written.file == file->file && next_line(written, offset) > file->floor)
        file->floor = next_line(written, offset);
}

void written_marker(struct written *written, size_t offset, struct source_place place, enum marker_flag flag)
{
    floor_raise(written, offset);
    if (flag == MARKER_LEAVE && written->depth > 1)
        written->depth--;
    if (is_made_up(written, place.file)) {
        if (flag == MARKER_LEAVE) /* back from an -include: the file that comes next is not within it */
            written->depth = 0;
        source_mark(written->source, offset, place, place);
        return;
    }
    if (flag == MARKER_ENTER || written->depth == 0) {
        file_enter(written, place.file);
        source_mark(written->source, offset, place, place);
    } else if (written->rewritten) {
        marker_of_clang(written, offset, place);
    } else if (written->source->files[place.file].system) {
        source_mark(written->source, offset, place, place);
    } else {
        source_mark(written->source, offset, place, place_find(written, innermost(written), place));
    }
}

void written_directive(struct written *written, size_t offset, struct source_place place)
{
    if (written->depth == 0)
        file_enter(written, 0);
    struct written_file *file = innermost(written);
    uint32_t line = next_line(written, offset) + 1;
    file->redirected = true;
    file->from = line;
    file->redirect = place;
    source_mark(written->source, offset, place, (struct source_place){file->file, line});
}
