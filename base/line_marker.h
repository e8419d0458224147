/* The line markers of preprocessed text: `# 12 "file.c" 1 3`. */
#ifndef COVER_BASE_LINE_MARKER_H
#define COVER_BASE_LINE_MARKER_H

#include <stdbool.h>
#include <stddef.h>

/* The text's own bytes. */
struct line_marker {
    unsigned long line;
    const char *name;
    size_t name_len;
    const char *flags; /* the rest of the line */
    size_t flags_len;
};

/* Reads the marker that begins at `text`, the beginning of a line. False: there is none, or it has no name. */
bool line_marker_read(const char *text, struct line_marker *marker);
/* Is the number among its flags? 1: enters the file, 2: returns to it, 3: it is a system header. */
bool line_marker_has(const struct line_marker *marker, char flag);

#endif
