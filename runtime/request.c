/* An image's side of cover/coverage.h. A request comes from any image and any thread of the process, while other
 * threads count and perhaps while one ends the program. The lock of state.h admits one request at a time.
 *
 * Each request opens the image anew, because the constructor does not open it if there is no directory. */
#include "runtime/port.h"

#include "runtime/request.h"

#include "runtime/pod.h"
#include "runtime/shard.h"
#include "runtime/snapshot.h"
#include "runtime/state.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime/cover/coverage.h"

/* The args table, captured at the first call. Without memory it stays empty. */
static const struct args *request_args_get(void)
{
    if (__cover_state.args.size == 0)
        __cover_args_capture(&__cover_state.args, __cover_state.argc, __cover_state.argv);
    return &__cover_state.args;
}

static int request_status_of(const struct problem *problem)
{
    return problem->error ? problem->error : COVER_MISMATCH;
}

/* Writes the snapshot to a new counter file, and the meta-data file if it is missing. */
static int request_counters_write(const struct image *image, const struct snapshot *snapshot, int dir,
                                  struct problem *problem)
{
    char name[FILE_NAME_SIZE];
    if (__cover_pod_write_meta(image, dir, name, problem) < 0)
        return -1;
    return __cover_pod_write_counters(image, snapshot->bias, request_args_get(), dir, NULL, name, problem);
}

static int request_directory_write(const struct image *image, const struct request *request, struct problem *problem)
{
    struct snapshot snapshot;
    char name[FILE_NAME_SIZE];
    bool take = request->kind == REQUEST_TAKE;
    int dir = __cover_directory_open(request->directory, problem);
    if (dir < 0)
        return -1;
    int result = -1;
    if (request->kind == REQUEST_META) {
        result = __cover_pod_write_meta(image, dir, name, problem) < 0 ? -1 : 0;
    } else if (__cover_snapshot_make(&snapshot, image, SNAPSHOT_ALL, take, problem) == 0) {
        result = request_counters_write(image, &snapshot, dir, problem);
        if (result != 0 && take)
            __cover_snapshot_return(&snapshot, image);
        else
            __cover_snapshot_release(&snapshot);
    }
    close(dir);
    return result;
}

static void request_document_encode(struct writer *writer, const struct image *image, const struct snapshot *snapshot)
{
    if (snapshot)
        __cover_pod_encode_counters(writer, image, snapshot->bias, request_args_get());
    else
        meta_group_encode(writer, image->grouping, image->hash, image->mode, image->granularity);
}

/* snapshot NULL: the meta-data file. */
static int request_document_add(struct request *request, const struct image *image, const struct snapshot *snapshot,
                                struct problem *problem)
{
    struct writer measure = writer_into(NULL, 0);
    request_document_encode(&measure, image, snapshot);
    size_t size = (size_t)measure.total, mapped = sizeof(struct document) + size;
    void *memory = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return __cover_problem_set(problem, "get memory", errno);
    struct document *document = (struct document *)memory;
    uint8_t *data = (uint8_t *)(document + 1);
    struct writer writer = writer_into(data, size);
    request_document_encode(&writer, image, snapshot);
    document->data = data;
    document->size = size;
    document->mapped = mapped;
    if (snapshot)
        __cover_file_name_stamped(document->name, COUNTER_FILE_PREFIX, image->hash);
    else
        __cover_file_name(document->name, META_FILE_PREFIX, image->hash);
    document->next = request->documents;
    request->documents = document;
    return 0;
}

static int request_document_make(struct request *request, const struct image *image, struct problem *problem)
{
    struct snapshot snapshot;
    if (request->kind == REQUEST_META)
        return request_document_add(request, image, NULL, problem);
    if (__cover_snapshot_make(&snapshot, image, SNAPSHOT_ALL, false, problem) != 0)
        return -1;
    int result = request_document_add(request, image, &snapshot, problem);
    __cover_snapshot_release(&snapshot);
    return result;
}

static int request_clear_counters(const struct image *image, struct problem *problem)
{
    struct snapshot snapshot;
    if (__cover_snapshot_make(&snapshot, image, SNAPSHOT_ALL, true, problem) != 0)
        return -1;
    __cover_snapshot_release(&snapshot);
    return 0;
}

/* Removes the files of continuous mode. The counters stay mapped to them and are plain memory from now on. */
static int request_mark_set(bool marked, struct problem *problem)
{
    __cover_state.marked = marked;
    if (!marked || !__cover_continuous_own(&__cover_state.continuous))
        return 0;
    int dir = __cover_directory_open(__cover_state.directory, problem);
    if (dir < 0)
        return -1;
    int result = unlinkat(dir, __cover_state.continuous.name, 0);
    if (result != 0 && errno != ENOENT)
        __cover_problem_set(problem, "remove a file", errno);
    else
        result = 0;
    if (result == 0) {
        __cover_shards_forsake(dir);
        __cover_state.continuous.name[0] = '\0';
    }
    close(dir);
    return result;
}

/* Mode atomic: replaces the continuous-mode file of the section by one with the new args, so that the tag is there if
 * the process is killed. If another thread counts in the section, the file keeps its args. */
static void request_retag_file(void)
{
    struct problem problem;
    if (__cover_state.image.mode != MODE_ATOMIC || !__cover_continuous_own(&__cover_state.continuous) ||
        !__cover_section_hold())
        return;
    int dir = __cover_directory_open(__cover_state.directory, &problem);
    if (dir >= 0) {
        __cover_continuous_renew(&__cover_state.continuous, &__cover_state.image, &__cover_state.args, dir, &problem);
        close(dir);
    }
    __cover_section_let();
}

static int request_tag_set(const struct request *request, struct problem *problem)
{
    request_args_get();
    if (__cover_args_tag(&__cover_state.args, request->key, request->value) != 0)
        return __cover_problem_set(problem, "get memory", ENOMEM);
    request_retag_file();
    return 0;
}

static int request_run(struct request *request, const struct image *image, struct problem *problem)
{
    switch (request->kind) {
    case REQUEST_MARK:
        return request_mark_set(request->value != NULL, problem);
    case REQUEST_TAG:
        return request_tag_set(request, problem);
    case REQUEST_TAKE:
        return request->directory ? request_directory_write(image, request, problem)
                                  : request_clear_counters(image, problem);
    default:
        return request->directory ? request_directory_write(image, request, problem)
                                  : request_document_make(request, image, problem);
    }
}

/* Another thread may be ending the program and releasing what the request needs. So either the request sees that the
 * image has finished, or the destructor sees a guest and does not release the memory. */
void __cover_request_serve(struct request *request)
{
    struct problem problem = {NULL, 0};
    struct image image;
    __atomic_add_fetch(&__cover_state.guests, 1, __ATOMIC_SEQ_CST);
    if (image_present() && !__atomic_load_n(&__cover_state.finished, __ATOMIC_SEQ_CST)) {
        __cover_state_lock();
        int result = __cover_image_open(&image, __start___covrecs, __stop___covrecs, &problem);
        if (result == 0)
            result = request_run(request, &image, &problem);
        __cover_state_unlock();
        request->images++;
        if (result != 0 && request->status == COVER_OK)
            request->status = request_status_of(&problem);
    }
    __atomic_sub_fetch(&__cover_state.guests, 1, __ATOMIC_SEQ_CST);
}
