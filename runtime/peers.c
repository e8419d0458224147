/* Images find each other without a symbol that they would have to export, and plugins loaded with RTLD_LOCAL too: an
 * ELF note in each gives the distance to its struct peer, and the loader lists the program headers of all images, notes
 * among them. */
#include "runtime/port.h"

#include "runtime/peers.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <string.h>

#include "format/meta.h"
#include "runtime/guard.h"
#include "runtime/text.h"

#define NOTE_NAME "CoverBuild"
enum { NOTE_NAME_SIZE = 12 /* with the NUL and padding to a multiple of 4 */, NOTE_TYPE = 1 };

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

typedef void (*peer_visitor)(struct peer *peer, void *context);

struct visit {
    peer_visitor visitor;
    void *context;
};

static int image_visit(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    struct visit *visit = (struct visit *)context;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        struct peer *peer = NULL;
        if (header->p_type == PT_NOTE)
            peer = note_peer((const char *)(info->dlpi_addr + header->p_vaddr), header->p_memsz);
        if (peer != NULL && peer->version >= PEER_VERSION)
            visit->visitor(peer, visit->context);
    }
    return 0;
}

/* The loader's lock is held meanwhile, so no image goes away. */
static void peers_visit(peer_visitor visitor, void *context)
{
    struct visit visit = {visitor, context};
    dl_iterate_phdr(image_visit, &visit);
}

static void complaint_find(struct peer *peer, void *context)
{
    if (peer->complained)
        *(bool *)context = true;
}

bool __cover_peers_complained(void)
{
    bool complained = false;
    peers_visit(complaint_find, &complained);
    __cover_peer.complained = 1;
    return complained;
}

static void directory_copy(struct peer *peer, void *context)
{
    struct text *out = (struct text *)context;
    const char *directory = __atomic_load_n(&peer->directory, __ATOMIC_SEQ_CST);
    if (directory != NULL && out->len == 0)
        __cover_text_add(out, directory);
}

bool __cover_peers_directory(char out[DIRECTORY_PATH_MAX])
{
    struct text text = __cover_text_in(out, DIRECTORY_PATH_MAX);
    peers_visit(directory_copy, &text);
    return text.len > 0;
}

struct order {
    const char *directory;
    uint32_t counters;
    int error; /* the first */
};

static void order_write(struct peer *peer, void *context)
{
    struct order *order = (struct order *)context;
    int error = peer->write(order->directory, order->counters);
    if (order->error == 0)
        order->error = error;
}

static int all_write(const char *directory, uint32_t counters)
{
    struct order order = {directory, counters, 0};
    struct guard guard;
    __cover_guard_enter(&guard);
    peers_visit(order_write, &order);
    __cover_guard_leave(&guard);
    if (order.error == 0)
        return 0;
    errno = order.error;
    return -1;
}

int __cover_write_meta_dir(const char *directory)
{
    return all_write(directory, 0);
}

int __cover_write_counters_dir(const char *directory)
{
    return all_write(directory, 1);
}

static void mode_check(struct peer *peer, void *context)
{
    if (peer->mode != MODE_INVALID && peer->mode != MODE_ATOMIC)
        *(bool *)context = false;
}

static void peer_clear(struct peer *peer, void *context)
{
    (void)context;
    peer->clear();
}

int __cover_clear_counters(void)
{
    bool atomic = true;
    peers_visit(mode_check, &atomic);
    if (!atomic) {
        errno = EINVAL;
        return -1;
    }
    peers_visit(peer_clear, NULL);
    return 0;
}
