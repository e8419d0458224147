/* Sends requests to the server and prints its answers:
 *   client SOCKET REQUEST [TIMES]
 * The requests of one client go through one connection; of more than one, only the last answer is printed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int connection_open(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    return fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ? fd : -1;
}

/* Reads an answer: a line, or, of a file, all there is. Returns its length, or -1. */
static ssize_t answer_read(int fd, int file, int print)
{
    char byte;
    ssize_t length = 0, got;
    while ((got = read(fd, &byte, 1)) == 1) {
        length++;
        if (print)
            putchar(byte);
        if (!file && byte == '\n')
            break;
    }
    return got < 0 ? -1 : length;
}

int main(int argc, char **argv)
{
    int fd = argc >= 3 ? connection_open(argv[1]) : -1;
    int times = argc >= 4 ? atoi(argv[3]) : 1;
    if (fd < 0) {
        perror("client SOCKET REQUEST [TIMES]");
        return 1;
    }
    int file = strcmp(argv[2], "meta") == 0 || strcmp(argv[2], "counters") == 0;
    for (int i = 0; i < times; i++)
        if (dprintf(fd, "%s\n", argv[2]) < 0 || answer_read(fd, file, i == times - 1) <= 0)
            return 1;
    return fflush(stdout) == 0 ? 0 : 1;
}
