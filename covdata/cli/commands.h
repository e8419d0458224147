/* The functions of the subcommands, each in commands/. Each returns 0, or -1 after it reported what failed. To add
 * a command: its file, a line here and a row in command_table.c. */
#ifndef COVER_COVDATA_COMMANDS_H
#define COVER_COVDATA_COMMANDS_H

#include "covdata/cli/options.h"

int annotations_command(const struct options *options);
int badge_command(const struct options *options);
int baseline_command(const struct options *options);
int cobertura_command(const struct options *options);
int codecov_command(const struct options *options);
int completion_command(const struct options *options);
int compare_command(const struct options *options);
int coveralls_command(const struct options *options);
int csv_command(const struct options *options);
int debugdump_command(const struct options *options);
int diff_command(const struct options *options);
int func_command(const struct options *options);
int html_command(const struct options *options);
int intersect_command(const struct options *options);
int jacoco_command(const struct options *options);
int json_command(const struct options *options);
int lcov_command(const struct options *options);
int manual_command(const struct options *options);
int markdown_command(const struct options *options);
int merge_command(const struct options *options);
int order_command(const struct options *options);
int percent_command(const struct options *options);
int pkglist_command(const struct options *options);
int select_command(const struct options *options);
int sonarqube_command(const struct options *options);
int subtract_command(const struct options *options);
int summary_command(const struct options *options);
int tests_command(const struct options *options);
int textfmt_command(const struct options *options);
int unique_command(const struct options *options);

#endif
