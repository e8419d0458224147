/* Lines on stderr. Each line is one writev, so lines of several processes do not mix and the host's stdio is not
 * touched. The result is ignored: there is nowhere else to report it. */
#include "runtime/port.h"

#include "runtime/report.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/uio.h>

enum { MOST_PARTS = 16 };

int __cover_problem_set(struct problem *problem, const char *step, int error)
{
    problem->step = step;
    problem->error = error;
    return -1;
}

struct reason {
    int error;
    const char *text;
};

static const struct reason reasons[] = {
    {EACCES, "permission denied"},
    {EDQUOT, "disk quota exceeded"},
    {EEXIST, "file exists"},
    {EFBIG, "file too large"},
    {EINVAL, "invalid argument"},
    {EIO, "input/output error"},
    {EISDIR, "is a directory"},
    {ELOOP, "too many symbolic links"},
    {EMFILE, "too many open files"},
    {ENAMETOOLONG, "name too long"},
    {ENFILE, "too many open files in the system"},
    {ENOENT, "no such file or directory"},
    {ENOMEM, "out of memory"},
    {ENOSPC, "no space left on device"},
    {ENOTSUP, "not possible on this file system"},
    {ENOTDIR, "not a directory"},
    {EPERM, "operation not permitted"},
    {EROFS, "read-only file system"},
};

const char *__cover_problem_reason(const struct problem *problem)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].error == problem->error)
            return reasons[i].text;
    return "unexpected error";
}

void __cover_report(const char *text, ...)
{
    struct iovec parts[MOST_PARTS];
    int count = 0;
    va_list args;
    va_start(args, text);
    for (const char *part = "coverrt: "; part != NULL && count < MOST_PARTS - 1; count++) {
        parts[count].iov_base = (void *)part;
        parts[count].iov_len = strlen(part);
        part = count == 0 ? text : va_arg(args, const char *);
    }
    va_end(args);
    parts[count].iov_base = (void *)"\n";
    parts[count++].iov_len = 1;
    while (writev(STDERR_FILENO, parts, count) < 0 && errno == EINTR)
        continue;
}
