/* covercc's own options: those before the compiler. */
#ifndef COVER_INSTR_DRIVER_OPTIONS_H
#define COVER_INSTR_DRIVER_OPTIONS_H

#include "instr/project/package.h"

struct options {
    const char *manifest, *config, *root, *module, *pkg, *mode, *granularity, *runtime, *skipped, *log, *dump, *summary,
        *flatten; /* NULL: not given */
    struct unit_choices choices;
    bool meson, strict, keep, explain;
};

/* Reads them. Returns the index of the compiler in argv. On --help, --version and wrong use it exits. */
int options_read(struct options *options, int argc, char **argv);

#endif
