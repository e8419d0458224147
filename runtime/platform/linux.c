/* What only Linux can do. On other systems each function returns that it is not possible, and its caller takes a longer
 * way: counters are written at the end, files are replaced by rename. */
#include "runtime/port.h"

#if defined(__linux__)

#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

int __cover_port_overwrites_in_place(int fd)
{
    static const uint32_t types[] = {0xef53 /* ext2, ext3, ext4 */, 0x58465342 /* xfs */, 0x01021994 /* tmpfs */,
                                     0x858458f6 /* ramfs */, 0x794c7630 /* overlayfs */};
    struct statfs status;
    if (fstatfs(fd, &status) != 0)
        return 0;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if ((uint32_t)status.f_type == types[i])
            return 1;
    return 0;
}

int __cover_port_mapping_move(void *from, void *to, size_t size)
{
    return mremap(from, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, to) == MAP_FAILED ? -1 : 0;
}

void *__cover_port_mapping_double(void *pages, size_t size)
{
    void *second = mremap(pages, 0, size, MREMAP_MAYMOVE);
    return second == MAP_FAILED ? NULL : second;
}

int __cover_port_exchange(int dir, const char *one, const char *other)
{
#if defined(SYS_renameat2)
    enum { EXCHANGE = 2 };
    return (int)syscall(SYS_renameat2, dir, one, dir, other, EXCHANGE);
#else
    (void)dir, (void)one, (void)other;
    return -1;
#endif
}

/* Declared here because libc's <sys/prctl.h> includes the kernel's headers, which may be missing for a second
 * architecture. */
PORT_C int prctl(int option, ...);

int __cover_port_call_filter(void)
{
    enum { GET_SECCOMP = 21 };
    int filter = prctl(GET_SECCOMP, 0L, 0L, 0L, 0L);
    return filter < 0 ? 0 : filter;
}

#else

int __cover_port_overwrites_in_place(int fd)
{
    (void)fd;
    return 0;
}

int __cover_port_mapping_move(void *from, void *to, size_t size)
{
    (void)from, (void)to, (void)size;
    return -1;
}

void *__cover_port_mapping_double(void *pages, size_t size)
{
    (void)pages, (void)size;
    return NULL;
}

int __cover_port_exchange(int dir, const char *one, const char *other)
{
    (void)dir, (void)one, (void)other;
    return -1;
}

int __cover_port_call_filter(void)
{
    return 0;
}

#endif
