/* In: a link that failed with undefined symbols. Out: the program, with some objects compiled without probes.
 *
 * Programs call functions that do not exist where only inlining and the removal of dead code make the call vanish (the
 * Linux kernel's BUILD_BUG). A probe can be what makes a function too large to be inlined. The compile cannot know
 * which symbols the linker will find, so it keeps its command in a file of the cache (compiler_cache.h), and names it in
 * a section of the object that linkers drop. If the link fails, the objects that refer to an undefined symbol are
 * compiled plainly; one that then does not refer to it takes the other's place. The name in the object does not depend
 * on where it is built. */
#include "instr/driver/relink.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "instr/driver/build_log.h"
#include "instr/toolchain/cleanup.h"
#include "instr/toolchain/compiler_cache.h"
#include "instr/toolchain/command_line.h"

#include "base/banned.h"

/* Begins the name in an object, 16 digits. The file has strings that end with NUL: the name, the root, the directory, the
 * input, the arguments, an empty one. */
#define RELINK_MAGIC "covercc command "

enum {
    RELINK_NAME_SIZE = 16,
    RELINK_ARGS_MAX = 4096,
    RELINK_SLOTS = 1 << 16,
    AR_HEADER_SIZE = 60,
    AR_SIZE_OFFSET = 48
};

struct relink {
    const struct settings *settings;
    struct arena arena;
    char *directory;    /* for the plain objects */
    const char **names; /* the undefined symbols */
    size_t name_count, name_cap;
    struct relinked {
        const char *input, *object, *name;
    } * replaced;
    size_t count, cap;
};

static const char *relink_root(const struct settings *settings)
{
    const struct packages *packages = &settings->packages;
    return packages->root ? packages->root : packages->count ? packages->items[0]->root : NULL;
}

/* Is the last -O option one that removes dead calls? */
static bool relink_is_optimised(const struct command *command)
{
    bool optimised = false;
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *arg = &command->args[i];
        if (arg->class == ARG_OPTION && text_starts(arg->text, "-O"))
            optimised = strcmp(arg->text, "-O0") != 0;
    }
    return optimised && !command->lto;
}

/* The cache's file for an object of that name. The same module may be built at several places. NULL: there is none. */
static const char *relink_file(const struct settings *settings, const char *name, struct arena *arena)
{
    const char *root = relink_root(settings), *cache = compiler_cache_directory(arena, settings->builtin.cache);
    if (cache == NULL || root == NULL)
        return NULL;
    const char *key = arena_printf(arena, "%s %s", name, root);
    uint64_t hash = compiler_cache_hash(key, strlen(key));
    return arena_printf(arena, "%s/command-%04x", cache, (unsigned)((hash ^ hash >> 32) % RELINK_SLOTS));
}

/* A name for what the command makes of this file. */
static const char *relink_name(const struct command *command, const struct file_package *package, struct arena *arena)
{
    struct str key = STR_INIT;
    str_addf(&key, "%s %s", package->path, package->file);
    for (size_t i = 0; i < command->count; i++) {
        const char *text = command->args[i].text;
        if (command->args[i].class == ARG_OPTION && strchr(text, '/') == NULL)
            str_addf(&key, " %s", text);
    }
    uint64_t hash = compiler_cache_hash(key.data, key.len);
    str_free(&key);
    return arena_printf(arena, "%016jx", (uintmax_t)hash);
}

void relink_record_add(const struct settings *settings, struct command *command, const struct command_arg *input,
                       const struct file_package *package, struct str *text)
{
    struct arena *arena = &command->arena;
    struct str record = STR_INIT;
    if (!relink_is_optimised(command) || command->argc > RELINK_ARGS_MAX || settings->explained)
        return;
    const char *name = relink_name(command, package, arena), *file = relink_file(settings, name, arena);
    const char *const head[] = {name, relink_root(settings), settings->directory, input->text};
    for (size_t i = 0; file && i < sizeof head / sizeof *head; i++)
        str_add(&record, head[i], strlen(head[i]) + 1);
    for (int i = 0; file && i < command->argc; i++)
        str_add(&record, command->argv[i], strlen(command->argv[i]) + 1);
    str_addc(&record, '\0');
    if (file && compiler_cache_file_put(file, &record))
        str_addf(text,
                 "\n# 1 \"<coverage>\" 3\n#undef __asm__\n__asm__(\".pushsection "
                 ".covercc,\\\"e\\\",%%progbits\\n.ascii \\\"" RELINK_MAGIC "%s\\\"\\n.popsection\");\n",
                 name);
    str_free(&record);
}

static void relink_add_name(struct relink *relink, const char *name, size_t len)
{
    for (size_t i = 0; i < relink->name_count; i++) {
        if (strlen(relink->names[i]) == len && memcmp(relink->names[i], name, len) == 0)
            return;
    }
    relink->names = array_grow(relink->names, relink->name_count, &relink->name_cap, sizeof *relink->names);
    relink->names[relink->name_count++] = arena_copy(&relink->arena, name, len);
}

/* Lists the symbols that the linker (GNU ld, gold, lld, mold) says are undefined. */
static void relink_find_names(struct relink *relink, const char *messages)
{
    static const char *const marks[] = {"undefined reference to ", "undefined symbol: "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        for (const char *p = messages; (p = strstr(p, marks[i])) != NULL;) {
            p += strlen(marks[i]);
            p += *p == '`' || *p == '\'';
            size_t len = 0;
            while (isalnum((unsigned char)p[len]) || strchr("_$.", p[len] ? p[len] : ' '))
                len++;
            if (len && strncmp(p, "__cover_", 8) != 0) /* the runtime's */
                relink_add_name(relink, p, len);
        }
    }
}

/* The undefined symbol that the object names, or NULL. */
static const char *relink_named(const struct relink *relink, const char *object, size_t len)
{
    for (size_t i = 0; i < relink->name_count; i++) {
        if (memmem(object, len, relink->names[i], strlen(relink->names[i]) + 1))
            return relink->names[i];
    }
    return NULL;
}

/* The next string of a record, or NULL. */
static const char *relink_string(const char **p, const char *end)
{
    const char *string = *p, *nul = memchr(string, '\0', (size_t)(end - string));
    *p = nul ? nul + 1 : end;
    return nul ? string : NULL;
}

/* Reads the record of the object with this name to `text`. Returns what follows the name and the root, or NULL. */
static const char *relink_read(struct relink *relink, const char *name, struct str *text)
{
    const char *file = relink_file(relink->settings, name, &relink->arena);
    if (file == NULL || !compiler_cache_file_take(file, text))
        return NULL;
    const char *p = text->data, *end = text->data + text->len;
    const char *own = relink_string(&p, end), *root = relink_string(&p, end);
    bool same = own && root && strcmp(own, name) == 0 && strcmp(root, relink_root(relink->settings)) == 0;
    return same ? p : NULL;
}

/* Runs the plain compile of the input in the current directory. */
static bool relink_compile_plain(struct command *command, const char *name, const char *object)
{
    for (size_t i = 0; i < command->count; i++) {
        const struct command_arg *input = &command->args[i];
        if (!command_is_c(input) || strcmp(input->text, name) != 0)
            continue;
        struct arg_list args = {0};
        struct str messages = STR_INIT;
        command->stop = NULL; /* no dependency file */
        command_plain(command, input, object, &args);
        bool ok = process_read(&args, NULL, &messages) == 0;
        str_free(&messages);
        free(args.args);
        return ok;
    }
    return false;
}

/* Compiles what the record says to `object`. Fills `found` with names for messages. */
static bool relink_compile(struct relink *relink, const char *p, const char *end, const char *object,
                           struct relinked *found)
{
    const char *directory = relink_string(&p, end), *input = directory ? relink_string(&p, end) : NULL;
    char **argv = arena_alloc(&relink->arena, (RELINK_ARGS_MAX + 1) * sizeof *argv);
    int argc = 0;
    struct command command;
    for (const char *arg; input && argc < RELINK_ARGS_MAX && (arg = relink_string(&p, end)) && p < end;)
        argv[argc++] = arena_copy(&relink->arena, arg, strlen(arg));
    found->input = input ? arena_copy(&relink->arena, input, strlen(input)) : NULL;
    argv[argc] = NULL;
    if (argc == 0 || chdir(directory) != 0)
        return false;
    bool ok = command_parse(&command, argc, argv) == 0;
    if (ok) {
        const char *output = command.output ? command.output : command.stop ? found->input : "a.out";
        output = path_absolute(&relink->arena, directory, output);
        found->object =
            command.stop ? output : arena_printf(&relink->arena, "%s:%s", output, found->input); /* as in compile.c */
        ok = relink_compile_plain(&command, found->input, object);
        command_free(&command);
    }
    return chdir(relink->settings->directory) == 0 && ok;
}

/* The plain object that can take this one's place, or NULL. */
static const char *relink_replace(struct relink *relink, const char *object, size_t len)
{
    const char *mark = memmem(object, len, RELINK_MAGIC, strlen(RELINK_MAGIC));
    struct relinked found = {.name = mark ? relink_named(relink, object, len) : NULL};
    if (found.name == NULL || (size_t)(object + len - mark) < strlen(RELINK_MAGIC) + RELINK_NAME_SIZE)
        return NULL;
    const char *name = arena_copy(&relink->arena, mark + strlen(RELINK_MAGIC), RELINK_NAME_SIZE);
    const char *plain = arena_printf(&relink->arena, "%s/%zu.o", relink->directory, relink->count);
    struct str text = STR_INIT, record = STR_INIT;
    const char *command = relink_read(relink, name, &record);
    bool helps = command && relink_compile(relink, command, record.data + record.len, plain, &found) &&
                 file_read_quietly(plain, &text) == 0 && relink_named(relink, text.data, text.len) == NULL;
    str_free(&text);
    str_free(&record);
    if (!helps)
        return NULL;
    relink->replaced = array_grow(relink->replaced, relink->count, &relink->cap, sizeof *relink->replaced);
    relink->replaced[relink->count++] = found;
    return plain;
}

/* Adds the archive, behind plain objects for its members: the linker then takes no member that they replace. */
static void relink_add_archive(struct relink *relink, const struct str *archive, const char *name, struct arg_list *out)
{
    for (size_t at = 8; at + AR_HEADER_SIZE <= archive->len;) {
        size_t size = strtoul(archive->data + at + AR_SIZE_OFFSET, NULL, 10);
        at += AR_HEADER_SIZE;
        if (size > archive->len - at)
            break;
        const char *plain = relink_replace(relink, archive->data + at, size);
        if (plain)
            arg_add(out, plain);
        at += size + size % 2;
    }
    arg_add(out, name);
}

/* Adds the argument of the link, or what takes its place. */
static void relink_add_arg(struct relink *relink, const char *arg, struct arg_list *out)
{
    struct str file = STR_INIT;
    const char *plain = NULL;
    bool is_file = arg[0] != '-' && access(arg, R_OK) == 0 && file_read_quietly(arg, &file) == 0;
    if (is_file && text_starts(file.data, "!<arch>\n")) {
        relink_add_archive(relink, &file, arg, out);
    } else {
        plain = is_file && text_starts(file.data, "\177ELF") ? relink_replace(relink, file.data, file.len) : NULL;
        arg_add(out, plain ? plain : arg);
    }
    str_free(&file);
}

static void relink_report(struct relink *relink)
{
    for (size_t i = 0; i < relink->count; i++) {
        const struct relinked *replaced = &relink->replaced[i];
        const struct command_arg input = {.text = replaced->input};
        const char *reason = arena_printf(
            &relink->arena, "with probes its call of %s is not removed as dead, and the link fails", replaced->name);
        build_log_file(relink->settings, &input, replaced->object, reason, true);
    }
}

/* Links with the plain objects, if there are any. */
static bool relink_again(struct relink *relink, struct arg_list *args)
{
    struct arg_list again = {0};
    struct str messages = STR_INIT;
    for (size_t i = 0; i < args->count; i++)
        relink_add_arg(relink, args->args[i], &again);
    bool done = relink->count && process_run(&again, NULL, &messages) == 0;
    if (done) {
        str_print(&messages, stderr);
        relink_report(relink);
    }
    str_free(&messages);
    free(again.args);
    return done;
}

bool relink_run(const struct settings *settings, struct arg_list *args)
{
    struct relink relink = {.settings = settings};
    struct str out = STR_INIT, messages = STR_INIT;
    bool done = false;
    if (!settings->strict && process_read(args, &out, &messages) > 0)
        relink_find_names(&relink, messages.data);
    if (relink.name_count && (relink.directory = cleanup_directory_make()) != NULL) {
        done = relink_again(&relink, args);
        cleanup_directory_remove(relink.directory);
        free(relink.directory);
    }
    str_free(&out);
    str_free(&messages);
    free(relink.names);
    free(relink.replaced);
    arena_free(&relink.arena);
    return done;
}
