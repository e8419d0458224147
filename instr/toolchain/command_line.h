/* The command lines that covercc runs, made from the user's. */
#ifndef COVER_INSTR_TOOLCHAIN_COMMAND_LINE_H
#define COVER_INSTR_TOOLCHAIN_COMMAND_LINE_H

#include "instr/toolchain/command.h"

/* Where the input's object (or assembly) goes, of a command that doesn't link. The arena's. */
const char *command_output(struct command *command, const struct command_arg *input);

/* Where the instrumented text stands: in a directory beside the object, by a name that is the same in every build, as
 * ccache likes it, and has the input's base name, which Clang puts into the object. The arena's. */
const char *command_text_file(struct command *command, const struct command_arg *input, const char *output);

/* The command lines for one C input. `output`: of the object. Dependency files are left out where the plain compile has
 * come first. */
void command_flatten(struct command *command, const struct command_arg *input, const char *output,
                     struct arg_list *out);
/* Clang only: prints the macros in force before the text. */
void command_predefined(const struct command *command, struct arg_list *out);
/* Preprocesses `file` under the user's options; `flag`: one more, or NULL. */
void command_ask(const struct command *command, const char *flag, const char *file, struct arg_list *out);
/* Where the dependency file goes, of a compile that writes one. The arena's. */
const char *command_dependency_file(struct command *command, const struct command_arg *input);
/* Compiles `text_file` instead of the input. */
void command_compile(struct command *command, const struct command_arg *input, const char *text_file,
                     const char *output, struct arg_list *out);
/* Compiles the input itself, as the user asked. */
void command_plain(const struct command *command, const struct command_arg *input, const char *output,
                   struct arg_list *out);
/* Compiles the input only for what is said on the way; `output` is assembly that nobody needs, other files go beside
 * it. */
void command_diagnose(const struct command *command, const struct command_arg *input, const char *output,
                      struct arg_list *out);
/* Is the program linked with the C library? The runtime needs it. */
bool command_links_libc(const struct command *command);
/* The user's own command line; with `runtime` at its end, if it links. */
void command_unchanged(const struct command *command, const char *runtime, struct arg_list *out);
/* The user's link, with objects[i] in the place of argument i, and `runtime` at its end. */
void command_link(const struct command *command, const char *const *objects, const char *runtime, struct arg_list *out);

#endif
