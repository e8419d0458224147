/* The command line of every subcommand: Go's flags, `-name=value` or `-name value`, one or two dashes. */
#ifndef COVER_COVDATA_OPTIONS_H
#define COVER_COVDATA_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "covdata/diff/places.h"
#include "covdata/model/read.h"

struct options {
    struct model_request request; /* what to read; dirs are those of -i, then plain arguments, which count as trees */
    const char *inputs;           /* -i */
    char *list;                   /* what the dirs of -i point into */
    const char *out;              /* -o; NULL: not given */
    bool live;                    /* -live */
    bool combine;                 /* -pcombine */
    bool fnl;                     /* -fnl */
    bool missing;                 /* -missing */
    long depth;                   /* -depth: levels of the tree, 1 to 5 */
    long order;                   /* -sort: enum tree_order */
    long colour;                  /* -color: enum colour_when */
    long level;                   /* -level: 1 notice, 2 warning, 3 error */
    long measure;                 /* -measure: 1 statements, 2 lines, 3 functions, 4 intraline */
    const char *gates;            /* -fail-under; NULL: not given */
    bool single;                  /* -single */
    bool no_tests;                /* -no-tests */
    const char *title;            /* -title; NULL: not given */
    const char *name;             /* the plain argument of unique */
    const char *line;             /* -line */
    const char *index;            /* -index */
    const char *before;           /* -before */
    const char *after;            /* -after */
    struct change_request change; /* -diff, -patch, -worktree, -staged */
    long side;                    /* -side: enum change_side; 0: not given */
    long format;                  /* -format: one of the command's, from 1; 0: not given */
    const char *config;           /* -config; "": none shall be read; NULL: not given */
    char *config_text;            /* what values from there point into */
    char **argv;                  /* the whole command line */
    int argc;
};

/* The flags that not every subcommand takes (flags.h); what NEEDS and TWO say is checked. */
enum {
    TAKES_OUT = 1,
    NEEDS_OUT = 2,
    TAKES_LIVE = 4,
    TAKES_COMBINE = 8,
    TWO_INPUTS = 16,
    TAKES_FNL = 32,
    TAKES_TREE = 64 /* -depth, -sort, -missing */,
    TAKES_SELECT = 128 /* -source, -file, -func */,
    TAKES_GATES = 256,
    TAKES_COLOUR = 512,
    TAKES_LEVEL = 1024,
    TAKES_MEASURE = 2048,
    TAKES_HTML = 4096,
    TAKES_LINE = 1 << 16,
    TAKES_CHANGE = 1 << 17 /* -diff, -worktree, -staged, -patch */,
    TAKES_SIDE = 1 << 18,
    TAKES_FORMAT = 1 << 19,
    TAKES_DIFF = 1 << 21,
    NO_INPUT = 1 << 22 /* reads no data, and has no flags but -help */,
    TAKES_INDEX = 1 << 23,
    TAKES_COMPARE = 1 << 24,
    LIKE_GO = 1 << 14 /* what Go's tool doesn't say, it doesn't */,
    OUT_DIR = 1 << 13 /* -o is a directory, but for -single */,
    TAKES_NAME = 1 << 20 /* the first plain argument is no directory */
};

/* Which code the data is of, that before a change or that with it. */
enum change_side { SIDE_OLD = 1, SIDE_NEW };

struct command {
    const char *name;
    int flags;
    int (*execute)(const struct options *options); /* -1: something failed and was reported */
    const char *summary;                           /* for the list of commands */
    const char *synopsis;                          /* the flags that it must have */
    const char *help;
};

extern const struct command commands[];
extern const size_t command_count;

/* Reads argv, of which argv[1] is the command's name. Wrong use is reported and ends the program; so does -help. */
void options_parse(struct options *options, const struct command *command, int argc, char **argv);
void options_free(struct options *options);

/* Prints the command's help to standard output. */
void command_help(const struct command *command);

#endif
