/* Where the data goes. In: environment variables; out: an absolute path, later a descriptor. The path is kept and no
 * descriptor, since daemons close all descriptors and other programs count theirs. */
#include "runtime/port.h"

#include "runtime/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/text.h"

static const char *variable_value(void)
{
    static const char *const names[] = {"COVERDIR", "GOCOVERDIR"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = port_getenv(names[i]);
        if (value != NULL && value[0] != '\0')
            return value;
    }
    return NULL;
}

bool __cover_directory_named(void)
{
    return variable_value() != NULL;
}

int __cover_directory_find(char out[DIRECTORY_PATH_MAX], struct problem *problem)
{
    struct text path = __cover_text_in(out, DIRECTORY_PATH_MAX);
    const char *value = variable_value();
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

static int path_open(const char *path)
{
    int fd;
    do
        fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    return __cover_descriptor_lift(fd);
}

/* Makes every directory of the path. Returns the last error, not counting those that exist. */
static int path_make(const char *path)
{
    char part[DIRECTORY_PATH_MAX];
    int error = 0;
    size_t len = strlen(path);
    if (len >= sizeof part)
        return ENAMETOOLONG;
    for (size_t i = 0; i <= len; i++) {
        part[i] = '\0';
        if ((path[i] == '/' || path[i] == '\0') && i > 0 && part[i - 1] != '/')
            if (mkdir(part, 0777) != 0 && errno != EEXIST)
                error = errno;
        part[i] = path[i];
    }
    return error;
}

int __cover_directory_open(const char *path, struct problem *problem)
{
    int fd = path_open(path);
    if (fd < 0 && errno == ENOENT) {
        int error = path_make(path);
        fd = path_open(path);
        if (fd < 0 && errno == ENOENT && error != 0)
            return __cover_problem_set(problem, "make the directory", error);
    }
    if (fd < 0)
        return __cover_problem_set(problem, "open the directory", errno);
    return fd;
}
