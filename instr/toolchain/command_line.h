/* The command lines that covercc runs, made from the user's. */
#ifndef COVER_INSTR_TOOLCHAIN_COMMAND_LINE_H
#define COVER_INSTR_TOOLCHAIN_COMMAND_LINE_H

#include "format/image.h"
#include "instr/toolchain/command.h"

/* Links a program that nothing writes the counters of. */
#define COMMAND_NO_RUNTIME "-Wl,--defsym=" COVER_RUNTIME_SYMBOL "=0"

/* The object (or assembly) of the input, in a command that doesn't link. The arena's. */
const char *command_output(struct command *command, const struct command_arg *input);
/* The file for the instrumented text: in a directory beside the object. Its name is the same in every build, so that
 * ccache can find it again, and has the input's base name where the object contains that. The arena's. */
const char *command_text_file(struct command *command, const struct command_arg *input, const char *output);
/* The name, changed by the last of the options with these facts (-ffile-prefix-map=OLD=NEW) that fits. The arena's. */
const char *command_map_name(struct command *command, unsigned facts, const char *name);
/* What __BASE_FILE__ must be defined as in the instrumented text. NULL: the compiler itself has it right. The arena's. */
const char *command_base_file(struct command *command, const struct command_arg *input);
/* The dependency file of a compile that writes one. The arena's. */
const char *command_dependency_file(struct command *command, const struct command_arg *input);

/* Each of these adds a whole command line to `out`. `output` is the object. */

/* Preprocesses the input: resolves includes and conditionals and leaves macros and text as they are. Writes the
 * dependency file, unless the plain compile has done so before. */
void command_preprocess(struct command *command, const struct command_arg *input, const char *output,
                        struct arg_list *out);
/* The same for another file, without -include and dependencies. */
void command_preprocess_file(struct command *command, const char *file, struct arg_list *out);
/* Preprocesses `file` as usual, with one more flag if it isn't NULL. */
void command_query(const struct command *command, const char *flag, const char *file, struct arg_list *out);
/* Prints the name of the precompiled header that the input uses, and dependencies. */
void command_name_precompiled(const struct command *command, const struct command_arg *input, struct arg_list *out);
/* Print the input, or its preprocessed text, with all macros expanded. */
void command_expand(const struct command *command, const struct command_arg *input, struct arg_list *out);
void command_expand_text(const struct command *command, const char *text_file, struct arg_list *out);
/* Compiles `text_file` instead of the input. */
void command_compile(struct command *command, const struct command_arg *input, const char *text_file,
                     const char *output, struct arg_list *out);
/* Compiles the input itself, as the user asked. */
void command_plain(const struct command *command, const struct command_arg *input, const char *output,
                   struct arg_list *out);
/* Compiles the input for its diagnostics only; `output` is assembly that nobody needs, other files go beside it. */
void command_diagnose(const struct command *command, const struct command_arg *input, const char *output,
                      struct arg_list *out);
/* The user's own command line; if it links, with `runtime` at its end. */
void command_unchanged(const struct command *command, const char *runtime, struct arg_list *out);
/* The user's link, with objects[i] in the place of argument i, and `runtime` at its end. */
void command_link(const struct command *command, const char *const *objects, const char *runtime, struct arg_list *out);

/* Is the program linked with the C library? The runtime needs it. */
bool command_links_libc(const struct command *command);

#endif
