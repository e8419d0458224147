/* Round trips of every encoder and decoder, the published vectors of the hashes, and each decoder on truncated and
 * flipped bytes. What the bytes mean to Go's own tool is checked in tests/covdata. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "format/counter_decode.h"
#include "format/counter_encode.h"
#include "format/fnv.h"
#include "format/md5.h"
#include "format/meta_decode.h"
#include "format/meta_group.h"
#include "format/meta_lines.h"

static void hash_assert(const uint8_t hash[16], const char *hex)
{
    for (int i = 0; i < 16; i++)
        assert_int_equal(hash[i], (int)strtol((char[]){hex[2 * i], hex[2 * i + 1], 0}, NULL, 16));
}

static void md5_vectors(void **state)
{
    (void)state;
    static const char *const vectors[][2] = {
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
        {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
         "57edf4a22be3c955ac49da2e2107b67a"},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        struct md5 md5;
        uint8_t hash[16];
        md5_start(&md5);
        for (const char *p = vectors[i][0]; *p; p++)
            md5_add(&md5, p, 1);
        md5_finish(&md5, hash);
        hash_assert(hash, vectors[i][1]);
    }
}

static void fnv_vectors(void **state)
{
    (void)state;
    static const char *const vectors[][2] = {
        {"", "6c62272e07bb014262b821756295c58d"},
        {"a", "d228cb696f1a8caf78912b704e4a8964"},
        {"foobar", "343e1662793c64bf6f0d3597ba446f18"},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        struct fnv fnv;
        uint8_t hash[16];
        fnv_start(&fnv);
        fnv_add(&fnv, vectors[i][0], strlen(vectors[i][0]));
        fnv_finish(&fnv, hash);
        hash_assert(hash, vectors[i][1]);
    }
}

static void uleb_limits(void **state)
{
    (void)state;
    static const uint64_t values[] = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        uint8_t bytes[10];
        struct writer w = {.out = bytes, .cap = sizeof bytes};
        writer_uleb(&w, values[i]);
        assert_int_equal(w.total, uleb_size(values[i]));
        struct cursor c = cursor_of(bytes, w.used);
        assert_true(cursor_uleb(&c, values[i]) == values[i] && !c.failed && cursor_left(&c) == 0);
        c = cursor_of(bytes, w.used - 1);
        assert_true(cursor_uleb(&c, UINT64_MAX) == 0 && c.failed);
        c = cursor_of(bytes, w.used);
        if (values[i] > 0)
            assert_true(cursor_uleb(&c, values[i] - 1) == 0 && c.failed);
    }
    static const uint8_t padded[] = {0x85, 0x80, 0x80, 0x00},
                         overlong[] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 2};
    struct cursor c = cursor_of(padded, sizeof padded);
    assert_true(cursor_uleb(&c, 5) == 5 && !c.failed);
    c = cursor_of(overlong, sizeof overlong);
    assert_true(cursor_uleb(&c, UINT64_MAX) == 0 && c.failed);
}

static void cursor_stays_failed(void **state)
{
    (void)state;
    struct cursor c = cursor_of("\1\2\3", 3);
    assert_int_equal(cursor_u16(&c), 0x201);
    assert_int_equal(cursor_u32(&c), 0);
    assert_true(c.failed);
    assert_null(cursor_bytes(&c, 0));
    assert_int_equal(cursor_u8(&c), 0);
    struct cursor big = cursor_of("\1\2\3\4", 4);
    assert_int_equal(cursor_u32_big(&big), 0x1020304);
}

struct sink {
    uint8_t data[4096];
    size_t len, limit;
};

static int sink_take(void *context, const uint8_t *data, size_t len)
{
    struct sink *sink = context;
    if (sink->len + len > sink->limit)
        return -1;
    memcpy(sink->data + sink->len, data, len);
    sink->len += len;
    return 0;
}

static void writer_modes(void **state)
{
    (void)state;
    struct sink sink = {.limit = 200};
    uint8_t small[7];
    struct writer w = {.out = small, .cap = sizeof small, .flush = sink_take, .context = &sink};
    for (uint32_t i = 0; i < 50; i++)
        writer_u32(&w, i);
    assert_int_equal(writer_flush(&w), 0);
    struct cursor c = cursor_of(sink.data, sink.len);
    for (uint32_t i = 0; i < 50; i++)
        assert_int_equal(cursor_u32(&c), i);
    assert_true(!c.failed && cursor_left(&c) == 0);
    writer_zeros(&w, 100);
    assert_int_equal(writer_flush(&w), -1);
    assert_int_equal(sink.len, 200);
    assert_int_equal(w.total, 300);
    /* More than the buffer goes past it, behind what is in it, in one piece. */
    uint8_t much[100];
    memset(much, 9, sizeof much);
    sink.len = 0;
    w = (struct writer){.out = small, .cap = sizeof small, .flush = sink_take, .context = &sink};
    writer_u8(&w, 1);
    writer_bytes(&w, much, sizeof much);
    writer_u8(&w, 2);
    assert_true(w.used == 1 && w.total == 102 && sink.len == 101 && writer_flush(&w) == 0);
    assert_true(sink.data[0] == 1 && memcmp(sink.data + 1, much, sizeof much) == 0 && sink.data[101] == 2);
    writer_bytes(&w, much, sizeof much);
    assert_int_equal(writer_flush(&w), -1);
    struct writer bounded = {.out = small, .cap = 2};
    writer_u32(&bounded, 1);
    assert_true(bounded.failed && bounded.total == 4 && bounded.used == 2);
}

static void names_round_trip(void **state)
{
    (void)state;
    for (unsigned i = MODE_SET; i <= MODE_TESTMAIN; i++)
        assert_int_equal(mode_parse(mode_name(i)), i);
    for (unsigned i = GRANULARITY_PERBLOCK; i <= GRANULARITY_PERFUNC; i++)
        assert_int_equal(granularity_parse(granularity_name(i)), i);
    for (unsigned i = DISPOSITION_CONTAINED; i <= DISPOSITION_SYSTEM; i++)
        assert_int_equal(disposition_parse(disposition_name(i)), i);
    assert_int_equal(mode_parse("sets"), MODE_INVALID);
    assert_string_equal(mode_name(200), "<invalid>");
    assert_string_equal(granularity_name(3), "<invalid>");
    assert_string_equal(disposition_name(9), "");
}

static const struct meta_unit units_main[] = {{10, 1, 12, 200, 3}, {12, 5, 12, 9, 0}, {13, 2, 70000, 1, 1}};
static const struct meta_unit units_help[] = {{300, 1, 301, 2, 128}};
static const char *const files[] = {"src/main.c", "include/help.h"};
static const struct meta_func funcs[] = {
    {"main", 0, units_main, 3, false, {NULL, 0}},
    {"help", 1, units_help, 1, true, {NULL, 0}},
    {"empty", 0, NULL, 0, false, {NULL, 0}},
};
static const struct meta_package package = {.path = "mod/app",
                                            .name = "app",
                                            .module = "mod",
                                            .disposition = DISPOSITION_DEPENDENT,
                                            .files = files,
                                            .file_count = 2,
                                            .funcs = funcs,
                                            .func_count = 3};

static void string_assert(const struct meta_symbol *symbol, uint32_t index, const char *text)
{
    struct bytes got = meta_string_at(symbol, index);
    assert_int_equal(got.len, strlen(text));
    assert_memory_equal(got.data, text, got.len);
}

static void func_equal(const struct meta_symbol *symbol, uint32_t index, const struct meta_func *expected)
{
    struct meta_reader reader;
    bool literal;
    assert_null(meta_func_at(symbol, index, &reader));
    string_assert(symbol, reader.name, expected->name);
    string_assert(symbol, reader.file, files[expected->file]);
    assert_int_equal(reader.unit_count, expected->unit_count);
    for (uint32_t i = 0; i < reader.unit_count; i++) {
        struct meta_unit unit = meta_unit_next(&reader);
        assert_memory_equal(&unit, &expected->units[i], sizeof unit);
    }
    assert_null(meta_func_finish(&reader, &literal));
    assert_int_equal(literal, expected->literal);
}

static void package_assert(const uint8_t *blob, size_t len)
{
    struct meta_symbol symbol;
    assert_null(meta_symbol_open(&symbol, blob, len));
    string_assert(&symbol, symbol.path, "mod/app");
    string_assert(&symbol, symbol.name, "app");
    string_assert(&symbol, symbol.module, "mod");
    assert_int_equal(symbol.disposition, DISPOSITION_DEPENDENT);
    assert_int_equal(symbol.func_count, 3);
    for (uint32_t i = 0; i < 3; i++)
        func_equal(&symbol, i, &funcs[i]);
}

static void symbol_round_trip(void **state)
{
    (void)state;
    size_t size = meta_encode(&package, NULL, 0);
    uint8_t blob[1024], hash[16];
    memset(blob, 0xaa, sizeof blob);
    assert_int_equal(meta_encode(&package, blob, size - 1), size);
    assert_int_equal(blob[0], 0xaa);
    assert_int_equal(meta_encode(&package, blob, size), size);
    assert_int_equal(blob[size], 0xaa);
    package_assert(blob, size);
    memcpy(hash, blob + META_SYMBOL_HASH, 16);
    memset(blob + META_SYMBOL_HASH, 0, 16);
    struct md5 md5;
    uint8_t again[16];
    md5_start(&md5);
    md5_add(&md5, blob, size);
    md5_finish(&md5, again);
    assert_memory_equal(hash, again, 16);
}

static void symbol_interned(void **state)
{
    (void)state;
    static const char *const strings[] = {"",     "mod/app",        "app",  "mod", "main", "src/main.c",
                                          "help", "include/help.h", "empty"};
    static const uint32_t names[] = {4, 6, 8}, file_indices[] = {5, 7};
    struct meta_interned interned = {strings, 9, 1, 2, 3, names, file_indices};
    uint8_t blob[1024];
    size_t size = meta_encode_interned(&package, &interned, blob, sizeof blob);
    assert_int_equal(size, meta_encode(&package, NULL, 0));
    package_assert(blob, size);
    interned.count = 8;
    assert_int_equal(meta_encode_interned(&package, &interned, blob, sizeof blob), 0);
}

static const struct meta_line_range lines_of_main[] = {{8, 8}, {10, 10}, {12, 12}};
static const struct meta_unit_lines unit_lines_main[] = {
    {.ranges = lines_of_main, .range_count = 3}, {.is_extent = true}, {.range_count = 0}};

/* The package with lines for its first function, whose extension stands in `buffer`. */
static struct meta_func lines_func(uint8_t *buffer, size_t cap)
{
    struct writer w = writer_into(buffer, cap);
    meta_lines_write(&w, 8, units_main, unit_lines_main, 3);
    struct meta_func func = funcs[0];
    func.extensions = (struct bytes){(const char *)buffer, w.used};
    return func;
}

static void lines_assert(struct bytes extensions)
{
    struct meta_lines_reader reader;
    assert_true(meta_lines_open(&reader, extensions));
    assert_int_equal(reader.name_line, 8);
    for (int u = 0; u < 3; u++) {
        assert_int_equal(meta_lines_next(&reader, &units_main[u]), unit_lines_main[u].is_extent);
        assert_int_equal(reader.left, unit_lines_main[u].range_count);
        for (uint32_t i = 0; reader.left > 0; i++) {
            struct meta_line_range range = meta_lines_range(&reader);
            assert_memory_equal(&range, &lines_of_main[i], sizeof range);
        }
    }
    assert_false(reader.at.failed);
}

static void lines_round_trip(void **state)
{
    (void)state;
    uint8_t buffer[64], blob[1024];
    struct meta_func with_lines[] = {lines_func(buffer, sizeof buffer), funcs[1], funcs[2]};
    struct meta_package lined = package;
    lined.funcs = with_lines;
    size_t size = meta_encode(&lined, blob, sizeof blob);
    package_assert(blob, size);
    struct meta_symbol symbol;
    for (uint32_t f = 0; f < 3; f++) {
        struct meta_reader reader;
        bool literal;
        assert_null(meta_symbol_open(&symbol, blob, size));
        assert_null(meta_func_at(&symbol, f, &reader));
        for (uint32_t i = 0; i < reader.unit_count; i++)
            meta_unit_next(&reader);
        assert_null(meta_func_finish(&reader, &literal));
        assert_int_equal(meta_func_extensions(&reader).len, with_lines[f].extensions.len);
        if (f == 0)
            lines_assert(meta_func_extensions(&reader));
    }
}

/* Reads all of a function's lines; false if there are none or they are damaged. */
static bool lines_readable(const uint8_t *bytes, size_t len)
{
    struct meta_lines_reader reader;
    if (!meta_lines_open(&reader, (struct bytes){(const char *)bytes, len}))
        return false;
    for (int u = 0; u < 3; u++)
        for (meta_lines_next(&reader, &units_main[u]); reader.left > 0;)
            meta_lines_range(&reader);
    return !reader.at.failed;
}

static void lines_damaged(void **state)
{
    (void)state;
    uint8_t buffer[64];
    struct meta_func func = lines_func(buffer, sizeof buffer);
    for (size_t len = 0; len < func.extensions.len; len++)
        assert_false(lines_readable(buffer, len));
    assert_true(lines_readable(buffer, func.extensions.len));
    /* An extension of an unknown tag in front is stepped over. */
    uint8_t more[80] = {9, 3, 1, 2, 3};
    memcpy(more + 5, buffer, func.extensions.len);
    assert_true(lines_readable(more, 5 + func.extensions.len));
    /* Ranges that touch, lines below 1 and beyond the largest. */
    const uint8_t touching[] = {1, 8, 1, 3, 0, 0, 1, 0, 0, 0}, below[] = {1, 6, 1, 2, 19, 0, 0, 0},
                  beyond[] = {1, 10, 1, 2, 0, 0xff, 0xff, 0xff, 0xff, 7, 0, 0};
    assert_false(lines_readable(touching, sizeof touching));
    assert_false(lines_readable(below, sizeof below));
    assert_false(lines_readable(beyond, sizeof beyond));
}

static void symbol_refused(void **state)
{
    (void)state;
    struct meta_package bad = package;
    bad.path = "";
    assert_int_equal(meta_encode(&bad, NULL, 0), 0);
    bad = package;
    bad.file_count = 1;
    assert_int_equal(meta_encode(&bad, NULL, 0), 0);
}

static uint8_t blob_bytes[2][512];
static struct meta_blob blob_list[2];

static struct meta_blob blob_at(const void *context, uint64_t index)
{
    return ((const struct meta_blob *)context)[index];
}

static const struct meta_blobs blobs = {2, blob_at, blob_list};

/* A file of two packages in out; returns its length. */
static size_t meta_file_make(uint8_t *out, size_t cap)
{
    struct meta_package other = package;
    other.func_count = 1;
    blob_list[0] = (struct meta_blob){blob_bytes[0], meta_encode(&package, blob_bytes[0], 512)};
    blob_list[1] = (struct meta_blob){blob_bytes[1], meta_encode(&other, blob_bytes[1], 512)};
    uint8_t hash[16];
    meta_final_hash(&blobs, MODE_COUNT, GRANULARITY_PERBLOCK, hash);
    struct writer w = {.out = out, .cap = cap};
    meta_file_encode(&w, &blobs, hash, MODE_COUNT, GRANULARITY_PERBLOCK);
    assert_int_equal(writer_flush(&w), 0);
    return w.used;
}

static void meta_file_round_trip(void **state)
{
    (void)state;
    uint8_t data[2048];
    size_t len = meta_file_make(data, sizeof data);
    struct meta_file file;
    assert_null(meta_file_open(&file, data, len));
    assert_int_equal(file.package_count, 2);
    assert_int_equal(file.mode, MODE_COUNT);
    assert_int_equal(file.granularity, GRANULARITY_PERBLOCK);
    for (uint32_t i = 0; i < 2; i++) {
        struct meta_blob blob;
        assert_null(meta_file_blob(&file, i, &blob));
        assert_int_equal(blob.len, blob_list[i].len);
        assert_memory_equal(blob.data, blob_list[i].data, blob.len);
    }
    struct fnv fnv;
    uint8_t hash[16];
    fnv_start(&fnv);
    fnv_add(&fnv, blob_bytes[0] + 16, 16);
    fnv_add(&fnv, blob_bytes[1] + 16, 16);
    fnv_add(&fnv, "countperblock", 13);
    fnv_finish(&fnv, hash);
    assert_memory_equal(file.hash, hash, 16);
}

/* Reads all there is; true if nothing was wrong. The heap copy has the exact length, so that ASan sees a read past it.
 */
static bool meta_file_read_all(const uint8_t *data, size_t len)
{
    uint8_t *copy = malloc(len ? len : 1);
    memcpy(copy, data, len);
    struct meta_file file;
    bool good = meta_file_open(&file, copy, len) == NULL;
    for (uint32_t i = 0; good && i < file.package_count; i++) {
        struct meta_blob blob;
        struct meta_symbol symbol;
        good = meta_file_blob(&file, i, &blob) == NULL && meta_symbol_open(&symbol, blob.data, blob.len) == NULL;
        for (uint32_t f = 0; good && f < symbol.func_count; f++) {
            struct meta_reader reader;
            bool literal;
            good = meta_func_at(&symbol, f, &reader) == NULL;
            for (uint32_t u = 0; good && u < reader.unit_count; u++)
                meta_unit_next(&reader);
            good = good && meta_func_finish(&reader, &literal) == NULL;
        }
    }
    free(copy);
    return good;
}

static void meta_file_damaged(void **state)
{
    (void)state;
    uint8_t data[2048];
    size_t len = meta_file_make(data, sizeof data);
    assert_true(meta_file_read_all(data, len));
    for (size_t cut = 0; cut < len; cut++)
        assert_false(meta_file_read_all(data, cut));
    data[len] = 0;
    assert_false(meta_file_read_all(data, len + 1));
    for (size_t bit = 0; bit < 8 * len; bit++) {
        data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        meta_file_read_all(data, len);
        data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

/* Three symbols, of which the first and the last are of one path. */
static void group_make(struct meta_blob list[3], uint8_t bytes[3][512])
{
    struct meta_package lib = package, more = package;
    lib.path = "mod/lib";
    more.funcs = funcs + 1;
    more.func_count = 2;
    const struct meta_package *const packages[] = {&package, &lib, &more};
    for (int i = 0; i < 3; i++)
        list[i] = (struct meta_blob){bytes[i], meta_encode(packages[i], bytes[i], 512)};
}

static void joined_package_assert(struct meta_blob blob, const struct meta_blob list[3])
{
    struct meta_symbol symbol;
    struct md5 md5;
    uint8_t hash[16];
    assert_null(meta_symbol_open(&symbol, blob.data, blob.len));
    string_assert(&symbol, symbol.path, "mod/app");
    string_assert(&symbol, symbol.name, "app");
    string_assert(&symbol, symbol.module, "mod");
    assert_int_equal(symbol.disposition, DISPOSITION_DEPENDENT);
    assert_int_equal(symbol.func_count, 5);
    for (uint32_t i = 0; i < 5; i++)
        func_equal(&symbol, i, i < 3 ? &funcs[i] : &funcs[i - 2]);
    md5_start(&md5);
    md5_add(&md5, list[0].data + META_SYMBOL_HASH, 16);
    md5_add(&md5, list[2].data + META_SYMBOL_HASH, 16);
    md5_finish(&md5, hash);
    assert_memory_equal(symbol.hash, hash, 16);
}

/* What every process finds out at its start agrees with what the file says. */
static void numbering_assert(const struct meta_grouping *whole, const uint8_t *hash)
{
    struct meta_place places[3];
    struct meta_joined packages[3];
    struct meta_grouping numbered;
    uint8_t again[16];
    assert_null(meta_group_number(&numbered, &whole->blobs, places, packages));
    meta_group_hash(&numbered, MODE_SET, GRANULARITY_PERFUNC, again);
    assert_memory_equal(again, hash, 16);
    for (int i = 0; i < 3; i++)
        assert_true(places[i].package == whole->places[i].package &&
                    places[i].first_func == whole->places[i].first_func);
}

static void group_round_trip(void **state)
{
    (void)state;
    static uint8_t bytes[3][512], data[4096];
    struct meta_blob list[3], blob;
    struct meta_blobs three = {3, blob_at, list};
    struct meta_place places[3];
    struct meta_joined packages[3];
    struct meta_grouping grouping;
    uint8_t hash[16];
    struct meta_file file;
    group_make(list, bytes);
    assert_null(meta_group(&grouping, &three, places, packages));
    assert_int_equal(grouping.package_count, 2);
    assert_true(places[0].package == 0 && places[1].package == 1 && places[2].package == 0);
    assert_true(places[0].first_func == 0 && places[1].first_func == 0 && places[2].first_func == 3);
    meta_group_hash(&grouping, MODE_SET, GRANULARITY_PERFUNC, hash);
    numbering_assert(&grouping, hash);
    struct writer w = {.out = data, .cap = sizeof data};
    meta_group_encode(&w, &grouping, hash, MODE_SET, GRANULARITY_PERFUNC);
    assert_int_equal(writer_flush(&w), 0);
    assert_null(meta_file_open(&file, data, w.used));
    assert_int_equal(file.package_count, 2);
    assert_null(meta_file_blob(&file, 0, &blob));
    joined_package_assert(blob, list);
    assert_null(meta_file_blob(&file, 1, &blob));
    assert_int_equal(blob.len, list[1].len);
    assert_memory_equal(blob.data, list[1].data, blob.len);
}

/* Without two symbols of one path, the file is that of meta_file_encode. */
static void group_of_singles(void **state)
{
    (void)state;
    static uint8_t bytes[3][512], data[2][4096];
    struct meta_blob list[3];
    struct meta_blobs two = {2, blob_at, list};
    struct meta_place places[2];
    struct meta_joined packages[2];
    struct meta_grouping grouping;
    uint8_t hash[2][16];
    group_make(list, bytes);
    assert_null(meta_group(&grouping, &two, places, packages));
    meta_group_hash(&grouping, MODE_SET, GRANULARITY_PERBLOCK, hash[0]);
    meta_final_hash(&two, MODE_SET, GRANULARITY_PERBLOCK, hash[1]);
    assert_memory_equal(hash[0], hash[1], 16);
    struct writer w[2] = {{.out = data[0], .cap = 4096}, {.out = data[1], .cap = 4096}};
    meta_group_encode(&w[0], &grouping, hash[0], MODE_SET, GRANULARITY_PERBLOCK);
    meta_file_encode(&w[1], &two, hash[0], MODE_SET, GRANULARITY_PERBLOCK);
    assert_int_equal(w[0].used, w[1].used);
    assert_memory_equal(data[0], data[1], w[0].used);
}

static void group_damaged(void **state)
{
    (void)state;
    static uint8_t bytes[3][512];
    struct meta_blob list[3];
    struct meta_blobs three = {3, blob_at, list};
    struct meta_place places[3];
    struct meta_joined packages[3];
    struct meta_grouping grouping;
    group_make(list, bytes);
    for (size_t bit = 0; bit < 8 * list[2].len; bit++) {
        bytes[2][bit / 8] ^= (uint8_t)(1 << bit % 8);
        if (meta_group(&grouping, &three, places, packages) == NULL) {
            static uint8_t data[8192];
            struct writer w = {.out = data, .cap = sizeof data};
            meta_group_encode(&w, &grouping, bytes[0], MODE_SET, GRANULARITY_PERBLOCK);
            struct meta_file file;
            assert_int_equal(writer_flush(&w), 0);
            assert_null(meta_file_open(&file, data, w.used));
        }
        bytes[2][bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    bytes[2][META_SYMBOL_HEADER_SIZE] ^= 1;
    assert_non_null(meta_group(&grouping, &three, places, packages));
}

static const uint8_t some_hash[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
static const uint32_t counters[] = {0, 1, 127, 128, UINT32_MAX};
static const struct counter_arg args[] = {
    {{"argc", 4}, {"1", 1}}, {{"argv0", 5}, {"/usr/bin/true", 13}}, {{"GOOS", 4}, {"linux", 5}}};

static size_t counter_file_make(uint8_t *out, size_t cap, enum counter_flavor flavor, uint32_t segments, uint32_t align)
{
    struct writer w = {.out = out, .cap = cap};
    counter_header_encode(&w, some_hash, flavor, flavor == FLAVOR_RAW);
    for (uint32_t s = 1; s <= segments; s++) {
        counter_preamble_encode(&w, 2, args, s == 1 ? 3 : 0, s == 1 ? align : 0);
        if (s == 1 && align)
            assert_int_equal(w.total, align > 256 ? align : w.total / align * align); /* and not one more of them */
        counter_func_encode(&w, flavor, 0, s, counters, 5);
        counter_func_encode(&w, flavor, 300, 7, NULL, 0);
        counter_footer_encode(&w, s);
    }
    assert_int_equal(writer_flush(&w), 0);
    return w.used;
}

static void args_assert(const struct counter_file *file)
{
    struct counter_args reader;
    struct bytes strings[16];
    struct cursor c = file->strings;
    assert_in_range(file->string_count, 7, 8);
    for (uint32_t i = 0; i < file->string_count; i++)
        strings[i] = string_next(&c);
    assert_null(counter_args_start(file, &reader));
    assert_int_equal(reader.left, 3);
    for (size_t i = 0; reader.left > 0; i++) {
        struct counter_pair pair;
        assert_null(counter_args_next(file, &reader, &pair));
        assert_int_equal(strings[pair.key].len, args[i].key.len);
        assert_memory_equal(strings[pair.key].data, args[i].key.data, args[i].key.len);
        assert_int_equal(strings[pair.value].len, args[i].value.len);
        assert_memory_equal(strings[pair.value].data, args[i].value.data, args[i].value.len);
    }
}

static void segment_assert(struct counter_file *file, uint32_t number)
{
    bool more;
    assert_null(counter_func_next(file, &more));
    assert_true(more);
    assert_int_equal(file->func.package, 0);
    assert_int_equal(file->func.func, number);
    assert_int_equal(file->func.value_count, 5);
    /* Of the second segment, the last values are left to be skipped. */
    for (uint32_t i = 0; i < (number == 2 ? 2 : 5); i++)
        assert_int_equal(counter_value_next(file), counters[i]);
    assert_null(counter_func_next(file, &more));
    assert_true(more && file->func.package == 300 && file->func.func == 7 && file->func.value_count == 0);
    assert_int_equal(counter_value_next(file), 0);
    assert_null(counter_func_next(file, &more));
    assert_false(more);
}

static void counter_file_round_trip(void **state)
{
    (void)state;
    static const uint32_t aligns[] = {0, 4, 16, 128, 256, 4096};
    static uint8_t data[16384];
    for (size_t a = 0; a < sizeof aligns / sizeof *aligns; a++) {
        for (int flavor = FLAVOR_RAW; flavor <= FLAVOR_ULEB128; flavor++) {
            size_t len = counter_file_make(data, sizeof data, (enum counter_flavor)flavor, 3, aligns[a]);
            struct counter_file file;
            bool more;
            assert_null(counter_file_open(&file, data, len));
            assert_memory_equal(file.meta_hash, some_hash, 16);
            for (uint32_t s = 1; s <= 3; s++) {
                assert_null(counter_segment_next(&file, &more));
                assert_true(more);
                if (s == 1)
                    args_assert(&file);
                segment_assert(&file, s);
            }
            assert_null(counter_segment_next(&file, &more));
            assert_false(more);
        }
    }
}

static void counter_file_big_endian(void **state)
{
    (void)state;
    uint8_t data[256];
    size_t len = counter_file_make(data, sizeof data, FLAVOR_RAW, 1, 0);
    data[25] = 1;
    size_t payload = len - COUNTER_FOOTER_SIZE - 4 * (3 + 5 + 3);
    for (size_t i = payload; i < len - COUNTER_FOOTER_SIZE; i += 4) {
        uint8_t word[4] = {data[i + 3], data[i + 2], data[i + 1], data[i]};
        memcpy(data + i, word, 4);
    }
    struct counter_file file;
    bool more;
    assert_null(counter_file_open(&file, data, len));
    assert_null(counter_segment_next(&file, &more));
    segment_assert(&file, 1);
}

/* Between the last function and the footer there may be a gap: the rest of a mapped page. */
static void counter_file_gap(void **state)
{
    (void)state;
    uint8_t data[512];
    size_t len = counter_file_make(data, sizeof data, FLAVOR_RAW, 1, 0);
    memmove(data + len + 40 - COUNTER_FOOTER_SIZE, data + len - COUNTER_FOOTER_SIZE, COUNTER_FOOTER_SIZE);
    memset(data + len - COUNTER_FOOTER_SIZE, 0, 40);
    struct counter_file file;
    bool more;
    assert_null(counter_file_open(&file, data, len + 40));
    assert_null(counter_segment_next(&file, &more));
    segment_assert(&file, 1);
    assert_null(counter_segment_next(&file, &more));
    assert_false(more);
}

static bool counter_file_read_all(const uint8_t *data, size_t len)
{
    uint8_t *copy = malloc(len ? len : 1);
    memcpy(copy, data, len);
    struct counter_file file;
    bool more = true;
    bool good = counter_file_open(&file, copy, len) == NULL;
    while (good && more) {
        good = counter_segment_next(&file, &more) == NULL;
        if (!good || !more)
            break;
        struct counter_args reader;
        struct counter_pair pair;
        good = counter_args_start(&file, &reader) == NULL;
        while (good && reader.left > 0)
            good = counter_args_next(&file, &reader, &pair) == NULL;
    }
    free(copy);
    return good;
}

static void counter_file_damaged(void **state)
{
    (void)state;
    uint8_t data[1024];
    for (int flavor = FLAVOR_RAW; flavor <= FLAVOR_ULEB128; flavor++) {
        size_t first = counter_file_make(data, sizeof data, (enum counter_flavor)flavor, 1, 0);
        size_t len = counter_file_make(data, sizeof data, (enum counter_flavor)flavor, 2, 0);
        assert_true(counter_file_read_all(data, len));
        /* Cut behind the first segment's footer it is a whole file of one segment. */
        for (size_t cut = 0; cut < len; cut++)
            assert_int_equal(counter_file_read_all(data, cut), cut == first);
        for (size_t bit = 0; bit < 8 * len; bit++) {
            data[bit / 8] ^= (uint8_t)(1 << bit % 8);
            counter_file_read_all(data, len);
            data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(md5_vectors),
        cmocka_unit_test(fnv_vectors),
        cmocka_unit_test(uleb_limits),
        cmocka_unit_test(cursor_stays_failed),
        cmocka_unit_test(writer_modes),
        cmocka_unit_test(names_round_trip),
        cmocka_unit_test(symbol_round_trip),
        cmocka_unit_test(symbol_interned),
        cmocka_unit_test(symbol_refused),
        cmocka_unit_test(lines_round_trip),
        cmocka_unit_test(lines_damaged),
        cmocka_unit_test(meta_file_round_trip),
        cmocka_unit_test(meta_file_damaged),
        cmocka_unit_test(group_round_trip),
        cmocka_unit_test(group_of_singles),
        cmocka_unit_test(group_damaged),
        cmocka_unit_test(counter_file_round_trip),
        cmocka_unit_test(counter_file_big_endian),
        cmocka_unit_test(counter_file_gap),
        cmocka_unit_test(counter_file_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
