/* Prints what a directory of coverage data holds, in a fixed order, and fails if anything in it is not whole:
 *   inspect DIR [-args]
 * For each counter file (by name; processes are numbered in order of appearance):
 *   pod <n> <mode> packages=<n> [live]
 *   <package> <function>: <counters>
 * With -args also  <key>=<value>  of the args table, values cut at 40 bytes. Names of other files are printed too. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format/counter_decode.h"
#include "format/meta_decode.h"

static const char *directory;
static bool args_wanted;

static void fail(const char *name, const char *why)
{
    fprintf(stderr, "inspect: %s/%s: %s\n", directory, name, why);
    exit(1);
}

static const void *file_map(const char *name, size_t *len)
{
    char path[4096];
    struct stat status;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &status) != 0 || status.st_size == 0)
        fail(name, "can't be read");
    *len = (size_t)status.st_size;
    void *data = mmap(NULL, *len, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED)
        fail(name, "can't be mapped");
    close(fd);
    return data;
}

static void check(const char *name, const char *error)
{
    if (error)
        fail(name, error);
}

static void args_print(const char *name, const struct counter_file *file)
{
    struct bytes *strings = calloc(file->string_count + 1, sizeof *strings);
    struct cursor cursor = file->strings;
    struct counter_args args;
    struct counter_pair pair;
    for (uint32_t i = 0; i < file->string_count; i++)
        strings[i] = string_next(&cursor);
    for (check(name, counter_args_start(file, &args)); args.left > 0;) {
        check(name, counter_args_next(file, &args, &pair));
        struct bytes key = strings[pair.key], value = strings[pair.value];
        printf("%.*s=%.*s\n", (int)key.len, key.data, (int)(value.len < 40 ? value.len : 40), value.data);
    }
    free(strings);
}

static void meta_open(const char *hash, struct meta_file *meta)
{
    char name[64];
    size_t len;
    snprintf(name, sizeof name, "covmeta.%.32s", hash);
    const void *data = file_map(name, &len);
    check(name, meta_file_open(meta, data, len));
    for (int i = 0; i < FORMAT_HASH_SIZE; i++) {
        char hex[3];
        snprintf(hex, sizeof hex, "%02x", meta->hash[i]);
        if (memcmp(hex, hash + 2 * i, 2) != 0)
            fail(name, "the hash inside is another");
    }
}

/* Of a live file, which holds all functions, only those that were executed are printed. */
static bool func_live(struct counter_file file)
{
    bool live = !file.live;
    while (file.func.values_left > 0)
        live |= counter_value_next(&file) != 0;
    return live;
}

static void func_print(const char *name, const struct meta_file *meta, struct counter_file *file)
{
    struct meta_blob blob;
    struct meta_symbol symbol;
    struct meta_reader reader;
    if (file->func.package >= meta->package_count)
        fail(name, "package out of range");
    check(name, meta_file_blob(meta, file->func.package, &blob));
    check(name, meta_symbol_open(&symbol, blob.data, blob.len));
    if (file->func.func >= symbol.func_count)
        fail(name, "function out of range");
    check(name, meta_func_at(&symbol, file->func.func, &reader));
    if (reader.unit_count != file->func.value_count)
        fail(name, "number of counters and number of units differ");
    if (!func_live(*file))
        return;
    struct bytes path = meta_string_at(&symbol, symbol.path), func = meta_string_at(&symbol, reader.name);
    printf("%.*s %.*s:", (int)path.len, path.data, (int)func.len, func.data);
    for (uint32_t i = 0; i < reader.unit_count; i++)
        printf(" %u", (unsigned)counter_value_next(file));
    printf("\n");
}

static void counters_print(const char *name, unsigned number)
{
    size_t len;
    bool more;
    struct meta_file meta;
    struct counter_file file;
    const void *data = file_map(name, &len);
    check(name, counter_file_open(&file, data, len));
    check(name, counter_segment_next(&file, &more));
    if (!more)
        fail(name, "no segment");
    meta_open(name + strlen(COUNTER_FILE_PREFIX "."), &meta);
    printf("pod %u %s packages=%u%s\n", number, mode_name(meta.mode), (unsigned)meta.package_count,
           file.live ? " live" : "");
    if (args_wanted)
        args_print(name, &file);
    for (;;) {
        check(name, counter_func_next(&file, &more));
        if (!more)
            break;
        func_print(name, &meta, &file);
    }
    check(name, counter_segment_next(&file, &more));
    /* A live file is filled up to a page. */
    if (more || file.bytes.failed || (cursor_left(&file.bytes) > 0 && !file.live))
        fail(name, "more behind the first segment");
}

static int by_time(const struct dirent **a, const struct dirent **b)
{
    const char *left = strrchr((*a)->d_name, '.'), *right = strrchr((*b)->d_name, '.');
    return left && right ? strcmp(left, right) : strcmp((*a)->d_name, (*b)->d_name);
}

int main(int argc, char **argv)
{
    struct dirent **entries;
    if (argc < 2)
        return 2;
    directory = argv[1];
    args_wanted = argc > 2;
    int count = scandir(directory, &entries, NULL, by_time);
    if (count < 0)
        fail("", "can't be read");
    unsigned pods = 0;
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (strncmp(name, COUNTER_FILE_PREFIX ".", 12) == 0)
            counters_print(name, ++pods);
        else if (name[0] != '.' && strncmp(name, META_FILE_PREFIX ".", 8) != 0)
            printf("other file %s\n", name);
    }
    return 0;
}
