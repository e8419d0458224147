/* Everything that depends on the platform, in one place. Included first, before any system header: it asks libc for the
 * interfaces used. All of runtime/ is C11 and C++11 at once, because a project without C compiles it as C++. */
#ifndef COVER_RUNTIME_PORT_H
#define COVER_RUNTIME_PORT_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif

#ifndef __ELF__
#error "the coverage runtime finds its records by ELF sections"
#endif

#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#endif

#ifdef __cplusplus
#define PORT_C extern "C"
#else
#define PORT_C extern
#endif

#define PORT_HIDDEN __attribute__((visibility("hidden")))
#define PORT_WEAK __attribute__((weak))

/* Go's names for the system and the processor, which the args table records. */
#if defined(__ANDROID__)
#define PORT_GOOS "android"
#elif defined(__linux__)
#define PORT_GOOS "linux"
#elif defined(__FreeBSD__)
#define PORT_GOOS "freebsd"
#elif defined(__NetBSD__)
#define PORT_GOOS "netbsd"
#elif defined(__OpenBSD__)
#define PORT_GOOS "openbsd"
#else
#define PORT_GOOS "unknown"
#endif

#if defined(__x86_64__) && defined(__ILP32__)
#define PORT_GOARCH "amd64p32"
#elif defined(__x86_64__)
#define PORT_GOARCH "amd64"
#elif defined(__i386__)
#define PORT_GOARCH "386"
#elif defined(__aarch64__) && defined(__AARCH64EB__)
#define PORT_GOARCH "arm64be"
#elif defined(__aarch64__)
#define PORT_GOARCH "arm64"
#elif defined(__arm__) && defined(__ARMEB__)
#define PORT_GOARCH "armbe"
#elif defined(__arm__)
#define PORT_GOARCH "arm"
#elif defined(__riscv) && __riscv_xlen == 64
#define PORT_GOARCH "riscv64"
#elif defined(__riscv)
#define PORT_GOARCH "riscv"
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define PORT_GOARCH "ppc64le"
#elif defined(__powerpc64__)
#define PORT_GOARCH "ppc64"
#elif defined(__powerpc__)
#define PORT_GOARCH "ppc"
#elif defined(__s390x__)
#define PORT_GOARCH "s390x"
#elif defined(__loongarch64)
#define PORT_GOARCH "loong64"
#elif defined(__mips64) && defined(__MIPSEL__)
#define PORT_GOARCH "mips64le"
#elif defined(__mips64)
#define PORT_GOARCH "mips64"
#elif defined(__mips__) && defined(__MIPSEL__)
#define PORT_GOARCH "mipsle"
#elif defined(__mips__)
#define PORT_GOARCH "mips"
#else
#define PORT_GOARCH "unknown"
#endif

/* Does libc hand main's arguments to constructors? Where it does not (musl), they are read from /proc/self/cmdline. */
#if (defined(__GLIBC__) && !defined(__UCLIBC__)) || defined(__FreeBSD__)
#define PORT_CONSTRUCTOR_ARGS 1
#else
#define PORT_CONSTRUCTOR_ARGS 0
#endif

/* How to open a directory only for reaching what is in it: it need not be readable. */
#if defined(O_PATH)
#define PORT_O_SEARCH O_PATH
#elif defined(O_SEARCH)
#define PORT_O_SEARCH O_SEARCH
#else
#define PORT_O_SEARCH O_RDONLY
#endif

/* Only where numbers lie in memory as in a file can it be mapped. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define PORT_LITTLE_ENDIAN 1
#else
#define PORT_LITTLE_ENDIAN 0
#endif

/* Where it can't be another, libc is not asked: what it would answer with lies in a page of its own. */
static inline size_t port_page_size(void)
{
#if defined(__x86_64__) || defined(__i386__)
    return 4096;
#else
    return (size_t)sysconf(_SC_PAGESIZE);
#endif
}

/* Does the file's system write what a mapping changes into the blocks that were written before? Where it looks for room
 * anew (copy on write, compression, a network), a full disk would kill the process that counts. */
static inline int port_overwrites_in_place(int fd)
{
#if defined(__linux__)
    static const uint32_t types[] = {0xef53 /* ext2, ext3, ext4 */, 0x58465342 /* xfs */, 0x01021994 /* tmpfs */,
                                     0x858458f6 /* ramfs */, 0x794c7630 /* overlayfs */};
    struct statfs status;
    if (fstatfs(fd, &status) != 0)
        return 0;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if ((uint32_t)status.f_type == types[i])
            return 1;
#else
    (void)fd;
#endif
    return 0;
}

/* Moves the mapping at `from` to `to`, over what is mapped there, in one instant for all who look. Returns 0 or -1. */
static inline int port_mapping_move(void *from, void *to, size_t size)
{
#if defined(__linux__)
    return mremap(from, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, to) == MAP_FAILED ? -1 : 0;
#else
    (void)from, (void)to, (void)size;
    return -1;
#endif
}

/* Maps what is mapped at `pages` and shared a second time, elsewhere. Returns NULL if that can't be. */
static inline void *port_mapping_double(void *pages, size_t size)
{
#if defined(__linux__)
    void *second = mremap(pages, 0, size, MREMAP_MAYMOVE);
    return second == MAP_FAILED ? NULL : second;
#else
    (void)pages, (void)size;
    return NULL;
#endif
}

/* Lets two files of a directory change names, in one instant. Not all systems and file systems can. Returns 0 or -1. */
static inline int port_exchange(int dir, const char *one, const char *other)
{
#if defined(SYS_renameat2)
    enum { EXCHANGE = 2 };
    return (int)syscall(SYS_renameat2, dir, one, dir, other, EXCHANGE);
#else
    (void)dir, (void)one, (void)other;
    return -1;
#endif
}

/* How the thread's system calls are filtered; 0: they are not. libc's header of prctl needs the kernel's headers, which
 * may be missing for a second architecture. */
#if defined(__linux__)
PORT_C int prctl(int option, ...);
#endif
static inline int port_call_filter(void)
{
#if defined(__linux__)
    enum { GET_SECCOMP = 21 };
    int filter = prctl(GET_SECCOMP, 0L, 0L, 0L, 0L);
    return filter < 0 ? 0 : filter;
#else
    return 0;
#endif
}

/* The environment, unless the program runs with privileges that its caller has not. */
static inline const char *port_getenv(const char *name)
{
#if defined(__FreeBSD__) || defined(__NetBSD__) || defined(__OpenBSD__)
    return issetugid() ? NULL : getenv(name);
#else
    return secure_getenv(name);
#endif
}

/* Priority 0 is the first of an image's constructors and the last of its destructors (__cxa_finalize, which runs C++
 * destructors and atexit handlers of a shared object that is unloaded, comes before it). Compilers warn of 0..100 as
 * theirs: a runtime of theirs we are in the place of. */
#if defined(__clang__)
#if __has_warning("-Wprio-ctor-dtor")
#pragma clang diagnostic ignored "-Wprio-ctor-dtor"
#endif
#else
#pragma GCC diagnostic ignored "-Wprio-ctor-dtor"
#endif
#define PORT_FIRST_CONSTRUCTOR __attribute__((constructor(0)))
#define PORT_LAST_DESTRUCTOR __attribute__((destructor(0)))

/* Arranges for `child` to run in a forked child, until this image is unloaded.
 * glibc: by the function under pthread_atfork, which lies beside fork, is therefore present wherever fork is (static
 * links too), and needs no libpthread of glibc before 2.34. */
#if defined(__GLIBC__)
PORT_C int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void), void *dso) PORT_WEAK;
PORT_C void *__dso_handle PORT_WEAK PORT_HIDDEN; /* of crtbegin.o; some links go without */
static inline void port_atfork(void (*child)(void))
{
    if (__register_atfork)
        __register_atfork(NULL, NULL, child, &__dso_handle);
}
#else
static inline void port_atfork(void (*child)(void))
{
    pthread_atfork(NULL, NULL, child);
}
#endif

/* Under Clang's memory sanitizer, what this code keeps on the stack looks as its last user left it, since this code is
 * not instrumented; and libc's functions, which are, look. So the stack below the caller's frame is declared clean. */
PORT_C void __msan_unpoison(const volatile void *start, size_t size) PORT_WEAK;
static inline void port_stack_clean(void)
{
    enum { MOST = 4096 }; /* that we use */
    if (__msan_unpoison)
        __msan_unpoison((void *)((uintptr_t)__builtin_frame_address(0) - MOST), MOST);
}

/* Lets `end` run at the end of each thread that has set the key. Before glibc 2.34 the functions were libpthread's,
 * which a program without threads does without. */
#if defined(__GLIBC__) && __GLIBC__ == 2 && __GLIBC_MINOR__ < 34
#pragma weak pthread_key_create
#pragma weak pthread_key_delete
#pragma weak pthread_setspecific
#define PORT_HAS_KEYS (pthread_key_create != NULL)
#else
#define PORT_HAS_KEYS 1
#endif
static inline int port_key_create(pthread_key_t *key, void (*end)(void *))
{
    return PORT_HAS_KEYS ? pthread_key_create(key, end) : -1;
}

/* Weak: absent in a static program without threads, and then not needed. */
PORT_C int pthread_setcancelstate(int state, int *old) PORT_WEAK;
static inline int port_cancel_state(int state)
{
    int old = state;
    if (pthread_setcancelstate)
        pthread_setcancelstate(state, &old);
    return old;
}

#endif
