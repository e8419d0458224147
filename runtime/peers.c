/* Images find each other without a symbol that they would have to export, and plugins loaded with RTLD_LOCAL too: an
 * ELF note in each gives the distance to its struct peer, and the loader lists the program headers of all images, notes
 * among them. */
#include "runtime/port.h"

#include "runtime/peers.h"

#include <elf.h>
#include <link.h>
#include <string.h>

#define NOTE_NAME "CoverBuild"
enum { NOTE_NAME_SIZE = 12 /* with the NUL and padding to a multiple of 4 */, NOTE_TYPE = 1 };

struct peer __cover_peer = {PEER_VERSION, 0};

__asm__(".pushsection .note.cover, \"a\", %note\n"
        ".balign 4\n"
        ".long 11, 4, 1\n" /* sizes of name and content, type */
        ".asciz \"CoverBuild\"\n"
        ".balign 4\n"
        ".long __cover_peer - .\n"
        ".popsection\n");

static struct peer *note_peer(const char *note, size_t size)
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
            return (struct peer *)((uintptr_t)(note + name) + (uintptr_t)(intptr_t)distance);
        }
        note += name + content;
    }
    return NULL;
}

static int image_visit(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    bool *complained = (bool *)context;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_NOTE)
            continue;
        const struct peer *peer =
            note_peer((const char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr), info->dlpi_phdr[i].p_memsz);
        if (peer != NULL && peer->version >= PEER_VERSION && peer->complained)
            *complained = true;
    }
    return 0;
}

bool __cover_peers_complained(void)
{
    bool complained = false;
    dl_iterate_phdr(image_visit, &complained);
    __cover_peer.complained = 1;
    return complained;
}
