/* In: a change and the lines of the data; out: for each new line whether it ran. */
#include "covdata/diff/patch_cover.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const struct line_span *patch_cover_span_at(const struct line_file *file, uint32_t line)
{
    size_t low = 0, high = file->span_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (file->spans[middle].last < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low < file->span_count && file->spans[low].first <= line ? &file->spans[low] : NULL;
}

static void patch_cover_line_add(struct cover_file *file, uint32_t number, struct bytes text)
{
    const struct line_span *span = file->file ? patch_cover_span_at(file->file, number) : NULL;
    struct cover_line *line = &file->lines[file->line_count++];
    *line =
        (struct cover_line){.number = number, .counts = span != NULL, .count = span ? span->count : 0, .text = text};
    file->tally.total += line->counts;
    file->tally.hit += line->count > 0;
}

static void patch_cover_file_add(struct patch_cover *cover, const struct change_file *change,
                                 const struct line_file *known)
{
    cover->files = array_grow(cover->files, cover->count, &cover->cap, sizeof *cover->files);
    struct cover_file *file = &cover->files[cover->count++];
    *file = (struct cover_file){.change = change, .file = known};
    file->lines = xcalloc(change->added_count + 1, sizeof *file->lines);
    for (size_t b = 0; b < change->block_count; b++)
        for (uint32_t i = 0; i < change->blocks[b].new_count; i++)
            patch_cover_line_add(file, change->blocks[b].new_first + i,
                                 change->added[change->blocks[b].first_added + i]);
    tally_add(&cover->tally, file->tally);
}

void patch_cover_make(struct patch_cover *cover, const struct changes *changes, const struct line_view *view,
                      struct places *places)
{
    struct map by_name = {0};
    for (size_t i = 0; i < view->count; i++)
        places_enter(places, &by_name, changes, view->files[i].package, view->files[i].path, &view->files[i]);
    for (size_t i = 0; i < changes->count; i++) {
        const struct change_file *change = &changes->files[i];
        if (change->new_name && change->added_count > 0)
            patch_cover_file_add(cover, change, map_get(&by_name, change->new_name, strlen(change->new_name)));
    }
    map_free(&by_name);
}

void patch_cover_free(struct patch_cover *cover)
{
    for (size_t i = 0; i < cover->count; i++)
        free(cover->files[i].lines);
    free(cover->files);
    *cover = (struct patch_cover){0};
}

bool patch_cover_group(const struct cover_file *file, size_t *at, size_t *end)
{
    const struct cover_line *lines = file->lines;
    while (*at < file->line_count && (!lines[*at].counts || lines[*at].count > 0))
        ++*at;
    for (*end = *at; *end < file->line_count && lines[*end].counts && lines[*end].count == 0; ++*end)
        if (*end > *at && lines[*end].number != lines[*end - 1].number + 1)
            break;
    return *at < file->line_count;
}

void patch_cover_missing(struct str *out, const struct cover_file *file)
{
    for (size_t at = 0, end = 0; patch_cover_group(file, &at, &end); at = end) {
        str_adds(out, out->len > 0 ? ", " : "");
        line_range_add(out, file->lines[at].number, file->lines[end - 1].number);
    }
}
