/* In: directories with objects, executables and shared objects; out: a meta-data file for each mode and
 * granularity, and no counters. A report on this and the tests' data shows code that no test links or runs at 0 %.
 * Code that ran is there once, because equal functions are joined. */
#include "covdata/data/baseline.h"

#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/report.h"
#include "covdata/data/write.h"
#include "covdata/data/object.h"
#include "format/meta_decode.h"
#include "format/meta_group.h"

#include "base/banned.h"

struct kind {
    struct meta_blob *symbols;
    size_t count, cap;
};

enum { MODES = MODE_ATOMIC + 1, GRANULARITIES = GRANULARITY_PERFUNC + 1 };

struct baseline {
    const struct data_request *request;
    const char *out;
    struct kind kinds[MODES][GRANULARITIES];
    struct map seen; /* by hash: an object's symbol is in what was linked of it, too */
    struct arena arena;
};

/* Keeps a copy of a symbol that is new and selected. */
static const char *baseline_symbol_take(struct baseline *baseline, struct kind *kind, struct meta_blob blob)
{
    struct meta_symbol symbol;
    const char *problem = meta_symbol_open(&symbol, blob.data, blob.len);
    if (problem)
        return problem;
    if (map_get(&baseline->seen, (const char *)symbol.hash, FORMAT_HASH_SIZE) ||
        !select_package(&baseline->request->select, meta_string_at(&symbol, symbol.path),
                        meta_string_at(&symbol, symbol.module), symbol.disposition))
        return NULL;
    char *copy = arena_copy(&baseline->arena, (const char *)blob.data, blob.len);
    *map_at(&baseline->seen, copy + META_SYMBOL_HASH, FORMAT_HASH_SIZE) = copy;
    kind->symbols = array_grow(kind->symbols, kind->count, &kind->cap, sizeof *kind->symbols);
    kind->symbols[kind->count++] = (struct meta_blob){(const uint8_t *)copy, blob.len};
    return NULL;
}

static const char *baseline_object_take(struct baseline *baseline, const struct mapped *file)
{
    struct object object;
    struct meta_blob symbol;
    const char *problem = object_read(&object, file);
    if (problem || object.meta.data == NULL)
        return problem;
    if (object.mode == MODE_INVALID || object.mode >= MODES || object.granularity == GRANULARITY_INVALID ||
        object.granularity >= GRANULARITIES)
        return "its meta-data has no mode";
    struct kind *kind = &baseline->kinds[object.mode][object.granularity];
    while (problem == NULL && object_symbol_next(&object.meta, &symbol))
        problem = baseline_symbol_take(baseline, kind, symbol);
    return problem || object.meta.len == 0 ? problem : "its meta-data is cut off";
}

static int baseline_file_take(struct baseline *baseline, const char *path)
{
    struct mapped file;
    if (mapped_open(&file, path) != 0)
        return -1;
    const char *problem = baseline_object_take(baseline, &file);
    mapped_close(&file);
    return problem ? error("%s: %s", path, problem) : 0;
}

/* So that the same files make the same data. */
static int baseline_entry_compare(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* All regular files below the directories, symbolic links not followed. */
static int baseline_dirs_walk(struct baseline *baseline)
{
    char **dirs = xcalloc(baseline->request->dir_count + 1, sizeof *dirs);
    memcpy(dirs, baseline->request->dirs, baseline->request->dir_count * sizeof *dirs);
    FTS *walk = fts_open(dirs, FTS_PHYSICAL | FTS_NOCHDIR, baseline_entry_compare);
    int result = walk ? 0 : error("the directories can't be read");
    for (FTSENT *entry; walk && (entry = fts_read(walk)) != NULL;) {
        if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS)
            result = error("%s: %s", entry->fts_path, strerror(entry->fts_errno));
        else if (entry->fts_info == FTS_F && baseline_file_take(baseline, entry->fts_path) != 0)
            result = -1;
    }
    if (walk)
        fts_close(walk);
    free(dirs);
    return result;
}

static struct meta_blob baseline_kind_blob(const void *context, uint64_t index)
{
    return ((const struct kind *)context)->symbols[index];
}

/* Symbols of one package path become one package, as the runtime makes them. */
static int baseline_kind_write(const struct kind *kind, enum counter_mode mode, enum counter_granularity granularity,
                               const char *dir)
{
    const struct meta_blobs blobs = {kind->count, baseline_kind_blob, kind};
    struct meta_place *places = xcalloc(kind->count, sizeof *places);
    struct meta_joined *packages = xcalloc(kind->count, sizeof *packages);
    struct meta_grouping *grouping = xcalloc(1, sizeof *grouping);
    const char *problem = meta_group(grouping, &blobs, places, packages);
    int result = problem ? error("the meta-data of the objects: %s", problem)
                         : data_group_write(dir, grouping, mode, granularity);
    free(grouping);
    free(places);
    free(packages);
    return result;
}

static int baseline_kinds_write(struct baseline *baseline)
{
    size_t written = 0;
    int result = dir_make(baseline->out);
    for (int mode = 0; mode < MODES && result == 0; mode++) {
        for (int granularity = 0; granularity < GRANULARITIES && result == 0; granularity++) {
            const struct kind *kind = &baseline->kinds[mode][granularity];
            if (kind->count > 0)
                result = baseline_kind_write(kind, (enum counter_mode)mode, (enum counter_granularity)granularity,
                                             baseline->out);
            written += kind->count;
        }
    }
    if (result == 0 && written == 0)
        warn("no object of a covered build in these directories");
    return result;
}

int baseline_write(const struct data_request *request, const char *out)
{
    struct baseline baseline = {.request = request, .out = out};
    int result = baseline_dirs_walk(&baseline);
    if (baseline_kinds_write(&baseline) != 0)
        result = -1;
    for (int mode = 0; mode < MODES; mode++)
        for (int granularity = 0; granularity < GRANULARITIES; granularity++)
            free(baseline.kinds[mode][granularity].symbols);
    map_free(&baseline.seen);
    arena_free(&baseline.arena);
    return result;
}
