/* Commands that need a library without which covdata can be built. */
#ifndef COVER_BASE_MISSING_LIBRARY_H
#define COVER_BASE_MISSING_LIBRARY_H

/* Ends the program as for wrong use: the line says what to install, by the name of Debian's package. */
_Noreturn void library_missing(const char *command, const char *library, const char *package);

#endif
