/* The configuration file: flags that a project always passes. Lines `flag = value`, or only `flag` for a switch; `#`
 * begins a comment line; `[COMMAND]` begins the lines for one command, and the lines before the first such are for all
 * commands that report, of which each takes the flags it has. Merging and its like, which make data, take only what
 * stands under their own names. */
#ifndef COVER_COVDATA_CONFIG_H
#define COVER_COVDATA_CONFIG_H

#include "base/str.h"
#include "covdata/cli/options.h"

#define CONFIG_FILE ".covdata"

/* Applies a file's text, which must outlive the options and is cut to pieces, to the command's options. All of it is
 * checked, whichever command it is for. false: *problem says what is wrong, the line's number first. */
bool config_apply(char *text, const struct command *command, struct options *options, struct str *problem)
    __attribute__((warn_unused_result));

/* Applies the file that options->config names, else CONFIG_FILE of the current directory if there is one, else
 * nothing. What is wrong is wrong use, and ends the program. */
void config_load(const struct command *command, struct options *options);

#endif
