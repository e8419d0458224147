/* In: the missing library. Out: a message with what to install. */
#include "base/missing_library.h"

#include "base/report.h"

#include "base/banned.h"

void library_missing(const char *command, const char *library, const char *package)
{
    usage("%s: covdata was built without %s; install it (Debian: %s) and build covdata again", command, library,
          package);
}
