/* Options of one letter, with or without a value: -n 5, -n5, -z. */
#ifndef TINYOPT_H
#define TINYOPT_H

struct tinyopt {
    int argc;
    char **argv;
    int next;          /* the next argument to look at */
    const char *value; /* of the option just answered, or NULL */
};

/* The next option's letter; 0 at the first operand; '?' for one that is not in `flags` (no value) or `values` (value needed). */
int tinyopt_next(struct tinyopt *opt, const char *flags, const char *values);

#endif
