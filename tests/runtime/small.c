/* A program for runtime/platform/baremetal.c: it counts, then sends its files down one descriptor by write(2) alone, as a board
 * would down a serial line. A line `file NAME`, then lines of bytes in hex, then a line `end`. */
#include <stddef.h>
#include <unistd.h>

#include "cover/coverage.h"

int small_twice(int x);

static volatile int sink;

static void count_to(int n)
{
    for (int i = 0; i < n; i++) {
        sink = small_twice(i); /* counted: 300 */
    }
}

static void text_send(const char *text)
{
    size_t len = 0;
    while (text[len])
        len++;
    if (write(1, text, len) < 0)
        sink = -1;
}

static void byte_send(unsigned char byte)
{
    char hex[] = {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15], '\n', '\0'};
    text_send(hex);
}

static int file_send(void *context, const char *file, const void *data, size_t size)
{
    const char **begun = (const char **)context;
    if (*begun == NULL) {
        text_send("file ");
        text_send(file);
        text_send("\n");
        *begun = file;
    }
    for (size_t i = 0; i < size; i++)
        byte_send(((const unsigned char *)data)[i]);
    if (data == NULL) {
        text_send("end\n");
        *begun = NULL;
    }
    return 0;
}

static int file_refuse(void *context, const char *file, const void *data, size_t size)
{
    (void)context, (void)file, (void)data, (void)size;
    return -1;
}

int main(void)
{
    const char *begun = NULL;
    count_to(100);
    count_to(200);
    if (cover_write_meta(file_send, &begun) != COVER_OK || cover_write_counters(file_send, &begun) != COVER_OK)
        return 1;
    if (cover_write_counters(file_refuse, NULL) != COVER_WRITER_FAILED ||
        cover_write_counters_dir("/") != COVER_NO_FILES)
        return 2;
    return cover_enabled() && cover_mode()[0] == 'c' && cover_clear_counters() == COVER_NOT_ATOMIC ? 7 : 3;
}
