/* What the options and the manifest say, for all steps of a compile. */
#ifndef COVER_INSTR_DRIVER_SETTINGS_H
#define COVER_INSTR_DRIVER_SETTINGS_H

#include "base/str.h"
#include "format/meta.h"
#include "instr/preprocess/builtin.h"
#include "instr/project/package.h"

struct settings {
    struct packages packages;
    enum counter_mode mode;
    enum counter_granularity granularity;
    struct unit_choices choices;
    const char *runtime;    /* archive to link, or NULL */
    const char *skipped;    /* the list of what was left alone, or NULL */
    const char *log;        /* the build log, or NULL */
    const char *dump;       /* a stage to print instead of compiling, or NULL */
    struct builtin builtin; /* how text is preprocessed */
    const char *directory;  /* the working directory */
    struct str
        *explained; /* --explain: what the log would get goes there; nothing that is compiled is kept. Else NULL */
    bool strict;    /* what can't be instrumented is an error */
    bool keep;      /* the instrumented text stays beside the object */
};

#endif
