/* The list of temporary files is the one piece of file-scope state in covercc: a signal handler has no other way to it. */
#include "instr/temporary.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/report.h"
#include "base/str.h"

#include "base/banned.h"

enum { TEMPORARY_MAX = 8 };

static const char *volatile temporaries[TEMPORARY_MAX];

static void remove_all(int signal_number)
{
    for (int i = 0; i < TEMPORARY_MAX; i++) {
        if (temporaries[i])
            unlink(temporaries[i]);
    }
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void handlers_install(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction old;
        if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            signal(signals[i], remove_all);
    }
}

void temporary_add(const char *path)
{
    handlers_install();
    for (int i = 0; i < TEMPORARY_MAX; i++) {
        if (temporaries[i] == NULL) {
            temporaries[i] = path;
            return;
        }
    }
    BUG("too many temporary files");
}

void temporary_forget(const char *path)
{
    for (int i = 0; i < TEMPORARY_MAX; i++) {
        if (temporaries[i] == path)
            temporaries[i] = NULL;
    }
}

void temporary_remove(const char *path)
{
    unlink(path);
    temporary_forget(path);
}

char *temporary_directory(void)
{
    const char *parent = getenv("TMPDIR");
    struct str path = {0};
    str_addf(&path, "%s/covercc-XXXXXX", parent && *parent ? parent : "/tmp");
    if (mkdtemp(path.data) == NULL) {
        error("%s: %s", path.data, strerror(errno));
        str_free(&path);
        return NULL;
    }
    return path.data;
}
