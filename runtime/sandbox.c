/* Programs that guard secrets or parse what strangers send shut themselves in once they have started. What they counted
 * is in the live file already, so the end of such a process can do without the files and calls that it gave up: a path
 * of the start means another place below another root, and a filter may answer any call with SIGSYS. */
#include "runtime/port.h"

#include "runtime/sandbox.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static void sandbox_find_root(struct sandbox *now)
{
    struct stat status;
    memset(now, 0, sizeof *now);
    if (fstatat(AT_FDCWD, "/", &status, 0) != 0)
        return;
    now->root_device = status.st_dev;
    now->root_inode = status.st_ino;
}

void __cover_sandbox_find(struct sandbox *now)
{
    sandbox_find_root(now);
    now->filter = __cover_port_call_filter();
}

/* A filter that came with the process (a container's) answers with an error, or nothing would run there; whether the
 * host has added another to it can't be seen without opening a file. */
bool __cover_sandbox_calls_filtered(const struct sandbox *start)
{
    return start->filter == 0 && __cover_port_call_filter() != 0;
}

bool __cover_sandbox_root_changed(const struct sandbox *start)
{
    struct sandbox now;
    sandbox_find_root(&now);
    return now.root_device != start->root_device || now.root_inode != start->root_inode;
}
