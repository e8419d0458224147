/* In and out: the table of data files. An update reads it whole and writes the rows that it changed. */
#include <string.h>

#include "base/memory.h"
#include "covdata/contexts/index_store.h"

#include "base/banned.h"

struct index_row *index_row_add(struct index_store *store, const char *path)
{
    store->rows = array_grow(store->rows, store->row_count, &store->row_cap, sizeof *store->rows);
    struct index_row *row = &store->rows[store->row_count++];
    *row = (struct index_row){
        .path = arena_copy(&store->arena, path, strlen(path)), .hash = "", .name = "", .tests = STR_INIT};
    return row;
}

static const char *index_rows_column_keep(struct index_store *store, sqlite3_stmt *s, int index)
{
    struct bytes text = index_column(s, index);
    return arena_copy(&store->arena, text.data, text.len);
}

int index_rows_load(struct index_store *store)
{
    int code = SQLITE_ERROR;
    sqlite3_stmt *s = index_prepare(store, "SELECT path, size, mtime, inode, meta, live, hash, name, tests FROM data");
    while (s && (code = sqlite3_step(s)) == SQLITE_ROW) {
        struct index_row *row = index_row_add(store, index_rows_column_keep(store, s, 0));
        row->size = sqlite3_column_int64(s, 1);
        row->mtime = sqlite3_column_int64(s, 2);
        row->inode = sqlite3_column_int64(s, 3);
        row->is_meta = sqlite3_column_int(s, 4) != 0;
        row->live = sqlite3_column_int(s, 5) != 0;
        row->hash = index_rows_column_keep(store, s, 6);
        row->name = index_rows_column_keep(store, s, 7);
        struct bytes tests = index_column(s, 8);
        str_add(&row->tests, tests.data, tests.len);
        if (tests.len > 0 && tests.data[tests.len - 1] != '\0')
            str_addc(&row->tests, '\0');
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? 0 : s ? index_failed(store) : -1;
}

static int index_rows_row_put(struct index_store *store, sqlite3_stmt *put, const struct index_row *row)
{
    sqlite3_reset(put);
    index_bind(put, 1, row->path, strlen(row->path));
    sqlite3_bind_int64(put, 2, row->size);
    sqlite3_bind_int64(put, 3, row->mtime);
    sqlite3_bind_int64(put, 4, row->inode);
    sqlite3_bind_int(put, 5, row->is_meta);
    sqlite3_bind_int(put, 6, row->live);
    index_bind(put, 7, row->hash, strlen(row->hash));
    index_bind(put, 8, row->name, strlen(row->name));
    index_bind(put, 9, row->tests.data, row->tests.len);
    return sqlite3_step(put) == SQLITE_DONE ? 0 : index_failed(store);
}

int index_rows_save(struct index_store *store)
{
    sqlite3_stmt *put = index_prepare(store, "INSERT OR REPLACE INTO data VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
    sqlite3_stmt *drop = index_prepare(store, "DELETE FROM data WHERE path = ?");
    int result = put && drop ? 0 : -1;
    for (size_t i = 0; i < store->row_count && result == 0; i++) {
        const struct index_row *row = &store->rows[i];
        if (row->gone) {
            sqlite3_reset(drop);
            index_bind(drop, 1, row->path, strlen(row->path));
            result = sqlite3_step(drop) == SQLITE_DONE ? 0 : index_failed(store);
        } else if (row->fresh) {
            result = index_rows_row_put(store, put, row);
        }
    }
    sqlite3_finalize(put);
    sqlite3_finalize(drop);
    return result;
}
