/* In: the selection of the command line, and the names of a package or function; out: whether it is selected. */
#include "covdata/data/selection.h"

#include <string.h>

#include "base/report.h"
#include "base/str.h"
#include "base/pattern.h"
#include "base/escape.h"
#include "format/meta.h"

#include "base/banned.h"

bool select_packages(const struct select *select)
{
    return select->packages || select->modules || select->dispositions;
}

bool select_parts(const struct select *select)
{
    return select->files || select->functions;
}

static bool selection_disposition_match(const char *list, uint8_t disposition)
{
    const char *name = disposition_name(disposition == DISPOSITION_UNSAID ? DISPOSITION_CONTAINED : disposition);
    return list == NULL || pattern_list_match(list, name, strlen(name));
}

bool select_package(const struct select *select, struct bytes path, struct bytes module, uint8_t disposition)
{
    return pattern_list_match(select->packages, path.data, path.len) &&
           pattern_list_match(select->modules, module.data, module.len) &&
           selection_disposition_match(select->dispositions, disposition);
}

bool select_func(const struct select *select, struct bytes file, struct bytes name)
{
    return pattern_list_match(select->files, file.data, file.len) &&
           pattern_list_match(select->functions, name.data, name.len);
}

static void selection_flag_tell(struct str *text, const char *name, const char *value)
{
    if (value == NULL)
        return;
    str_addf(text, " -%s=", name);
    escape_line(text, value, "");
}

void select_nothing_tell(const struct select *select)
{
    struct str text = STR_INIT;
    selection_flag_tell(&text, "pkg", select->packages);
    selection_flag_tell(&text, "modpaths", select->modules);
    selection_flag_tell(&text, "disposition", select->dispositions);
    selection_flag_tell(&text, "file", select->files);
    selection_flag_tell(&text, "func", select->functions);
    if (text.len > 0)
        warn("nothing in the data matches%s", text.data);
    str_free(&text);
}
