/* The functions behind cover/coverage.h. Each passes a request to all images of the process. Files in memory are made
 * while the loader's lock is held, so that no image is unloaded; the program's writer is called without any lock. */
#include "runtime/port.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>

#include "format/meta.h"
#include "runtime/api.h"
#include "runtime/args.h"
#include "runtime/cover/coverage.h"
#include "runtime/guard.h"
#include "runtime/dso_registry.h"
#include "runtime/report.h"
#include "runtime/status.h"

PORT_C const char *__cover_api_text(int status) PORT_HIDDEN;
PORT_C const char *__cover_api_mode(void) PORT_HIDDEN;
PORT_C const char *__cover_api_granularity(void) PORT_HIDDEN;
PORT_C int __cover_api_dir(int what, const char *directory) PORT_HIDDEN;
PORT_C int __cover_api_fd(int what, int fd) PORT_HIDDEN;
PORT_C int __cover_api_writer(int what, cover_writer writer, void *context) PORT_HIDDEN;
PORT_C int __cover_api_clear(void) PORT_HIDDEN;
PORT_C int __cover_api_mark(int written) PORT_HIDDEN;
PORT_C int __cover_api_tag(const char *key, const char *value) PORT_HIDDEN;

const int __cover_api = 1;

const char *__cover_api_text(int status)
{
    struct problem problem = {NULL, status};
    return status > 0 ? __cover_problem_reason(&problem) : status_text(status);
}

/* Modes and granularities of all images together. */
struct traits {
    uint32_t images, mode, granularity;
    bool modes_differ, granularities_differ, not_atomic;
};

static void api_traits_visit(struct dso *dso, void *context)
{
    struct traits *traits = (struct traits *)context;
    if (dso->mode == MODE_INVALID)
        return;
    traits->modes_differ |= traits->images > 0 && dso->mode != traits->mode;
    traits->granularities_differ |= traits->images > 0 && dso->granularity != traits->granularity;
    traits->not_atomic |= dso->mode != MODE_ATOMIC;
    traits->mode = dso->mode;
    traits->granularity = dso->granularity;
    traits->images++;
}

static struct traits api_traits_find(void)
{
    struct traits traits;
    memset(&traits, 0, sizeof traits);
    __cover_dsos_visit(api_traits_visit, &traits);
    return traits;
}

const char *__cover_api_mode(void)
{
    struct traits traits = api_traits_find();
    return traits.images == 0 ? "" : traits.modes_differ ? "mixed" : mode_name(traits.mode);
}

const char *__cover_api_granularity(void)
{
    struct traits traits = api_traits_find();
    return traits.images == 0 ? "" : traits.granularities_differ ? "mixed" : granularity_name(traits.granularity);
}

static void api_request_visit(struct dso *dso, void *context)
{
    struct request *request = (struct request *)context;
    dso->serve(request);
}

static struct request api_request_make(enum request_kind kind, const char *directory)
{
    struct request request;
    memset(&request, 0, sizeof request);
    request.kind = kind;
    request.directory = directory;
    return request;
}

static int api_request_all(struct request *request)
{
    struct guard guard;
    __cover_guard_enter(&guard);
    __cover_dsos_visit(api_request_visit, request);
    __cover_guard_leave(&guard);
    return request->status;
}

static enum request_kind api_kind_of(int what)
{
    return what == __COVER_META ? REQUEST_META : what == __COVER_TAKE ? REQUEST_TAKE : REQUEST_COUNTERS;
}

static int api_request_directory(int what, const char *directory)
{
    struct request request = api_request_make(api_kind_of(what), directory);
    return api_request_all(&request);
}

int __cover_api_dir(int what, const char *directory)
{
    char standing[DIRECTORY_PATH_MAX];
    if (what == __COVER_TAKE && api_traits_find().not_atomic)
        return COVER_NOT_ATOMIC;
    if (directory != NULL)
        return api_request_directory(what, directory);
    if (!__cover_dsos_directory(standing))
        return COVER_NO_DIRECTORY;
    return api_request_directory(what, standing);
}

static void api_documents_free(struct document *document)
{
    while (document != NULL) {
        struct document *next = document->next;
        munmap(document, document->mapped);
        document = next;
    }
}

int __cover_api_writer(int what, cover_writer writer, void *context)
{
    struct request request = api_request_make(api_kind_of(what), NULL);
    int status = api_request_all(&request);
    for (const struct document *document = request.documents; document != NULL && status == COVER_OK;
         document = document->next)
        if (writer(context, document->name, document->data, document->size) != 0 ||
            writer(context, document->name, NULL, 0) != 0)
            status = COVER_WRITER_FAILED;
    api_documents_free(request.documents);
    return status;
}

/* Returns 0 or errno. Waits if the descriptor is non-blocking and not ready. */
static int api_bytes_write(int fd, const uint8_t *data, size_t size)
{
    while (size > 0) {
        ssize_t done = write(fd, data, size);
        struct pollfd wait = {fd, POLLOUT, 0};
        if (done < 0 && errno == EAGAIN)
            poll(&wait, 1, -1);
        else if (done < 0 && errno != EINTR)
            return errno;
        data += done > 0 ? done : 0;
        size -= done > 0 ? (size_t)done : 0;
    }
    return 0;
}

int __cover_api_fd(int what, int fd)
{
    struct request request = api_request_make(api_kind_of(what), NULL);
    struct guard guard;
    if (api_traits_find().images > 1)
        return COVER_SEVERAL_IMAGES;
    int status = api_request_all(&request);
    if (status == COVER_OK && request.documents != NULL) {
        __cover_guard_enter(&guard);
        status = api_bytes_write(fd, request.documents->data, request.documents->size);
        __cover_guard_leave(&guard);
    }
    api_documents_free(request.documents);
    return status;
}

int __cover_api_clear(void)
{
    return api_traits_find().not_atomic ? COVER_NOT_ATOMIC : api_request_directory(__COVER_TAKE, NULL);
}

int __cover_api_mark(int written)
{
    struct request request = api_request_make(REQUEST_MARK, NULL);
    request.value = written ? "" : NULL;
    return api_request_all(&request);
}

int __cover_api_tag(const char *key, const char *value)
{
    struct request request = api_request_make(REQUEST_TAG, NULL);
    request.key = key;
    request.value = value;
    return key != NULL && __cover_args_key_allowed(key) ? api_request_all(&request) : COVER_BAD_TAG;
}
