/* Commands that need an optional library. */
#ifndef COVER_BASE_MISSING_LIBRARY_H
#define COVER_BASE_MISSING_LIBRARY_H

/* Exits with EXIT_USAGE and a message that names the Debian package to install. */
_Noreturn void library_missing(const char *command, const char *library, const char *package);

#endif
