/* What a program built with coverage can ask of it: the counterpart of Go's package runtime/coverage, for programs that
 * never end, or want the coverage of a part of their run. The functions act on all instrumented images of the process:
 * the program, its shared objects, its plugins. In an image that is not built with coverage they do nothing and return
 * COVER_UNCOVERED, so code that calls them needs no #ifdef. They may be called from any thread, not from a signal
 * handler, and leave errno alone. C and C++.
 *
 * All that return an int return COVER_OK, a negative cover_status, or, where a system call failed, its (positive)
 * errno, after having tried all images; cover_error_text has words for each. */
#ifndef COVER_COVERAGE_H
#define COVER_COVERAGE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum cover_status {
    COVER_OK = 0,
    COVER_UNCOVERED = -1,      /* the image is not built with coverage */
    COVER_NOT_ATOMIC = -2,     /* only mode atomic can set counters to 0 while threads count */
    COVER_NO_DIRECTORY = -3,   /* neither COVERDIR nor GOCOVERDIR named one at the start */
    COVER_SEVERAL_IMAGES = -4, /* a descriptor takes one file, that is one image's */
    COVER_MISMATCH = -5,       /* objects of different modes or versions are linked together */
    COVER_BAD_TAG = -6,        /* a key that is empty or one of our own: argc, argv0 ..., GOOS, GOARCH */
    COVER_WRITER_FAILED = -7,  /* the callback returned something else than 0 */
    COVER_NO_FILES = -8,       /* the runtime is the one for systems without files: it has writers only */
};

/* Takes a piece of a file. `file` is its name in a data directory: covmeta.<hash> or
 * covcounters.<hash>.<pid>.<nanoseconds>. A file comes in order, in one piece or several, the last of them with data
 * NULL and size 0. Returns 0, or something else to stop. It may call the functions below. */
typedef int (*cover_writer)(void *context, const char *file, const void *data, size_t size);

/* The runtime's side, absent without coverage; hidden where it is present. Call what stands below. */
const char *__cover_api_text(int status) __attribute__((weak));
const char *__cover_api_mode(void) __attribute__((weak));
const char *__cover_api_granularity(void) __attribute__((weak));
int __cover_api_dir(int what, const char *directory) __attribute__((weak));
int __cover_api_fd(int what, int fd) __attribute__((weak));
int __cover_api_writer(int what, cover_writer writer, void *context) __attribute__((weak));
int __cover_api_clear(void) __attribute__((weak));
int __cover_api_mark(int written) __attribute__((weak));
int __cover_api_tag(const char *key, const char *value) __attribute__((weak));
enum { __COVER_META, __COVER_COUNTERS, __COVER_TAKE };

/* Is this image built with coverage? */
static inline int cover_enabled(void)
{
    return __cover_api_mode != NULL;
}

/* "set", "count" or "atomic"; "mixed" if images differ; "" without coverage. */
static inline const char *cover_mode(void)
{
    return __cover_api_mode ? __cover_api_mode() : "";
}

/* "perblock" or "perfunc"; "mixed" if images differ; "" without coverage. */
static inline const char *cover_granularity(void)
{
    return __cover_api_granularity ? __cover_api_granularity() : "";
}

/* A constant text for what a function returned. */
static inline const char *cover_error_text(int status)
{
    return __cover_api_text ? __cover_api_text(status) : status ? "not built with coverage" : "no error";
}

/* Writes each image's meta-data file into the directory, which is made if missing. */
static inline int cover_write_meta_dir(const char *directory)
{
    return __cover_api_dir ? __cover_api_dir(__COVER_META, directory) : COVER_UNCOVERED;
}

/* Writes the bytes of the meta-data file to the descriptor. Fails where the process has several images. */
static inline int cover_write_meta_fd(int fd)
{
    return __cover_api_fd ? __cover_api_fd(__COVER_META, fd) : COVER_UNCOVERED;
}

/* Gives each image's meta-data file to the writer. */
static inline int cover_write_meta(cover_writer writer, void *context)
{
    return __cover_api_writer ? __cover_api_writer(__COVER_META, writer, context) : COVER_UNCOVERED;
}

/* Writes each image's counters, as they are now, into a new file of the directory, and its meta-data where missing. The
 * counters go on, and are written at the end as well if COVERDIR says so: see cover_take_counters_dir,
 * cover_clear_counters, cover_mark_written. */
static inline int cover_write_counters_dir(const char *directory)
{
    return __cover_api_dir ? __cover_api_dir(__COVER_COUNTERS, directory) : COVER_UNCOVERED;
}

/* Writes the bytes of a counter file to the descriptor. Fails where the process has several images. */
static inline int cover_write_counters_fd(int fd)
{
    return __cover_api_fd ? __cover_api_fd(__COVER_COUNTERS, fd) : COVER_UNCOVERED;
}

/* Gives a counter file of each image to the writer. */
static inline int cover_write_counters(cover_writer writer, void *context)
{
    return __cover_api_writer ? __cover_api_writer(__COVER_COUNTERS, writer, context) : COVER_UNCOVERED;
}

/* Ends a segment: writes what was counted since the last one (or the start) as cover_write_counters_dir does, and
 * counts from 0 again, in one step: no execution is lost or counted twice, whatever threads do meanwhile, nor if the
 * process is killed later on (during the call the segment's counts may be in two files). Directory NULL: that of
 * COVERDIR. Where the file can't be written the counts go on. Mode atomic only. */
static inline int cover_take_counters_dir(const char *directory)
{
    return __cover_api_dir ? __cover_api_dir(__COVER_TAKE, directory) : COVER_UNCOVERED;
}

/* Sets all counters of all images to 0. Mode atomic only: in the others a thread may be about to store what it read
 * before. */
static inline int cover_clear_counters(void)
{
    return __cover_api_clear ? __cover_api_clear() : COVER_UNCOVERED;
}

/* The program has written what was counted: nothing more is written at the end, and the live file is removed. With 0:
 * the counters are written at the end after all. A forked child begins unmarked. */
static inline int cover_mark_written(int written)
{
    return __cover_api_mark ? __cover_api_mark(written) : COVER_UNCOVERED;
}

/* Adds key=value to the args table of all files that are written from here on, as COVERTAGS does; the value of an equal
 * key is replaced, with NULL it is taken away. So a test runner tags "test" with a name before each test and calls
 * cover_take_counters_dir behind it. */
static inline int cover_tag(const char *key, const char *value)
{
    return __cover_api_tag ? __cover_api_tag(key, value) : COVER_UNCOVERED;
}

#ifdef __cplusplus
}
#endif

#endif
