/* Matches package paths. The wildcard matcher goes back only to the last wildcard, so it is never worse than quadratic.
 */
#include "base/pattern.h"

#include <string.h>

static const char wildcard[] = "...";
enum { WILDCARD = 3 };

static bool at_wildcard(const char *p, const char *end)
{
    return end - p >= WILDCARD && memcmp(p, wildcard, WILDCARD) == 0;
}

static bool glob_match(const char *p, const char *p_end, const char *s, const char *s_end)
{
    const char *p_back = NULL, *s_back = NULL; /* where to go on if the last wildcard takes one more character */
    while (s < s_end) {
        if (at_wildcard(p, p_end)) {
            p_back = p += WILDCARD;
            s_back = s;
        } else if (p < p_end && *p == *s) {
            p++;
            s++;
        } else if (p_back) {
            p = p_back;
            s = ++s_back;
        } else {
            return false;
        }
    }
    while (at_wildcard(p, p_end))
        p += WILDCARD;
    return p == p_end;
}

static bool pattern_match(const char *p, const char *p_end, const char *path, size_t len)
{
    static const char below[] = "/...";
    size_t tail = sizeof below - 1;
    if (glob_match(p, p_end, path, path + len))
        return true;
    if ((size_t)(p_end - p) < tail || memcmp(p_end - tail, below, tail) != 0)
        return false;
    return glob_match(p, p_end - tail, path, path + len);
}

bool pattern_list_match(const char *list, const char *path, size_t len)
{
    bool wanted = false, any_wanted = false;
    if (list == NULL || *list == '\0')
        return true;
    for (;;) {
        size_t size = strcspn(list, ",");
        bool without = size > 1 && *list == '-';
        bool match = size > 0 && pattern_match(list + without, list + size, path, len);
        if (match && without)
            return false;
        any_wanted = any_wanted || !without;
        wanted = wanted || match;
        list += size;
        if (*list++ == '\0')
            return wanted || !any_wanted;
    }
}
