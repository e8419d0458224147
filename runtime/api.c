/* cover/coverage.h: what a program asks for, passed on to all images of the process. Files in memory are made while the
 * loader's lock is held, so that no image goes away; the program's own writer is called without any lock. */
#include "runtime/port.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>

#include "format/meta.h"
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

/* What all images have in common. */
struct traits {
    uint32_t images, mode, granularity;
    bool modes_differ, granularities_differ, not_atomic;
};

static void traits_visit(struct peer *peer, void *context)
{
    struct traits *traits = (struct traits *)context;
    if (peer->mode == MODE_INVALID)
        return;
    traits->modes_differ |= traits->images > 0 && peer->mode != traits->mode;
    traits->granularities_differ |= traits->images > 0 && peer->granularity != traits->granularity;
    traits->not_atomic |= peer->mode != MODE_ATOMIC;
    traits->mode = peer->mode;
    traits->granularity = peer->granularity;
    traits->images++;
}

static struct traits traits_find(void)
{
    struct traits traits;
    memset(&traits, 0, sizeof traits);
    __cover_peers_visit(traits_visit, &traits);
    return traits;
}

const char *__cover_api_mode(void)
{
    struct traits traits = traits_find();
    return traits.images == 0 ? "" : traits.modes_differ ? "mixed" : mode_name(traits.mode);
}

const char *__cover_api_granularity(void)
{
    struct traits traits = traits_find();
    return traits.images == 0 ? "" : traits.granularities_differ ? "mixed" : granularity_name(traits.granularity);
}

static void request_visit(struct peer *peer, void *context)
{
    struct request *request = (struct request *)context;
    peer->ask(request);
}

static struct request request_make(enum request_kind kind, const char *directory)
{
    struct request request;
    memset(&request, 0, sizeof request);
    request.kind = kind;
    request.directory = directory;
    return request;
}

static int all_ask(struct request *request)
{
    struct guard guard;
    __cover_guard_enter(&guard);
    __cover_peers_visit(request_visit, request);
    __cover_guard_leave(&guard);
    return request->status;
}

static enum request_kind kind_of(int what)
{
    return what == __COVER_META ? REQUEST_META : what == __COVER_TAKE ? REQUEST_TAKE : REQUEST_COUNTERS;
}

static int directory_ask(int what, const char *directory)
{
    struct request request = request_make(kind_of(what), directory);
    return all_ask(&request);
}

int __cover_api_dir(int what, const char *directory)
{
    char standing[DIRECTORY_PATH_MAX];
    if (what == __COVER_TAKE && traits_find().not_atomic)
        return COVER_NOT_ATOMIC;
    if (directory != NULL)
        return directory_ask(what, directory);
    if (!__cover_peers_directory(standing))
        return COVER_NO_DIRECTORY;
    return directory_ask(what, standing);
}

static void documents_free(struct document *document)
{
    while (document != NULL) {
        struct document *next = document->next;
        munmap(document, document->mapped);
        document = next;
    }
}

int __cover_api_writer(int what, cover_writer writer, void *context)
{
    struct request request = request_make(kind_of(what), NULL);
    int status = all_ask(&request);
    for (const struct document *document = request.documents; document != NULL && status == COVER_OK;
         document = document->next)
        if (writer(context, document->name, document->data, document->size) != 0 ||
            writer(context, document->name, NULL, 0) != 0)
            status = COVER_WRITER_FAILED;
    documents_free(request.documents);
    return status;
}

/* Returns 0 or errno. Waits where the descriptor would not block. */
static int bytes_write(int fd, const uint8_t *data, size_t size)
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
    struct request request = request_make(kind_of(what), NULL);
    struct guard guard;
    if (traits_find().images > 1)
        return COVER_SEVERAL_IMAGES;
    int status = all_ask(&request);
    if (status == COVER_OK && request.documents != NULL) {
        __cover_guard_enter(&guard);
        status = bytes_write(fd, request.documents->data, request.documents->size);
        __cover_guard_leave(&guard);
    }
    documents_free(request.documents);
    return status;
}

int __cover_api_clear(void)
{
    return traits_find().not_atomic ? COVER_NOT_ATOMIC : directory_ask(__COVER_TAKE, NULL);
}

int __cover_api_mark(int written)
{
    struct request request = request_make(REQUEST_MARK, NULL);
    request.value = written ? "" : NULL;
    return all_ask(&request);
}

int __cover_api_tag(const char *key, const char *value)
{
    struct request request = request_make(REQUEST_TAG, NULL);
    request.key = key;
    request.value = value;
    return key != NULL && __cover_args_key_allowed(key) ? all_ask(&request) : COVER_BAD_TAG;
}
