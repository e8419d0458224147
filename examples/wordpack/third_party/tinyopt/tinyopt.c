#include "tinyopt.h"

#include <string.h>

int tinyopt_next(struct tinyopt *opt, const char *flags, const char *values)
{
    opt->value = NULL;
    if (opt->next >= opt->argc || opt->argv[opt->next][0] != '-' || opt->argv[opt->next][1] == '\0') {
        return 0;
    }
    const char *arg = opt->argv[opt->next++];
    if (strcmp(arg, "--") == 0) {
        return 0;
    }
    if (strchr(values, arg[1])) {
        if (arg[2] != '\0') {
            opt->value = arg + 2;
        } else if (opt->next < opt->argc) {
            opt->value = opt->argv[opt->next++];
        } else {
            return '?';
        }
        return arg[1];
    }
    return strchr(flags, arg[1]) && arg[2] == '\0' ? arg[1] : '?';
}
