/* Keeping what the compiler said.
 *
 * The key is the command line as far as it matters to flattening, the compiler's file, the working directory; a hash of
 * it names one of some thousand files, so that they never become more. A file holds the whole key and witnesses: files
 * and directories on which the answers rest, and what they were then. What isn't as it was, damaged, or another user's
 * is asked anew. Files come under their names whole, by renaming; two compiles that write one at once do no harm. */
#include "instr/toolchain/compiler_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "instr/toolchain/command_line.h"

#include "base/banned.h"

#define ANSWERS_HEAD "covercc answers 3 " COVERBUILD_VERSION "\n"

enum { SLOTS = 4096, FILE_MAX = 1 << 24 };

static uint64_t text_hash(const char *text, size_t len)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return hash;
}

/* What is true of a path now: a directory by its identity, a file by its size and time. The arena's. */
static const char *witness_of(struct arena *arena, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return arena_printf(arena, "-:%s", path);
    if (S_ISDIR(st.st_mode))
        return arena_printf(arena, "d%ju.%ju:%s", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino, path);
    return arena_printf(arena, "f%jd.%jd.%ld:%s", (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
                        path);
}

static void witness_keep(struct answers *answers, const char *witness)
{
    size_t count = answers->witness_count++;
    const char **witnesses = arena_alloc(&answers->arena, (count + 1) * sizeof *witnesses);
    if (count)
        memcpy(witnesses, answers->witnesses, count * sizeof *witnesses);
    witnesses[count] = witness;
    answers->witnesses = witnesses;
}

void answers_witness_add(struct answers *answers, const char *path)
{
    witness_keep(answers, witness_of(&answers->arena, path));
}

static bool witnesses_hold(struct answers *answers)
{
    for (size_t i = 0; i < answers->witness_count; i++) {
        const char *path = strchr(answers->witnesses[i], ':');
        if (path == NULL || strcmp(witness_of(&answers->arena, path + 1), answers->witnesses[i]) != 0)
            return false;
    }
    return true;
}

/* The compiler's file, found as execvp finds it, links followed. NULL: not found. */
static const char *compiler_file(struct answers *answers)
{
    const char *compiler = answers->command->compiler;
    char real[PATH_MAX];
    if (strchr(compiler, '/'))
        return realpath(compiler, real) ? arena_copy(&answers->arena, real, strlen(real)) : NULL;
    for (const char *dirs = getenv("PATH"); dirs; dirs = strchr(dirs, ':') ? strchr(dirs, ':') + 1 : NULL) {
        size_t len = strcspn(dirs, ":");
        const char *path = arena_printf(&answers->arena, "%.*s%s%s", (int)len, dirs, len ? "/" : "", compiler);
        if (access(path, X_OK) == 0 && realpath(path, real))
            return arena_copy(&answers->arena, real, strlen(real));
    }
    return NULL;
}

static bool key_make(struct answers *answers)
{
    const char *compiler = compiler_file(answers);
    char directory[PATH_MAX];
    struct arg_list args = {0};
    if (compiler == NULL || getcwd(directory, sizeof directory) == NULL)
        return false;
    str_addf(&answers->key, "%s\n%s", directory, witness_of(&answers->arena, compiler));
    command_ask(answers->command, NULL, "-", &args);
    for (size_t i = 0; i < args.count; i++)
        str_addf(&answers->key, "\n%s", args.args[i]);
    free(args.args);
    return true;
}

/* Where the answers to this key are kept. The user's own cache where the build has no place for them. NULL: nowhere. */
static const char *file_name(struct answers *answers, const char *cache)
{
    const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    struct arena *arena = &answers->arena;
    if (cache == NULL && (base == NULL || base[0] != '/')) {
        if (home == NULL || home[0] != '/')
            return NULL;
        base = arena_printf(arena, "%s/.cache", home);
    }
    if (cache == NULL) {
        mkdir(base, 0700);
        cache = arena_printf(arena, "%s/coverbuild", base);
    }
    if (mkdir(cache, 0700) != 0 && errno != EEXIST)
        return NULL;
    uint64_t hash = text_hash(answers->key.data, answers->key.len);
    return arena_printf(arena, "%s/compiler-%03x", cache, (unsigned)((hash ^ hash >> 32) % SLOTS));
}

bool answers_file_find(struct answers *answers, const char *cache)
{
    return key_make(answers) && (answers->file = file_name(answers, cache)) != NULL;
}

struct cursor {
    const char *at, *end;
    bool damaged;
};

/* `NAME LENGTH\n` and so many bytes. NULL: something else comes. */
static const char *field_read(struct cursor *cursor, struct arena *arena, const char *name, size_t *len)
{
    size_t name_len = strlen(name);
    if ((size_t)(cursor->end - cursor->at) < name_len + 2 || memcmp(cursor->at, name, name_len) != 0 ||
        cursor->at[name_len] != ' ')
        return NULL;
    char *behind;
    unsigned long size = strtoul(cursor->at + name_len + 1, &behind, 10);
    if (*behind != '\n' || size > (size_t)(cursor->end - behind - 1)) {
        cursor->damaged = true;
        return NULL;
    }
    const char *text = arena_copy(arena, behind + 1, size);
    cursor->at = behind + 1 + size;
    if (len)
        *len = size;
    return text;
}

static struct answers_directory *directories_read(struct cursor *cursor, struct arena *arena, const char *name,
                                                  size_t *count)
{
    struct answers_directory *items = NULL, *kept = NULL;
    size_t cap = 0;
    for (const char *text; (text = field_read(cursor, arena, name, NULL));) {
        items = array_grow(items, *count, &cap, sizeof *items);
        unsigned system = (unsigned char)text[0] - (unsigned char)'0';
        cursor->damaged |= system > 2;
        items[(*count)++] = (struct answers_directory){text + 1, system};
    }
    if (*count) {
        kept = arena_alloc(arena, *count * sizeof *kept);
        memcpy(kept, items, *count * sizeof *kept);
    }
    free(items);
    return kept;
}

void answers_note(struct answers *answers, const char *question, const char *answer)
{
    *map_at(&answers->questions, question, strlen(question)) = (void *)answer;
}

/* Takes in what the file says. False: it is about something else, or damaged. */
static bool answers_parse(struct answers *answers, const char *text, size_t len)
{
    struct cursor cursor = {text, text + len, false};
    struct arena *arena = &answers->arena;
    size_t key_len;
    const char *key = field_read(&cursor, arena, "key", &key_len), *usable, *witness, *question;
    if (key == NULL || key_len != answers->key.len || memcmp(key, answers->key.data, key_len) != 0)
        return false;
    usable = field_read(&cursor, arena, "usable", NULL);
    answers->prefix = field_read(&cursor, arena, "prefix", NULL);
    answers->quote = directories_read(&cursor, arena, "quote", &answers->quote_count);
    answers->bracket = directories_read(&cursor, arena, "bracket", &answers->bracket_count);
    while ((witness = field_read(&cursor, arena, "witness", NULL)))
        witness_keep(answers, witness);
    while ((question = field_read(&cursor, arena, "ask", NULL))) {
        const char *answer = field_read(&cursor, arena, "answer", NULL);
        if (answer == NULL)
            return false;
        answers_note(answers, question, answer);
    }
    answers->usable = usable && usable[0] != '0';
    answers->fresh = usable && usable[0] == '2';
    return !cursor.damaged && usable && answers->prefix && cursor.at == cursor.end;
}

/* Reads the file as a whole. False: it isn't there, or somebody else could have written it. */
static bool file_take(const char *path, struct str *text)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
              (st.st_mode & S_IWOTH) == 0 && st.st_size < FILE_MAX;
    if (ok) {
        str_reserve(text, (size_t)st.st_size + 1);
        for (ssize_t n; text->len < (size_t)st.st_size &&
                        (n = read(fd, text->data + text->len, (size_t)st.st_size - text->len)) > 0;)
            text->len += (size_t)n;
        ok = text->len == (size_t)st.st_size;
    }
    if (fd >= 0)
        close(fd);
    return ok;
}

/* The file's form: a line that names it and its version, the fields, and their hash. */
bool answers_file_read(struct answers *answers)
{
    struct str text = STR_INIT;
    enum { SUM_LEN = 17 };
    size_t head = strlen(ANSWERS_HEAD);
    bool ok = answers->file && file_take(answers->file, &text) && text.len > head + SUM_LEN &&
              memcmp(text.data, ANSWERS_HEAD, head) == 0;
    if (ok) {
        size_t len = text.len - head - SUM_LEN;
        char *sum = text.data + head + len;
        text.data[text.len - 1] = '\0';
        ok = strtoull(sum, NULL, 16) == text_hash(text.data + head, len);
        *sum = '\0';
        ok = ok && answers_parse(answers, text.data + head, len) && witnesses_hold(answers);
    }
    str_free(&text);
    return ok;
}

static void field_add(struct str *out, const char *name, const char *text, size_t len)
{
    str_addf(out, "%s %zu\n", name, len);
    str_add(out, text, len);
}

static void directories_add(struct arena *arena, struct str *out, const char *name,
                            const struct answers_directory *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = arena_printf(arena, "%u%s", items[i].system, items[i].name);
        field_add(out, name, text, strlen(text));
    }
}

/* Writes under another name and renames; whatever goes wrong, there is no file. */
static void file_put(struct answers *answers, const struct str *text)
{
    char *temporary = arena_printf(&answers->arena, "%s.XXXXXX", answers->file);
    int fd = mkstemp(temporary);
    if (fd < 0)
        return;
    size_t done = 0;
    for (ssize_t n; done < text->len && (n = write(fd, text->data + done, text->len - done)) > 0;)
        done += (size_t)n;
    if (close(fd) != 0 || done != text->len || rename(temporary, answers->file) != 0)
        unlink(temporary);
}

void answers_file_write(struct answers *answers)
{
    struct str fields = STR_INIT, text = STR_INIT;
    field_add(&fields, "key", answers->key.data, answers->key.len);
    field_add(&fields, "usable", !answers->usable ? "0" : answers->fresh ? "2" : "1", 1);
    field_add(&fields, "prefix", answers->prefix, strlen(answers->prefix));
    directories_add(&answers->arena, &fields, "quote", answers->quote, answers->quote_count);
    directories_add(&answers->arena, &fields, "bracket", answers->bracket, answers->bracket_count);
    for (size_t i = 0; i < answers->witness_count; i++)
        field_add(&fields, "witness", answers->witnesses[i], strlen(answers->witnesses[i]));
    for (size_t i = 0; i < answers->questions.cap; i++) {
        const struct map_entry *entry = &answers->questions.entries[i];
        if (entry->key == NULL)
            continue;
        field_add(&fields, "ask", entry->key, entry->len);
        field_add(&fields, "answer", entry->value, strlen(entry->value));
    }
    str_addf(&text, "%s%s%016" PRIx64 "\n", ANSWERS_HEAD, fields.data, text_hash(fields.data, fields.len));
    file_put(answers, &text);
    str_free(&fields);
    str_free(&text);
}
