/* Stands between the runtime and libc: every call of the runtime's that can fail goes through here (faults.sh renames
 * them in the archive, so static programs are reached as well, and the host's own calls are not). INJECT=CALL:N:ERROR
 * makes the N-th CALL of the process, and of its forked children, fail; CALL:N+:ERROR that and all later ones; of
 * several, with spaces between, each does. ERROR is a number, or "short": half of what was to be written is. What was
 * hit is added to the file INJECT_HIT. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#define _FILE_OFFSET_BITS 64
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

enum { SHORT = -1 };

static void hit_tell(const char *call)
{
    const struct iovec line[] = {{(void *)call, strlen(call)}, {(void *)"\n", 1}};
    int fd = open(getenv("INJECT_HIT"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0 || writev(fd, line, 2) < 0)
        abort();
    close(fd);
}

/* What the wish CALL:N[+]:ERROR makes of this call. */
static int wish_apply(const char *wish, const char *call, int here)
{
    size_t len = strlen(call);
    if (strncmp(wish, call, len) != 0 || wish[len] != ':')
        return 0;
    char *rest;
    long position = strtol(wish + len + 1, &rest, 10);
    if (*rest == '+' ? here < position : here != position)
        return 0;
    hit_tell(call);
    rest = strchr(rest, ':') + 1;
    return strncmp(rest, "short", 5) == 0 ? SHORT : atoi(rest);
}

/* What shall become of this call, number `here` of its kind: 0, an error, or SHORT. */
static int fate(const char *call, int here)
{
    int error = 0;
    for (const char *wish = getenv("INJECT"); wish != NULL && error == 0;) {
        error = wish_apply(wish, call, here);
        wish = strchr(wish, ' ');
        wish = wish ? wish + 1 : NULL;
    }
    return error;
}

#define FAIL_AS(call)                                                                                                  \
    static int calls;                                                                                                  \
    int error = fate(call, ++calls);                                                                                   \
    if (error > 0) {                                                                                                   \
        errno = error;                                                                                                 \
        return -1;                                                                                                     \
    }

/* The mode behind the flags; reading one that is not there does no harm on the processors we know. */
#define MODE_GET(mode)                                                                                                 \
    va_list args;                                                                                                      \
    va_start(args, flags);                                                                                             \
    int mode = va_arg(args, int);                                                                                      \
    va_end(args)

int inject_open(const char *path, int flags, ...);
int inject_open(const char *path, int flags, ...)
{
    MODE_GET(mode);
    FAIL_AS("open");
    return open(path, flags, mode);
}

int inject_openat(int dir, const char *path, int flags, ...);
int inject_openat(int dir, const char *path, int flags, ...)
{
    MODE_GET(mode);
    FAIL_AS("openat");
    return openat(dir, path, flags, mode);
}

/* Only duplicating can fail: the other question the runtime asks is whether there is a stderr. */
int inject_fcntl(int fd, int flags, ...);
int inject_fcntl(int fd, int flags, ...)
{
    MODE_GET(argument);
    if (flags == F_GETFD)
        return fcntl(fd, flags);
    FAIL_AS("fcntl");
    return fcntl(fd, flags, argument);
}

/* As on Linux: the descriptor is gone all the same. */
int inject_close(int fd);
int inject_close(int fd)
{
    int closed = close(fd);
    FAIL_AS("close");
    return closed;
}

ssize_t inject_write(int fd, const void *data, size_t len);
ssize_t inject_write(int fd, const void *data, size_t len)
{
    FAIL_AS("write");
    return write(fd, data, error == SHORT ? (len + 1) / 2 : len);
}

ssize_t inject_pwrite(int fd, const void *data, size_t len, off_t offset);
ssize_t inject_pwrite(int fd, const void *data, size_t len, off_t offset)
{
    FAIL_AS("pwrite");
    return pwrite(fd, data, error == SHORT ? (len + 1) / 2 : len, offset);
}

ssize_t inject_writev(int fd, const struct iovec *parts, int count);
ssize_t inject_writev(int fd, const struct iovec *parts, int count)
{
    FAIL_AS("writev");
    return writev(fd, parts, count);
}

ssize_t inject_pread(int fd, void *data, size_t len, off_t offset);
ssize_t inject_pread(int fd, void *data, size_t len, off_t offset)
{
    FAIL_AS("pread");
    return pread(fd, data, len, offset);
}

int inject_ftruncate(int fd, off_t size);
int inject_ftruncate(int fd, off_t size)
{
    FAIL_AS("ftruncate");
    return ftruncate(fd, size);
}

int inject_fstat(int fd, struct stat *status);
int inject_fstat(int fd, struct stat *status)
{
    FAIL_AS("fstat");
    return fstat(fd, status);
}

int inject_fstatat(int dir, const char *path, struct stat *status, int flags);
int inject_fstatat(int dir, const char *path, struct stat *status, int flags)
{
    FAIL_AS("fstatat");
    return fstatat(dir, path, status, flags);
}

int inject_fstatfs(int fd, struct statfs *status);
int inject_fstatfs(int fd, struct statfs *status)
{
    FAIL_AS("fstatfs");
    return fstatfs(fd, status);
}

int inject_mkdirat(int dir, const char *path, mode_t mode);
int inject_mkdirat(int dir, const char *path, mode_t mode)
{
    FAIL_AS("mkdirat");
    return mkdirat(dir, path, mode);
}

int inject_renameat(int from_dir, const char *from, int to_dir, const char *to);
int inject_renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    FAIL_AS("renameat");
    return renameat(from_dir, from, to_dir, to);
}

/* Exchanging two names is the one call without a function of its own. */
long inject_syscall(long number, int dir, const char *one, int other_dir, const char *other, unsigned flags);
long inject_syscall(long number, int dir, const char *one, int other_dir, const char *other, unsigned flags)
{
    FAIL_AS("syscall");
    return syscall(number, dir, one, other_dir, other, flags);
}

int inject_unlinkat(int dir, const char *path, int flags);
int inject_unlinkat(int dir, const char *path, int flags)
{
    FAIL_AS("unlinkat");
    return unlinkat(dir, path, flags);
}

int inject_clock_gettime(clockid_t clock, struct timespec *time);
int inject_clock_gettime(clockid_t clock, struct timespec *time)
{
    FAIL_AS("clock_gettime");
    return clock_gettime(clock, time);
}

int inject_munmap(void *where, size_t size);
int inject_munmap(void *where, size_t size)
{
    FAIL_AS("munmap");
    return munmap(where, size);
}

void *inject_mmap(void *where, size_t size, int protection, int flags, int fd, off_t offset);
void *inject_mmap(void *where, size_t size, int protection, int flags, int fd, off_t offset)
{
    static int calls;
    int error = fate("mmap", ++calls);
    if (error <= 0)
        return mmap(where, size, protection, flags, fd, offset);
    errno = error;
    return MAP_FAILED;
}

void *inject_mremap(void *from, size_t old_size, size_t size, int flags, ...);
void *inject_mremap(void *from, size_t old_size, size_t size, int flags, ...)
{
    static int calls;
    va_list args;
    va_start(args, flags);
    void *to = va_arg(args, void *);
    va_end(args);
    int error = fate("mremap", ++calls);
    if (error <= 0)
        return mremap(from, old_size, size, flags, to);
    errno = error;
    return MAP_FAILED;
}

char *inject_getcwd(char *buffer, size_t size);
char *inject_getcwd(char *buffer, size_t size)
{
    static int calls;
    int error = fate("getcwd", ++calls);
    if (error <= 0)
        return getcwd(buffer, size);
    errno = error;
    return NULL;
}
