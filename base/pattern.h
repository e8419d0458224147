/* Package patterns, as Go's import path patterns. In a pattern `...` matches any text, a final `/...` also matches
 * nothing (a/... matches a and everything below it), and `*` matches any text without a slash. */
#ifndef COVER_BASE_PATTERN_H
#define COVER_BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

/* Whether text[0..len) matches pattern[0..size). */
bool pattern_match(const char *pattern, size_t size, const char *text, size_t len);
/* Whether text[0..len) matches one of the comma-separated patterns. A pattern with a leading `-` excludes what it
 * matches; a list of exclusions only selects the rest. NULL or "" matches everything. */
bool pattern_list_match(const char *list, const char *text, size_t len);

#endif
