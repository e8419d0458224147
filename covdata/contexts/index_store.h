/* The index file: tables of SQLite with a model, the contexts of its units, and the data files that they come from.
 * It is there only if covdata is built with SQLite. The file's contents are checked like any other input. */
#ifndef COVER_COVDATA_CONTEXTS_INDEX_STORE_H
#define COVER_COVDATA_CONTEXTS_INDEX_STORE_H

#include <sqlite3.h>

#include "covdata/contexts/contexts.h"

/* A data file that the index has taken in. */
struct index_row {
    const char *path; /* absolute */
    int64_t size, mtime, inode;
    bool is_meta;
    bool live;        /* a process may still count into it */
    const char *hash; /* of its pod, as in its name */
    const char *name; /* the test of its runs that have no tag */
    struct str tests; /* the tests of its runs, each followed by a NUL */
    bool gone, fresh; /* in an update: no longer there; to be read */
};

/* Zero-initialise it. */
struct index_store {
    const char *path;
    sqlite3 *db;
    struct index_row *rows;
    size_t row_count, row_cap;
    struct map codes;     /* of index_load: what was stored of each file of each package */
    uint64_t *set_hashes; /* of index_load: of the stored sets, 0 where there is none */
    uint32_t set_count;
    struct arena arena; /* owns the texts */
};

/* Opens the file; with `write` it is made if missing, and nobody else can write until index_close. -1 is reported. */
int index_open(struct index_store *store, const char *path, bool write) __attribute__((warn_unused_result));
/* With `commit`, what was saved stays. -1 is reported. */
int index_close(struct index_store *store, bool commit) __attribute__((warn_unused_result));

/* Loads what is selected into an empty model and empty contexts; the model isn't sorted, and the units' counts are their
 * sets' numbers: index_loaded ends it. With `base`, only of files whose last component it is. -1 is reported. */
int index_load(struct index_store *store, struct model *model, struct contexts *contexts, const struct select *select,
               const char *base) __attribute__((warn_unused_result));
/* Sorts the model and gives the units their sets. */
void index_loaded(struct model *model, struct contexts *contexts);
/* Stores what has changed since index_load, which must have loaded all. -1 is reported. */
int index_save(struct index_store *store, const struct model *model, const struct contexts *contexts)
    __attribute__((warn_unused_result));

/* Loads and stores the rows. -1 is reported. */
int index_rows_load(struct index_store *store) __attribute__((warn_unused_result));
int index_rows_save(struct index_store *store) __attribute__((warn_unused_result));
struct index_row *index_row_add(struct index_store *store, const char *path);

/* What the parts of the store have in common. -1, with SQLite's reason. */
int index_failed(const struct index_store *store);
/* NULL is reported. */
sqlite3_stmt *index_prepare(struct index_store *store, const char *sql);
/* A column's bytes, which last until the next step; bytes for a parameter, which must last as long. */
struct bytes index_column(sqlite3_stmt *statement, int index);
int index_bind(sqlite3_stmt *statement, int index, const void *data, size_t len);

#endif
