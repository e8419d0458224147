/* In and out: the tables. `code` has a row for each file of each package: its functions and units as ULEB128
 * numbers, and the number of each unit's set of tests. `origin` has the sets, as bits, and `test` the names. So a
 * query about a line reads one or two rows, and an update writes only the rows that it changes. */
#include "covdata/contexts/index_store.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/report.h"
#include "format/fnv.h"

#include "base/banned.h"

enum { APPLICATION = 1129736568, VERSION = 2, BUSY_MILLISECONDS = 120000, SET_LIMIT = 1 << 28 };

static const char schema[] =
    "CREATE TABLE code(id INTEGER PRIMARY KEY, package BLOB, module BLOB, disposition INTEGER, file BLOB, funcs BLOB,"
    " sets BLOB);"
    "CREATE TABLE origin(id INTEGER PRIMARY KEY, tests BLOB);"
    "CREATE TABLE test(id INTEGER PRIMARY KEY, name BLOB);"
    "CREATE TABLE data(path BLOB PRIMARY KEY, size INTEGER, mtime INTEGER, inode INTEGER, meta INTEGER, live INTEGER,"
    " hash BLOB, name BLOB, tests BLOB) WITHOUT ROWID;"
    "PRAGMA application_id = 1129736568; PRAGMA user_version = 2;";

struct stored_code {
    int64_t id;
    uint64_t hash; /* of both blobs */
    bool kept;
};

int index_failed(const struct index_store *store)
{
    return error("%s: %s", store->path, store->db ? sqlite3_errmsg(store->db) : "out of memory");
}

static int index_store_damaged(const struct index_store *store)
{
    return error("%s: the index is damaged; remove it, and covdata makes it again from the data", store->path);
}

static int index_store_run(struct index_store *store, const char *sql)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : index_failed(store);
}

sqlite3_stmt *index_prepare(struct index_store *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK)
        index_failed(store);
    return statement;
}

/* The only value of the query; -1: there is none. */
static int64_t index_store_number_of(struct index_store *store, const char *sql)
{
    sqlite3_stmt *statement = index_prepare(store, sql);
    int64_t value = statement && sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return value;
}

static int index_store_schema_check(struct index_store *store, bool write)
{
    int64_t application = index_store_number_of(store, "PRAGMA application_id"),
            version = index_store_number_of(store, "PRAGMA user_version");
    if (application == 0 && version == 0 && write &&
        index_store_number_of(store, "SELECT count(*) FROM sqlite_schema") == 0)
        return index_store_run(store, schema);
    if (application != APPLICATION)
        return error("%s: not a covdata index", store->path);
    if (version != VERSION)
        return error("%s: an index of another version of covdata; remove it, and covdata makes it again", store->path);
    return 0;
}

int index_open(struct index_store *store, const char *path, bool write)
{
    store->path = path;
    int flags = write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK)
        return index_failed(store);
    sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
    if (index_store_run(store, "PRAGMA trusted_schema = OFF") != 0 ||
        index_store_run(store, write ? "BEGIN IMMEDIATE" : "BEGIN") != 0)
        return -1;
    return index_store_schema_check(store, write);
}

int index_close(struct index_store *store, bool commit)
{
    int result = commit && store->db ? index_store_run(store, "COMMIT") : 0;
    sqlite3_close(store->db);
    for (size_t i = 0; i < store->row_count; i++)
        str_free(&store->rows[i].tests);
    free(store->rows);
    map_free(&store->codes);
    free(store->set_hashes);
    arena_free(&store->arena);
    *store = (struct index_store){0};
    return result;
}

struct bytes index_column(sqlite3_stmt *statement, int index)
{
    const char *data = sqlite3_column_blob(statement, index);
    return (struct bytes){data ? data : "", (size_t)sqlite3_column_bytes(statement, index)};
}

static uint64_t index_store_blobs_hash(struct bytes a, struct bytes b)
{
    uint8_t hash[FORMAT_HASH_SIZE];
    uint64_t value;
    struct fnv fnv;
    fnv_start(&fnv);
    fnv_add(&fnv, a.data, a.len);
    fnv_add(&fnv, "", 1);
    fnv_add(&fnv, b.data, b.len);
    fnv_finish(&fnv, hash);
    memcpy(&value, hash, sizeof value);
    return value;
}

static bool index_store_unit_load(struct cursor *c, struct cursor *sets, struct model_unit *unit)
{
    unit->at.start_line = (uint32_t)cursor_uleb(c, UINT32_MAX);
    unit->at.start_col = (uint32_t)cursor_uleb(c, UINT32_MAX);
    unit->at.end_line = (uint32_t)cursor_uleb(c, UINT32_MAX);
    unit->at.end_col = (uint32_t)cursor_uleb(c, UINT32_MAX);
    unit->at.statements = (uint32_t)cursor_uleb(c, UINT32_MAX);
    unit->count = (uint32_t)cursor_uleb(sets, SET_LIMIT);
    return !c->failed && !sets->failed;
}

/* The functions of a row; those that are not selected are passed over. */
static bool index_store_funcs_load(struct model *model, const struct pod_package *package, struct bytes file,
                                   struct bytes funcs, struct bytes set_numbers, const struct select *select)
{
    struct cursor c = cursor_of(funcs.data, funcs.len), sets = cursor_of(set_numbers.data, set_numbers.len);
    while (cursor_left(&c) > 0) {
        struct pod_func from = {.name = string_next(&c), .file = file};
        from.literal = cursor_u8(&c) != 0;
        uint64_t count = cursor_uleb(&c, cursor_left(&c) / 5 + 1);
        if (c.failed)
            return false;
        bool wanted = select == NULL || select_func(select, from.file, from.name);
        struct model_unit passed;
        struct model_func *func = wanted ? model_func_load(model, package, &from, count) : NULL;
        for (uint64_t i = 0; i < count; i++)
            if (!index_store_unit_load(&c, &sets, func ? &func->units[i] : &passed)) {
                if (func)
                    func->unit_count = 0;
                return false;
            }
    }
    return cursor_left(&sets) == 0;
}

static void index_store_code_note(struct index_store *store, int64_t id, struct bytes package, struct bytes file,
                                  uint64_t hash)
{
    struct stored_code *code = arena_alloc(&store->arena, sizeof *code);
    char *key = arena_alloc(&store->arena, package.len + file.len + 1);
    memcpy(key, package.data, package.len);
    key[package.len] = '\0';
    memcpy(key + package.len + 1, file.data, file.len);
    *code = (struct stored_code){.id = id, .hash = hash};
    *map_at(&store->codes, key, package.len + file.len + 1) = code;
}

static bool index_store_base_is(struct bytes file, const char *base)
{
    size_t len = strlen(base);
    return file.len >= len && memcmp(file.data + file.len - len, base, len) == 0 &&
           (file.len == len || file.data[file.len - len - 1] == '/');
}

static int index_store_code_load(struct index_store *store, struct model *model, const struct select *select,
                                 const char *base)
{
    sqlite3_stmt *s = index_prepare(store, "SELECT id, package, module, disposition, file FROM code");
    sqlite3_stmt *blobs = index_prepare(store, "SELECT funcs, sets FROM code WHERE id = ?");
    bool good = s && blobs;
    while (good && sqlite3_step(s) == SQLITE_ROW) {
        struct pod_package package = {.path = index_column(s, 1), .module = index_column(s, 2)};
        struct bytes file = index_column(s, 4);
        package.disposition = (uint8_t)sqlite3_column_int(s, 3);
        if ((base && !index_store_base_is(file, base)) ||
            (select && !select_package(select, package.path, package.module, package.disposition)))
            continue;
        sqlite3_reset(blobs);
        good = sqlite3_bind_int64(blobs, 1, sqlite3_column_int64(s, 0)) == SQLITE_OK &&
               sqlite3_step(blobs) == SQLITE_ROW &&
               index_store_funcs_load(model, &package, file, index_column(blobs, 0), index_column(blobs, 1), select);
        if (good && select == NULL)
            index_store_code_note(store, sqlite3_column_int64(s, 0), package.path, file,
                                  index_store_blobs_hash(index_column(blobs, 0), index_column(blobs, 1)));
    }
    sqlite3_finalize(s);
    sqlite3_finalize(blobs);
    return good ? 0 : index_store_damaged(store);
}

static int index_store_tests_load(struct index_store *store, struct contexts *contexts)
{
    sqlite3_stmt *s = index_prepare(store, "SELECT name FROM test ORDER BY id");
    bool good = s != NULL;
    for (uint32_t count = 1; good && sqlite3_step(s) == SQLITE_ROW; count++) {
        struct bytes name = index_column(s, 0);
        contexts_test_at(contexts, name.data, name.len);
        good = contexts->test_count == count && memchr(name.data, '\0', name.len) == NULL;
    }
    sqlite3_finalize(s);
    return good ? 0 : index_store_damaged(store);
}

/* Whole words, of tests that there are. */
static bool index_store_set_load(struct contexts *contexts, uint32_t set, struct bytes bits)
{
    size_t count = bits.len / 8;
    uint64_t *words = xcalloc(count + 1, sizeof *words);
    struct cursor c = cursor_of(bits.data, bits.len);
    for (size_t i = 0; i < count; i++)
        words[i] = cursor_u64(&c);
    bool good = bits.len % 8 == 0 && count <= contexts->test_count / 64 + (size_t)1;
    for (size_t i = contexts->test_count; good && i < count * 64; i++)
        good = !(words[i / 64] >> i % 64 & 1);
    if (good)
        test_sets_load(&contexts->sets, set, words, count);
    free(words);
    return good;
}

/* Loads the sets that have a number in `to`, the stored ones' numbers being its indices. */
static int index_store_sets_load(struct index_store *store, struct contexts *contexts, const uint32_t *to,
                                 uint32_t limit)
{
    sqlite3_stmt *s = index_prepare(store, "SELECT tests FROM origin WHERE id = ?");
    bool good = s != NULL;
    for (uint32_t set = 1; good && set < limit; set++) {
        if (to[set] == 0)
            continue;
        sqlite3_reset(s);
        good = sqlite3_bind_int64(s, 1, set) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW &&
               index_store_set_load(contexts, to[set], index_column(s, 0));
    }
    sqlite3_finalize(s);
    return good ? 0 : index_store_damaged(store);
}

/* Gives each set that units have a number: its own where all is loaded, else the next. */
static bool index_store_sets_number(const struct model *model, uint32_t *to, uint32_t limit, bool all)
{
    uint32_t next = 0;
    for (size_t p = 0; p < model->package_count; p++)
        for (size_t f = 0; f < model->packages[p]->func_count; f++) {
            struct model_func *func = model->packages[p]->funcs[f];
            for (size_t u = 0; u < func->unit_count; u++) {
                uint32_t set = func->units[u].count;
                if (set >= limit)
                    return false;
                if (set > 0 && to[set] == 0)
                    to[set] = all ? set : ++next;
                func->units[u].count = to[set];
            }
        }
    return true;
}

/* The numbers of the sets are the counts of the model's units. No set's number is above the file's size. */
static int index_store_sets_used_load(struct index_store *store, const struct model *model, struct contexts *contexts,
                                      bool all)
{
    int64_t most = index_store_number_of(store, "SELECT ifnull(max(id), 0) FROM origin");
    int64_t pages = index_store_number_of(store, "PRAGMA page_count"),
            size = index_store_number_of(store, "PRAGMA page_size");
    if (most < 0 || most >= SET_LIMIT || most > pages * size)
        return index_store_damaged(store);
    uint32_t limit = (uint32_t)most + 1, *to = xcalloc(limit, sizeof *to);
    int result = index_store_sets_number(model, to, limit, all) ? index_store_sets_load(store, contexts, to, limit)
                                                                : index_store_damaged(store);
    if (result == 0 && all) {
        store->set_count = limit;
        store->set_hashes = xcalloc(limit, sizeof *store->set_hashes);
        for (uint32_t set = 1; set < limit && set < contexts->sets.count; set++)
            store->set_hashes[set] = to[set] ? contexts->sets.list[set].hash : 0;
    }
    free(to);
    return result;
}

int index_load(struct index_store *store, struct model *model, struct contexts *contexts, const struct select *select,
               const char *base)
{
    test_sets_init(&contexts->sets, 0);
    int result = index_store_code_load(store, model, select, base);
    if (result == 0)
        result = index_store_tests_load(store, contexts);
    return result != 0 ? result : index_store_sets_used_load(store, model, contexts, select == NULL);
}

void index_loaded(struct model *model, struct contexts *contexts)
{
    model_sort(model);
    contexts->unit_count = model->unit_count;
    contexts->set_of = xcalloc(model->unit_count + 1, sizeof *contexts->set_of);
    for (size_t p = 0; p < model->package_count; p++)
        for (size_t f = 0; f < model->packages[p]->func_count; f++) {
            struct model_func *func = model->packages[p]->funcs[f];
            for (size_t u = 0; u < func->unit_count; u++) {
                contexts->set_of[func->first + u] = func->units[u].count;
                func->units[u].count = func->units[u].count != 0;
            }
        }
    test_sets_loaded(&contexts->sets, contexts->set_of, contexts->unit_count);
}

int index_bind(sqlite3_stmt *s, int index, const void *data, size_t len)
{
    return sqlite3_bind_blob64(s, index, len > 0 ? data : "", len, SQLITE_STATIC);
}

static void index_store_number_add(struct str *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        str_addc(out, (char)(value | 0x80));
    str_addc(out, (char)value);
}

static void index_store_func_encode(struct str *funcs, struct str *sets, const struct model_func *func,
                                    const struct contexts *contexts)
{
    index_store_number_add(funcs, strlen(func->name));
    str_adds(funcs, func->name);
    str_addc(funcs, (char)func->literal);
    index_store_number_add(funcs, func->unit_count);
    for (size_t u = 0; u < func->unit_count; u++) {
        const struct meta_unit *at = &func->units[u].at;
        index_store_number_add(funcs, at->start_line);
        index_store_number_add(funcs, at->start_col);
        index_store_number_add(funcs, at->end_line);
        index_store_number_add(funcs, at->end_col);
        index_store_number_add(funcs, at->statements);
        index_store_number_add(sets, contexts->set_of[func->first + u]);
    }
}

static int index_store_code_put(struct index_store *store, sqlite3_stmt *put, const struct model_package *package,
                                const char *file, const struct str *funcs, const struct str *sets)
{
    struct str key = STR_INIT;
    str_add(&key, package->path, strlen(package->path) + 1);
    str_adds(&key, file);
    struct stored_code *old = map_get(&store->codes, key.data, key.len);
    str_free(&key);
    uint64_t hash =
        index_store_blobs_hash((struct bytes){funcs->data, funcs->len}, (struct bytes){sets->data, sets->len});
    if (old)
        old->kept = true;
    if (old && old->hash == hash)
        return 0;
    sqlite3_reset(put);
    if (old)
        sqlite3_bind_int64(put, 1, old->id);
    else
        sqlite3_bind_null(put, 1);
    index_bind(put, 2, package->path, strlen(package->path));
    index_bind(put, 3, package->module, strlen(package->module));
    sqlite3_bind_int(put, 4, package->disposition);
    index_bind(put, 5, file, strlen(file));
    index_bind(put, 6, funcs->data, funcs->len);
    index_bind(put, 7, sets->data, sets->len);
    return sqlite3_step(put) == SQLITE_DONE ? 0 : index_failed(store);
}

static int index_store_func_order(const void *a, const void *b)
{
    return strcmp((*(struct model_func *const *)a)->file, (*(struct model_func *const *)b)->file);
}

/* A package's functions by file, a row a file. */
static int index_store_package_save(struct index_store *store, sqlite3_stmt *put, const struct model_package *package,
                                    const struct contexts *contexts)
{
    int result = 0;
    struct model_func **funcs = xcalloc(package->func_count + 1, sizeof *funcs);
    struct str text = STR_INIT, sets = STR_INIT;
    for (size_t i = 0; i < package->func_count; i++)
        funcs[i] = package->funcs[i];
    qsort(funcs, package->func_count, sizeof *funcs, index_store_func_order);
    for (size_t i = 0; i < package->func_count && result == 0; i++) {
        index_store_func_encode(&text, &sets, funcs[i], contexts);
        if (i + 1 < package->func_count && strcmp(funcs[i]->file, funcs[i + 1]->file) == 0)
            continue;
        result = index_store_code_put(store, put, package, funcs[i]->file, &text, &sets);
        str_clear(&text);
        str_clear(&sets);
    }
    str_free(&text);
    str_free(&sets);
    free(funcs);
    return result;
}

static int index_store_code_save(struct index_store *store, const struct model *model, const struct contexts *contexts)
{
    sqlite3_stmt *put = index_prepare(store, "INSERT OR REPLACE INTO code VALUES(?, ?, ?, ?, ?, ?, ?)");
    sqlite3_stmt *drop = index_prepare(store, "DELETE FROM code WHERE id = ?");
    int result = put && drop ? 0 : -1;
    for (size_t p = 0; p < model->package_count && result == 0; p++)
        result = index_store_package_save(store, put, model->packages[p], contexts);
    for (size_t i = 0; i < store->codes.cap && result == 0; i++) {
        const struct stored_code *code = store->codes.entries[i].value;
        if (store->codes.entries[i].key == NULL || code == NULL || code->kept)
            continue;
        sqlite3_reset(drop);
        sqlite3_bind_int64(drop, 1, code->id);
        result = sqlite3_step(drop) == SQLITE_DONE ? 0 : index_failed(store);
    }
    sqlite3_finalize(put);
    sqlite3_finalize(drop);
    return result;
}

static int index_store_set_put(struct index_store *store, sqlite3_stmt *put, const struct test_sets *sets, uint32_t set)
{
    const uint64_t *words = sets->words + (size_t)set * sets->stride;
    size_t count = sets->stride;
    while (count > 0 && words[count - 1] == 0)
        count--;
    uint8_t *data = xmalloc(count * 8 + 1);
    struct writer w = {.out = data, .cap = count * 8};
    for (size_t i = 0; i < count; i++)
        writer_u64(&w, words[i]);
    sqlite3_reset(put);
    sqlite3_bind_int64(put, 1, set);
    index_bind(put, 2, data, w.used);
    int result = sqlite3_step(put) == SQLITE_DONE ? 0 : index_failed(store);
    free(data);
    return result;
}

static int index_store_sets_save(struct index_store *store, const struct test_sets *sets)
{
    sqlite3_stmt *put = index_prepare(store, "INSERT OR REPLACE INTO origin VALUES(?, ?)");
    sqlite3_stmt *drop = index_prepare(store, "DELETE FROM origin WHERE id = ?");
    int result = put && drop ? 0 : -1;
    uint32_t limit = sets->count > store->set_count ? sets->count : store->set_count;
    for (uint32_t set = 1; set < limit && result == 0; set++) {
        uint64_t old = set < store->set_count ? store->set_hashes[set] : 0;
        bool live = set < sets->count && sets->list[set].users > 0;
        if (live && old != sets->list[set].hash) {
            result = index_store_set_put(store, put, sets, set);
        } else if (!live && old != 0) {
            sqlite3_reset(drop);
            sqlite3_bind_int64(drop, 1, set);
            result = sqlite3_step(drop) == SQLITE_DONE ? 0 : index_failed(store);
        }
    }
    sqlite3_finalize(put);
    sqlite3_finalize(drop);
    return result;
}

static int index_store_tests_save(struct index_store *store, const struct contexts *contexts)
{
    int result = index_store_run(store, "DELETE FROM test");
    sqlite3_stmt *put = index_prepare(store, "INSERT INTO test VALUES(?, ?)");
    for (uint32_t test = 0; test < contexts->test_count && result == 0 && put; test++) {
        sqlite3_reset(put);
        sqlite3_bind_int64(put, 1, test);
        index_bind(put, 2, contexts->tests[test], strlen(contexts->tests[test]));
        result = sqlite3_step(put) == SQLITE_DONE ? 0 : index_failed(store);
    }
    sqlite3_finalize(put);
    return put ? result : -1;
}

int index_save(struct index_store *store, const struct model *model, const struct contexts *contexts)
{
    int result = index_store_code_save(store, model, contexts);
    if (result == 0)
        result = index_store_sets_save(store, &contexts->sets);
    return result != 0 ? result : index_store_tests_save(store, contexts);
}
