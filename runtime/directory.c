/* The data directory. In: environment variables. Out: an absolute path, later a descriptor. Between uses only the path
 * is kept, because daemons close all descriptors and other programs count theirs. */
#include "runtime/port.h"

#include "runtime/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/text.h"

static const char *directory_variable_value(void)
{
    static const char *const names[] = {"COVERDIR", "GOCOVERDIR"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = __cover_port_getenv(names[i]);
        if (value != NULL && value[0] != '\0')
            return value;
    }
    return NULL;
}

bool __cover_directory_named(void)
{
    return directory_variable_value() != NULL;
}

int __cover_directory_find(char out[DIRECTORY_PATH_MAX], struct problem *problem)
{
    struct text path = __cover_text_in(out, DIRECTORY_PATH_MAX);
    const char *value = directory_variable_value();
    if (value == NULL)
        return __cover_problem_set(problem, "find a directory", ENOENT);
    if (value[0] != '/') {
        if (getcwd(out, DIRECTORY_PATH_MAX) == NULL)
            return __cover_problem_set(problem, "find the working directory", errno);
        path.len = strlen(out);
        __cover_text_add(&path, "/");
    }
    __cover_text_add(&path, value);
    if (path.len >= path.cap)
        return __cover_problem_set(problem, "use the directory", ENAMETOOLONG);
    return 0;
}

int __cover_descriptor_lift(int fd)
{
    if (fd < 0 || fd > STDERR_FILENO)
        return fd;
    int high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    int error = errno;
    close(fd);
    errno = error;
    return high;
}

static int directory_step_open(int base, const char *name)
{
    int fd;
    do
        fd = openat(base, name, PORT_O_SEARCH | O_DIRECTORY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    return __cover_descriptor_lift(fd);
}

static int directory_step_make(int base, const char *name)
{
    int made = mkdirat(base, name, 0777);
    int error = errno;
    int fd = directory_step_open(base, name);
    if (fd < 0 && errno == ENOENT && made != 0)
        errno = error;
    return fd;
}

/* Opens the path directory by directory and makes those that are missing. One name at a time, because an exit may
 * happen on the small stack of a signal handler, which has no room for a copy of the path. Returns -1 with errno set.
 */
static int directory_path_make(const char *path)
{
    char name[NAME_MAX + 1];
    int dir = directory_step_open(AT_FDCWD, path[0] == '/' ? "/" : ".");
    for (path += strspn(path, "/"); dir >= 0 && path[0] != '\0'; path += strspn(path, "/")) {
        size_t len = strcspn(path, "/");
        int next = -1;
        errno = ENAMETOOLONG;
        if (len < sizeof name) {
            memcpy(name, path, len);
            name[len] = '\0';
            next = directory_step_make(dir, name);
        }
        int error = errno;
        close(dir);
        errno = error;
        dir = next;
        path += len;
    }
    return dir;
}

int __cover_directory_open(const char *path, struct problem *problem)
{
    const char *step = "open the directory";
    int fd = directory_step_open(AT_FDCWD, path);
    if (fd < 0 && errno == ENOENT && path[0] != '\0') {
        step = "make the directory";
        fd = directory_path_make(path);
    }
    return fd >= 0 ? fd : __cover_problem_set(problem, step, errno);
}
