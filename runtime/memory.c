/* Small pieces come from a few static slots: enough for a process with an args table and the numbering of a small
 * image. A slot is never reused. Thread sanitizers do not see this code's atomic operations and would report a race
 * between two threads that used the same slot one after the other. */
#include "runtime/port.h"

#include "runtime/memory.h"

#include <stdbool.h>
#include <sys/mman.h>

enum { SLOTS = 2, SLOT_SIZE = 2048 };

static struct slot {
    uint8_t bytes[SLOT_SIZE] __attribute__((aligned(16)));
} slots[SLOTS];
static bool slots_taken[SLOTS];

static void *memory_slot_get(size_t size)
{
    for (int i = 0; i < SLOTS && size <= SLOT_SIZE; i++)
        if (!__atomic_exchange_n(&slots_taken[i], true, __ATOMIC_ACQUIRE))
            return slots[i].bytes;
    return NULL;
}

void *__cover_memory_get(size_t size)
{
    void *memory = memory_slot_get(size);
    if (memory != NULL)
        return memory;
    memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void __cover_memory_release(void *memory, size_t size)
{
    for (int i = 0; i < SLOTS; i++)
        if (memory == slots[i].bytes)
            return;
    munmap(memory, size);
}
