/* In: the bytes of a file; out: two of its sections, found by name. No offset is used before it is checked against
 * the file's length. One function reads both sizes of ELF, because the fields differ only in their places. */
#include "covdata/data/object.h"

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "format/image.h"

#include "base/banned.h"

struct elf {
    const uint8_t *data;
    size_t len;
    bool wide; /* ELF64 */
};

struct section {
    uint32_t name, type;
    uint64_t offset, size;
};

static bool object_bytes_inside(const struct elf *elf, uint64_t offset, uint64_t size)
{
    return offset <= elf->len && size <= elf->len - offset;
}

/* Little-endian, as the meta-data itself. */
static uint64_t object_number_at(const struct elf *elf, uint64_t offset, unsigned size)
{
    uint64_t value = 0;
    for (unsigned i = size; i-- > 0;)
        value = value << 8 | elf->data[offset + i];
    return value;
}

#define FIELD(elf, base, type, field)                                                                                  \
    ((elf)->wide ? object_number_at(elf, (base) + offsetof(Elf64_##type, field), sizeof((Elf64_##type){0}.field))      \
                 : object_number_at(elf, (base) + offsetof(Elf32_##type, field), sizeof((Elf32_##type){0}.field)))
#define SIZE(elf, type) ((elf)->wide ? sizeof(Elf64_##type) : sizeof(Elf32_##type))

static struct section object_section_at(const struct elf *elf, uint64_t at)
{
    return (struct section){(uint32_t)FIELD(elf, at, Shdr, sh_name), (uint32_t)FIELD(elf, at, Shdr, sh_type),
                            FIELD(elf, at, Shdr, sh_offset), FIELD(elf, at, Shdr, sh_size)};
}

static bool object_section_named(const struct elf *elf, const struct section *names, const struct section *section,
                                 const char *name)
{
    size_t size = strlen(name) + 1;
    return section->type == SHT_PROGBITS && section->name <= names->size && size <= names->size - section->name &&
           memcmp(elf->data + names->offset + section->name, name, size) == 0;
}

/* Mode and granularity stand behind two addresses and two lengths in each record; no relocation touches them. */
static void object_record_take(struct object *object, const struct elf *elf, const struct section *section)
{
    size_t pointers = 2 * (elf->wide ? 8 : 4), at = pointers + 4 + 4 + 2;
    if (object->mode != 0 || section->size < at + 2)
        return;
    object->mode = elf->data[section->offset + at];
    object->granularity = elf->data[section->offset + at + 1];
}

static const char *object_sections_read(struct object *object, const struct elf *elf, uint64_t table, uint64_t count,
                                        const struct section *names)
{
    for (uint64_t i = 0; i < count; i++) {
        struct section section = object_section_at(elf, table + i * SIZE(elf, Shdr));
        bool meta = object_section_named(elf, names, &section, COVER_SECTION_META);
        if (!meta && !object_section_named(elf, names, &section, COVER_SECTION_RECORDS))
            continue;
        if (!object_bytes_inside(elf, section.offset, section.size))
            return "a section is not within the file";
        if (!meta)
            object_record_take(object, elf, &section);
        else if (object->meta.data == NULL && section.size > 0)
            object->meta = (struct meta_blob){elf->data + section.offset, (size_t)section.size};
    }
    return NULL;
}

const char *object_read(struct object *object, const struct mapped *file)
{
    struct elf elf = {file->data, file->len, false};
    *object = (struct object){0};
    if (elf.len < EI_NIDENT || memcmp(elf.data, ELFMAG, SELFMAG) != 0 || elf.data[EI_DATA] != ELFDATA2LSB)
        return NULL;
    elf.wide = elf.data[EI_CLASS] == ELFCLASS64;
    if (elf.len < SIZE(&elf, Ehdr))
        return "the ELF header is cut off";
    uint64_t table = FIELD(&elf, 0, Ehdr, e_shoff), count = FIELD(&elf, 0, Ehdr, e_shnum);
    uint64_t index = FIELD(&elf, 0, Ehdr, e_shstrndx);
    if (table == 0)
        return NULL; /* stripped of its sections */
    if (FIELD(&elf, 0, Ehdr, e_shentsize) != SIZE(&elf, Shdr) || !object_bytes_inside(&elf, table, SIZE(&elf, Shdr)))
        return "the section table is not within the file";
    if (count == 0) /* more than the header can say: the first section does */
        count = object_section_at(&elf, table).size;
    if (index == SHN_XINDEX)
        index = FIELD(&elf, table, Shdr, sh_link);
    if (count > (elf.len - table) / SIZE(&elf, Shdr) || index >= count)
        return "the section table is not within the file";
    struct section names = object_section_at(&elf, table + index * SIZE(&elf, Shdr));
    if (!object_bytes_inside(&elf, names.offset, names.size))
        return "the names of sections are not within the file";
    return object_sections_read(object, &elf, table, count, &names);
}

bool object_symbol_next(struct meta_blob *meta, struct meta_blob *symbol)
{
    while (meta->len > 0 && *meta->data == 0 && (meta->len < META_SYMBOL_HEADER_SIZE || meta->data[1] == 0)) {
        meta->data++; /* what a linker fills gaps with */
        meta->len--;
    }
    struct elf bytes = {meta->data, meta->len, false};
    uint64_t len = meta->len >= META_SYMBOL_HEADER_SIZE ? object_number_at(&bytes, 0, 4) : 0;
    if (len < META_SYMBOL_HEADER_SIZE || len > meta->len)
        return false;
    *symbol = (struct meta_blob){meta->data, (size_t)len};
    meta->data += len;
    meta->len -= (size_t)len;
    return true;
}
