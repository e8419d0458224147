/* Go's package patterns, as -pkg takes them; files, functions and modules are chosen alike. */
#ifndef COVER_BASE_PATTERN_H
#define COVER_BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

/* Whether path[0..len) matches one of the comma-separated patterns. In a pattern `...` stands for any text, and a final
 * `/...` also for nothing: a/... matches a and all below it. A leading `-` takes out what matches; where all patterns
 * do so, the rest is meant. There is no other special character. NULL or "" matches everything. */
bool pattern_list_match(const char *list, const char *path, size_t len);

#endif
