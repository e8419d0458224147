/* Programs that handle secrets or untrusted input often sandbox themselves after their start. In continuous mode their
 * counts are in a file already, so such a process can end without the files and system calls that it gave up: below
 * another root a path from the start means another place, and a filter may answer any call with SIGSYS. */
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

/* A filter that was there at the start (a container's) returns errors, or nothing would run there. Whether the host has
 * added another one can't be found out without opening a file. */
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
