/* In: a list and packages. Out: which of them the list selects, or what dispositions it gives them. */
#include "instr/project/selection.h"

#include <stdio.h>
#include <string.h>

#include "base/pattern.h"
#include "base/report.h"

#include "base/banned.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

struct item {
    const char *text;
    size_t len;
    bool excludes;
};

/* The next item of the list that is not empty, without blanks around it. False: there is none. */
static bool item_next(const char **list, struct item *item)
{
    for (*list += strspn(*list, ",; \t"); **list; *list += strspn(*list, ",; \t")) {
        size_t len = strcspn(*list, ",;");
        const char *text = *list;
        *list += len;
        while (len && (text[len - 1] == ' ' || text[len - 1] == '\t'))
            len--;
        bool excludes = len > 1 && *text == '-';
        *item = (struct item){text + excludes, len - excludes, excludes};
        return true;
    }
    return false;
}

/* The last disposition that a keyword includes, of `test` the only one; DISPOSITION_UNSAID: the item is no keyword. */
static enum disposition item_keyword(const struct item *item)
{
    static const char *const words[] = {"mod", "mod.deps", "all", "test"};
    for (size_t i = 0; i < LENGTH(words); i++) {
        if (strlen(words[i]) == item->len && memcmp(words[i], item->text, item->len) == 0)
            return (enum disposition)(DISPOSITION_CONTAINED + i);
    }
    return DISPOSITION_UNSAID;
}

static bool item_takes(const struct item *item, const char *path, enum disposition disposition)
{
    enum disposition last = item_keyword(item);
    if (last == DISPOSITION_UNSAID)
        return pattern_match(item->text, item->len, path, strlen(path));
    return last == DISPOSITION_TEST ? disposition == last : disposition <= last || last == DISPOSITION_SYSTEM;
}

static int item_no_match(const char *option, const struct item *item, const struct candidate *candidates, size_t count)
{
    error("%s: \"%.*s\" matches no package. The packages of this build are:", option, (int)item->len, item->text);
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, "  %s (%s)\n", candidates[i].path, disposition_name(candidates[i].disposition));
    fputs("A pattern matches a whole package path; `...` matches any text, `*` any text without a slash.\n", stderr);
    return -1;
}

/* Marks what the item takes. How many that are. */
static size_t item_mark(const struct item *item, struct candidate *candidates, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (item_takes(item, candidates[i].path, candidates[i].disposition)) {
            candidates[i].selected = !item->excludes;
            found++;
        }
    }
    return found;
}

/* Applies the items that exclude, or those that do not. How many items these are; -1: reported. */
static int items_mark(const char *option, const char *list, bool exclusions, struct candidate *candidates, size_t count)
{
    int items = 0;
    for (struct item item; item_next(&list, &item);) {
        if (item.excludes != exclusions)
            continue;
        items++;
        if (item_mark(&item, candidates, count) > 0)
            continue;
        if (!exclusions)
            return item_no_match(option, &item, candidates, count);
        warn("%s: \"-%.*s\" excludes nothing", option, (int)item.len, item.text);
    }
    return items;
}

int selection_apply(const char *option, const char *list, struct candidate *candidates, size_t count)
{
    static const struct item mod = {"mod", 3, false};
    size_t selected = 0;
    for (size_t i = 0; i < count; i++)
        candidates[i].selected = false;
    int chosen = items_mark(option, list, false, candidates, count);
    if (chosen < 0)
        return -1;
    if (chosen == 0)
        item_mark(&mod, candidates, count);
    if (items_mark(option, list, true, candidates, count) < 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        selected += candidates[i].selected;
    return selected ? 0 : error("%s: \"%s\" excludes every package that it selects", option, list);
}

bool selection_takes(const char *list, const char *path, enum disposition disposition)
{
    bool any_chosen = false, chosen = false;
    for (struct item item; item_next(&list, &item);) {
        bool takes = item_takes(&item, path, disposition);
        if (item.excludes && takes)
            return false;
        any_chosen |= !item.excludes;
        chosen |= !item.excludes && takes;
    }
    return any_chosen ? chosen : disposition == DISPOSITION_CONTAINED;
}

/* Splits PATTERN=DISPOSITION. DISPOSITION_UNSAID: it is not of that form. */
static enum disposition item_split_class(struct item *item)
{
    const char *equals = memrchr(item->text, '=', item->len);
    char name[16];
    size_t len = equals ? (size_t)(item->text + item->len - equals - 1) : sizeof name;
    if (equals == item->text || len >= sizeof name)
        return DISPOSITION_UNSAID;
    memcpy(name, equals + 1, len);
    name[len] = '\0';
    item->len = (size_t)(equals - item->text);
    return disposition_parse(name);
}

int selection_override(const char *option, const char *list, struct candidate *candidates, size_t count)
{
    for (struct item item; item_next(&list, &item);) {
        struct item pattern = item;
        enum disposition disposition = item.excludes ? DISPOSITION_UNSAID : item_split_class(&pattern);
        if (disposition == DISPOSITION_UNSAID)
            return error("%s: \"%.*s\" is not PATTERN=contained, PATTERN=dependent, PATTERN=system or PATTERN=test",
                         option, (int)item.len, item.text);
        bool found = false;
        for (size_t i = 0; i < count; i++) {
            if (pattern_match(pattern.text, pattern.len, candidates[i].path, strlen(candidates[i].path))) {
                candidates[i].disposition = disposition;
                found = true;
            }
        }
        if (!found)
            return item_no_match(option, &pattern, candidates, count);
    }
    return 0;
}
