/* In: lines of a change in order; out: blocks. */
#include "covdata/diff/changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const char *changes_name_keep(struct changes *changes, const char *name)
{
    return name ? arena_copy(&changes->arena, name, strlen(name)) : NULL;
}

void changes_file(struct changes *changes, const char *old_name, const char *new_name)
{
    changes->files = array_grow(changes->files, changes->count, &changes->cap, sizeof *changes->files);
    changes->files[changes->count++] = (struct change_file){.old_name = changes_name_keep(changes, old_name),
                                                            .new_name = changes_name_keep(changes, new_name)};
}

void changes_hunk(struct changes *changes, uint32_t old_line, uint32_t new_line)
{
    changes->old_line = old_line;
    changes->new_line = new_line;
}

/* The block that goes on where the hunk has come to. */
static struct change_block *changes_block_at(struct changes *changes, struct change_file *file)
{
    struct change_block *last = file->block_count ? &file->blocks[file->block_count - 1] : NULL;
    if (last && last->old_first + last->old_count == changes->old_line &&
        last->new_first + last->new_count == changes->new_line)
        return last;
    file->blocks = array_grow(file->blocks, file->block_count, &file->block_cap, sizeof *file->blocks);
    last = &file->blocks[file->block_count++];
    *last = (struct change_block){.old_first = changes->old_line,
                                  .new_first = changes->new_line,
                                  .first_removed = file->removed_count,
                                  .first_added = file->added_count};
    return last;
}

static void changes_text_add(struct changes *changes, struct bytes **texts, size_t *count, size_t *cap,
                             struct bytes text)
{
    *texts = array_grow(*texts, *count, cap, sizeof **texts);
    (*texts)[(*count)++] = (struct bytes){arena_copy(&changes->arena, text.data, text.len), text.len};
}

void changes_line(struct changes *changes, char kind, const char *text, size_t len)
{
    struct change_file *file = &changes->files[changes->count - 1];
    struct bytes line = {text, len};
    if (kind == '-') {
        changes_block_at(changes, file)->old_count++;
        changes_text_add(changes, &file->removed, &file->removed_count, &file->removed_cap, line);
    } else if (kind == '+') {
        changes_block_at(changes, file)->new_count++;
        changes_text_add(changes, &file->added, &file->added_count, &file->added_cap, line);
    }
    changes->old_line += kind != '+';
    changes->new_line += kind != '-';
}

void changes_free(struct changes *changes)
{
    for (size_t i = 0; i < changes->count; i++) {
        free(changes->files[i].blocks);
        free(changes->files[i].removed);
        free(changes->files[i].added);
    }
    free(changes->files);
    arena_free(&changes->arena);
    *changes = (struct changes){0};
}
