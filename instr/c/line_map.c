/* From the compiler's line markers to physical and presumed locations.
 *
 * Clang's -frewrite-includes writes markers with physical locations and leaves #line directives in the text. But a
 * marker behind an include or a conditional ends the effect of an earlier #line directive. Such directives are listed
 * as lost, so that the caller can write them again. A line marker that the user wrote looks like Clang's own; the file
 * tells whether it has a directive at this line. It then has the effect of #line.
 *
 * GCC's -E obeys #line directives: its markers give presumed locations. To find the physical line, the file itself is
 * read and its lines that look like #line directives are noted. A marker is then assigned to the first directive that
 * fits it, starting with the one assigned last. If none fits, or the file cannot be read, the presumed location is
 * taken for the physical one. */
#include "instr/c/line_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* The line behind line `at` is presumed to be line `line` of `name`. A file's first entry stands for the absence of
 * directives: line 1 behind line 0. */
struct directive {
    uint32_t at, line;
    const char *name; /* NULL: the presumed name stays */
};

struct directives {
    struct directive *items;
    size_t count;
};

struct mapped_file {
    uint32_t file;
    const struct directives *directives; /* GCC: the file's; read when first needed */
    size_t current;                      /* GCC: the directive in effect */
    uint32_t floor;                      /* GCC: lines before this one were already seen */
    bool redirected;                     /* Clang: a directive is in effect: `from` is presumed to be `redirect` */
    uint32_t from;
    struct source_place redirect;
};

void line_map_open(struct line_map *map, struct source *source, bool rewritten)
{
    *map = (struct line_map){.source = source, .rewritten = rewritten};
}

void line_map_close(struct line_map *map)
{
    map_free(&map->directives);
    arena_free(&map->arena);
    free(map->files);
    free(map->lost);
    *map = (struct line_map){0};
}

/* The text up to the closing quote, backslashes resolved. */
static const char *line_map_name(struct arena *arena, const char *text)
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

/* Reads `# 12 "name"` or `#line 12 "name"`. Comments and splices within the directive are not understood. */
static bool line_map_directive_read(struct arena *arena, const char *line, struct directive *directive)
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
    directive->name = *behind == '"' ? line_map_name(arena, behind + 1) : NULL;
    return true;
}

/* The directives of `file`, whose bytes are `text`. */
static struct directives *line_map_directives_find(struct arena *arena, const char *file, const struct str *text)
{
    struct directives *directives = arena_alloc(arena, sizeof *directives);
    struct directive *items = NULL, one = {0, 1, file};
    size_t count = 0, cap = 0;
    items = array_grow(items, count, &cap, sizeof *items);
    items[count++] = one;
    uint32_t number = 1;
    for (const char *line = text->data; line; number++) {
        if (line_map_directive_read(arena, line, &one)) {
            one.at = number;
            items = array_grow(items, count, &cap, sizeof *items);
            items[count++] = one;
        }
        line = memchr(line, '\n', text->len - (size_t)(line - text->data));
        line = line ? line + 1 : NULL;
    }
    directives->items = arena_alloc(arena, count * sizeof *items);
    memcpy(directives->items, items, count * sizeof *items);
    directives->count = count;
    free(items);
    return directives;
}

static const struct directives *line_map_directives_of(struct line_map *map, uint32_t file)
{
    const char *name = map->source->files[file].name;
    void **at = map_at(&map->directives, name, strlen(name));
    if (*at == NULL) {
        struct str text = STR_INIT;
        if (map->read_file == NULL || map->read_file(name, &text) != 0)
            str_clear(&text);
        *at = line_map_directives_find(&map->arena, name, &text);
        str_free(&text);
    }
    return *at;
}

/* Can `name` be the presumed file of a line under this directive? */
static bool line_map_may_name(const struct directive *directive, const char *name)
{
    return directive->name == NULL || strcmp(directive->name, name) == 0;
}

/* Is physical line `line`, presumed to be `presumed` of `name`, under this directive? It is, up to the line of the next
 * directive, unless that one explains the presumed location. */
static bool line_map_reaches(const struct directive *directive, bool is_last, uint32_t line, uint32_t presumed,
                             const char *name)
{
    if (is_last || line < directive[1].at)
        return true;
    return line == directive[1].at && !(presumed == directive[1].line && line_map_may_name(&directive[1], name));
}

static uint32_t line_map_physical_line(const struct directive *directive, uint32_t presumed)
{
    return directive->at + 1 + (presumed - directive->line);
}

/* GCC: the physical location of the presumed `place`. */
static struct source_place line_map_physical(struct line_map *map, struct mapped_file *file, struct source_place place)
{
    const char *name = map->source->files[place.file].name;
    if (file->directives == NULL)
        file->directives = line_map_directives_of(map, file->file);
    for (size_t i = file->current; i < file->directives->count; i++) {
        const struct directive *directive = &file->directives->items[i];
        uint32_t line = line_map_physical_line(directive, place.line);
        bool is_last = i + 1 == file->directives->count;
        if (place.line < directive->line || line < file->floor || !line_map_may_name(directive, name) ||
            !line_map_reaches(directive, is_last, line, place.line, name))
            continue;
        file->current = i;
        file->floor = line;
        return (struct source_place){file->file, line};
    }
    /* the next directive may be in a skipped conditional group: the current one still holds */
    const struct directive *current = &file->directives->items[file->current];
    bool fits = line_map_may_name(current, name) && place.line >= current->line;
    return fits ? (struct source_place){file->file, line_map_physical_line(current, place.line)} : place;
}

/* Clang: the presumed location of physical line `line`. */
static struct source_place line_map_presumed(const struct mapped_file *file, uint32_t line)
{
    return (struct source_place){file->redirect.file, file->redirect.line + (line - file->from)};
}

static struct mapped_file *line_map_innermost(struct line_map *map)
{
    return &map->files[map->depth - 1];
}

static void line_map_enter(struct line_map *map, uint32_t file)
{
    map->files = array_grow(map->files, map->depth, &map->cap, sizeof *map->files);
    map->files[map->depth++] = (struct mapped_file){.file = file};
}

/* <built-in>, <command-line> */
static bool line_map_is_pseudo_file(const struct line_map *map, uint32_t file)
{
    return map->source->files[file].name[0] == '<';
}

static void line_map_clang_marker(struct line_map *map, size_t offset, struct source_place place)
{
    struct mapped_file *file = line_map_innermost(map);
    if (place.file != file->file) { /* the user wrote `# 12 "name"` */
        line_map_directive(map, offset, place);
        return;
    }
    struct source_place presumed = file->redirected ? line_map_presumed(file, place.line) : place;
    if (file->redirected) {
        map->lost = array_grow(map->lost, map->lost_count, &map->lost_cap, sizeof *map->lost);
        map->lost[map->lost_count++] = (struct lost_directive){(uint32_t)offset, presumed};
    }
    source_mark(map->source, offset, presumed, place);
}

/* The physical line at which the marker or directive at `offset` would stand. */
static uint32_t line_map_next_line(const struct line_map *map, size_t offset)
{
    const struct source_marker *last = &map->source->markers[map->source->marker_count - 1];
    return last->physical.line + (source_line(map->source, offset) - last->first);
}

/* A file's physical lines only go up. */
static void line_map_floor_raise(struct line_map *map, size_t offset)
{
    const struct source_marker *last = &map->source->markers[map->source->marker_count - 1];
    struct mapped_file *file = map->depth ? line_map_innermost(map) : NULL;
    if (file && last->physical.file == file->file && line_map_next_line(map, offset) > file->floor)
        file->floor = line_map_next_line(map, offset);
}

/* Clang: does the innermost file itself have this marker? Not asked of system headers, which would all be read. */
static bool line_map_is_users(struct line_map *map, size_t offset, struct source_place place)
{
    struct mapped_file *file = map->depth ? line_map_innermost(map) : NULL;
    if (!map->rewritten || file == NULL || map->source->files[file->file].system)
        return false;
    if (file->directives == NULL)
        file->directives = line_map_directives_of(map, file->file);
    uint32_t line = line_map_next_line(map, offset);
    for (size_t i = 1; i < file->directives->count; i++) {
        const struct directive *directive = &file->directives->items[i];
        if (directive->at == line && directive->line == place.line &&
            line_map_may_name(directive, map->source->files[place.file].name))
            return true;
    }
    return false;
}

void line_map_marker(struct line_map *map, size_t offset, struct source_place place, enum marker_flag flag)
{
    if (flag == MARKER_NONE && line_map_is_users(map, offset, place)) {
        line_map_directive(map, offset, place);
        return;
    }
    line_map_floor_raise(map, offset);
    if (flag == MARKER_LEAVE && map->depth > 1)
        map->depth--;
    if (line_map_is_pseudo_file(map, place.file)) {
        if (flag == MARKER_LEAVE) /* the end of an -include: the next file is not included by it */
            map->depth = 0;
        source_mark(map->source, offset, place, place);
        return;
    }
    if (flag == MARKER_ENTER || map->depth == 0) {
        line_map_enter(map, place.file);
        source_mark(map->source, offset, place, place);
    } else if (map->rewritten) {
        line_map_clang_marker(map, offset, place);
    } else if (map->source->files[place.file].system) {
        source_mark(map->source, offset, place, place);
    } else {
        source_mark(map->source, offset, place, line_map_physical(map, line_map_innermost(map), place));
    }
}

void line_map_directive(struct line_map *map, size_t offset, struct source_place place)
{
    if (map->depth == 0)
        line_map_enter(map, 0);
    struct mapped_file *file = line_map_innermost(map);
    uint32_t line = line_map_next_line(map, offset) + 1;
    file->redirected = true;
    file->from = line;
    file->redirect = place;
    source_mark(map->source, offset, place, (struct source_place){file->file, line});
}
