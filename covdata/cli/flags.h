/* The table of flags: their names, meanings and the commands that take them. Parsing (options.c, config.c), help,
 * shell completion and the manual page use it. */
#ifndef COVER_COVDATA_FLAGS_H
#define COVER_COVDATA_FLAGS_H

#include <stddef.h>

#include "base/str.h"
#include "covdata/cli/options.h"

enum flag_kind {
    FLAG_TEXT,   /* const char *; an empty value is NULL */
    FLAG_SWITCH, /* bool; without a value true */
    FLAG_NUMBER, /* long */
    FLAG_CHOICE, /* long: 1 for the first of choices, and so on */
    FLAG_WORDS,  /* const char *: words of choices, between commas; an empty value is NULL */
    FLAG_GATES,  /* const char *: well-formed by gate.h; an empty value is NULL */
    FLAG_CONFIG, /* const char *: the configuration file, which is read before other flags are */
    FLAG_HELP,
    FLAG_REFUSED, /* Go's tool has it, covdata has not; in no help */
};

struct flag {
    const char *name;
    const char *argument; /* what help calls the value; NULL: a switch. DIR and FILE complete to such */
    int groups;           /* taken by commands that have one of these; 0: by all */
    enum flag_kind kind;
    size_t offset;       /* of its field in struct options */
    const char *choices; /* of FLAG_CHOICE: "one|another" */
    const char *help;
};

extern const struct flag flags[];
extern const size_t flag_count;

bool flag_taken(const struct flag *flag, const struct command *command);
/* Stores the value (NULL: none was given), which must outlive the options. false: it can't be; why is in *problem. */
bool flag_set(const struct flag *flag, struct options *options, const char *value, struct str *problem)
    __attribute__((warn_unused_result));

#endif
