/* In: pods; out: marks on stale pods. Only pods that share a program are compared. Damaged files are not reported here:
 * reading their data does that. */
#include "covdata/data/stale.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "base/report.h"
#include "base/str.h"
#include "base/escape.h"
#include "covdata/data/mapped.h"
#include "format/counter_decode.h"
#include "format/fnv.h"
#include "format/meta_decode.h"

#include "base/banned.h"

/* A function as one pod has it: a digest of its units. */
struct version {
    size_t pod;
    uint64_t units;
};

struct known_func {
    const char *name, *file;
    struct version *versions;
    size_t count, cap;
};

struct finding {
    struct pods *pods;
    uint64_t *times;    /* of each pod: when its newest run began; 0: not known */
    const char **argv0; /* of each pod, or NULL */
    struct map by_name; /* functions of the program that is looked at */
    struct known_func **funcs;
    size_t func_count, func_cap;
    bool drop;
    struct arena arena;
};

/* The value of the key argv0 in the current segment; length 0: it has none. */
static struct bytes stale_argv0_among(const struct counter_file *file, const struct bytes *strings)
{
    struct counter_args args;
    struct counter_pair pair;
    if (counter_args_start(file, &args) == NULL)
        while (args.left > 0 && counter_args_next(file, &args, &pair) == NULL)
            if (strings[pair.key].len == 5 && memcmp(strings[pair.key].data, "argv0", 5) == 0)
                return strings[pair.value];
    return (struct bytes){"", 0};
}

/* The program's name as a counter file has it, in its first segment. */
static struct bytes stale_argv0_in(struct counter_file *file)
{
    bool more;
    if (counter_segment_next(file, &more) != NULL || !more)
        return (struct bytes){"", 0};
    struct bytes *strings = xcalloc(file->string_count, sizeof *strings);
    struct cursor c = file->strings;
    for (uint32_t i = 0; i < file->string_count; i++)
        strings[i] = string_next(&c);
    struct bytes name = stale_argv0_among(file, strings);
    free(strings);
    return name;
}

static const char *stale_argv0_of(struct finding *f, const struct pod *pod)
{
    struct mapped bytes;
    struct counter_file file;
    const char *name = NULL;
    if (pod->counter_count == 0 || mapped_try(&bytes, pod->counters[0].path) != 0)
        return NULL;
    if (counter_file_open(&file, bytes.data, bytes.len) == NULL) {
        struct bytes text = stale_argv0_in(&file);
        if (text.len > 0)
            name = arena_copy(&f->arena, text.data, text.len);
    }
    mapped_close(&bytes);
    return name;
}

/* Names end in .PID.NANOSECONDS; process 0 is a merge, whose time says nothing of the run. */
static uint64_t stale_time_of(const struct pod *pod)
{
    uint64_t newest = 0;
    for (size_t i = 0; i < pod->counter_count; i++) {
        const char *dot = strrchr(pod->counters[i].path, '.');
        uint64_t time = strtoull(dot + 1, NULL, 10);
        if (dot[-1] == '0' && dot[-2] == '.')
            return 0;
        newest = time > newest ? time : newest;
    }
    return newest;
}

static struct known_func *stale_func_at(struct finding *f, struct bytes package, struct bytes file, struct bytes name)
{
    struct str key = STR_INIT;
    str_add(&key, name.data, name.len);
    str_addc(&key, '\0');
    size_t file_at = key.len;
    str_add(&key, file.data, file.len);
    str_addc(&key, '\0');
    str_add(&key, package.data, package.len);
    struct known_func *func = map_get(&f->by_name, key.data, key.len);
    if (func == NULL) {
        const char *kept = arena_copy(&f->arena, key.data, key.len);
        func = arena_alloc(&f->arena, sizeof *func);
        *func = (struct known_func){.name = kept, .file = kept + file_at};
        *map_at(&f->by_name, kept, key.len) = func;
        f->funcs = array_grow(f->funcs, f->func_count, &f->func_cap, sizeof *f->funcs);
        f->funcs[f->func_count++] = func;
    }
    str_free(&key);
    return func;
}

static uint64_t stale_units_digest(struct meta_reader *reader)
{
    struct fnv fnv;
    uint8_t digest[16];
    uint64_t value;
    fnv_start(&fnv);
    for (uint32_t i = 0; i < reader->unit_count; i++) {
        struct meta_unit unit = meta_unit_next(reader);
        fnv_add(&fnv, &unit, sizeof unit);
    }
    fnv_finish(&fnv, digest);
    memcpy(&value, digest, sizeof value);
    return value;
}

static void stale_symbol_take(struct finding *f, size_t pod, const struct meta_symbol *symbol)
{
    struct bytes *strings = xcalloc(symbol->string_count, sizeof *strings);
    struct cursor c = symbol->strings;
    for (uint32_t i = 0; i < symbol->string_count; i++)
        strings[i] = string_next(&c);
    for (uint32_t i = 0; i < symbol->func_count; i++) {
        struct meta_reader reader;
        if (meta_func_at(symbol, i, &reader) != NULL)
            break;
        struct known_func *func = stale_func_at(f, strings[symbol->path], strings[reader.file], strings[reader.name]);
        func->versions = array_grow(func->versions, func->count, &func->cap, sizeof *func->versions);
        func->versions[func->count++] = (struct version){pod, stale_units_digest(&reader)};
    }
    free(strings);
}

static void stale_pod_take(struct finding *f, size_t pod)
{
    struct mapped bytes;
    struct meta_file file;
    if (mapped_try(&bytes, f->pods->list[pod].meta) != 0)
        return;
    if (meta_file_open(&file, bytes.data, bytes.len) == NULL) {
        for (uint32_t i = 0; i < file.package_count; i++) {
            struct meta_blob blob;
            struct meta_symbol symbol;
            if (meta_file_blob(&file, i, &blob) == NULL && meta_symbol_open(&symbol, blob.data, blob.len) == NULL)
                stale_symbol_take(f, pod, &symbol);
        }
    }
    mapped_close(&bytes);
}

/* Have the two pods a version in common? */
static bool stale_version_shared(const struct known_func *func, size_t a, size_t b)
{
    for (size_t i = 0; i < func->count; i++)
        for (size_t j = 0; j < func->count; j++)
            if (func->versions[i].pod == a && func->versions[j].pod == b &&
                func->versions[i].units == func->versions[j].units)
                return true;
    return false;
}

static void stale_tell(struct finding *f, struct pod *pod, const struct pod *newer, const struct known_func *func)
{
    struct str name = STR_INIT, file = STR_INIT;
    escape_line(&name, func->name, "");
    escape_line(&file, func->file, "");
    warn("%s is from an older build than %s: %s in %s differs (%zu counter file%s%s)", pod->meta, newer->meta,
         name.len > 0 ? name.data : "a function", file.len > 0 ? file.data : "a file", pod->counter_count,
         pod->counter_count == 1 ? "" : "s", f->drop ? ", left out" : "; -fresh leaves it out");
    pod->stale = true;
    str_free(&name);
    str_free(&file);
}

static void stale_func_judge(struct finding *f, const struct known_func *func)
{
    size_t newest = func->versions[0].pod;
    for (size_t i = 1; i < func->count; i++)
        if (f->times[func->versions[i].pod] > f->times[newest])
            newest = func->versions[i].pod;
    for (size_t i = 0; i < func->count; i++) {
        size_t pod = func->versions[i].pod;
        if (f->times[pod] > 0 && f->times[pod] < f->times[newest] && !f->pods->list[pod].stale &&
            !stale_version_shared(func, pod, newest))
            stale_tell(f, &f->pods->list[pod], &f->pods->list[newest], func);
    }
}

/* Compares the pods of one program. */
static void stale_program_judge(struct finding *f, const char *argv0)
{
    for (size_t i = 0; i < f->pods->count; i++)
        if (f->argv0[i] && strcmp(f->argv0[i], argv0) == 0)
            stale_pod_take(f, i);
    for (size_t i = 0; i < f->func_count; i++)
        stale_func_judge(f, f->funcs[i]);
    for (size_t i = 0; i < f->func_count; i++)
        free(f->funcs[i]->versions);
    f->func_count = 0;
    map_free(&f->by_name);
    f->by_name = (struct map){0};
}

/* Each program that several pods name is looked at once. */
static void stale_programs_judge(struct finding *f)
{
    struct map seen = {0};
    enum { ONE = 1, MORE };
    for (size_t i = 0; i < f->pods->count; i++) {
        if (f->argv0[i] == NULL)
            continue;
        void **times = map_at(&seen, f->argv0[i], strlen(f->argv0[i]));
        if (*times == (void *)ONE)
            stale_program_judge(f, f->argv0[i]);
        *times = (void *)(uintptr_t)(*times ? MORE : ONE);
    }
    map_free(&seen);
}

void pods_stale_find(struct pods *pods, bool drop)
{
    if (pods->count < 2)
        return;
    struct finding f = {.pods = pods, .drop = drop};
    f.times = xcalloc(pods->count, sizeof *f.times);
    f.argv0 = xcalloc(pods->count, sizeof *f.argv0);
    for (size_t i = 0; i < pods->count; i++) {
        f.times[i] = stale_time_of(&pods->list[i]);
        f.argv0[i] = f.times[i] > 0 ? stale_argv0_of(&f, &pods->list[i]) : NULL;
    }
    stale_programs_judge(&f);
    free(f.times);
    free(f.argv0);
    free(f.funcs);
    arena_free(&f.arena);
}
