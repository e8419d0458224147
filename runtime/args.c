/* The args table. In: main's arguments and the environment. Out: copies of the key-value pairs. A first pass over the
 * pairs measures the memory, a second one fills it. */
#include "runtime/port.h"

#include "runtime/args.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime/directory.h"
#include "runtime/memory.h"
#include "runtime/text.h"

/* main's arguments: an array, or, if that is NULL, a block of NUL-terminated strings. */
struct arguments {
    int count;
    char *const *array;
    const char *block, *end;
};

/* Measures while `list` is NULL, then fills. The second pass checks the limits again, because other threads may change
 * the environment meanwhile. */
struct builder {
    struct counter_arg *list;
    char *text;
    size_t count, text_len;
    size_t max_count, max_text;
};

static struct bytes args_bytes_of(const char *text, size_t len)
{
    struct bytes bytes;
    bytes.data = text;
    bytes.len = len;
    return bytes;
}

static struct bytes args_text_copy(struct builder *b, struct bytes from)
{
    char *to = b->text + b->text_len;
    memcpy(to, from.data, from.len);
    b->text_len += from.len;
    return args_bytes_of(to, from.len);
}

static void args_pair_add(struct builder *b, struct bytes key, struct bytes value)
{
    if (b->list == NULL) {
        b->count++;
        b->text_len += key.len + value.len;
        return;
    }
    if (b->count == b->max_count || key.len > b->max_text - b->text_len ||
        value.len > b->max_text - b->text_len - key.len)
        return;
    b->list[b->count].key = args_text_copy(b, key);
    b->list[b->count++].value = args_text_copy(b, value);
}

static void args_pair_add_text(struct builder *b, const char *key, const char *value)
{
    args_pair_add(b, args_bytes_of(key, strlen(key)), args_bytes_of(value, strlen(value)));
}

static void args_arguments_add(struct builder *b, const struct arguments *arguments)
{
    char number[TEXT_NUMBER_SIZE], key[sizeof "argv" + TEXT_NUMBER_SIZE];
    args_pair_add_text(b, "argc", __cover_text_number((uint64_t)arguments->count, number));
    const char *next = arguments->block;
    for (int i = 0; i < arguments->count; i++) {
        const char *value = arguments->array ? arguments->array[i] : next;
        if (value == NULL)
            return;
        struct text text = __cover_text_in(key, sizeof key);
        __cover_text_add(&text, "argv");
        __cover_text_add_number(&text, (uint64_t)i);
        size_t len = arguments->array ? strlen(value) : strnlen(value, (size_t)(arguments->end - value));
        args_pair_add(b, args_bytes_of(key, text.len), args_bytes_of(value, len));
        next = arguments->array ? NULL : value + len + 1;
    }
}

static bool args_key_is(struct bytes key, const char *name)
{
    return key.len == strlen(name) && memcmp(key.data, name, key.len) == 0;
}

/* Whether the runtime sets the key itself. */
static bool args_key_reserved(struct bytes key)
{
    if (key.len > 4 && memcmp(key.data, "argv", 4) == 0)
        return true;
    return args_key_is(key, "argc") || args_key_is(key, "GOOS") || args_key_is(key, "GOARCH");
}

/* Reads the next key=value of a list separated by ';' and steps over it. Returns false at the end. A word without '='
 * has an empty value. */
static bool args_tag_next(const char **list, struct bytes *key, struct bytes *value)
{
    if (**list == '\0')
        return false;
    size_t len = strcspn(*list, ";");
    size_t key_len = strcspn(*list, "=;");
    *key = args_bytes_of(*list, key_len);
    *value = args_bytes_of(*list + key_len + (key_len < len), len - key_len - (key_len < len));
    *list += len;
    *list += **list == ';';
    return true;
}

/* Whether a later pair has the same key. A key appears once in the table, with its last value. */
static bool args_tag_repeated(const char *rest, struct bytes key)
{
    struct bytes other, value;
    while (args_tag_next(&rest, &other, &value))
        if (other.len == key.len && memcmp(other.data, key.data, key.len) == 0)
            return true;
    return false;
}

static void args_tags_add(struct builder *b, const char *tags)
{
    struct bytes key, value;
    while (args_tag_next(&tags, &key, &value))
        if (key.len > 0 && !args_key_reserved(key) && !args_tag_repeated(tags, key))
            args_pair_add(b, key, value);
}

static void args_pairs_add(struct builder *b, const void *context)
{
    const struct arguments *arguments = (const struct arguments *)context;
    const char *tags = __cover_port_getenv("COVERTAGS");
    args_pair_add_text(b, "GOARCH", PORT_GOARCH);
    args_pair_add_text(b, "GOOS", PORT_GOOS);
    if (arguments->count > 0)
        args_arguments_add(b, arguments);
    if (tags != NULL)
        args_tags_add(b, tags);
}

static void *args_memory_map(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

/* Reads until the end of the file or of the buffer; returns the number of bytes. */
static size_t args_descriptor_read(int fd, char *buffer, size_t cap)
{
    size_t len = 0;
    while (len < cap) {
        ssize_t got = pread(fd, buffer + len, cap - len, (off_t)len);
        if (got == 0 || (got < 0 && errno != EINTR))
            break;
        len += got > 0 ? (size_t)got : 0;
    }
    return len;
}

/* Maps a copy of /proc/self/cmdline. The size of that file is unknown, so the buffer doubles until the file ends before
 * it does. Returns the size of the mapping, or 0. */
static size_t args_command_line_map(struct arguments *arguments)
{
    int fd = __cover_descriptor_lift(open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC));
    if (fd < 0)
        return 0;
    char *block = NULL;
    size_t size = 1 << 14, len = 0;
    for (;;) {
        block = (char *)args_memory_map(size);
        len = block ? args_descriptor_read(fd, block, size) : 0;
        if (block == NULL || len < size)
            break;
        munmap(block, size);
        size *= 2;
    }
    close(fd);
    if (block == NULL)
        return 0;
    arguments->block = block;
    arguments->end = block + len;
    for (size_t i = 0; i < len; i++)
        arguments->count += block[i] == '\0' || i + 1 == len;
    return size;
}

typedef void (*pairs_source)(struct builder *b, const void *context);

/* Makes a table of the pairs that `source` adds. Calls it twice. */
static int args_table_make(struct args *args, pairs_source source, const void *context)
{
    struct builder b;
    memset(&b, 0, sizeof b);
    source(&b, context);
    size_t list_size = b.count * sizeof *b.list;
    char *memory = (char *)__cover_memory_get(list_size + b.text_len);
    if (memory == NULL)
        return -1;
    args->size = list_size + b.text_len;
    b.max_count = b.count;
    b.max_text = b.text_len;
    b.count = b.text_len = 0;
    b.list = (struct counter_arg *)(void *)memory;
    b.text = memory + list_size;
    source(&b, context);
    args->list = b.list;
    args->count = b.count;
    return 0;
}

int __cover_args_capture(struct args *args, int argc, char *const *argv)
{
    struct arguments arguments = {argc, argv, NULL, NULL};
    size_t mapped = 0;
    if (argv == NULL) {
        arguments.count = 0;
        mapped = args_command_line_map(&arguments);
    }
    int result = args_table_make(args, args_pairs_add, &arguments);
    if (mapped > 0)
        munmap((void *)(uintptr_t)arguments.block, mapped);
    return result;
}

struct retagging {
    const struct args *old;
    struct bytes key;
    const char *value;
};

static void args_pairs_retag(struct builder *b, const void *context)
{
    const struct retagging *tag = (const struct retagging *)context;
    for (size_t i = 0; i < tag->old->count; i++) {
        struct bytes key = tag->old->list[i].key;
        if (key.len != tag->key.len || memcmp(key.data, tag->key.data, key.len) != 0)
            args_pair_add(b, key, tag->old->list[i].value);
    }
    if (tag->value != NULL)
        args_pair_add(b, tag->key, args_bytes_of(tag->value, strlen(tag->value)));
}

int __cover_args_tag(struct args *args, const char *key, const char *value)
{
    struct args fresh;
    struct retagging tag = {args, args_bytes_of(key, strlen(key)), value};
    if (args_table_make(&fresh, args_pairs_retag, &tag) != 0)
        return -1;
    __cover_args_release(args);
    *args = fresh;
    return 0;
}

bool __cover_args_key_allowed(const char *key)
{
    struct bytes bytes = args_bytes_of(key, strlen(key));
    return bytes.len > 0 && !args_key_reserved(bytes);
}

void __cover_args_release(struct args *args)
{
    if (args->size > 0)
        __cover_memory_release(args->list, args->size);
    memset(args, 0, sizeof *args);
}
