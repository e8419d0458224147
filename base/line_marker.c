/* Names are taken as they are: whoever compares them has them from the same text. */
#include "base/line_marker.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

bool line_marker_read(const char *text, struct line_marker *marker)
{
    char *end;
    if (text[0] != '#' || text[1] != ' ')
        return false;
    marker->line = strtoul(text + 2, &end, 10);
    if (end == text + 2 || end[0] != ' ' || end[1] != '"')
        return false;
    marker->name = end + 2;
    marker->name_len = strcspn(marker->name, "\"\n");
    marker->flags = marker->name + marker->name_len;
    marker->flags += *marker->flags == '"';
    marker->flags_len = strcspn(marker->flags, "\n");
    return marker->flags[-1] == '"';
}

bool line_marker_has(const struct line_marker *marker, char flag)
{
    for (size_t i = 0; i + 1 < marker->flags_len; i++) {
        if (marker->flags[i] == ' ' && marker->flags[i + 1] == flag)
            return true;
    }
    return false;
}
