/* In: the name of a flag and its value as text; out: a field of struct options. */
#include "covdata/cli/flags.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "covdata/model/gate.h"

#include "base/banned.h"

#define FIELD(name) offsetof(struct options, name)

const struct flag flags[] = {
    {"i", "DIR[,DIR...]", 0, FLAG_TEXT, FIELD(inputs), NULL, "directories to read data from"},
    {"o", "PATH", TAKES_OUT, FLAG_TEXT, FIELD(out), NULL,
     "where to write; `-` is standard output, except for a directory"},
    {"fresh", NULL, 0, FLAG_SWITCH, FIELD(request.data.fresh), NULL,
     "leave out data of programs that were rebuilt since"},
    {"strict", NULL, 0, FLAG_SWITCH, FIELD(request.data.strict), NULL,
     "stop at the first file that cannot be read, before any report"},
    {"live", NULL, TAKES_LIVE, FLAG_SWITCH, FIELD(live), NULL, "show only functions that a counter file mentions"},
    {"pcombine", NULL, TAKES_COMBINE, FLAG_SWITCH, FIELD(combine), NULL,
     "combine the data of different programs into one"},
    {"fnl", NULL, TAKES_FNL, FLAG_SWITCH, FIELD(fnl), NULL,
     "write functions as lcov 2.2 does (FNL, FNA) instead of FN, FNDA"},
    {"source", "DIR", TAKES_SELECT, FLAG_TEXT, FIELD(request.source), NULL,
     "the project's root, if it is not known; implies -markers"},
    {"markers", NULL, TAKES_SELECT, FLAG_SWITCH, FIELD(request.markers), NULL,
     "leave out code that lcov's or gcovr's markers in the source exclude"},
    {"no-markers", NULL, TAKES_SELECT, FLAG_SWITCH, FIELD(request.no_markers), NULL,
     "count also code that markers exclude"},
    {"missing", NULL, TAKES_TREE, FLAG_SWITCH, FIELD(missing), NULL, "list the lines that did not run"},
    {"depth", "LEVEL", TAKES_TREE, FLAG_CHOICE, FIELD(depth), "module|package|directory|file|function",
     "how deep: module, package, directory, file (default), function"},
    {"sort", "ORDER", TAKES_TREE, FLAG_CHOICE, FIELD(order), "name|coverage|missed",
     "by name (default), lowest coverage first, or most uncovered statements first"},
    {"color", "WHEN", TAKES_COLOUR, FLAG_CHOICE, FIELD(colour), "auto|always|never",
     "colours and bars: on terminals without NO_COLOR (auto, the default), always, never"},
    {"level", "LEVEL", TAKES_LEVEL, FLAG_CHOICE, FIELD(level), "notice|warning|error",
     "severity of annotations: notice, warning (default), error"},
    {"measure", "MEASURE", TAKES_MEASURE, FLAG_CHOICE, FIELD(measure), "statements|lines|functions|intraline",
     "the measure: statements (default), lines, functions, intraline"},
    {"fail-under", "GATE,...", TAKES_GATES, FLAG_GATES, FIELD(gates), NULL,
     "exit with 1 if less is covered: [SCOPE:][MEASURE:]N or PATTERN=[MEASURE:]N"},
    {"single", NULL, TAKES_HTML, FLAG_SWITCH, FIELD(single), NULL, "one file that holds all pages; -o names it"},
    {"no-tests", NULL, TAKES_HTML, FLAG_SWITCH, FIELD(no_tests), NULL, "leave out which tests reached what"},
    {"title", "TEXT", TAKES_HTML, FLAG_TEXT, FIELD(title), NULL, "the report's title (default: the project's name)"},
    {"pkg", "PATTERN,...", 0, FLAG_TEXT, FIELD(request.data.select.packages), NULL,
     "only packages whose path matches; `...` stands for any text, a leading `-` means all others"},
    {"modpaths", "PATTERN,...", 0, FLAG_TEXT, FIELD(request.data.select.modules), NULL,
     "only packages of modules whose path matches"},
    {"disposition", "WORD,...", 0, FLAG_WORDS, FIELD(request.data.select.dispositions),
     "contained|dependent|system|test", "only packages that are contained, dependent, system or test"},
    {"file", "PATTERN,...", TAKES_SELECT, FLAG_TEXT, FIELD(request.data.select.files), NULL,
     "only files whose name, from the module's root, matches"},
    {"func", "PATTERN,...", TAKES_SELECT, FLAG_TEXT, FIELD(request.data.select.functions), NULL,
     "only functions whose name matches"},
    {"line", "FILE:N[-M]", TAKES_LINE, FLAG_TEXT, FIELD(line), NULL, "the tests that reached one of these lines"},
    {"index", "FILE", TAKES_INDEX, FLAG_TEXT, FIELD(index), NULL,
     "index file: updates it from the given directories; without directories, reads only the index"},
    {"diff", "RANGE", TAKES_CHANGE, FLAG_TEXT, FIELD(change.range), NULL,
     "the change from A to B (A..B), from their merge base to B (A...B), or of commit A"},
    {"worktree", NULL, TAKES_CHANGE, FLAG_SWITCH, FIELD(change.worktree), NULL,
     "the change since HEAD in the working tree, staged or not"},
    {"staged", NULL, TAKES_CHANGE, FLAG_SWITCH, FIELD(change.staged), NULL, "the change since HEAD that is staged"},
    {"patch", "FILE", TAKES_CHANGE, FLAG_TEXT, FIELD(change.patch), NULL,
     "the change that a patch makes; `-` is standard input"},
    {"format", "FORMAT", TAKES_COMPARE, FLAG_CHOICE, FIELD(format), "text|markdown|json",
     "text (the default), markdown, json"},
    {"before", "DIR", TAKES_COMPARE, FLAG_TEXT, FIELD(before), NULL,
     "the first data's sources, a directory or a revision: matches units by their text"},
    {"after", "DIR", TAKES_COMPARE, FLAG_TEXT, FIELD(after), NULL, "the second data's sources"},
    {"side", "SIDE", TAKES_SIDE, FLAG_CHOICE, FIELD(side), "old|new",
     "the data is from before the change (old, the default) or after it (new)"},
    {"format", "FORMAT", TAKES_FORMAT, FLAG_CHOICE, FIELD(format), "names|ctest-regex|meson",
     "names (a line each), ctest-regex (for ctest -R), meson (for meson test)"},
    {"format", "FORMAT", TAKES_DIFF, FLAG_CHOICE, FIELD(format), "text|markdown|html|annotations",
     "text (the default), markdown, html (one page), annotations (of GitHub)"},
    {"config", "FILE", 0, FLAG_CONFIG, FIELD(config), NULL,
     "file of flags to always pass (default: .covdata here; empty: none)"},
    {"v", "N", 0, FLAG_NUMBER, FIELD(request.data.verbose), NULL,
     "1 and above: name each meta-data file as it is read"},
    {"help", NULL, 0, FLAG_HELP, 0, NULL, "this text"},
    {"h", NULL, 0, FLAG_HELP, 0, NULL, NULL},
    {"hw", NULL, 0, FLAG_REFUSED, 0, NULL, NULL},
    {"cpuprofile", "FILE", 0, FLAG_REFUSED, 0, NULL, NULL},
    {"memprofile", "FILE", 0, FLAG_REFUSED, 0, NULL, NULL},
    {"memprofilerate", "N", 0, FLAG_REFUSED, 0, NULL, NULL},
};
const size_t flag_count = sizeof flags / sizeof *flags;

bool flag_taken(const struct flag *flag, const struct command *command)
{
    if (command->flags & NO_INPUT)
        return flag->kind == FLAG_HELP;
    return flag->groups == 0 || flag->groups & command->flags;
}

static bool flags_switch_set(bool *field, const char *value, struct str *problem)
{
    *field = value == NULL || strcmp(value, "true") == 0 || strcmp(value, "1") == 0;
    if (*field || strcmp(value, "false") == 0 || strcmp(value, "0") == 0)
        return true;
    str_addf(problem, "not true or false: %s", value);
    return false;
}

static bool flags_number_set(long *field, const char *value, struct str *problem)
{
    char *end;
    errno = 0;
    *field = strtol(value, &end, 0);
    if (*value != '\0' && *end == '\0' && errno == 0)
        return true;
    str_addf(problem, "not a number: %s", value);
    return false;
}

static bool flags_choice_set(long *field, const char *choices, const char *value, struct str *problem)
{
    size_t len = strlen(value);
    *field = 1;
    for (const char *at = choices;; (*field)++) {
        size_t size = strcspn(at, "|");
        if (size == len && memcmp(at, value, len) == 0)
            return true;
        if (at[size] == '\0')
            break;
        at += size + 1;
    }
    str_addf(problem, "not one of %s: %s", choices, value);
    return false;
}

/* Each of the words between commas is one of the choices. */
static bool flags_words_set(const char **field, const char *choices, const char *value, struct str *problem)
{
    struct str word = STR_INIT;
    bool good = true;
    long index;
    *field = *value ? value : NULL;
    for (const char *at = value; good && *value; at++) {
        size_t len = strcspn(at, ",");
        str_clear(&word);
        str_add(&word, at, len);
        good = flags_choice_set(&index, choices, word.data, problem);
        at += len;
        if (*at == '\0')
            break;
    }
    str_free(&word);
    return good;
}

bool flag_set(const struct flag *flag, struct options *options, const char *value, struct str *problem)
{
    void *field = (char *)options + flag->offset;
    switch (flag->kind) {
    case FLAG_TEXT:
        *(const char **)field = *value ? value : NULL;
        return true;
    case FLAG_SWITCH:
        return flags_switch_set(field, value, problem);
    case FLAG_NUMBER:
        return flags_number_set(field, value, problem);
    case FLAG_CHOICE:
        return flags_choice_set(field, flag->choices, value, problem);
    case FLAG_WORDS:
        return flags_words_set(field, flag->choices, value, problem);
    case FLAG_GATES:
        *(const char **)field = *value ? value : NULL;
        return *value == '\0' || gates_parse(value, problem);
    case FLAG_CONFIG:
        *(const char **)field = value;
        return true;
    case FLAG_HELP:
    case FLAG_REFUSED:
        break;
    }
    BUG("-%s has no value", flag->name);
}
