/* In: a file of lines; out: fields of struct options, by the table of flags. */
#include "covdata/cli/config.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
#include "base/escape.h"
#include "covdata/cli/flags.h"

#include "base/banned.h"

struct section {
    const struct command *command; /* NULL: all that report */
    bool applies;                  /* to the command that runs */
};

static char *config_spaces_trim(char *text)
{
    text += strspn(text, " \t\r");
    size_t len = strlen(text);
    while (len > 0 && strchr(" \t\r", text[len - 1]))
        len--;
    text[len] = '\0';
    return text;
}

static const struct command *config_command_find(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* Flags of one name may be several, of different commands: the next at or behind index `from`, or flag_count. */
static size_t config_flag_find(const char *name, size_t from)
{
    while (from < flag_count && (strcmp(flags[from].name, name) != 0 || flags[from].kind == FLAG_HELP ||
                                 flags[from].kind == FLAG_REFUSED || flags[from].kind == FLAG_CONFIG))
        from++;
    return from;
}

static bool config_problem_set(struct str *problem, const char *what, const char *name)
{
    str_adds(problem, what);
    escape_line(problem, name, "");
    return false;
}

static bool config_section_begin(char *line, struct section *section, const struct command *command,
                                 struct str *problem)
{
    size_t len = strlen(line);
    if (line[len - 1] != ']')
        return config_problem_set(problem, "no `]` at the end of ", line);
    line[len - 1] = '\0';
    const char *name = config_spaces_trim(line + 1);
    section->command = config_command_find(name);
    section->applies = section->command == command;
    return section->command || config_problem_set(problem, "no such command: ", name);
}

/* Takes the value if the section's command, or the one that runs, has the flag. A value that is for other commands is
 * checked: it must be good for one of the flags of this name. */
static bool config_value_take(size_t first, const char *value, const struct section *section,
                              const struct command *command, struct options *options, struct str *problem)
{
    struct options other = {0};
    const struct command *meant = section->command ? section->command : command;
    const char *name = flags[first].name;
    bool good = false;
    for (size_t i = first; i < flag_count && !good; i = config_flag_find(name, i + 1)) {
        bool taken = flag_taken(&flags[i], meant);
        str_clear(problem);
        if (flags[i].kind != FLAG_SWITCH && value == NULL)
            return config_problem_set(problem, "no value for ", name);
        good = flag_set(&flags[i], taken && section->applies ? options : &other, value, problem);
        if (taken)
            break;
    }
    return good;
}

static bool config_section_has(const struct section *section, const char *name)
{
    size_t i = config_flag_find(name, 0);
    while (i < flag_count && !flag_taken(&flags[i], section->command))
        i = config_flag_find(name, i + 1);
    return i < flag_count;
}

static bool config_line_apply(char *line, const struct section *section, const struct command *command,
                              struct options *options, struct str *problem)
{
    char *equals = strchr(line, '=');
    if (equals)
        *equals = '\0';
    const char *name = config_spaces_trim(line), *value = equals ? config_spaces_trim(equals + 1) : NULL;
    size_t first = config_flag_find(name, 0);
    if (first == flag_count)
        return config_problem_set(problem, "no such flag: ", name);
    if (section->command && !config_section_has(section, name)) {
        str_addf(problem, "%s has no flag ", section->command->name);
        return config_problem_set(problem, "", name);
    }
    struct str why = STR_INIT;
    bool good =
        config_value_take(first, value, section, command, options, &why) || config_problem_set(problem, "", why.data);
    str_free(&why);
    return good;
}

bool config_apply(char *text, const struct command *command, struct options *options, struct str *problem)
{
    struct section section = {.applies = command->flags & TAKES_SELECT};
    unsigned number = 0;
    for (char *line = text, *next; line; line = next) {
        struct str what = STR_INIT;
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        number++;
        line = config_spaces_trim(line);
        if (*line == '\0' || *line == '#')
            continue;
        bool good = *line == '[' ? config_section_begin(line, &section, command, &what)
                                 : config_line_apply(line, &section, command, options, &what);
        if (!good) {
            str_addf(problem, "%u: %s", number, what.data);
            str_free(&what);
            return false;
        }
    }
    return true;
}

void config_load(const struct command *command, struct options *options)
{
    struct str text = STR_INIT, problem = STR_INIT;
    const char *path = options->config ? options->config : CONFIG_FILE;
    if (*path == '\0' || (options->config == NULL && access(path, F_OK) != 0))
        return;
    if (file_read(path, &text) != 0)
        usage("the configuration file can't be read");
    if (text.len > 0 && memchr(text.data, '\0', text.len))
        usage("%s: not a text file", path);
    options->config_text = text.data;
    if (text.len > 0 && !config_apply(text.data, command, options, &problem))
        usage("%s:%s", path, problem.data);
}
