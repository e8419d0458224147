/* Coverage at run time, for programs that never exit or that want the coverage of a part of their run: the counterpart
 * of Go's package runtime/coverage. C and C++.
 *
 * The functions act on all instrumented images of the process: the executable, its shared objects and its plugins. Code
 * that calls them needs no #ifdef: if the calling image is not built with coverage, they do nothing and return
 * COVER_UNCOVERED. They may be called from any thread, but not from a signal handler, and do not change errno.
 *
 * Errors: a function that returns int returns COVER_OK, a negative enum cover_status, or a positive errno if a system
 * call failed. It tries all images and returns the first failure. cover_error_text describes each value.
 *
 * Ownership: arguments stay the caller's, and the runtime copies what it keeps. Strings that functions return are
 * constants, not to be freed. */
#ifndef COVER_COVERAGE_H
#define COVER_COVERAGE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum cover_status {
    COVER_OK = 0,
    COVER_UNCOVERED = -1,      /* the calling image is not built with coverage */
    COVER_NOT_ATOMIC = -2,     /* only in mode atomic can counters be set to 0 while threads count */
    COVER_NO_DIRECTORY = -3,   /* neither COVERDIR nor GOCOVERDIR was set at the start */
    COVER_SEVERAL_IMAGES = -4, /* a descriptor takes one file, but the process has several images */
    COVER_MISMATCH = -5,       /* objects of different modes, granularities or versions are linked together */
    COVER_BAD_TAG = -6,        /* the key is empty or reserved: argc, argv0 ..., GOOS, GOARCH */
    COVER_WRITER_FAILED = -7,  /* the callback returned non-zero */
    COVER_NO_FILES = -8,       /* the runtime for systems without files: only writers work */
};

/* Receives `size` bytes of a file. `file` is the file's name in a data directory: covmeta.<hash> or
 * covcounters.<hash>.<pid>.<nanoseconds>. A file arrives in order, in one piece or more; data NULL and size 0 end it.
 * Both pointers are valid during the call only. Returns 0 to continue, else to stop. May call the functions below. */
typedef int (*cover_writer)(void *context, const char *file, const void *data, size_t size);

/* Not for programs: the runtime's side, absent without coverage. Call the functions below. */
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

/* Returns 1 if the calling image is built with coverage, else 0. */
static inline int cover_enabled(void)
{
    return __cover_api_mode != NULL;
}

/* Returns "set", "count" or "atomic"; "mixed" if images differ; "" without coverage. */
static inline const char *cover_mode(void)
{
    return __cover_api_mode ? __cover_api_mode() : "";
}

/* Returns "perblock" or "perfunc"; "mixed" if images differ; "" without coverage. */
static inline const char *cover_granularity(void)
{
    return __cover_api_granularity ? __cover_api_granularity() : "";
}

/* Describes a value that a function below returned. */
static inline const char *cover_error_text(int status)
{
    return __cover_api_text ? __cover_api_text(status) : status ? "not built with coverage" : "no error";
}

/* Writes the meta-data file of each image to the directory, which is made if missing. A relative path starts at the
 * working directory. */
static inline int cover_write_meta_dir(const char *directory)
{
    return __cover_api_dir ? __cover_api_dir(__COVER_META, directory) : COVER_UNCOVERED;
}

/* Writes the bytes of the meta-data file to the descriptor, waiting where it would not block. The descriptor stays
 * open. Returns COVER_SEVERAL_IMAGES if the process has several images. */
static inline int cover_write_meta_fd(int fd)
{
    return __cover_api_fd ? __cover_api_fd(__COVER_META, fd) : COVER_UNCOVERED;
}

/* Passes the meta-data file of each image to the writer, which is called without any lock held. */
static inline int cover_write_meta(cover_writer writer, void *context)
{
    return __cover_api_writer ? __cover_api_writer(__COVER_META, writer, context) : COVER_UNCOVERED;
}

/* Writes a snapshot: the current counters of each image to a new file in the directory, and its meta-data file if
 * missing. Directory NULL: the one that COVERDIR named at the start. Counters are not reset, so what the snapshot holds
 * is written again at exit if COVERDIR is set; cover_take_counters_dir, cover_clear_counters and cover_mark_written
 * prevent that. */
static inline int cover_write_counters_dir(const char *directory)
{
    return __cover_api_dir ? __cover_api_dir(__COVER_COUNTERS, directory) : COVER_UNCOVERED;
}

/* Writes the bytes of a snapshot to the descriptor, as cover_write_meta_fd does. */
static inline int cover_write_counters_fd(int fd)
{
    return __cover_api_fd ? __cover_api_fd(__COVER_COUNTERS, fd) : COVER_UNCOVERED;
}

/* Passes a snapshot of each image to the writer, which is called without any lock held. */
static inline int cover_write_counters(cover_writer writer, void *context)
{
    return __cover_api_writer ? __cover_api_writer(__COVER_COUNTERS, writer, context) : COVER_UNCOVERED;
}

/* Writes the counts since the start or the last call, as cover_write_counters_dir does, and sets the counters to 0 in
 * one step: no execution is lost or counted twice, whatever other threads do, and also if the process is killed later.
 * If it is killed during the call, the counts may be in two files. If the file can't be written, the counts are kept.
 * Mode atomic only: returns COVER_NOT_ATOMIC in the others. */
static inline int cover_take_counters_dir(const char *directory)
{
    return __cover_api_dir ? __cover_api_dir(__COVER_TAKE, directory) : COVER_UNCOVERED;
}

/* Sets all counters of all images to 0. Mode atomic only: in the others a thread may just have read a counter that it
 * is about to store, incremented; they return COVER_NOT_ATOMIC. */
static inline int cover_clear_counters(void)
{
    return __cover_api_clear ? __cover_api_clear() : COVER_UNCOVERED;
}

/* written 1: the program has written its counts itself, so nothing is written at exit and the file of continuous mode
 * is removed. written 0: counters are written at exit after all. A forked child starts with 0. */
static inline int cover_mark_written(int written)
{
    return __cover_api_mark ? __cover_api_mark(written) : COVER_UNCOVERED;
}

/* Adds the tag key=value to all counter files written from now on, as COVERTAGS does. An earlier value of the key is
 * replaced; value NULL removes the tag. A test runner sets "test" to a name before each test and calls
 * cover_take_counters_dir after it. */
static inline int cover_tag(const char *key, const char *value)
{
    return __cover_api_tag ? __cover_api_tag(key, value) : COVER_UNCOVERED;
}

#ifdef __cplusplus
}
#endif

#endif
