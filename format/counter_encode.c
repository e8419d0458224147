/* Writes counter files. In: numbers and args. Out: bytes through a writer. The lengths of the two tables precede them,
 * so each table is first measured with a writer that only counts. String 2i+1 is the key and string 2i+2 the value of
 * pair i. */
#include "format/counter_encode.h"

void counter_header_encode(struct writer *w, const uint8_t meta_hash[FORMAT_HASH_SIZE], enum counter_flavor flavor,
                           bool live)
{
    writer_bytes(w, COUNTER_FILE_MAGIC, 4);
    writer_u32(w, COUNTER_FILE_VERSION);
    writer_bytes(w, meta_hash, FORMAT_HASH_SIZE);
    writer_u8(w, (uint8_t)flavor);
    writer_u8(w, 0);
    writer_u8(w, live);
    writer_zeros(w, 5);
}

/* filling: length of a last string that no pair refers to; 0: there is none. */
static void counter_encode_strings_write(struct writer *w, const struct counter_arg *args, size_t arg_count,
                                         uint64_t filling)
{
    writer_uleb(w, 1 + 2 * (uint64_t)arg_count + (filling > 0));
    writer_string(w, "", 0);
    for (size_t i = 0; i < arg_count; i++) {
        writer_string(w, args[i].key.data, args[i].key.len);
        writer_string(w, args[i].value.data, args[i].value.len);
    }
    if (filling > 0) {
        writer_uleb(w, filling);
        writer_zeros(w, filling);
    }
}

static void counter_encode_args_write(struct writer *w, size_t arg_count)
{
    writer_uleb(w, arg_count);
    for (uint64_t i = 0; i < arg_count; i++) {
        writer_uleb(w, 2 * i + 1);
        writer_uleb(w, 2 * i + 2);
    }
}

static uint64_t counter_encode_strings_size(const struct counter_arg *args, size_t arg_count, uint64_t filling)
{
    struct writer measure = writer_into(NULL, 0);
    counter_encode_strings_write(&measure, args, arg_count, filling);
    return measure.total;
}

static uint64_t counter_encode_padding(uint64_t size)
{
    return -size % 4;
}

/* The length of the filling string that makes the preamble end at a multiple of `align`. */
static uint64_t counter_encode_filling_length(const struct counter_arg *args, size_t arg_count, uint64_t args_size,
                                              uint32_t align)
{
    uint64_t fixed = COUNTER_FILE_HEADER_SIZE + COUNTER_SEGMENT_HEADER_SIZE + args_size;
    uint64_t filling = 0;
    for (;;) {
        uint64_t end = fixed + counter_encode_strings_size(args, arg_count, filling);
        uint64_t missing = align ? -(end + counter_encode_padding(end)) & (align - 1) : 0;
        if (missing == 0)
            return filling;
        filling +=
            missing - (missing > uleb_size(missing) ? uleb_size(missing) : 0); /* its length field takes room too */
    }
}

void counter_preamble_encode(struct writer *w, uint64_t func_count, const struct counter_arg *args, size_t arg_count,
                             uint32_t align)
{
    struct writer measure = writer_into(NULL, 0);
    counter_encode_args_write(&measure, arg_count);
    uint64_t args_size = measure.total;
    uint64_t filling = counter_encode_filling_length(args, arg_count, args_size, align);
    uint64_t table_size = counter_encode_strings_size(args, arg_count, filling);
    uint64_t pad = counter_encode_padding(table_size + args_size);
    writer_u64(w, func_count);
    writer_u32(w, (uint32_t)table_size);
    writer_u32(w, (uint32_t)(args_size + pad));
    counter_encode_strings_write(w, args, arg_count, filling);
    counter_encode_args_write(w, arg_count);
    writer_zeros(w, pad);
}

static void counter_encode_value_write(struct writer *w, enum counter_flavor flavor, uint32_t value)
{
    if (flavor == FLAVOR_RAW)
        writer_u32(w, value);
    else
        writer_uleb(w, value);
}

void counter_func_encode(struct writer *w, enum counter_flavor flavor, uint32_t package, uint32_t func,
                         const uint32_t *counters, uint32_t count)
{
    counter_encode_value_write(w, flavor, count);
    counter_encode_value_write(w, flavor, package);
    counter_encode_value_write(w, flavor, func);
    for (uint32_t i = 0; i < count; i++)
        counter_encode_value_write(w, flavor, counters[i]);
}

void counter_bytes_encode(struct writer *w, uint32_t package, uint32_t func, const uint8_t *counters, uint32_t count)
{
    writer_uleb(w, count);
    writer_uleb(w, package);
    writer_uleb(w, func);
    for (uint32_t i = 0; i < count; i++)
        writer_u8(w, counters[i] != 0);
}

void counter_footer_encode(struct writer *w, uint32_t segments)
{
    writer_bytes(w, COUNTER_FILE_MAGIC, 4);
    writer_zeros(w, 4);
    writer_u32(w, segments);
    writer_zeros(w, 4);
}
