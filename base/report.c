/* Diagnostics of the host tools. Each line is written by one fprintf, so that lines of parallel processes do not mix: a
 * build runs many covercc at the same time. */
#include "base/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/banned.h"

static const char *program = "cover", *clear = "";

void report_program(const char *name)
{
    program = name;
}

void report_clear(const char *text)
{
    __atomic_store_n(&clear, text, __ATOMIC_RELAXED);
}

static void report_line_print(const char *kind, const char *fmt, va_list args)
{
    char text[4096];
    vsnprintf(text, sizeof text, fmt, args);
    fflush(stdout);
    fprintf(stderr, "%s%s: %s%s\n", __atomic_load_n(&clear, __ATOMIC_RELAXED), program, kind, text);
}

void die(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    report_line_print("", fmt, args);
    va_end(args);
    exit(EXIT_FAILED);
}

void usage(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    report_line_print("", fmt, args);
    va_end(args);
    exit(EXIT_USAGE);
}

int error(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    report_line_print("", fmt, args);
    va_end(args);
    return -1;
}

void warn(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    report_line_print("warning: ", fmt, args);
    va_end(args);
}

void report_bug(const char *file, int line, const char *fmt, ...)
{
    char text[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    fprintf(stderr, "%s: BUG at %s:%d: %s\n", program, file, line, text);
    abort();
}
