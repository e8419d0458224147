/* Whole files: read at once, written under a temporary name and renamed. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/report.h"

#include "base/banned.h"

static int file_fd_read_all(int fd, struct str *out)
{
    for (;;) {
        str_reserve(out, 65536);
        ssize_t n = read(fd, out->data + out->len, out->cap - out->len - 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        out->len += (size_t)n;
        out->data[out->len] = '\0';
        if (n == 0)
            return 0;
    }
}

int file_read_quietly(const char *path, struct str *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        str_reserve(out, (size_t)st.st_size + 1);
    int result = file_fd_read_all(fd, out), cause = errno;
    close(fd);
    errno = cause;
    return result;
}

int file_read(const char *path, struct str *out)
{
    int result = file_read_quietly(path, out);
    return result == 0 ? 0 : error("%s: %s", path, strerror(errno));
}

static int file_fd_write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

int file_write(const char *path, const char *data, size_t len)
{
    struct str temporary = STR_INIT;
    str_addf(&temporary, "%s.%ld.tmp", path, (long)getpid());
    int result = 0;
    int fd = open(temporary.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        result = error("%s: %s", temporary.data, strerror(errno));
    } else {
        int failed = file_fd_write_all(fd, data, len);
        if (close(fd) != 0 || failed || rename(temporary.data, path) != 0) {
            result = error("%s: %s", path, strerror(errno));
            unlink(temporary.data);
        }
    }
    str_free(&temporary);
    return result;
}

static int file_dir_make_one(const char *path)
{
    struct stat st;
    if (mkdir(path, 0777) == 0 || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
        return 0;
    return -1;
}

int dir_make(const char *path)
{
    struct str prefix = STR_INIT;
    int result = 0;
    for (const char *p = path; result == 0; p++) {
        if ((*p == '/' && p != path) || *p == '\0') {
            str_clear(&prefix);
            str_add(&prefix, path, (size_t)(p - path));
            result = file_dir_make_one(prefix.data);
        }
        if (*p == '\0')
            break;
    }
    if (result != 0)
        error("%s: %s", prefix.data, strerror(errno));
    str_free(&prefix);
    return result;
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int stdout_finish(void)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return error("standard output: %s", strerror(errno));
    return 0;
}
