/* In: a path; out: the file's bytes. Mapping is safe here, because the writers never change the length of a file
 * under its final name: they rename. A small file is read instead: mapping, touching and unmapping it takes twice
 * as long. */
#include "covdata/data/mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/report.h"

#include "base/banned.h"

enum { SMALL = 1 << 20 }; /* bytes */

/* A regular file's size and time. -1: errno. */
static int mapped_fd_look(int fd, struct mapped *file)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return -1;
    if (!S_ISREG(st.st_mode)) {
        errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
        return -1;
    }
    file->len = (size_t)st.st_size;
    file->written = st.st_mtime;
    return 0;
}

static int mapped_fd_map(int fd, struct mapped *file)
{
    if (file->len == 0)
        return 0;
    void *data = mmap(NULL, file->len, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED)
        return -1;
    file->data = data;
    return 0;
}

static int mapped_fd_read(int fd, struct mapped *file, struct str *bytes)
{
    str_clear(bytes);
    str_reserve(bytes, file->len);
    while (bytes->len < file->len) {
        ssize_t got = read(fd, bytes->data + bytes->len, file->len - bytes->len);
        if (got == 0)
            break;
        if (got < 0 && errno != EINTR)
            return -1;
        bytes->len += got > 0 ? (size_t)got : 0;
    }
    file->data = (const uint8_t *)bytes->data;
    file->len = bytes->len;
    file->read = true;
    return 0;
}

void mapped_dir_close(struct mapped_dir *dir)
{
    if (dir->open)
        close(dir->fd);
    *dir = (struct mapped_dir){0};
}

/* Is the directory, path[0..len), open? It is from its second file on. */
static bool mapped_dir_is_open(struct mapped_dir *dir, const char *path, size_t len)
{
    if (dir->path == NULL || dir->len != len || memcmp(dir->path, path, len) != 0) {
        mapped_dir_close(dir);
        *dir = (struct mapped_dir){.path = path, .len = len};
        return false;
    }
    if (!dir->open) {
        char *name = strndup(path, len);
        dir->fd = name ? open(name, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
        dir->open = dir->fd >= 0;
        free(name);
    }
    return dir->open;
}

static int mapped_file_open(const char *path, struct mapped_dir *dir)
{
    enum { HOW = O_RDONLY | O_CLOEXEC | O_NONBLOCK };
    const char *slash = dir ? strrchr(path, '/') : NULL;
    if (slash && slash > path && mapped_dir_is_open(dir, path, (size_t)(slash - path)))
        return openat(dir->fd, slash + 1, HOW);
    return open(path, HOW);
}

/* With `bytes`, small files are read. 0, or errno. */
static int mapped_file_take(struct mapped *file, const char *path, struct mapped_dir *dir, struct str *bytes)
{
    *file = (struct mapped){0};
    int fd = mapped_file_open(path, dir);
    if (fd < 0)
        return errno;
    int result = mapped_fd_look(fd, file);
    if (result == 0)
        result = bytes && file->len <= SMALL ? mapped_fd_read(fd, file, bytes) : mapped_fd_map(fd, file);
    int problem = result == 0 ? 0 : errno;
    close(fd);
    return problem;
}

int mapped_try(struct mapped *file, const char *path)
{
    return mapped_file_take(file, path, NULL, NULL);
}

int mapped_read(struct mapped *file, const char *path, struct mapped_dir *dir, struct str *bytes)
{
    int problem = mapped_file_take(file, path, dir, bytes);
    return problem ? error("%s: %s", path, strerror(problem)) : 0;
}

int mapped_open(struct mapped *file, const char *path)
{
    return mapped_read(file, path, NULL, NULL);
}

void mapped_close(struct mapped *file)
{
    if (file->data && !file->read)
        munmap((void *)(uintptr_t)file->data, file->len);
    *file = (struct mapped){0};
}
