/* In: data directories and an index; out: the index as if it were made again from all data. A file is identified by
 * path, size, time and inode; a file that a running process may still count into is always read again. A new file
 * adds its test to the units that it reached. If a file was removed or changed, its tests are taken out of all
 * sets, and all files of these tests are read again. If meta-data files are new or gone, the model is made again
 * from the meta-data, and units that remain keep their sets. All of it is one transaction. */
#include "covdata/contexts/index.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "covdata/contexts/index_store.h"
#include "covdata/contexts/context_filler.h"
#include "covdata/data/stale.h"

#include "base/banned.h"

struct update {
    const struct data_request *request;
    struct index_store store;
    struct pods pods; /* as the directories have them now */
    struct map rows;  /* path to index of the row + 1 */
    struct map metas; /* hash to row index + 1 of a meta-data file that is there */
    bool changed, metas_changed;
    struct model model;
    struct contexts contexts;
    struct context_filler filler;
    struct map dirty; /* names of tests that are made anew */
    char **reals;     /* real paths of the input directories */
    size_t *lengths;  /* of their paths in those of the pods' files */
    struct progress progress;
    bool spoilt; /* what is in the database may not stay */
    struct arena arena;
};

static const struct select everything;

/* The input directories' real paths, and the lengths of what pods_collect has for them. -1 is reported. */
static int index_dirs_resolve(struct update *u)
{
    const struct data_request *o = u->request;
    u->reals = xcalloc(o->dir_count, sizeof *u->reals);
    u->lengths = xcalloc(o->dir_count, sizeof *u->lengths);
    for (uint32_t i = 0; i < o->dir_count; i++) {
        const char *clean = path_clean(&u->arena, o->dirs[i]);
        u->lengths[i] = strcmp(clean, ".") == 0 ? 0 : strlen(clean);
        u->reals[i] = realpath(o->dirs[i], NULL);
        if (u->reals[i] == NULL)
            return error("%s: %s", o->dirs[i], strerror(errno));
    }
    return 0;
}

static const char *index_update_path(struct update *u, uint32_t dir, const char *path)
{
    const char *rest = path + u->lengths[dir];
    rest += *rest == '/';
    return arena_printf(&u->arena, "%s%s%s", u->reals[dir], strcmp(u->reals[dir], "/") == 0 ? "" : "/", rest);
}

/* A data file as it is now: the row is new, or fresh if the file is not the one that was read. */
static void index_file_see(struct update *u, const char *path, bool is_meta, const char *hash, size_t hash_len,
                           const char *name)
{
    struct stat st;
    void **known = map_at(&u->rows, path, strlen(path));
    bool is_new = *known == NULL;
    if (stat(path, &st) != 0)
        return; /* gone since it was listed */
    struct index_row *row = is_new ? index_row_add(&u->store, path) : &u->store.rows[(uintptr_t)*known - 1];
    if (is_new)
        *known = (void *)(uintptr_t)u->store.row_count;
    int64_t mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    row->gone = false;
    row->fresh = is_new || row->live || row->size != st.st_size || row->mtime != mtime ||
                 row->inode != (int64_t)st.st_ino || strcmp(row->name, name) != 0;
    row->size = st.st_size;
    row->mtime = mtime;
    row->inode = (int64_t)st.st_ino;
    row->is_meta = is_meta;
    row->hash = arena_copy(&u->store.arena, hash, hash_len);
    row->name = arena_copy(&u->store.arena, name, strlen(name));
    u->changed = u->changed || row->fresh;
    u->metas_changed = u->metas_changed || (is_meta && row->fresh);
}

/* Is the path in one of the directories that are brought up to date? */
static bool index_in_scope(const struct update *u, const char *path)
{
    uint32_t count = u->request->dir_count, deep = count - u->request->tree_count;
    for (uint32_t i = 0; i < count; i++) {
        const char *rest = path_rest(path, u->reals[i]);
        if (rest && (i >= deep || strchr(rest, '/') == NULL))
            return true;
    }
    return false;
}

static void index_pod_see(struct update *u, const struct pod *pod)
{
    size_t len = strlen(pod->hash);
    index_file_see(u, index_update_path(u, pod->meta_dir, pod->meta), true, pod->hash, len, "");
    for (size_t i = 0; i < pod->counter_count; i++) {
        struct str name = STR_INIT;
        struct run run = {.path = pod->counters[i].path, .dir = pod->counters[i].dir};
        contexts_run_name(&name, u->request, &run);
        index_file_see(u, index_update_path(u, run.dir, run.path), false, pod->hash, len, name.data);
        str_free(&name);
    }
}

/* Of the rows, which are gone: in the directories and not seen, or without their pod. */
static void index_rows_judge(struct update *u)
{
    struct index_store *store = &u->store;
    for (size_t i = 0; i < store->row_count; i++)
        if (store->rows[i].is_meta && !store->rows[i].gone)
            *map_at(&u->metas, store->rows[i].hash, strlen(store->rows[i].hash)) = (void *)(uintptr_t)(i + 1);
    for (size_t i = 0; i < store->row_count; i++) {
        struct index_row *row = &store->rows[i];
        if (!row->is_meta && map_get(&u->metas, row->hash, strlen(row->hash)) == NULL)
            row->gone = true;
        u->changed = u->changed || row->gone;
        u->metas_changed = u->metas_changed || (row->is_meta && row->gone);
    }
}

static int index_files_see(struct update *u)
{
    struct index_store *store = &u->store;
    for (size_t i = 0; i < store->row_count; i++) {
        *map_at(&u->rows, store->rows[i].path, strlen(store->rows[i].path)) = (void *)(uintptr_t)(i + 1);
        store->rows[i].gone = index_in_scope(u, store->rows[i].path);
    }
    if (pods_collect(&u->pods, u->request->dirs, u->request->dir_count, u->request->tree_count) != 0)
        return -1;
    if (u->pods.count == 0)
        warn("no applicable files found in input directories");
    pods_stale_find(&u->pods, u->request->fresh);
    for (size_t i = 0; i < u->pods.count; i++)
        if (!(u->pods.list[i].stale && u->request->fresh))
            index_pod_see(u, &u->pods.list[i]);
    index_rows_judge(u);
    return 0;
}

/* The tests of files that went or changed. */
static void index_dirty_find(struct update *u)
{
    for (size_t i = 0; i < u->store.row_count; i++) {
        const struct index_row *row = &u->store.rows[i];
        if (row->is_meta || !(row->gone || row->fresh))
            continue;
        for (const char *name = row->tests.data; name < row->tests.data + row->tests.len; name += strlen(name) + 1)
            *map_at(&u->dirty, name, strlen(name)) = u;
    }
}

/* Has the file runs of a dirty test? */
static bool index_row_dirty(const struct update *u, const struct index_row *row)
{
    for (const char *name = row->tests.data; name < row->tests.data + row->tests.len; name += strlen(name) + 1)
        if (map_get(&u->dirty, name, strlen(name)))
            return true;
    return false;
}

static void index_dirty_clear(struct update *u)
{
    struct contexts *contexts = &u->contexts;
    uint32_t *units = xcalloc(contexts->unit_count + 1, sizeof *units);
    for (size_t i = 0; i < contexts->unit_count; i++)
        units[i] = (uint32_t)i;
    for (size_t i = 0; i < u->dirty.cap; i++) {
        const struct map_entry *entry = &u->dirty.entries[i];
        uint32_t test;
        if (entry->key && contexts_test_find(contexts, entry->key, &test))
            test_sets_mark(&contexts->sets, contexts->set_of, units, contexts->unit_count, test, false);
    }
    free(units);
}

/* All pods of the meta-data files as one model. -1: damaged ones are left out and their rows dropped, which is
 * reported. */
static int index_pods_join(struct update *u, struct model *model)
{
    enum counter_granularity granularity = GRANULARITY_INVALID;
    int result = 0;
    for (size_t i = 0; i < u->metas.cap; i++) {
        if (u->metas.entries[i].key == NULL)
            continue;
        struct index_row *row = &u->store.rows[(uintptr_t)u->metas.entries[i].value - 1];
        struct pod pod = {.hash = row->hash, .meta = row->path};
        struct pod_data data;
        if (pod_data_open(&data, &pod, &everything) != 0) {
            row->gone = true;
            result = -1;
            continue;
        }
        if (granularity != GRANULARITY_INVALID && granularity != data.granularity)
            die("%s: an index cannot hold both block and function counters", row->path);
        granularity = data.granularity;
        model_add(model, &data, &everything);
        pod_data_close(&data);
    }
    return result;
}

/* The units of the old model's function that are in the new one's keep their sets. */
static void index_func_carry(const struct update *u, uint32_t *set_of, const struct model_package *package,
                             const struct model_func *func)
{
    struct pod_package in = {.path = {package->path, strlen(package->path)}};
    struct pod_func key = {.name = {func->name, strlen(func->name)}, .file = {func->file, strlen(func->file)}};
    key.literal = func->literal;
    const struct model_func *old = model_func_find(&u->model, &in, &key);
    for (size_t i = 0; i < func->unit_count && old; i++) {
        size_t index = model_unit_find(old, &func->units[i].at);
        set_of[func->first + i] = index == SIZE_MAX ? 0 : u->contexts.set_of[old->first + index];
    }
}

/* The code anew, of all meta-data files. -1: not all could be read. */
static int index_model_remake(struct update *u)
{
    struct model model = {0};
    int result = index_pods_join(u, &model);
    model_sort(&model);
    uint32_t *set_of = xcalloc(model.unit_count + 1, sizeof *set_of);
    for (size_t p = 0; p < model.package_count; p++)
        for (size_t f = 0; f < model.packages[p]->func_count; f++)
            index_func_carry(u, set_of, model.packages[p], model.packages[p]->funcs[f]);
    free(u->contexts.set_of);
    u->contexts.set_of = set_of;
    u->contexts.unit_count = model.unit_count;
    test_sets_loaded(&u->contexts.sets, set_of, model.unit_count);
    model_free(&u->model);
    u->model = model;
    return result;
}

static int index_run_take(void *context, const struct pod_data *data, const struct run *run)
{
    struct update *u = context;
    struct index_row *row = &u->store.rows[(uintptr_t)map_get(&u->rows, run->path, strlen(run->path)) - 1];
    bool tagged = run->test.len > 0;
    const char *name = tagged ? arena_copy(&u->arena, run->test.data, run->test.len) : row->name;
    context_filler_run(&u->filler, data, name, strlen(name));
    str_add(&row->tests, name, strlen(name) + 1);
    row->live = run->live;
    return 0;
}

static int index_hash_order(const void *a, const void *b)
{
    return strcmp((*(struct index_row *const *)a)->hash, (*(struct index_row *const *)b)->hash);
}

/* Reads files of one pod, given by rows. A file that can't be read has no row. */
static int index_pod_read_runs(struct update *u, struct index_row **rows, size_t count)
{
    struct pod_data data;
    const struct index_row *meta =
        &u->store.rows[(uintptr_t)map_get(&u->metas, rows[0]->hash, strlen(rows[0]->hash)) - 1];
    struct pod pod = {.hash = meta->hash, .meta = meta->path};
    pod.counters = xcalloc(count, sizeof *pod.counters);
    for (size_t i = 0; i < count; i++) {
        pod.counters[i].path = rows[i]->path;
        str_clear(&rows[i]->tests);
        rows[i]->fresh = true;
    }
    pod.counter_count = count;
    int result = meta->gone ? -1 : pod_data_open(&data, &pod, &everything);
    if (result == 0) {
        context_filler_pod(&u->filler, &data);
        data.progress = &u->progress;
        result = pod_data_each_run(&data, index_run_take, u);
        pod_data_close(&data);
    }
    for (size_t i = 0; i < count; i++)
        rows[i]->gone = rows[i]->tests.len == 0;
    free(pod.counters);
    return result;
}

static int index_files_read(struct update *u)
{
    struct index_row **rows = xcalloc(u->store.row_count + 1, sizeof *rows);
    size_t count = 0;
    int result = 0;
    for (size_t i = 0; i < u->store.row_count; i++) {
        struct index_row *row = &u->store.rows[i];
        if (!row->is_meta && !row->gone && (row->fresh || index_row_dirty(u, row)))
            rows[count++] = row;
    }
    qsort(rows, count, sizeof *rows, index_hash_order);
    context_filler_begin(&u->filler, &u->model, &u->contexts);
    progress_start(&u->progress, "reading data", count);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && strcmp(rows[i]->hash, rows[next]->hash) == 0;)
            next++;
        if (index_pod_read_runs(u, rows + i, next - i) != 0)
            result = -1;
    }
    progress_finish(&u->progress);
    context_filler_free(&u->filler);
    free(rows);
    return result;
}

/* Tests without data go; the last of the tests takes the number of one that went. */
static void index_tests_prune(struct update *u)
{
    struct contexts *contexts = &u->contexts;
    struct map live = {0};
    uint32_t *units = xcalloc(contexts->unit_count + 1, sizeof *units);
    for (size_t i = 0; i < u->store.row_count; i++) {
        const struct index_row *row = &u->store.rows[i];
        for (const char *name = row->tests.data; !row->gone && name < row->tests.data + row->tests.len;
             name += strlen(name) + 1)
            *map_at(&live, name, strlen(name)) = u;
    }
    for (uint32_t test = contexts->test_count; test-- > 0;) {
        if (map_get(&live, contexts->tests[test], strlen(contexts->tests[test])))
            continue;
        uint32_t last = --contexts->test_count;
        size_t count = 0;
        for (size_t i = 0; i < contexts->unit_count; i++)
            if (test_set_has(&contexts->sets, contexts->set_of[i], last))
                units[count++] = (uint32_t)i;
        test_sets_mark(&contexts->sets, contexts->set_of, units, count, test, true);
        test_sets_mark(&contexts->sets, contexts->set_of, units, count, last, false);
        contexts->tests[test] = contexts->tests[last];
    }
    map_free(&live);
    free(units);
}

static int index_update_run(struct update *u)
{
    int result = index_dirs_resolve(u);
    if (result == 0)
        result = index_rows_load(&u->store);
    if (result == 0)
        result = index_files_see(u);
    if (result != 0 || !u->changed)
        return result;
    if (index_load(&u->store, &u->model, &u->contexts, NULL, NULL) != 0)
        return -1;
    index_loaded(&u->model, &u->contexts);
    index_dirty_find(u);
    index_dirty_clear(u);
    if (u->metas_changed)
        result = index_model_remake(u);
    if (index_files_read(u) != 0)
        result = -1;
    index_tests_prune(u);
    u->spoilt = index_save(&u->store, &u->model, &u->contexts) != 0 || index_rows_save(&u->store) != 0;
    return u->spoilt ? -1 : result;
}

static void index_update_free(struct update *u)
{
    model_free(&u->model);
    contexts_free(&u->contexts);
    pods_free(&u->pods);
    map_free(&u->rows);
    map_free(&u->metas);
    map_free(&u->dirty);
    for (uint32_t i = 0; i < u->request->dir_count && u->reals; i++)
        free(u->reals[i]);
    free(u->reals);
    free(u->lengths);
    arena_free(&u->arena);
}

static int index_update(const struct data_request *request, const char *path)
{
    struct update u = {.request = request};
    int opened = index_open(&u.store, path, true), result = opened == 0 ? index_update_run(&u) : -1;
    index_update_free(&u);
    return index_close(&u.store, opened == 0 && !u.spoilt) != 0 ? -1 : result;
}

int index_read(const struct model_request *request, const char *path, const char *base, struct model *model,
               struct contexts *contexts)
{
    struct index_store store = {0};
    *model = (struct model){0};
    *contexts = (struct contexts){0};
    int result = request->data.dir_count > 0 ? index_update(&request->data, path) : 0;
    if (result != 0 && request->data.strict)
        die("the index is not read because of -strict");
    int loaded = index_open(&store, path, false);
    if (loaded == 0)
        loaded = index_load(&store, model, contexts, &request->data.select, base);
    if (loaded != 0)
        exit(EXIT_FAILED);
    if (model->package_count == 0 && base == NULL)
        select_nothing_tell(&request->data.select);
    if (model_exclude(model, request, NULL) != 0) /* counts are 0 where nothing ran */
        result = -1;
    index_loaded(model, contexts);
    contexts_finish(contexts);
    return index_close(&store, false) != 0 ? -1 : result;
}
