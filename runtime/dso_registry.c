/* How the images of a process find each other. No exported symbol is needed, so plugins loaded with RTLD_LOCAL are
 * found too: an ELF note in each image holds the offset to its struct dso, and the loader lists the program headers of
 * all images, notes included. */
#include "runtime/port.h"

#include "runtime/dso_registry.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <string.h>

#include "format/meta.h"
#include "runtime/guard.h"
#include "runtime/text.h"

#define NOTE_NAME "CoverBuild"
enum { NOTE_NAME_SIZE = 12 /* with the NUL and padding to a multiple of 4 */, NOTE_TYPE = 2 };

__asm__(".pushsection .note.cover, \"a\", %note\n"
        ".balign 4\n"
        ".long 11, 4, 2\n" /* sizes of name and content, type */
        ".asciz \"CoverBuild\"\n"
        ".balign 4\n"
        ".long __cover_dso - .\n"
        ".popsection\n");

struct dso __cover_dso = {DSO_VERSION, 0, MODE_INVALID, GRANULARITY_INVALID, __cover_request_serve, NULL};

static struct dso *dso_find_in_note(const char *note, size_t size)
{
    ElfW(Nhdr) header;
    int32_t distance;
    while (size >= sizeof header) {
        memcpy(&header, note, sizeof header);
        size_t name = ((size_t)header.n_namesz + 3) & ~(size_t)3, content = ((size_t)header.n_descsz + 3) & ~(size_t)3;
        if (name > size - sizeof header || content > size - sizeof header - name)
            return NULL;
        note += sizeof header;
        size -= sizeof header + name + content;
        if (header.n_type == NOTE_TYPE && name == NOTE_NAME_SIZE && strcmp(note, NOTE_NAME) == 0 &&
            content == sizeof distance) {
            memcpy(&distance, note + name, sizeof distance);
            return (struct dso *)((uintptr_t)(note + name) + (uintptr_t)(intptr_t)distance);
        }
        note += name + content;
    }
    return NULL;
}

struct visit {
    dso_visitor visitor;
    void *context;
};

static int dso_image_visit(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    struct visit *visit = (struct visit *)context;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        struct dso *dso = NULL;
        if (header->p_type == PT_NOTE)
            dso = dso_find_in_note((const char *)(info->dlpi_addr + header->p_vaddr), header->p_memsz);
        if (dso != NULL && dso->version >= DSO_VERSION)
            visit->visitor(dso, visit->context);
    }
    return 0;
}

void __cover_dsos_visit(dso_visitor visitor, void *context)
{
    struct visit visit = {visitor, context};
    dl_iterate_phdr(dso_image_visit, &visit);
}

static void dso_complaint_find(struct dso *dso, void *context)
{
    if (dso->complained)
        *(bool *)context = true;
}

bool __cover_dsos_complained(void)
{
    bool complained = false;
    __cover_dsos_visit(dso_complaint_find, &complained);
    __cover_dso.complained = 1;
    return complained;
}

static void dso_directory_copy(struct dso *dso, void *context)
{
    struct text *out = (struct text *)context;
    const char *directory = __atomic_load_n(&dso->directory, __ATOMIC_SEQ_CST);
    if (directory != NULL && out->len == 0)
        __cover_text_add(out, directory);
}

bool __cover_dsos_directory(char out[DIRECTORY_PATH_MAX])
{
    struct text text = __cover_text_in(out, DIRECTORY_PATH_MAX);
    __cover_dsos_visit(dso_directory_copy, &text);
    return text.len > 0;
}
