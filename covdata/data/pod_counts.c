/* Adds a pod's counter files to its image. In: files; out: counts, and the runs they tell of. Each file is first walked
 * to its end and held against the meta-data, and only then added: a damaged one adds nothing rather than a part of what
 * it had. */
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
static struct image_func *func_find(const struct image *image, const struct counter_func *record)
{
    if (record->package >= image->package_count || record->func >= image->packages[record->package].func_count)
        return NULL;
    struct image_func *func = &image->funcs[image->packages[record->package].first_func + record->func];
    return func->unit_count == record->value_count ? func : NULL;
}

static struct bytes arg_find(struct image *image, const struct map *pairs, const char *key)
{
    const struct bytes *value = map_get(pairs, key, strlen(key));
    return value ? bytes_keep(&image->arena, *value) : (struct bytes){"", 0};
}

/* The number of the program's arguments; above `limit` if it is no number. */
static size_t argc_parse(struct bytes text, size_t limit)
{
    size_t argc = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9' || argc > limit)
            return limit + 1;
        argc = argc * 10 + (size_t)(text.data[i] - '0');
    }
    return argc;
}

static const char *run_add(struct image *image, const struct pod_file *from, const struct map *pairs)
{
    struct run run = {.path = from->path, .dir = from->dir, .file = (size_t)(from - image->pod->counters)};
    run.goos = arg_find(image, pairs, "GOOS");
    run.goarch = arg_find(image, pairs, "GOARCH");
    run.test = arg_find(image, pairs, "test");
    run.arg_count = argc_parse(arg_find(image, pairs, "argc"), pairs->count);
    if (run.arg_count > pairs->count)
        return "a segment's argc is not the number of its arguments";
    run.args = arena_alloc(&image->arena, run.arg_count * sizeof *run.args);
    for (size_t i = 0; i < run.arg_count; i++)
        run.args[i] = arg_find(image, pairs, arena_printf(&image->arena, "argv%zu", i));
    image->runs = array_grow(image->runs, image->run_count, &image->run_cap, sizeof *image->runs);
    image->runs[image->run_count++] = run;
    return NULL;
}

/* Enters the args table into `pairs`; its values point into `strings`. */
static const char *pairs_read(const struct counter_file *file, struct bytes *strings, struct map *pairs)
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

static const char *run_read(struct image *image, const struct counter_file *file, const struct pod_file *from)
{
    struct bytes *strings = xcalloc(file->string_count, sizeof *strings);
    struct cursor c = file->strings;
    for (uint32_t i = 0; i < file->string_count; i++)
        strings[i] = string_next(&c);
    struct map pairs = {0};
    const char *problem = pairs_read(file, strings, &pairs);
    if (problem == NULL)
        problem = run_add(image, from, &pairs);
    if (problem == NULL)
        image->runs[image->run_count - 1].live = file->live;
    map_free(&pairs);
    free(strings);
    return problem;
}

/* What is used again for each file. Where functions and units are stands here once more, since structs of the image are
 * twenty times as large, and many of those leave the caches. */
struct scratch {
    uint32_t *first_func; /* of each package, then how many functions there are */
    uint32_t *first_unit; /* of each function, then how many units there are */
    bool *counted;        /* of each function; tells image_func's, at counted_tell */
    struct str bytes;
    struct mapped_dir dir;
    struct mapped file;
    uint32_t *numbers;
    size_t number_cap;
    bool decoded;           /* all that the file says of functions is in numbers, and is good */
    struct count_run *runs; /* of these functions */
    uint32_t *run_funcs;    /* which they are */
    size_t run_count, run_cap;
};

/* The functions stand in numbers[0..count) as in the file: number of units, package, function, values. Makes the
 * runs. */
static bool runs_make(const struct image *image, struct scratch *scratch, size_t count)
{
    const uint32_t *numbers = scratch->numbers, *first_unit = scratch->first_unit;
    uint32_t package = UINT32_MAX, first_func = 0, funcs = 0; /* of the function before */
    size_t at = 0;
    for (size_t i = 0; i < scratch->run_count; i++) {
        if (count - at < 3)
            return false;
        uint32_t units = numbers[at], func = numbers[at + 2];
        if (numbers[at + 1] != package) {
            package = numbers[at + 1];
            if (package >= image->package_count)
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
        scratch->runs[i] = (struct count_run){(uint32_t)at, first_unit[func], units};
        scratch->run_funcs[i] = func;
        at += units;
    }
    return true;
}

static void places_make(const struct image *image, struct scratch *scratch)
{
    scratch->first_func = xcalloc(image->package_count + 1, sizeof *scratch->first_func);
    scratch->first_unit = xcalloc(image->func_count + 1, sizeof *scratch->first_unit);
    scratch->counted = xcalloc(image->func_count + 1, sizeof *scratch->counted);
    for (size_t i = 0; i < image->package_count; i++)
        scratch->first_func[i] = (uint32_t)image->packages[i].first_func;
    for (size_t i = 0; i < image->func_count; i++)
        scratch->first_unit[i] = (uint32_t)image->funcs[i].first_unit;
    scratch->first_func[image->package_count] = (uint32_t)image->func_count;
    scratch->first_unit[image->func_count] = (uint32_t)image->unit_count;
}

/* Room for the numbers of `len` bytes, and for so many functions. */
static void numbers_reserve(struct scratch *scratch, size_t len, size_t funcs)
{
    if (len > scratch->number_cap) {
        scratch->number_cap = len + len / 4;
        scratch->numbers = xrealloc(scratch->numbers, scratch->number_cap * sizeof *scratch->numbers);
    }
    if (funcs > scratch->run_cap) {
        scratch->run_cap = funcs + funcs / 4;
        scratch->runs = xrealloc(scratch->runs, scratch->run_cap * sizeof *scratch->runs);
        scratch->run_funcs = xrealloc(scratch->run_funcs, scratch->run_cap * sizeof *scratch->run_funcs);
    }
}

/* Decodes the file's only segment at once. false: it is to be walked, which tells what is wrong with it; or it is of
 * other values, has several segments, or repeats itself. */
static bool segment_decode(const struct image *image, const struct counter_file *file, struct scratch *scratch)
{
    enum { SPARE = 1 << 20 };
    size_t len = cursor_left(&file->bytes);
    if (scratch->first_unit == NULL)
        places_make(image, scratch);
    if (file->flavor != FLAVOR_ULEB128 || file->segment_count > 1 || file->func_count > len / 3 ||
        len > 4 * (image->unit_count + 3 * image->func_count) + SPARE)
        return false;
    scratch->run_count = (size_t)file->func_count;
    numbers_reserve(scratch, len, scratch->run_count);
    size_t count = numbers_decode(file->bytes.next, len, scratch->numbers);
    scratch->decoded = count != SIZE_MAX && runs_make(image, scratch, count);
    return scratch->decoded;
}

static const char *segment_check(const struct image *image, struct counter_file *file)
{
    for (;;) {
        bool more;
        const char *problem = counter_func_next(file, &more);
        if (problem || !more)
            return problem;
        if (func_find(image, &file->func) == NULL)
            return "its counters are not of the functions in its meta-data file";
    }
}

/* Walks the whole file, and notes the runs. */
static const char *file_check(struct image *image, struct counter_file file, const struct pod_file *from,
                              struct scratch *scratch)
{
    if (memcmp(file.meta_hash, image->hash, FORMAT_HASH_SIZE) != 0)
        return "the hash in the counter file is not that of its name";
    for (;;) {
        bool more;
        const char *problem = counter_segment_next(&file, &more);
        if (problem || !more)
            return problem;
        problem = run_read(image, &file, from);
        if (problem == NULL && segment_decode(image, &file, scratch))
            return NULL;
        if (problem == NULL)
            problem = segment_check(image, &file);
        if (problem)
            return problem;
    }
}

/* The counts of the first directory. */
static void func_add(struct image *image, struct counter_file *file, enum counter_mode mode)
{
    struct image_func *func = func_find(image, &file->func);
    func->counted = true;
    uint32_t *counts = image->counts + func->first_unit;
    for (uint32_t i = 0; i < func->unit_count; i++)
        counts[i] = count_join(mode, counts[i], counter_value_next(file), &image->overflow);
}

/* A later directory's: takes away the counts of the units that ran (COUNT_SUBTRACT), or of those that did not. */
static void func_take_away(struct image *image, struct counter_file *file, enum count_rule rule, uint32_t dir)
{
    struct image_func *func = func_find(image, &file->func);
    func->seen_in = dir;
    uint32_t *counts = image->counts + func->first_unit;
    for (uint32_t i = 0; i < func->unit_count; i++)
        if ((counter_value_next(file) != 0) == (rule == COUNT_SUBTRACT))
            counts[i] = 0;
}

static void segment_add(struct image *image, struct counter_file *file, enum counter_mode mode)
{
    bool func;
    while (counter_func_next(file, &func) == NULL && func)
        func_add(image, file, mode);
}

/* Takes in a file that file_check has found good. */
static void file_take(struct image *image, struct counter_file file, enum counter_mode mode, enum count_rule rule,
                      uint32_t dir)
{
    bool segment, func;
    while (counter_segment_next(&file, &segment) == NULL && segment) {
        if (rule == COUNT_ADD || dir == 0)
            segment_add(image, &file, mode);
        else
            while (counter_func_next(&file, &func) == NULL && func)
                func_take_away(image, &file, rule, dir);
    }
}

/* Reads a file and checks all of it. -1 is reported. */
static int counter_file_get(struct image *image, const struct pod_file *from, struct counter_file *file,
                            struct scratch *scratch)
{
    size_t runs = image->run_count;
    scratch->decoded = false;
    mapped_close(&scratch->file);
    if (mapped_read(&scratch->file, from->path, &scratch->dir, &scratch->bytes) != 0)
        return -1;
    const char *problem = counter_file_open(file, scratch->file.data, scratch->file.len);
    if (problem == NULL)
        problem = file_check(image, *file, from, scratch);
    if (problem == NULL)
        return 0;
    image->run_count = runs;
    return error("%s: %s", from->path, problem);
}

static void numbers_add(const struct scratch *scratch, struct image *image, enum counter_mode mode)
{
    counts_add(image->counts, scratch->numbers, scratch->runs, scratch->run_count, mode, &image->overflow);
    for (size_t i = 0; i < scratch->run_count; i++)
        scratch->counted[scratch->run_funcs[i]] = true;
}

/* A file has been read. */
static void step(struct image *image)
{
    if (image->progress)
        progress_step(image->progress);
    if (image->keeps_runs)
        return;
    image->run_count = 0;
    arena_reset(&image->arena);
}

static int counter_file_take(struct image *image, const struct pod_file *from, enum counter_mode mode,
                             enum count_rule rule, struct scratch *scratch)
{
    struct counter_file file;
    int result = counter_file_get(image, from, &file, scratch);
    if (result == 0 && scratch->decoded && (rule == COUNT_ADD || from->dir == 0))
        numbers_add(scratch, image, mode);
    else if (result == 0)
        file_take(image, file, mode, rule, from->dir);
    step(image);
    return result;
}

static void counted_tell(struct scratch *scratch, struct image *image)
{
    for (size_t i = 0; i < image->func_count && scratch->counted; i++) {
        image->funcs[i].counted |= scratch->counted[i];
        scratch->counted[i] = false;
    }
}

static void scratch_free(struct scratch *scratch, struct image *image)
{
    counted_tell(scratch, image);
    free(scratch->first_func);
    free(scratch->first_unit);
    free(scratch->counted);
    free(scratch->runs);
    free(scratch->run_funcs);
    mapped_close(&scratch->file);
    mapped_dir_close(&scratch->dir);
    str_free(&scratch->bytes);
    free(scratch->numbers);
}

/* Threads: each takes a few of the files, again and again, into counts of its own, which are added up afterwards. So
 * one that gets less of its processor does less. Only adding can be done in any order. */
enum { THREADS_MAX = 8, FILES_A_THREAD = 64, FILES_A_TURN = 16 };

struct share {
    struct image image; /* the thread's own counts, marks on functions, and runs */
    size_t *next;       /* of all files the first that no thread has taken */
    enum counter_mode mode;
    int result;
    pthread_t thread;
    bool started;
    size_t gathered; /* runs that runs_gather has taken */
};

static void *share_run(void *context)
{
    struct share *share = context;
    const struct pod *pod = share->image.pod;
    struct scratch scratch = {.bytes = STR_INIT};
    for (size_t at; (at = __atomic_fetch_add(share->next, FILES_A_TURN, __ATOMIC_RELAXED)) < pod->counter_count;)
        for (size_t i = at; i < at + FILES_A_TURN && i < pod->counter_count; i++)
            if (counter_file_take(&share->image, &pod->counters[i], share->mode, COUNT_ADD, &scratch) != 0)
                share->result = -1;
    scratch_free(&scratch, &share->image);
    return NULL;
}

static void share_begin(struct share *share, const struct image *image)
{
    share->image = *image;
    share->image.counts = xcalloc(image->unit_count + 1, sizeof *image->counts);
    share->image.funcs = xcalloc(image->func_count + 1, sizeof *image->funcs);
    memcpy(share->image.funcs, image->funcs, image->func_count * sizeof *image->funcs);
    share->image.runs = NULL;
    share->image.run_count = share->image.run_cap = 0;
    share->image.arena = (struct arena){0};
    share->started = pthread_create(&share->thread, NULL, share_run, share) == 0;
    if (!share->started)
        share_run(share);
}

static struct bytes bytes_copy(struct image *image, struct bytes text)
{
    return bytes_keep(&image->arena, text);
}

static void run_move(struct image *image, const struct run *from)
{
    struct run run = *from;
    run.goos = bytes_copy(image, from->goos);
    run.goarch = bytes_copy(image, from->goarch);
    run.test = bytes_copy(image, from->test);
    run.args = arena_alloc(&image->arena, from->arg_count * sizeof *run.args);
    for (size_t i = 0; i < from->arg_count; i++)
        run.args[i] = bytes_copy(image, from->args[i]);
    image->runs = array_grow(image->runs, image->run_count, &image->run_cap, sizeof *image->runs);
    image->runs[image->run_count++] = run;
}

/* In order of the files, as each share has its own. */
static void runs_gather(struct image *image, struct share *shares, size_t count)
{
    for (struct share *least;;) {
        least = NULL;
        for (struct share *share = shares; share < shares + count; share++)
            if (share->gathered < share->image.run_count &&
                (least == NULL || share->image.runs[share->gathered].file < least->image.runs[least->gathered].file))
                least = share;
        if (least == NULL)
            return;
        run_move(image, &least->image.runs[least->gathered++]);
    }
}

static void share_end(struct share *share, struct image *image)
{
    const struct count_run all = {0, 0, (uint32_t)image->unit_count};
    if (share->started)
        pthread_join(share->thread, NULL);
    counts_add(image->counts, share->image.counts, &all, 1, share->mode, &image->overflow);
    image->overflow |= share->image.overflow;
    for (size_t f = 0; f < image->func_count; f++)
        image->funcs[f].counted |= share->image.funcs[f].counted;
}

static void share_free(struct share *share)
{
    free(share->image.counts);
    free(share->image.funcs);
    free(share->image.runs);
    arena_free(&share->image.arena);
}

static size_t thread_count(size_t files)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t most = files / FILES_A_THREAD < THREADS_MAX ? files / FILES_A_THREAD : THREADS_MAX;
    return cores > 0 && (size_t)cores < most ? (size_t)cores : most;
}

/* Adds up all files, in order as far as runs go. */
static int shares_count(struct image *image, enum counter_mode mode, size_t threads)
{
    struct share *shares = xcalloc(threads, sizeof *shares);
    size_t next = 0;
    int result = 0;
    for (size_t i = 0; i < threads; i++) {
        shares[i] = (struct share){.next = &next, .mode = mode};
        share_begin(&shares[i], image);
    }
    for (size_t i = 0; i < threads; i++) {
        share_end(&shares[i], image);
        result = shares[i].result != 0 ? -1 : result;
    }
    runs_gather(image, shares, threads);
    for (size_t i = 0; i < threads; i++)
        share_free(&shares[i]);
    free(shares);
    return result;
}

/* A function that no file of a directory mentions did not run there. */
static void unseen_drop(struct image *image, uint32_t dir)
{
    for (size_t f = 0; f < image->func_count; f++) {
        struct image_func *func = &image->funcs[f];
        if (!func->counted || func->seen_in == dir)
            continue;
        func->counted = false;
        memset(image->counts + func->first_unit, 0, func->unit_count * sizeof *image->counts);
    }
}

static int files_count(struct image *image, enum counter_mode mode, enum count_rule rule, uint32_t dir_count)
{
    const struct pod *pod = image->pod;
    struct scratch scratch = {.bytes = STR_INIT};
    int result = 0;
    size_t i = 0;
    for (uint32_t dir = 0; dir < dir_count; dir++) {
        for (; i < pod->counter_count && pod->counters[i].dir == dir; i++)
            if (counter_file_take(image, &pod->counters[i], mode, rule, &scratch) != 0)
                result = -1;
        counted_tell(&scratch, image);
        if (rule == COUNT_INTERSECT && dir > 0)
            unseen_drop(image, dir);
    }
    scratch_free(&scratch, image);
    return result;
}

int image_count(struct image *image, enum counter_mode mode, enum count_rule rule, uint32_t dir_count)
{
    size_t threads = rule == COUNT_ADD ? thread_count(image->pod->counter_count) : 1;
    int result = threads > 1 ? shares_count(image, mode, threads) : files_count(image, mode, rule, dir_count);
    if (image->overflow)
        warn("%s: uint32 overflow during counter merge", image->pod->meta);
    return result;
}

int image_each_run(struct image *image, int (*take)(void *context, const struct image *image, const struct run *run),
                   void *context)
{
    struct scratch scratch = {.bytes = STR_INIT};
    int result = 0;
    bool stop = false, segment;
    for (size_t i = 0; i < image->pod->counter_count && !stop; i++) {
        struct counter_file file;
        bool good = counter_file_get(image, &image->pod->counters[i], &file, &scratch) == 0;
        result = good ? result : -1;
        for (size_t run = 0; good && counter_segment_next(&file, &segment) == NULL && segment && !stop; run++) {
            memset(image->counts, 0, image->unit_count * sizeof *image->counts);
            if (scratch.decoded)
                numbers_add(&scratch, image, image->mode);
            else
                segment_add(image, &file, image->mode);
            stop = take(context, image, &image->runs[run]) != 0;
        }
        step(image);
    }
    scratch_free(&scratch, image);
    return stop ? -1 : result;
}
