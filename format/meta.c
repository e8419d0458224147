/* The names of the format's enumerations. In: a value or a name. Out: the other, from a table. */
#include "format/meta.h"

#include <string.h>

static const char *const mode_names[] = {"<invalid>", "set", "count", "atomic", "regonly", "testmain"};
static const char *const granularity_names[] = {"<invalid>", "perblock", "perfunc"};
static const char *const disposition_names[] = {"", "contained", "dependent", "system", "test"};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static unsigned meta_name_find(const char *const *names, unsigned count, const char *name)
{
    for (unsigned i = 1; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return 0;
}

const char *mode_name(unsigned mode)
{
    return mode_names[mode < LENGTH(mode_names) ? mode : 0];
}

const char *granularity_name(unsigned granularity)
{
    return granularity_names[granularity < LENGTH(granularity_names) ? granularity : 0];
}

const char *disposition_name(unsigned disposition)
{
    return disposition_names[disposition < LENGTH(disposition_names) ? disposition : 0];
}

enum counter_mode mode_parse(const char *name)
{
    return (enum counter_mode)meta_name_find(mode_names, LENGTH(mode_names), name);
}

enum counter_granularity granularity_parse(const char *name)
{
    return (enum counter_granularity)meta_name_find(granularity_names, LENGTH(granularity_names), name);
}

enum disposition disposition_parse(const char *name)
{
    return (enum disposition)meta_name_find(disposition_names, LENGTH(disposition_names), name);
}
