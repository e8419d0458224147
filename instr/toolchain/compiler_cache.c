/* The cache of what compilers told about themselves.
 *
 * The key is all that it depends on: the working directory, the compiler's file, and the options that matter for
 * preprocessing. A hash of the key names one of some thousand files, so that their number stays bounded. Each file
 * holds the whole key and its dependencies: files and directories, with what was true of them. A file is ignored if it
 * is damaged, belongs to another user, or a dependency has changed. It is written under a temporary name and renamed,
 * so that compiles can write one at the same time. */
#include "instr/toolchain/compiler_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format/fnv.h"
#include "instr/toolchain/command_line.h"

#include "base/banned.h"

#define CACHE_HEAD "covercc compiler info 4 " COVERBUILD_VERSION "\n"

enum { CACHE_SLOTS = 4096, CACHE_FILE_MAX = 1 << 24, CACHE_SUM_LEN = 17 };

/* The first half of FNV-1a with 128 bits. */
uint64_t compiler_cache_hash(const char *text, size_t len)
{
    struct fnv fnv;
    uint8_t sum[16];
    uint64_t hash = 0;
    fnv_start(&fnv);
    fnv_add(&fnv, text, len);
    fnv_finish(&fnv, sum);
    for (size_t i = 0; i < sizeof hash; i++)
        hash = hash << 8 | sum[i];
    return hash;
}

/* The state of a path: of a directory its inode, of a file its size and time. The arena's. */
static const char *compiler_cache_path_state(struct arena *arena, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return arena_printf(arena, "-:%s", path);
    if (S_ISDIR(st.st_mode))
        return arena_printf(arena, "d%ju.%ju:%s", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino, path);
    return arena_printf(arena, "f%jd.%jd.%ld:%s", (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
                        path);
}

static void compiler_cache_add(struct compiler_info *info, const char *state)
{
    size_t count = info->dependency_count++;
    const char **dependencies = arena_alloc(&info->arena, (count + 1) * sizeof *dependencies);
    if (count)
        memcpy(dependencies, info->dependencies, count * sizeof *dependencies);
    dependencies[count] = state;
    info->dependencies = dependencies;
}

void compiler_cache_depend(struct compiler_info *info, const char *path)
{
    compiler_cache_add(info, compiler_cache_path_state(&info->arena, path));
}

static bool compiler_cache_dependencies_hold(struct compiler_info *info)
{
    for (size_t i = 0; i < info->dependency_count; i++) {
        const char *path = strchr(info->dependencies[i], ':');
        if (path == NULL || strcmp(compiler_cache_path_state(&info->arena, path + 1), info->dependencies[i]) != 0)
            return false;
    }
    return true;
}

static bool compiler_cache_key_make(struct compiler_info *info)
{
    char *compiler = program_find(info->command->program);
    char directory[PATH_MAX];
    bool found = compiler && getcwd(directory, sizeof directory);
    struct arg_list args = {0};
    if (found) {
        str_addf(&info->key, "%s\n%s", directory, compiler_cache_path_state(&info->arena, compiler));
        command_query(info->command, NULL, "-", &args);
    }
    for (size_t i = 0; i < args.count; i++)
        str_addf(&info->key, "\n%s", args.args[i]);
    free(args.args);
    free(compiler);
    return found;
}

const char *compiler_cache_directory(struct arena *arena, const char *cache)
{
    const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache == NULL && (base == NULL || base[0] != '/')) {
        if (home == NULL || home[0] != '/')
            return NULL;
        base = arena_printf(arena, "%s/.cache", home);
    }
    if (cache == NULL) {
        mkdir(base, 0700);
        cache = arena_printf(arena, "%s/coverbuild", base);
    }
    return mkdir(cache, 0700) == 0 || errno == EEXIST ? cache : NULL;
}

/* The file for this key. NULL: there is no place for it. */
static const char *compiler_cache_file_name(struct compiler_info *info, const char *cache)
{
    cache = compiler_cache_directory(&info->arena, cache);
    uint64_t hash = compiler_cache_hash(info->key.data, info->key.len);
    return cache ? arena_printf(&info->arena, "%s/compiler-%03x", cache, (unsigned)((hash ^ hash >> 32) % CACHE_SLOTS))
                 : NULL;
}

bool compiler_cache_find(struct compiler_info *info, const char *cache)
{
    return compiler_cache_key_make(info) && (info->file = compiler_cache_file_name(info, cache)) != NULL;
}

struct field_cursor {
    const char *at, *end;
    bool damaged;
};

/* Reads a field: `NAME LENGTH\n` and that many bytes. NULL: the next field has another name. */
static const char *compiler_cache_field_read(struct field_cursor *cursor, struct arena *arena, const char *name,
                                             size_t *len)
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

static struct compiler_directory *compiler_cache_directories_read(struct field_cursor *cursor, struct arena *arena,
                                                                  const char *name, size_t *count)
{
    struct compiler_directory *items = NULL, *kept = NULL;
    size_t cap = 0;
    for (const char *text; (text = compiler_cache_field_read(cursor, arena, name, NULL));) {
        items = array_grow(items, *count, &cap, sizeof *items);
        unsigned system = (unsigned char)text[0] - (unsigned char)'0';
        cursor->damaged |= system > 2;
        items[(*count)++] = (struct compiler_directory){text + 1, system};
    }
    if (*count) {
        kept = arena_alloc(arena, *count * sizeof *kept);
        memcpy(kept, items, *count * sizeof *kept);
    }
    free(items);
    return kept;
}

void compiler_cache_note(struct compiler_info *info, const char *question, const char *answer)
{
    *map_at(&info->questions, question, strlen(question)) = (void *)answer;
}

/* Reads the fields. False: they are damaged, or of another key. */
static bool compiler_cache_fields_parse(struct compiler_info *info, const char *text, size_t len)
{
    struct field_cursor cursor = {text, text + len, false};
    struct arena *arena = &info->arena;
    size_t key_len;
    const char *key = compiler_cache_field_read(&cursor, arena, "key", &key_len), *usable, *dependency, *question;
    if (key == NULL || key_len != info->key.len || memcmp(key, info->key.data, key_len) != 0)
        return false;
    usable = compiler_cache_field_read(&cursor, arena, "usable", NULL);
    info->prefix = compiler_cache_field_read(&cursor, arena, "prefix", NULL);
    info->quote = compiler_cache_directories_read(&cursor, arena, "quote", &info->quote_count);
    info->bracket = compiler_cache_directories_read(&cursor, arena, "bracket", &info->bracket_count);
    while ((dependency = compiler_cache_field_read(&cursor, arena, "dependency", NULL)))
        compiler_cache_add(info, dependency);
    while ((question = compiler_cache_field_read(&cursor, arena, "ask", NULL))) {
        const char *answer = compiler_cache_field_read(&cursor, arena, "answer", NULL);
        if (answer == NULL)
            return false;
        compiler_cache_note(info, question, answer);
    }
    info->usable = usable && usable[0] != '0';
    info->fresh = usable && usable[0] == '2';
    return !cursor.damaged && usable && info->prefix && cursor.at == cursor.end;
}

bool compiler_cache_file_take(const char *path, struct str *text)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
              (st.st_mode & S_IWOTH) == 0 && st.st_size < CACHE_FILE_MAX;
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

/* A file is a head line with the version, the fields, and a line with their hash. */
bool compiler_cache_read(struct compiler_info *info)
{
    struct str text = STR_INIT;
    size_t head = strlen(CACHE_HEAD);
    bool ok = info->file && compiler_cache_file_take(info->file, &text) && text.len > head + CACHE_SUM_LEN &&
              memcmp(text.data, CACHE_HEAD, head) == 0;
    if (ok) {
        size_t len = text.len - head - CACHE_SUM_LEN;
        char *sum = text.data + head + len;
        text.data[text.len - 1] = '\0';
        ok = strtoull(sum, NULL, 16) == compiler_cache_hash(text.data + head, len);
        *sum = '\0';
        ok = ok && compiler_cache_fields_parse(info, text.data + head, len) && compiler_cache_dependencies_hold(info);
    }
    str_free(&text);
    return ok;
}

static void compiler_cache_field_add(struct str *out, const char *name, const char *text, size_t len)
{
    str_addf(out, "%s %zu\n", name, len);
    str_add(out, text, len);
}

static void compiler_cache_directories_add(struct arena *arena, struct str *out, const char *name,
                                           const struct compiler_directory *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = arena_printf(arena, "%u%s", items[i].system, items[i].name);
        compiler_cache_field_add(out, name, text, strlen(text));
    }
}

/* If anything fails, the old file stays. */
bool compiler_cache_file_put(const char *file, const struct str *text)
{
    struct arena arena = {0};
    char *scratch = arena_printf(&arena, "%s.XXXXXX", file);
    int fd = mkstemp(scratch);
    size_t done = 0;
    for (ssize_t n; fd >= 0 && done < text->len && (n = write(fd, text->data + done, text->len - done)) > 0;)
        done += (size_t)n;
    bool ok = fd >= 0 && close(fd) == 0 && done == text->len && rename(scratch, file) == 0;
    if (fd >= 0 && !ok)
        unlink(scratch);
    arena_free(&arena);
    return ok;
}

void compiler_cache_write(struct compiler_info *info)
{
    struct str fields = STR_INIT, text = STR_INIT;
    compiler_cache_field_add(&fields, "key", info->key.data, info->key.len);
    compiler_cache_field_add(&fields, "usable", !info->usable ? "0" : info->fresh ? "2" : "1", 1);
    compiler_cache_field_add(&fields, "prefix", info->prefix, strlen(info->prefix));
    compiler_cache_directories_add(&info->arena, &fields, "quote", info->quote, info->quote_count);
    compiler_cache_directories_add(&info->arena, &fields, "bracket", info->bracket, info->bracket_count);
    for (size_t i = 0; i < info->dependency_count; i++)
        compiler_cache_field_add(&fields, "dependency", info->dependencies[i], strlen(info->dependencies[i]));
    for (size_t i = 0; i < info->questions.cap; i++) {
        const struct map_entry *entry = &info->questions.entries[i];
        if (entry->key == NULL)
            continue;
        compiler_cache_field_add(&fields, "ask", entry->key, entry->len);
        compiler_cache_field_add(&fields, "answer", entry->value, strlen(entry->value));
    }
    str_addf(&text, "%s%s%016" PRIx64 "\n", CACHE_HEAD, fields.data, compiler_cache_hash(fields.data, fields.len));
    (void)compiler_cache_file_put(info->file, &text);
    str_free(&fields);
    str_free(&text);
}
