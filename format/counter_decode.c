/* Reads counter files. In: untrusted bytes. Out: functions and values, one at a time. The last footer is checked first
 * and cut off; one cursor reads the rest. A function's number of values is checked against the rest of the file (a
 * value has at least one byte, four if raw), so callers may allocate memory for it. */
#include "format/counter_decode.h"

#include <string.h>

static const char *counter_decode_footer_check(const uint8_t *footer, uint32_t *segments)
{
    struct cursor c = cursor_of(footer, COUNTER_FOOTER_SIZE);
    const uint8_t *magic = cursor_bytes(&c, 4);
    cursor_bytes(&c, 4);
    *segments = cursor_u32(&c);
    if (memcmp(magic, COUNTER_FILE_MAGIC, 4) != 0)
        return "the counter file does not end with a footer";
    return *segments == 0 ? "the counter file has no segments" : NULL;
}

const char *counter_file_open(struct counter_file *file, const void *data, size_t len)
{
    *file = (struct counter_file){.bytes = cursor_of(data, len)};
    struct cursor *c = &file->bytes;
    const uint8_t *magic = cursor_bytes(c, 4);
    uint32_t version = cursor_u32(c);
    file->meta_hash = cursor_bytes(c, FORMAT_HASH_SIZE);
    file->flavor = cursor_u8(c);
    file->big_endian = cursor_u8(c) != 0;
    file->live = cursor_u8(c) != 0;
    cursor_bytes(c, 5);
    if (magic == NULL || memcmp(magic, COUNTER_FILE_MAGIC, 4) != 0)
        return "not a counter file";
    if (c->failed || cursor_left(c) < COUNTER_FOOTER_SIZE)
        return "the counter file ends within its header";
    if (version > COUNTER_FILE_VERSION)
        return "counters of an unknown version";
    if (file->flavor != FLAVOR_RAW && file->flavor != FLAVOR_ULEB128)
        return "counters of an unknown flavour";
    c->end -= COUNTER_FOOTER_SIZE;
    return counter_decode_footer_check(c->end, &file->segment_count);
}

/* Reads the string table once, so that later reads cannot fail. */
static const char *counter_decode_strings_check(struct counter_file *file)
{
    file->string_count = (uint32_t)cursor_uleb(&file->strings, cursor_left(&file->strings));
    struct cursor c = file->strings;
    for (uint32_t i = 0; i < file->string_count && !c.failed; i++)
        string_next(&c);
    return c.failed ? "a segment's string table is damaged" : NULL;
}

static const char *counter_decode_preamble_read(struct counter_file *file)
{
    struct cursor *c = &file->bytes;
    file->func_count = cursor_u64(c);
    file->funcs_read = 0;
    uint32_t strings_length = cursor_u32(c), args_length = cursor_u32(c);
    const uint8_t *strings = cursor_bytes(c, strings_length);
    const uint8_t *args = cursor_bytes(c, args_length);
    cursor_bytes(c, -((uint64_t)strings_length + args_length) % 4);
    if (c->failed)
        return "the counter file ends within a segment's tables";
    file->strings = cursor_of(strings, strings_length);
    file->args = cursor_of(args, args_length);
    return counter_decode_strings_check(file);
}

const char *counter_segment_next(struct counter_file *file, bool *more)
{
    bool func = true;
    while (file->segments_read > 0 && func) {
        const char *problem = counter_func_next(file, &func);
        if (problem)
            return problem;
    }
    *more = file->segments_read < file->segment_count;
    if (!*more)
        return NULL;
    if (file->segments_read > 0) {
        const uint8_t *footer = cursor_bytes(&file->bytes, COUNTER_FOOTER_SIZE);
        uint32_t number;
        const char *problem = footer ? counter_decode_footer_check(footer, &number)
                                     : "the counter file has fewer segments than its footer says";
        if (problem)
            return problem;
    }
    file->segments_read++;
    return counter_decode_preamble_read(file);
}

const char *counter_args_start(const struct counter_file *file, struct counter_args *args)
{
    args->pairs = file->args;
    args->left = (uint32_t)cursor_uleb(&args->pairs, cursor_left(&file->args) / 2);
    return args->pairs.failed ? "a segment's args table is damaged" : NULL;
}

const char *counter_args_next(const struct counter_file *file, struct counter_args *args, struct counter_pair *pair)
{
    args->left--;
    pair->key = (uint32_t)cursor_uleb(&args->pairs, UINT32_MAX);
    pair->value = (uint32_t)cursor_uleb(&args->pairs, UINT32_MAX);
    if (args->pairs.failed || pair->key >= file->string_count || pair->value >= file->string_count)
        return "a segment's args table is damaged";
    return NULL;
}

static uint32_t counter_decode_value_read(struct counter_file *file)
{
    if (file->flavor == FLAVOR_ULEB128)
        return (uint32_t)cursor_uleb(&file->bytes, UINT32_MAX);
    return file->big_endian ? cursor_u32_big(&file->bytes) : cursor_u32(&file->bytes);
}

/* Decodes numbers of one and two bytes, the most frequent ones, without a call. */
static void counter_decode_ulebs_read(struct cursor *c, uint32_t *values, uint32_t count)
{
    const uint8_t *p = c->next;
    for (uint32_t i = 0; i < count; i++) {
        if (p < c->end && p[0] < 0x80) {
            values[i] = *p++;
        } else if (c->end - p >= 2 && p[1] < 0x80) {
            values[i] = (uint32_t)(p[0] & 0x7f) | (uint32_t)p[1] << 7;
            p += 2;
        } else {
            c->next = p;
            values[i] = (uint32_t)cursor_uleb(c, UINT32_MAX);
            p = c->next;
        }
    }
    c->next = p;
}

static void counter_decode_values_read(struct counter_file *file, uint32_t *values, uint32_t count)
{
    if (file->flavor == FLAVOR_ULEB128)
        counter_decode_ulebs_read(&file->bytes, values, count);
    else
        for (uint32_t i = 0; i < count; i++)
            values[i] = counter_decode_value_read(file);
}

uint32_t counter_value_next(struct counter_file *file)
{
    if (file->func.values_left == 0)
        return 0;
    file->func.values_left--;
    return counter_decode_value_read(file);
}

void counter_values_next(struct counter_file *file, uint32_t *values)
{
    uint32_t count = file->func.values_left;
    file->func.values_left = 0;
    counter_decode_values_read(file, values, count);
}

const char *counter_func_next(struct counter_file *file, bool *more)
{
    struct counter_func *func = &file->func;
    while (func->values_left > 0 && !file->bytes.failed)
        counter_value_next(file);
    *more = file->funcs_read < file->func_count && !file->bytes.failed;
    if (*more) {
        file->funcs_read++;
        uint32_t head[3];
        counter_decode_values_read(file, head, 3);
        *func =
            (struct counter_func){.package = head[1], .func = head[2], .value_count = head[0], .values_left = head[0]};
        if (func->value_count > cursor_left(&file->bytes) / (file->flavor == FLAVOR_RAW ? 4 : 1))
            file->bytes.failed = true;
    }
    return file->bytes.failed ? "the counter file ends within its counters, or they are damaged" : NULL;
}
