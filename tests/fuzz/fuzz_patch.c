/* The reader of patches over any bytes: what it makes of them must hang together. Its messages go nowhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "covdata/diff/patch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void blocks_check(const struct change_file *file)
{
    size_t removed = 0, added = 0;
    for (size_t i = 0; i < file->block_count; i++) {
        const struct change_block *block = &file->blocks[i];
        if (block->first_removed != removed || block->first_added != added || block->old_count + block->new_count == 0)
            abort();
        removed += block->old_count;
        added += block->new_count;
    }
    if (removed != file->removed_count || added != file->added_count)
        abort();
    for (size_t i = 0; i < file->added_count; i++)
        if (memchr(file->added[i].data, '\n', file->added[i].len))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct changes changes = {0};
    char *text = malloc(len ? len : 1); /* no byte more, so that a read past the end shows */
    if (text == NULL || freopen("/dev/null", "w", stderr) == NULL)
        abort();
    memcpy(text, data, len);
    int result = patch_read(&changes, "fuzz", text, len);
    for (size_t i = 0; i < changes.count; i++) {
        if (changes.files[i].old_name == NULL && changes.files[i].new_name == NULL)
            abort();
        blocks_check(&changes.files[i]);
    }
    if (result == 0 && changes.count == 0 && len > 0)
        abort();
    changes_free(&changes);
    free(text);
    return 0;
}
