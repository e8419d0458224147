/* The subcommands: each in the file of its name. Each returns 0, or -1 after having reported what failed. To add one:
 * its file, a line here, a row in command_table.c. */
#ifndef COVER_COVDATA_COMMANDS_H
#define COVER_COVDATA_COMMANDS_H

#include "covdata/cli/options.h"

int annotations_run(const struct options *options);
int badge_run(const struct options *options);
int baseline_run(const struct options *options);
int cobertura_run(const struct options *options);
int codecov_run(const struct options *options);
int completion_run(const struct options *options);
int compare_run(const struct options *options);
int coveralls_run(const struct options *options);
int csv_run(const struct options *options);
int debugdump_run(const struct options *options);
int diff_run(const struct options *options);
int func_run(const struct options *options);
int html_run(const struct options *options);
int intersect_run(const struct options *options);
int jacoco_run(const struct options *options);
int json_run(const struct options *options);
int lcov_run(const struct options *options);
int manual_run(const struct options *options);
int markdown_run(const struct options *options);
int merge_run(const struct options *options);
int order_run(const struct options *options);
int percent_run(const struct options *options);
int pkglist_run(const struct options *options);
int select_run(const struct options *options);
int sonarqube_run(const struct options *options);
int subtract_run(const struct options *options);
int summary_run(const struct options *options);
int tests_run(const struct options *options);
int textfmt_run(const struct options *options);
int unique_run(const struct options *options);

#endif
