/* Everything that depends on the platform: this header and runtime/platform/ hold all `#if`s on a system, a processor
 * or a libc. Include it first, before any system header, because it selects libc's interfaces. All of runtime/ is valid
 * C11 and C++11, because projects without C compile it as C++.
 *
 * Who implements what: platform/linux.c what only Linux has (elsewhere it returns "not possible"), platform/posix.c
 * what POSIX systems spell differently; platform/baremetal.c is a runtime of its own for systems without files. */
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
#include <unistd.h>

#ifdef __cplusplus
#define PORT_C extern "C"
#else
#define PORT_C extern
#endif

#define PORT_HIDDEN __attribute__((visibility("hidden")))
#define PORT_WEAK __attribute__((weak))

/* Go's names for the system and the processor, for the args table. */
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

/* Whether libc passes main's arguments to constructors. Where it does not (musl), they are read from
 * /proc/self/cmdline. */
#if (defined(__GLIBC__) && !defined(__UCLIBC__)) || defined(__FreeBSD__)
#define PORT_CONSTRUCTOR_ARGS 1
#else
#define PORT_CONSTRUCTOR_ARGS 0
#endif

/* How to open a directory that is only a base for paths: search permission is enough. */
#if defined(O_PATH)
#define PORT_O_SEARCH O_PATH
#elif defined(O_SEARCH)
#define PORT_O_SEARCH O_SEARCH
#else
#define PORT_O_SEARCH O_RDONLY
#endif

/* Counters can be mapped to a file only if memory has the byte order of the file. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define PORT_LITTLE_ENDIAN 1
#else
#define PORT_LITTLE_ENDIAN 0
#endif

/* The size of a page in bytes. A constant where the processor has one size: asking libc would touch one more page. */
static inline size_t port_page_size(void)
{
#if defined(__x86_64__) || defined(__i386__)
    return 4096;
#else
    return (size_t)sysconf(_SC_PAGESIZE);
#endif
}

/* Priority 0 makes it the image's first constructor and last destructor: __cxa_finalize, which runs C++ destructors and
 * atexit handlers when a shared object is unloaded, comes before it. Compilers warn because they reserve the priorities
 * 0 to 100 for their own runtimes, whose place this one takes. */
#if defined(__clang__)
#if __has_warning("-Wprio-ctor-dtor")
#pragma clang diagnostic ignored "-Wprio-ctor-dtor"
#endif
#else
#pragma GCC diagnostic ignored "-Wprio-ctor-dtor"
#endif
#define PORT_FIRST_CONSTRUCTOR __attribute__((constructor(0)))
#define PORT_LAST_DESTRUCTOR __attribute__((destructor(0)))

/* Under Clang's memory sanitizer this code is not instrumented, so its stack keeps the marks of earlier users, and
 * libc's functions, which the sanitizer intercepts, would report them. This marks the stack below the caller's frame as
 * initialised. It is inline because it uses the caller's frame. */
PORT_C void __msan_unpoison(const volatile void *start, size_t size) PORT_WEAK;
static inline void port_stack_clean(void)
{
    enum { STACK_BYTES = 4096 }; /* at most what the runtime uses */
    if (__msan_unpoison)
        __msan_unpoison((void *)((uintptr_t)__builtin_frame_address(0) - STACK_BYTES), STACK_BYTES);
}

/* platform/linux.c */

/* Whether the file system writes changes of a mapping to blocks that the file has already. Where it allocates blocks
 * anew (copy on write, compression, a network), a full disk would kill the process that counts. */
int __cover_port_overwrites_in_place(int fd) PORT_HIDDEN;
/* Moves the mapping at `from` to `to`, over what is mapped there, atomically for other threads. Returns 0 or -1. */
int __cover_port_mapping_move(void *from, void *to, size_t size) PORT_HIDDEN;
/* Maps the shared mapping at `pages` a second time, elsewhere. Returns NULL where that is impossible. */
void *__cover_port_mapping_double(void *pages, size_t size) PORT_HIDDEN;
/* Swaps the names of two files of a directory atomically. Returns 0, or -1 if the system or file system can't. */
int __cover_port_exchange(int dir, const char *one, const char *other) PORT_HIDDEN;
/* How the thread's system calls are filtered (seccomp's mode); 0: not at all. */
int __cover_port_call_filter(void) PORT_HIDDEN;

/* platform/posix.c */

/* The value of an environment variable; NULL also if the program has privileges that its caller lacks. */
const char *__cover_port_getenv(const char *name) PORT_HIDDEN;
/* Registers `child` to run in forked children until this image is unloaded. */
void __cover_port_atfork(void (*child)(void)) PORT_HIDDEN;
/* Makes a key; `end` runs when a thread ends that has set it. Returns 0, or not if it can't. */
int __cover_port_key_create(pthread_key_t *key, void (*end)(void *)) PORT_HIDDEN;
/* Sets the thread's cancellation state and returns the old one. */
int __cover_port_cancel_state(int state) PORT_HIDDEN;

/* glibc before 2.34 has these in libpthread, which a program without threads does not link. They are called only if
 * __cover_port_key_create succeeded. */
#if defined(__GLIBC__) && __GLIBC__ == 2 && __GLIBC_MINOR__ < 34
#pragma weak pthread_key_create
#pragma weak pthread_key_delete
#pragma weak pthread_setspecific
#define PORT_HAS_KEYS (pthread_key_create != NULL)
#else
#define PORT_HAS_KEYS 1
#endif

#endif
