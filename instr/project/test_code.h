/* Which targets of a build are test code. docs/internals/test-code.md has the rules and a table of real projects. */
#ifndef COVER_INSTR_PROJECT_TEST_CODE_H
#define COVER_INSTR_PROJECT_TEST_CODE_H

#include <stdbool.h>

#include "instr/project/classify.h"
#include "instr/project/facts.h"

/* Whether a folder on the way to the last slash of the path has a name that projects keep tests under. */
bool test_code_is_path(const char *path);
/* Whether a word of the name says that it is a test's. */
bool test_code_is_name(const char *name);
/* Whether the folder stands below one for tests, within the module. */
bool test_code_is_folder(struct classifier *classifier, const struct module *module, const char *folder);
/* Sets is_test[i] for each target of the facts, and leaves the others. classes[i] is the target's class. */
void test_code_find(struct classifier *classifier, const struct facts *facts, const struct class *classes,
                    bool *is_test);

#endif
