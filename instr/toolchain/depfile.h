/* Dependency files: `object: source header…`, in make's syntax. */
#ifndef COVER_INSTR_TOOLCHAIN_DEPFILE_H
#define COVER_INSTR_TOOLCHAIN_DEPFILE_H

#include "instr/toolchain/compiler_info.h"

/* The files that a translation unit depends on, in the order in which they were read. Zero-initialise it. */
struct dependencies {
    struct dependency {
        char *path;
        bool system;
    } * items;
    size_t count, cap;
};

void dependencies_add(struct dependencies *dependencies, const char *path, bool system);
void dependencies_free(struct dependencies *dependencies);

/* The path in -Wp,-MD,FILE or -Wp,-MMD,FILE. NULL: there is none, or another option about dependency files as well. */
const char *depfile_passed(const struct command *command);
/* Adds the rules that the compiler would write for this compile. False: it may write them in another way. */
bool depfile_rules(struct command *command, const struct command_arg *input, const char *output,
                   struct compiler_info *info, const struct dependencies *dependencies, struct str *out);
/* Writes the dependency file that the command asks for, if it does. NULL, or why it could not. */
const char *depfile_write(struct command *command, const struct command_arg *input, const char *output,
                          struct compiler_info *info, const struct dependencies *dependencies);
/* Does the file of this command hold just these rules? Also if it asks for none. */
bool depfile_agrees(struct command *command, const struct command_arg *input, const char *output,
                    struct compiler_info *info, const struct dependencies *dependencies);

/* Adds these files to the first rule in `text`. False: there is none. */
bool depfile_insert(const char *text, const char *const *files, size_t count, struct str *out);
/* Adds these absolute paths to the dependencies of the command's object, if it has a -MF. 0, or -1 after having
 * reported. */
int depfile_add(const struct command *command, const char *const *files, size_t count)
    __attribute__((warn_unused_result));

#endif
