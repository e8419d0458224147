/* What a program built with coverage can ask of it: the counterpart of Go's package runtime/coverage, for programs that
 * never end, or want the coverage of a part of their run. The functions act on all instrumented images of the process:
 * the program, its shared objects, its plugins. In an image that is not built with coverage they do nothing and fail
 * with ENOTSUP, so code that calls them needs no #ifdef. They may be called from any thread, not from a signal handler.
 * C and C++. */
#ifndef COVER_COVERAGE_H
#define COVER_COVERAGE_H

#include <errno.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The runtime's side, absent without coverage; hidden where it is present. Call what stands below. */
int __cover_write_meta_dir(const char *directory) __attribute__((weak));
int __cover_write_counters_dir(const char *directory) __attribute__((weak));
int __cover_clear_counters(void) __attribute__((weak));

static inline int __cover_unsupported(void)
{
    errno = ENOTSUP;
    return -1;
}

/* Writes each image's meta-data file into the directory, which is made if missing. Returns 0, or -1 with errno set
 * after having tried all images. */
static inline int cover_write_meta_dir(const char *directory)
{
    return __cover_write_meta_dir ? __cover_write_meta_dir(directory) : __cover_unsupported();
}

/* Writes each image's counters, as they are now, into a new file of the directory, and its meta-data where missing. The
 * counters go on, and are written at the end as well if COVERDIR says so: see cover_clear_counters. Returns as above.
 */
static inline int cover_write_counters_dir(const char *directory)
{
    return __cover_write_counters_dir ? __cover_write_counters_dir(directory) : __cover_unsupported();
}

/* Sets all counters of all images to 0. Only where all of them count in mode atomic; else it fails with EINVAL and
 * clears none: in the other modes a thread may be about to store what it read before. Returns 0, or -1 with errno set.
 */
static inline int cover_clear_counters(void)
{
    return __cover_clear_counters ? __cover_clear_counters() : __cover_unsupported();
}

#ifdef __cplusplus
}
#endif

#endif
