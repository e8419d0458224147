/* What counts as a unit, where the user can choose. */
#ifndef COVER_INSTR_INSTRUMENT_UNIT_CHOICES_H
#define COVER_INSTR_INSTRUMENT_UNIT_CHOICES_H

#include <stdbool.h>

struct unit_choices {
    bool intraline;       /* operands of && and ||, arms of ?: are units */
    bool calls;           /* every call ends a unit */
    bool line_directives; /* locations obey #line directives */
    const char *noreturn; /* comma-separated names of functions that do not return, or NULL */
};

#endif
