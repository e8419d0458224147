/* In: the text of a facts file, one fact a line: a key, a blank, a value up to the end of the line. Out: struct facts.
 * A `directory`, `target` or `imported` line opens an entry that the lines below it describe; all other lines are about
 * the build. An unknown key is an error, so a build mode and a covercc of different versions do not misread each other.
 */
#include "instr/project/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"

#include "base/banned.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char first_line[] = "coverbuild-facts 1";

enum facts_scope { SCOPE_BUILD, SCOPE_DIRECTORY, SCOPE_TARGET };

struct facts_reader {
    struct facts *facts;
    enum facts_scope scope;
};

/* Takes a value. NULL, or what is wrong with it; "" if that has been reported, in the words of the user's options. */
typedef const char *facts_taker(struct facts_reader *reader, char *value);

/* The string fields: a line `key value` sets the field. */
static const struct facts_field {
    enum facts_scope scope;
    const char *key;
    bool is_path; /* must be absolute */
    size_t offset;
} fields[] = {
    {SCOPE_BUILD, "project", false, offsetof(struct facts, project)},
    {SCOPE_BUILD, "root", true, offsetof(struct facts, root)},
    {SCOPE_BUILD, "covercc", true, offsetof(struct facts, covercc)},
    {SCOPE_BUILD, "fetched-base", true, offsetof(struct facts, fetched_base)},
    {SCOPE_BUILD, "header-objects", true, offsetof(struct facts, header_objects)},
    {SCOPE_DIRECTORY, "parent", true, offsetof(struct fact_directory, parent)},
    {SCOPE_DIRECTORY, "binary", true, offsetof(struct fact_directory, binary)},
    {SCOPE_TARGET, "folder", true, offsetof(struct fact_target, folder)},
    {SCOPE_TARGET, "binary", true, offsetof(struct fact_target, binary)},
    {SCOPE_TARGET, "subproject", false, offsetof(struct fact_target, project)},
    {SCOPE_TARGET, "subproject-root", true, offsetof(struct fact_target, project_root)},
    {SCOPE_TARGET, "root", false, offsetof(struct fact_target, root)},
};

/* Keys whose lines are copied to the head of the manifest. */
static const char *const head_keys[] = {"build",     "skipped", "log",    "mode",    "granularity",
                                        "intraline", "calls",   "strict", "depends", "line-directives"};

static const char *const type_names[] = {"other",  "executable", "static",    "shared",
                                         "module", "object",     "interface", "imported"};
static const char *const language_names[] = {"-", "C", "CXX", "header", "other"};

static size_t facts_name_find(const char *const *names, size_t count, const char *name)
{
    size_t i = 0;
    while (i < count && strcmp(names[i], name) != 0)
        i++;
    return i;
}

static const char not_absolute[] = "not an absolute path";

static struct fact_target *facts_last_target(struct facts *facts)
{
    return &facts->targets[facts->target_count - 1];
}

static struct fact_directory *facts_last_directory(struct facts *facts)
{
    return &facts->directories[facts->directory_count - 1];
}

/* Cuts the first word off the value; returns the rest, or NULL if there is none. */
static char *facts_cut_word(char *value)
{
    char *rest = strchr(value, ' ');
    if (rest)
        *rest++ = '\0';
    return rest;
}

static void facts_add_target(struct facts_reader *reader, const char *name, enum target_type type)
{
    struct facts *facts = reader->facts;
    facts->targets = array_grow(facts->targets, facts->target_count, &facts->target_cap, sizeof *facts->targets);
    facts->targets[facts->target_count++] = (struct fact_target){.name = name, .type = type};
    reader->scope = SCOPE_TARGET;
}

static const char *facts_take_target(struct facts_reader *reader, char *value)
{
    facts_add_target(reader, value, TARGET_OTHER);
    return NULL;
}

static const char *facts_take_imported(struct facts_reader *reader, char *value)
{
    facts_add_target(reader, value, TARGET_IMPORTED);
    return NULL;
}

static const char *facts_take_directory(struct facts_reader *reader, char *value)
{
    struct facts *facts = reader->facts;
    facts->directories =
        array_grow(facts->directories, facts->directory_count, &facts->directory_cap, sizeof *facts->directories);
    facts->directories[facts->directory_count++] = (struct fact_directory){.path = value};
    reader->scope = SCOPE_DIRECTORY;
    return *value == '/' ? NULL : not_absolute;
}

static const char *facts_take_system(struct facts_reader *reader, char *value)
{
    (void)value;
    facts_last_directory(reader->facts)->is_system = true;
    return NULL;
}

static const char *facts_take_type(struct facts_reader *reader, char *value)
{
    size_t type = facts_name_find(type_names, LENGTH(type_names), value);
    if (type == LENGTH(type_names))
        return "not a type of targets";
    facts_last_target(reader->facts)->type = (enum target_type)type;
    return NULL;
}

static const char *facts_take_disposition(struct facts_reader *reader, char *value)
{
    struct fact_target *target = facts_last_target(reader->facts);
    target->disposition = disposition_parse(value);
    if (target->disposition != DISPOSITION_UNSAID)
        return NULL;
    error("the disposition of target %s is \"%s\"; it must be contained, dependent, system or test", target->name,
          value);
    return "";
}

static const char *facts_take_passes(struct facts_reader *reader, char *value)
{
    (void)value;
    facts_last_target(reader->facts)->passes_sources = true;
    return NULL;
}

static const char *facts_take_installed(struct facts_reader *reader, char *value)
{
    (void)value;
    facts_last_target(reader->facts)->installed = true;
    return NULL;
}

static const char *facts_take_links(struct facts_reader *reader, char *value)
{
    struct fact_target *target = facts_last_target(reader->facts);
    target->links = array_grow(target->links, target->link_count, &target->link_cap, sizeof *target->links);
    target->links[target->link_count++] = value;
    return NULL;
}

static const char *facts_take_vendored(struct facts_reader *reader, char *value)
{
    (void)value;
    reader->facts->search_vendored = true;
    return NULL;
}

static void facts_add(struct facts_reader *reader, struct fact fact)
{
    struct fact_target *target = facts_last_target(reader->facts);
    target->facts = array_grow(target->facts, target->count, &target->cap, sizeof *target->facts);
    target->facts[target->count++] = fact;
}

static const char *facts_take_source(struct facts_reader *reader, char *value)
{
    char *path = facts_cut_word(value);
    size_t language = facts_name_find(language_names, LENGTH(language_names), value);
    if (path == NULL || language == LENGTH(language_names))
        return "not a language and a path";
    if (*path != '/')
        return not_absolute;
    facts_add(reader, (struct fact){FACT_SOURCE, (enum fact_language)language, false, path});
    return NULL;
}

static const char *facts_take_objects(struct facts_reader *reader, char *value)
{
    facts_add(reader, (struct fact){.kind = FACT_OBJECTS, .text = value});
    return NULL;
}

static const char *facts_take_offers(struct facts_reader *reader, char *value)
{
    facts_add(reader, (struct fact){.kind = FACT_OFFERS, .text = value});
    return NULL;
}

static const char *facts_take_includes(struct facts_reader *reader, char *value)
{
    facts_add(reader, (struct fact){.kind = FACT_INCLUDES, .text = value});
    return NULL;
}

/* Replaces \n and \\ in place. False: another escape. */
static bool facts_unescape(char *text)
{
    char *out = text;
    for (; *text; text++) {
        if (*text == '\\' && *++text != '\\' && *text != 'n')
            return false;
        *out++ = text[-1] == '\\' && *text == 'n' ? '\n' : *text;
    }
    *out = '\0';
    return true;
}

static const char *facts_take_later(struct facts_reader *reader, char *value)
{
    static const char *const kinds[] = {"source", "offers", "includes"};
    char *text = facts_cut_word(value);
    size_t kind = facts_name_find(kinds, LENGTH(kinds), value);
    if (kind == LENGTH(kinds))
        return "must be source, offers or includes";
    if (text && !facts_unescape(text))
        return "a backslash must be followed by n or a backslash";
    facts_add(reader, (struct fact){FACT_SOURCE + (enum fact_kind)kind, LANGUAGE_C, true, text ? text : ""});
    return NULL;
}

static const char *facts_take_unowned(struct facts_reader *reader, char *value)
{
    struct facts *facts = reader->facts;
    facts->unowned = array_grow(facts->unowned, facts->unowned_count, &facts->unowned_cap, sizeof *facts->unowned);
    facts->unowned[facts->unowned_count++] = value;
    return NULL;
}

static const char *facts_take_fetched(struct facts_reader *reader, char *value)
{
    struct facts *facts = reader->facts;
    struct fact_pair pair = {value, facts_cut_word(value)};
    facts->fetched = array_grow(facts->fetched, facts->fetched_count, &facts->fetched_cap, sizeof *facts->fetched);
    facts->fetched[facts->fetched_count++] = pair;
    return pair.path && *pair.path == '/' ? NULL : "not a name and an absolute path";
}

/* An option's name and its list, which may be empty. */
static struct fact_choice facts_choice(char *value)
{
    const char *list = facts_cut_word(value);
    return (struct fact_choice){value, list ? list : ""};
}

static const char *facts_take_select(struct facts_reader *reader, char *value)
{
    struct facts *facts = reader->facts;
    facts->selections =
        array_grow(facts->selections, facts->selection_count, &facts->selection_cap, sizeof *facts->selections);
    facts->selections[facts->selection_count++] = facts_choice(value);
    return NULL;
}

static const char *facts_take_override(struct facts_reader *reader, char *value)
{
    reader->facts->override = facts_choice(value);
    return NULL;
}

static void facts_add_head(struct facts *facts, const char *line)
{
    facts->head = array_grow(facts->head, facts->head_count, &facts->head_cap, sizeof *facts->head);
    facts->head[facts->head_count++] = line;
}

static bool facts_is_identifier(const char *name, size_t len)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$0123456789";
    return len > 0 && strspn(name, letters) >= len && !(*name >= '0' && *name <= '9');
}

static const char *facts_take_noreturn(struct facts_reader *reader, char *value)
{
    struct fact_choice choice = facts_choice(value);
    for (const char *name = choice.list;; name++) {
        size_t len = strcspn(name, ",");
        if (!facts_is_identifier(name, len)) {
            error("%s: \"%.*s\" must be the name of a function", choice.name, (int)len, name);
            return "";
        }
        name += len;
        if (*name == '\0')
            break;
    }
    facts_add_head(reader->facts, arena_printf(&reader->facts->arena, "noreturn %s", choice.list));
    return NULL;
}

static const struct facts_key {
    enum facts_scope scope;
    const char *key;
    facts_taker *take;
} keys[] = {
    {SCOPE_BUILD, "directory", facts_take_directory},
    {SCOPE_BUILD, "target", facts_take_target},
    {SCOPE_BUILD, "imported", facts_take_imported},
    {SCOPE_BUILD, "noreturn", facts_take_noreturn},
    {SCOPE_BUILD, "select", facts_take_select},
    {SCOPE_BUILD, "override", facts_take_override},
    {SCOPE_BUILD, "unowned", facts_take_unowned},
    {SCOPE_BUILD, "fetched", facts_take_fetched},
    {SCOPE_BUILD, "search-vendored", facts_take_vendored},
    {SCOPE_DIRECTORY, "system", facts_take_system},
    {SCOPE_TARGET, "type", facts_take_type},
    {SCOPE_TARGET, "disposition", facts_take_disposition},
    {SCOPE_TARGET, "objects", facts_take_objects},
    {SCOPE_TARGET, "source", facts_take_source},
    {SCOPE_TARGET, "offers", facts_take_offers},
    {SCOPE_TARGET, "includes", facts_take_includes},
    {SCOPE_TARGET, "passes-sources", facts_take_passes},
    {SCOPE_TARGET, "installed", facts_take_installed},
    {SCOPE_TARGET, "links", facts_take_links},
    {SCOPE_TARGET, "later", facts_take_later},
};

/* What the fields of a scope are offsets into. */
static char *facts_scope_base(struct facts_reader *reader)
{
    if (reader->scope == SCOPE_TARGET)
        return (char *)facts_last_target(reader->facts);
    return reader->scope == SCOPE_DIRECTORY ? (char *)facts_last_directory(reader->facts) : (char *)reader->facts;
}

/* A key of the entry that is open. False: there is no such key. */
static bool facts_take_entry(struct facts_reader *reader, const char *key, char *value, const char **problem)
{
    for (size_t i = 0; i < LENGTH(fields); i++) {
        if (fields[i].scope == reader->scope && strcmp(fields[i].key, key) == 0) {
            *(const char **)(facts_scope_base(reader) + fields[i].offset) = value;
            *problem = fields[i].is_path && *value != '/' ? not_absolute : NULL;
            return true;
        }
    }
    for (size_t i = 0; i < LENGTH(keys); i++) {
        if (keys[i].scope == reader->scope && strcmp(keys[i].key, key) == 0) {
            *problem = keys[i].take(reader, value);
            return true;
        }
    }
    return false;
}

static const char *facts_take_line(struct facts_reader *reader, char *line)
{
    struct facts *facts = reader->facts;
    const char *copy = arena_copy(&facts->arena, line, strlen(line)), *problem = NULL;
    char *value = facts_cut_word(line);
    value = value ? value : line + strlen(line);
    if (facts_take_entry(reader, line, value, &problem))
        return problem;
    reader->scope = SCOPE_BUILD;
    if (facts_name_find(head_keys, LENGTH(head_keys), line) < LENGTH(head_keys)) {
        facts_add_head(facts, copy);
        facts->build = strcmp(line, "build") == 0 ? value : facts->build;
        return facts->build && *facts->build != '/' ? not_absolute : NULL;
    }
    return facts_take_entry(reader, line, value, &problem) ? problem : "no such key";
}

static int facts_check(const struct facts *facts, const char *file)
{
    if (facts->root == NULL || facts->project == NULL || facts->build == NULL)
        return error("%s: project, root or build is missing", file);
    for (size_t i = 0; i < facts->target_count; i++) {
        if (facts->targets[i].type != TARGET_IMPORTED && facts->targets[i].folder == NULL)
            return error("%s: target %s has no folder", file, facts->targets[i].name);
    }
    return 0;
}

int facts_parse(struct facts *facts, const char *file, const char *text, size_t len)
{
    *facts = (struct facts){0};
    struct facts_reader reader = {.facts = facts};
    if (memchr(text, '\0', len))
        return error("%s: contains a NUL", file);
    char *line = arena_copy(&facts->arena, text, len);
    for (size_t number = 1; *line; number++) {
        char *end = line + strcspn(line, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        const char *shown = arena_copy(&facts->arena, line, strlen(line)), *problem = NULL;
        if (number == 1)
            problem = strcmp(line, first_line) == 0 ? NULL : "not a facts file of this version";
        else if (*line)
            problem = facts_take_line(&reader, line);
        if (problem)
            return *problem ? error("%s:%zu: %s: %s", file, number, shown, problem) : -1;
        line = next;
    }
    return facts_check(facts, file);
}

void facts_free(struct facts *facts)
{
    for (size_t i = 0; i < facts->target_count; i++) {
        free(facts->targets[i].facts);
        free(facts->targets[i].links);
    }
    free(facts->targets);
    free(facts->directories);
    free(facts->selections);
    free(facts->fetched);
    free(facts->unowned);
    free(facts->head);
    arena_free(&facts->arena);
    *facts = (struct facts){0};
}
