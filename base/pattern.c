/* In: a pattern and a text. Out: whether the pattern matches the whole text.
 *
 * A wildcard first matches nothing. On a mismatch the last wildcard takes one more character: first the last `*`, then,
 * since a `*` cannot take a slash, the last `...` before it. Earlier wildcards need not change, so the time is bounded
 * by the product of the lengths for patterns with `...` only. */
#include "base/pattern.h"

#include <string.h>

static const char any_text[] = "...", any_below[] = "/...";
enum { ANY_TEXT = sizeof any_text - 1, ANY_BELOW = sizeof any_below - 1 };

/* Where matching continues if a wildcard takes one more character. */
struct retry {
    const char *p, *s; /* p is NULL: there is none */
};

static bool pattern_at_any(const char *p, const char *end)
{
    return end - p >= ANY_TEXT && memcmp(p, any_text, ANY_TEXT) == 0;
}

/* Moves to the next way to match. False: there is none. */
static bool pattern_retry(struct retry *star, struct retry *any, const char **p, const char **s)
{
    struct retry *use = star->p && *star->s != '/' ? star : any;
    if (use == any)
        star->p = NULL;
    if (use->p == NULL)
        return false;
    *p = use->p;
    *s = ++use->s;
    return true;
}

static const char *pattern_skip_wildcards(const char *p, const char *end)
{
    while (p < end && (*p == '*' || pattern_at_any(p, end)))
        p += *p == '*' ? 1 : ANY_TEXT;
    return p;
}

static bool pattern_glob(const char *p, const char *p_end, const char *s, const char *s_end)
{
    struct retry star = {0}, any = {0};
    while (s < s_end) {
        if (pattern_at_any(p, p_end)) {
            any = (struct retry){p += ANY_TEXT, s};
            star.p = NULL;
        } else if (p < p_end && *p == '*') {
            star = (struct retry){++p, s};
        } else if (p < p_end && *p == *s) {
            p++;
            s++;
        } else if (!pattern_retry(&star, &any, &p, &s)) {
            return false;
        }
    }
    return pattern_skip_wildcards(p, p_end) == p_end;
}

bool pattern_match(const char *pattern, size_t size, const char *text, size_t len)
{
    if (pattern_glob(pattern, pattern + size, text, text + len))
        return true;
    if (size < ANY_BELOW || memcmp(pattern + size - ANY_BELOW, any_below, ANY_BELOW) != 0)
        return false;
    return pattern_glob(pattern, pattern + size - ANY_BELOW, text, text + len);
}

bool pattern_list_match(const char *list, const char *text, size_t len)
{
    bool wanted = false, any_wanted = false;
    if (list == NULL || *list == '\0')
        return true;
    for (;;) {
        size_t size = strcspn(list, ",");
        bool without = size > 1 && *list == '-';
        bool match = size > 0 && pattern_match(list + without, size - without, text, len);
        if (match && without)
            return false;
        any_wanted = any_wanted || !without;
        wanted = wanted || match;
        list += size;
        if (*list++ == '\0')
            return wanted || !any_wanted;
    }
}
