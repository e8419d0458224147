/* The part of the data that a command reads: packages by path, module and disposition; in reports also files and
 * functions. Patterns are those of base/pattern.h, separated by commas. */
#ifndef COVER_COVDATA_DATA_SELECTION_H
#define COVER_COVDATA_DATA_SELECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "format/cursor.h"

/* NULL: everything. */
struct select {
    const char *packages;     /* -pkg */
    const char *modules;      /* -modpaths */
    const char *dispositions; /* -disposition: names between commas */
    const char *files;        /* -file */
    const char *functions;    /* -func */
};

/* Are packages chosen, so that a meta-data file may have to be written anew? */
bool select_packages(const struct select *select);
/* Are parts of packages chosen, so that packages may have none left? */
bool select_parts(const struct select *select);
/* A package that says no disposition, as Go's do, is a contained one. */
bool select_package(const struct select *select, struct bytes path, struct bytes module, uint8_t disposition);
bool select_func(const struct select *select, struct bytes file, struct bytes name);
/* Warns that the data has nothing of what is selected, if anything is: a pattern may be mistyped. */
void select_nothing_tell(const struct select *select);

#endif
