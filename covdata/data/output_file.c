/* Temporary name, write, close, rename. The temporary name starts with "tmp.", so that readers of a data directory
 * never take what an interrupted run left behind for data. */
#include "covdata/data/output_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"

#include "base/banned.h"

int output_open(struct output *out, const char *path)
{
    struct stat st;
    out->path = path;
    out->temporary = (struct str)STR_INIT;
    out->file = stdout;
    if (strcmp(path, "-") == 0)
        return 0;
    if (lstat(path, &st) != 0 || S_ISREG(st.st_mode)) {
        const char *slash = strrchr(path, '/');
        size_t dir = slash ? (size_t)(slash - path) + 1 : 0;
        str_add(&out->temporary, path, dir);
        str_addf(&out->temporary, "tmp.%s.%ld", path + dir, (long)getpid());
    }
    out->file = fopen(out->temporary.len > 0 ? out->temporary.data : path, "we");
    if (out->file)
        return 0;
    str_free(&out->temporary);
    return error("%s: %s", path, strerror(errno));
}

int output_finish(struct output *out)
{
    int result = 0;
    errno = 0;
    if (out->file == stdout)
        return stdout_finish();
    bool failed = fflush(out->file) != 0 || ferror(out->file);
    if (fclose(out->file) != 0 || failed || (out->temporary.len > 0 && rename(out->temporary.data, out->path) != 0)) {
        result = error("%s: %s", out->path, errno ? strerror(errno) : "write failed");
        if (out->temporary.len > 0)
            unlink(out->temporary.data);
    }
    str_free(&out->temporary);
    return result;
}

static int output_file_take(void *context, const uint8_t *data, size_t len)
{
    return fwrite(data, 1, len, context) == len ? 0 : -1;
}

struct writer output_writer(struct output *out)
{
    return (struct writer){
        .out = out->buffer, .cap = sizeof out->buffer, .flush = output_file_take, .context = out->file};
}
