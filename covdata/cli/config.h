/* The configuration file: flags that a project always passes. A line is `flag = value`, or only `flag` for a
 * switch; `#` starts a comment line. `[COMMAND]` starts the lines for one command. The lines before the first
 * `[COMMAND]` apply to all commands that report, and each command takes the flags it has. Commands that write data
 * files (merge, subtract, intersect, baseline) take only the lines under their own names. */
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
