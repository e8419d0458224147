/* What the options and the manifest say, for all steps of a compile. */
#ifndef COVER_INSTR_DRIVER_SETTINGS_H
#define COVER_INSTR_DRIVER_SETTINGS_H

#include "base/str.h"
#include "format/meta.h"
#include "instr/driver/options.h"
#include "instr/preprocess/builtin.h"
#include "instr/project/package.h"
#include "instr/toolchain/command.h"

struct settings {
    struct packages packages;
    enum counter_mode mode;
    enum counter_granularity granularity;
    struct unit_choices choices;
    const char *runtime;    /* the archive to link, or NULL */
    const char *skipped;    /* the file of --skipped, or NULL */
    const char *log;        /* the build log, or NULL */
    const char *dump;       /* a stage to print instead of compiling, or NULL */
    struct builtin builtin; /* how files are preprocessed */
    const char *directory;  /* the working directory */
    struct str *explained;  /* --explain: the records of the build log go here, and no object is kept. Else NULL */
    bool strict;            /* what can't be instrumented is an error */
    bool keep;              /* the instrumented text stays beside the object */
};

/* Fills the settings; strings are the arena's or the options'. Changes options that the project or Meson decides. */
void settings_make(struct settings *settings, struct options *options, const struct command *command,
                   struct arena *arena);

#endif
