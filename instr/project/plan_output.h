/* What is written of a plan: the manifest for covercc, and answers for the build mode. */
#ifndef COVER_INSTR_PROJECT_PLAN_OUTPUT_H
#define COVER_INSTR_PROJECT_PLAN_OUTPUT_H

#include <stdint.h>

#include "base/str.h"
#include "instr/project/plan.h"

/* The manifest (docs/reference/manifest.md); where facts hold text for the build system to complete, that text. */
void plan_manifest(const struct plan *plan, struct str *out);
/* A number that is another one if the same source may be compiled to another object: from the manifest and covercc's
 * content. Paths count by their place below the source and build trees, so a tree elsewhere has the same stamp. 0, or
 * -1 after having reported. */
int plan_stamp(const struct plan *plan, const struct str *manifest, uint64_t *stamp)
    __attribute__((warn_unused_result));
/* The answers, as variables of CMake's language (docs/reference/manifest.md). */
void plan_answers(const struct plan *plan, uint64_t stamp, struct str *out);
/* A few lines for whoever runs the build: how many targets and packages. */
void plan_summary(const struct plan *plan, struct str *out);

/* `covercc plan`. The arguments start with "plan". The exit status. */
int plan_main(int argc, char **argv);
/* Reads facts and writes the manifest, without answers. 0, or -1 after having reported. */
int plan_write_manifest(const char *facts, const char *manifest) __attribute__((warn_unused_result));

#endif
