/* Adds up a pod's counter files. In: files; out: counts, and the runs. Each file is checked against the meta-data to its
 * end before it is added, so that a damaged file adds nothing, not a part of its counts. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/report.h"
#include "base/str.h"
#include "covdata/data/bytes.h"
#include "covdata/data/count.h"
#include "covdata/data/pod_data.h"
#include "covdata/data/numbers.h"
#include "format/counter_decode.h"

#include "base/banned.h"

/* The function of the current record, or NULL if the meta-data knows no such function or another number of units. */
static struct pod_func *pod_counts_func_find(const struct pod_data *data, const struct counter_func *record)
{
    if (record->package >= data->package_count || record->func >= data->packages[record->package].func_count)
        return NULL;
    struct pod_func *func = &data->funcs[data->packages[record->package].first_func + record->func];
    return func->unit_count == record->value_count ? func : NULL;
}

static struct bytes pod_counts_arg_find(struct pod_data *data, const struct map *pairs, const char *key)
{
    const struct bytes *value = map_get(pairs, key, strlen(key));
    return value ? bytes_keep(&data->arena, *value) : (struct bytes){"", 0};
}

/* The number of the program's arguments; above `limit` if it is no number. */
static size_t pod_counts_argc_parse(struct bytes text, size_t limit)
{
    size_t argc = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9' || argc > limit)
            return limit + 1;
        argc = argc * 10 + (size_t)(text.data[i] - '0');
    }
    return argc;
}

static const char *pod_counts_run_add(struct pod_data *data, const struct pod_file *from, const struct map *pairs)
{
    struct run run = {.path = from->path, .dir = from->dir, .file = (size_t)(from - data->pod->counters)};
    run.goos = pod_counts_arg_find(data, pairs, "GOOS");
    run.goarch = pod_counts_arg_find(data, pairs, "GOARCH");
    run.test = pod_counts_arg_find(data, pairs, "test");
    run.arg_count = pod_counts_argc_parse(pod_counts_arg_find(data, pairs, "argc"), pairs->count);
    if (run.arg_count > pairs->count)
        return "a segment's argc is not the number of its arguments";
    run.args = arena_alloc(&data->arena, run.arg_count * sizeof *run.args);
    for (size_t i = 0; i < run.arg_count; i++)
        run.args[i] = pod_counts_arg_find(data, pairs, arena_printf(&data->arena, "argv%zu", i));
    data->runs = array_grow(data->runs, data->run_count, &data->run_cap, sizeof *data->runs);
    data->runs[data->run_count++] = run;
    return NULL;
}

/* Enters the args table into `pairs`; its values point into `strings`. */
static const char *pod_counts_pairs_read(const struct counter_file *file, struct bytes *strings, struct map *pairs)
{
    struct counter_args args;
    const char *problem = counter_args_start(file, &args);
    while (problem == NULL && args.left > 0) {
        struct counter_pair pair;
        problem = counter_args_next(file, &args, &pair);
        if (problem)
            break;
        void **value = map_at(pairs, strings[pair.key].data, strings[pair.key].len);
        if (*value)
            problem = "a segment's args table has a key twice";
        *value = &strings[pair.value];
    }
    return problem;
}

static const char *pod_counts_run_read(struct pod_data *data, const struct counter_file *file,
                                       const struct pod_file *from)
{
    struct bytes *strings = xcalloc(file->string_count, sizeof *strings);
    struct cursor c = file->strings;
    for (uint32_t i = 0; i < file->string_count; i++)
        strings[i] = string_next(&c);
    struct map pairs = {0};
    const char *problem = pod_counts_pairs_read(file, strings, &pairs);
    if (problem == NULL)
        problem = pod_counts_run_add(data, from, &pairs);
    if (problem == NULL)
        data->runs[data->run_count - 1].live = file->live;
    map_free(&pairs);
    free(strings);
    return problem;
}

/* What is used again for each file. Where functions and units are stands here once more, since structs of the pod are
 * twenty times as large, and many of those leave the caches. */
struct scratch {
    uint32_t *first_func; /* of each package, then how many functions there are */
    uint32_t *first_unit; /* of each function, then how many units there are */
    bool *counted;        /* of each function; tells pod_func's, at pod_counts_counted_tell */
    struct str bytes;
    struct mapped_dir dir;
    struct mapped file;
    uint32_t *numbers;
    size_t number_cap;
    bool decoded;             /* all that the file says of functions is in numbers, and is good */
    struct count_span *spans; /* of these functions */
    uint32_t *span_funcs;     /* which they are */
    size_t span_count, span_cap;
};

/* The functions stand in numbers[0..count) as in the file: number of units, package, function, values. Makes the
 * spans. */
static bool pod_counts_spans_make(const struct pod_data *data, struct scratch *scratch, size_t count)
{
    const uint32_t *numbers = scratch->numbers, *first_unit = scratch->first_unit;
    uint32_t package = UINT32_MAX, first_func = 0, funcs = 0; /* of the function before */
    size_t at = 0;
    for (size_t i = 0; i < scratch->span_count; i++) {
        if (count - at < 3)
            return false;
        uint32_t units = numbers[at], func = numbers[at + 2];
        if (numbers[at + 1] != package) {
            package = numbers[at + 1];
            if (package >= data->package_count)
                return false;
            first_func = scratch->first_func[package];
            funcs = scratch->first_func[package + 1] - first_func;
        }
        at += 3;
        if (func >= funcs || units > count - at)
            return false;
        func += first_func;
        if (units != first_unit[func + 1] - first_unit[func])
            return false;
        scratch->spans[i] = (struct count_span){(uint32_t)at, first_unit[func], units};
        scratch->span_funcs[i] = func;
        at += units;
    }
    return true;
}

static void pod_counts_places_make(const struct pod_data *data, struct scratch *scratch)
{
    scratch->first_func = xcalloc(data->package_count + 1, sizeof *scratch->first_func);
    scratch->first_unit = xcalloc(data->func_count + 1, sizeof *scratch->first_unit);
    scratch->counted = xcalloc(data->func_count + 1, sizeof *scratch->counted);
    for (size_t i = 0; i < data->package_count; i++)
        scratch->first_func[i] = (uint32_t)data->packages[i].first_func;
    for (size_t i = 0; i < data->func_count; i++)
        scratch->first_unit[i] = (uint32_t)data->funcs[i].first_unit;
    scratch->first_func[data->package_count] = (uint32_t)data->func_count;
    scratch->first_unit[data->func_count] = (uint32_t)data->unit_count;
}

/* Room for the numbers of `len` bytes, and for so many functions. */
static void pod_counts_numbers_reserve(struct scratch *scratch, size_t len, size_t funcs)
{
    if (len > scratch->number_cap) {
        scratch->number_cap = len + len / 4;
        scratch->numbers = xrealloc(scratch->numbers, scratch->number_cap * sizeof *scratch->numbers);
    }
    if (funcs > scratch->span_cap) {
        scratch->span_cap = funcs + funcs / 4;
        scratch->spans = xrealloc(scratch->spans, scratch->span_cap * sizeof *scratch->spans);
        scratch->span_funcs = xrealloc(scratch->span_funcs, scratch->span_cap * sizeof *scratch->span_funcs);
    }
}

/* Decodes the file's only segment at once. false: it is to be walked, which tells what is wrong with it; or it is of
 * other values, has several segments, or repeats itself. */
static bool pod_counts_segment_decode(const struct pod_data *data, const struct counter_file *file,
                                      struct scratch *scratch)
{
    enum { SPARE = 1 << 20 };
    size_t len = cursor_left(&file->bytes);
    if (scratch->first_unit == NULL)
        pod_counts_places_make(data, scratch);
    if (file->flavor != FLAVOR_ULEB128 || file->segment_count > 1 || file->func_count > len / 3 ||
        len > 4 * (data->unit_count + 3 * data->func_count) + SPARE)
        return false;
    scratch->span_count = (size_t)file->func_count;
    pod_counts_numbers_reserve(scratch, len, scratch->span_count);
    size_t count = numbers_decode(file->bytes.next, len, scratch->numbers);
    scratch->decoded = count != SIZE_MAX && pod_counts_spans_make(data, scratch, count);
    return scratch->decoded;
}

static const char *pod_counts_segment_check(const struct pod_data *data, struct counter_file *file)
{
    for (;;) {
        bool more;
        const char *problem = counter_func_next(file, &more);
        if (problem || !more)
            return problem;
        if (pod_counts_func_find(data, &file->func) == NULL)
            return "its counters are not of the functions in its meta-data file";
    }
}

/* Walks the whole file, and makes the spans. */
static const char *pod_counts_file_check(struct pod_data *data, struct counter_file file, const struct pod_file *from,
                                         struct scratch *scratch)
{
    if (memcmp(file.meta_hash, data->hash, FORMAT_HASH_SIZE) != 0)
        return "the hash in the counter file is not that of its name";
    for (;;) {
        bool more;
        const char *problem = counter_segment_next(&file, &more);
        if (problem || !more)
            return problem;
        problem = pod_counts_run_read(data, &file, from);
        if (problem == NULL && pod_counts_segment_decode(data, &file, scratch))
            return NULL;
        if (problem == NULL)
            problem = pod_counts_segment_check(data, &file);
        if (problem)
            return problem;
    }
}

/* The counts of the first directory. */
static void pod_counts_func_add(struct pod_data *data, struct counter_file *file, enum counter_mode mode)
{
    struct pod_func *func = pod_counts_func_find(data, &file->func);
    func->counted = true;
    uint32_t *counts = data->counts + func->first_unit;
    for (uint32_t i = 0; i < func->unit_count; i++)
        counts[i] = count_join(mode, counts[i], counter_value_next(file), &data->overflow);
}

/* A later directory's: takes away the counts of the units that ran (COUNT_SUBTRACT), or of those that did not. */
static void pod_counts_func_take_away(struct pod_data *data, struct counter_file *file, enum count_rule rule,
                                      uint32_t dir)
{
    struct pod_func *func = pod_counts_func_find(data, &file->func);
    func->seen_in = dir;
    uint32_t *counts = data->counts + func->first_unit;
    for (uint32_t i = 0; i < func->unit_count; i++)
        if ((counter_value_next(file) != 0) == (rule == COUNT_SUBTRACT))
            counts[i] = 0;
}

static void pod_counts_segment_add(struct pod_data *data, struct counter_file *file, enum counter_mode mode)
{
    bool func;
    while (counter_func_next(file, &func) == NULL && func)
        pod_counts_func_add(data, file, mode);
}

/* Takes in a file that pod_counts_file_check has found good. */
static void pod_counts_file_take(struct pod_data *data, struct counter_file file, enum counter_mode mode,
                                 enum count_rule rule, uint32_t dir)
{
    bool segment, func;
    while (counter_segment_next(&file, &segment) == NULL && segment) {
        if (rule == COUNT_ADD || dir == 0)
            pod_counts_segment_add(data, &file, mode);
        else
            while (counter_func_next(&file, &func) == NULL && func)
                pod_counts_func_take_away(data, &file, rule, dir);
    }
}

/* Reads a file and checks all of it. -1 is reported. */
static int pod_counts_counter_file_get(struct pod_data *data, const struct pod_file *from, struct counter_file *file,
                                       struct scratch *scratch)
{
    size_t runs = data->run_count;
    scratch->decoded = false;
    mapped_close(&scratch->file);
    if (mapped_read(&scratch->file, from->path, &scratch->dir, &scratch->bytes) != 0)
        return -1;
    const char *problem = counter_file_open(file, scratch->file.data, scratch->file.len);
    if (problem == NULL)
        problem = pod_counts_file_check(data, *file, from, scratch);
    if (problem == NULL)
        return 0;
    data->run_count = runs;
    return error("%s: %s", from->path, problem);
}

static void pod_counts_numbers_add(const struct scratch *scratch, struct pod_data *data, enum counter_mode mode)
{
    counts_add(data->counts, scratch->numbers, scratch->spans, scratch->span_count, mode, &data->overflow);
    for (size_t i = 0; i < scratch->span_count; i++)
        scratch->counted[scratch->span_funcs[i]] = true;
}

/* A file has been read. */
static void pod_counts_step(struct pod_data *data)
{
    if (data->progress)
        progress_step(data->progress);
    if (data->keeps_runs)
        return;
    data->run_count = 0;
    arena_reset(&data->arena);
}

static int pod_counts_counter_file_take(struct pod_data *data, const struct pod_file *from, enum counter_mode mode,
                                        enum count_rule rule, struct scratch *scratch)
{
    struct counter_file file;
    int result = pod_counts_counter_file_get(data, from, &file, scratch);
    if (result == 0 && scratch->decoded && (rule == COUNT_ADD || from->dir == 0))
        pod_counts_numbers_add(scratch, data, mode);
    else if (result == 0)
        pod_counts_file_take(data, file, mode, rule, from->dir);
    pod_counts_step(data);
    return result;
}

static void pod_counts_counted_tell(struct scratch *scratch, struct pod_data *data)
{
    for (size_t i = 0; i < data->func_count && scratch->counted; i++) {
        data->funcs[i].counted |= scratch->counted[i];
        scratch->counted[i] = false;
    }
}

static void pod_counts_scratch_free(struct scratch *scratch, struct pod_data *data)
{
    pod_counts_counted_tell(scratch, data);
    free(scratch->first_func);
    free(scratch->first_unit);
    free(scratch->counted);
    free(scratch->spans);
    free(scratch->span_funcs);
    mapped_close(&scratch->file);
    mapped_dir_close(&scratch->dir);
    str_free(&scratch->bytes);
    free(scratch->numbers);
}

/* Threads: each takes a few of the files, again and again, into counts of its own, which are added up afterwards. So
 * one that gets less of its processor does less. Only adding can be done in any order. */
enum { THREADS_MAX = 8, FILES_A_THREAD = 64, FILES_A_TURN = 16 };

struct share {
    struct pod_data data; /* the thread's own counts, marks on functions, and runs */
    size_t *next;         /* of all files the first that no thread has taken */
    enum counter_mode mode;
    int result;
    pthread_t thread;
    bool started;
    size_t gathered; /* runs that pod_counts_runs_gather has taken */
};

static void *pod_counts_share_run(void *context)
{
    struct share *share = context;
    const struct pod *pod = share->data.pod;
    struct scratch scratch = {.bytes = STR_INIT};
    for (size_t at; (at = __atomic_fetch_add(share->next, FILES_A_TURN, __ATOMIC_RELAXED)) < pod->counter_count;)
        for (size_t i = at; i < at + FILES_A_TURN && i < pod->counter_count; i++)
            if (pod_counts_counter_file_take(&share->data, &pod->counters[i], share->mode, COUNT_ADD, &scratch) != 0)
                share->result = -1;
    pod_counts_scratch_free(&scratch, &share->data);
    return NULL;
}

static void pod_counts_share_begin(struct share *share, const struct pod_data *data)
{
    share->data = *data;
    share->data.counts = xcalloc(data->unit_count + 1, sizeof *data->counts);
    share->data.funcs = xcalloc(data->func_count + 1, sizeof *data->funcs);
    memcpy(share->data.funcs, data->funcs, data->func_count * sizeof *data->funcs);
    share->data.runs = NULL;
    share->data.run_count = share->data.run_cap = 0;
    share->data.arena = (struct arena){0};
    share->started = pthread_create(&share->thread, NULL, pod_counts_share_run, share) == 0;
    if (!share->started)
        pod_counts_share_run(share);
}

static struct bytes pod_counts_bytes_copy(struct pod_data *data, struct bytes text)
{
    return bytes_keep(&data->arena, text);
}

static void pod_counts_run_move(struct pod_data *data, const struct run *from)
{
    struct run run = *from;
    run.goos = pod_counts_bytes_copy(data, from->goos);
    run.goarch = pod_counts_bytes_copy(data, from->goarch);
    run.test = pod_counts_bytes_copy(data, from->test);
    run.args = arena_alloc(&data->arena, from->arg_count * sizeof *run.args);
    for (size_t i = 0; i < from->arg_count; i++)
        run.args[i] = pod_counts_bytes_copy(data, from->args[i]);
    data->runs = array_grow(data->runs, data->run_count, &data->run_cap, sizeof *data->runs);
    data->runs[data->run_count++] = run;
}

/* In order of the files, as each share has its own. */
static void pod_counts_runs_gather(struct pod_data *data, struct share *shares, size_t count)
{
    for (struct share *least;;) {
        least = NULL;
        for (struct share *share = shares; share < shares + count; share++)
            if (share->gathered < share->data.run_count &&
                (least == NULL || share->data.runs[share->gathered].file < least->data.runs[least->gathered].file))
                least = share;
        if (least == NULL)
            return;
        pod_counts_run_move(data, &least->data.runs[least->gathered++]);
    }
}

static void pod_counts_share_end(struct share *share, struct pod_data *data)
{
    const struct count_span all = {0, 0, (uint32_t)data->unit_count};
    if (share->started)
        pthread_join(share->thread, NULL);
    counts_add(data->counts, share->data.counts, &all, 1, share->mode, &data->overflow);
    data->overflow |= share->data.overflow;
    for (size_t f = 0; f < data->func_count; f++)
        data->funcs[f].counted |= share->data.funcs[f].counted;
}

static void pod_counts_share_free(struct share *share)
{
    free(share->data.counts);
    free(share->data.funcs);
    free(share->data.runs);
    arena_free(&share->data.arena);
}

static size_t pod_counts_thread_count(size_t files)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t most = files / FILES_A_THREAD < THREADS_MAX ? files / FILES_A_THREAD : THREADS_MAX;
    return cores > 0 && (size_t)cores < most ? (size_t)cores : most;
}

/* Adds up all files, in order as far as runs go. */
static int pod_counts_shares_count(struct pod_data *data, enum counter_mode mode, size_t threads)
{
    struct share *shares = xcalloc(threads, sizeof *shares);
    size_t next = 0;
    int result = 0;
    for (size_t i = 0; i < threads; i++) {
        shares[i] = (struct share){.next = &next, .mode = mode};
        pod_counts_share_begin(&shares[i], data);
    }
    for (size_t i = 0; i < threads; i++) {
        pod_counts_share_end(&shares[i], data);
        result = shares[i].result != 0 ? -1 : result;
    }
    pod_counts_runs_gather(data, shares, threads);
    for (size_t i = 0; i < threads; i++)
        pod_counts_share_free(&shares[i]);
    free(shares);
    return result;
}

/* A function that no file of a directory mentions did not run there. */
static void pod_counts_unseen_drop(struct pod_data *data, uint32_t dir)
{
    for (size_t f = 0; f < data->func_count; f++) {
        struct pod_func *func = &data->funcs[f];
        if (!func->counted || func->seen_in == dir)
            continue;
        func->counted = false;
        memset(data->counts + func->first_unit, 0, func->unit_count * sizeof *data->counts);
    }
}

static int pod_counts_files_count(struct pod_data *data, enum counter_mode mode, enum count_rule rule,
                                  uint32_t dir_count)
{
    const struct pod *pod = data->pod;
    struct scratch scratch = {.bytes = STR_INIT};
    int result = 0;
    size_t i = 0;
    for (uint32_t dir = 0; dir < dir_count; dir++) {
        for (; i < pod->counter_count && pod->counters[i].dir == dir; i++)
            if (pod_counts_counter_file_take(data, &pod->counters[i], mode, rule, &scratch) != 0)
                result = -1;
        pod_counts_counted_tell(&scratch, data);
        if (rule == COUNT_INTERSECT && dir > 0)
            pod_counts_unseen_drop(data, dir);
    }
    pod_counts_scratch_free(&scratch, data);
    return result;
}

int pod_data_count(struct pod_data *data, enum counter_mode mode, enum count_rule rule, uint32_t dir_count)
{
    size_t threads = rule == COUNT_ADD ? pod_counts_thread_count(data->pod->counter_count) : 1;
    int result = threads > 1 ? pod_counts_shares_count(data, mode, threads)
                             : pod_counts_files_count(data, mode, rule, dir_count);
    if (data->overflow)
        warn("%s: uint32 overflow during counter merge", data->pod->meta);
    return result;
}

int pod_data_each_run(struct pod_data *data,
                      int (*take)(void *context, const struct pod_data *data, const struct run *run), void *context)
{
    struct scratch scratch = {.bytes = STR_INIT};
    int result = 0;
    bool stop = false, segment;
    for (size_t i = 0; i < data->pod->counter_count && !stop; i++) {
        struct counter_file file;
        bool good = pod_counts_counter_file_get(data, &data->pod->counters[i], &file, &scratch) == 0;
        result = good ? result : -1;
        for (size_t run = 0; good && counter_segment_next(&file, &segment) == NULL && segment && !stop; run++) {
            memset(data->counts, 0, data->unit_count * sizeof *data->counts);
            if (scratch.decoded)
                pod_counts_numbers_add(&scratch, data, data->mode);
            else
                pod_counts_segment_add(data, &file, data->mode);
            stop = take(context, data, &data->runs[run]) != 0;
        }
        pod_counts_step(data);
    }
    pod_counts_scratch_free(&scratch, data);
    return stop ? -1 : result;
}
