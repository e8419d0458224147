/* Read-only maps of data files. Mapping is safe here: the writers never change a file's length under its final name,
 * they rename. */
#include "covdata/data/mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/report.h"

#include "base/banned.h"

static int fd_map(int fd, struct mapped *file)
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
    if (file->len == 0)
        return 0;
    void *data = mmap(NULL, file->len, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED)
        return -1;
    file->data = data;
    return 0;
}

int mapped_try(struct mapped *file, const char *path)
{
    *file = (struct mapped){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno;
    int result = fd_map(fd, file) == 0 ? 0 : errno;
    close(fd);
    return result;
}

int mapped_open(struct mapped *file, const char *path)
{
    int problem = mapped_try(file, path);
    return problem ? error("%s: %s", path, strerror(problem)) : 0;
}

void mapped_close(struct mapped *file)
{
    if (file->data)
        munmap((void *)(uintptr_t)file->data, file->len);
    *file = (struct mapped){0};
}
