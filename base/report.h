/* Diagnostics of the host tools: one line on stderr that starts with the name of the program. Exit status: 0 done, 1
 * failed, 2 wrong use. */
#ifndef COVER_BASE_REPORT_H
#define COVER_BASE_REPORT_H

#define REPORT_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* Sets the name that starts each line. `name` must live as long as the process. */
void report_program(const char *name);

/* Sets a text that is printed before each line, to clear a progress bar; "" for none. `text` must be a constant. */
void report_clear(const char *text);

/* A failure that ends the program: prints and exits with EXIT_FAILED. */
_Noreturn void die(const char *fmt, ...) REPORT_PRINTF(1, 2);

/* Wrong use of the command line: prints and exits with EXIT_USAGE. */
_Noreturn void usage(const char *fmt, ...) REPORT_PRINTF(1, 2);

/* Prints and returns -1, so that a caller can write `return error(...)`: -1 means "already reported". */
int error(const char *fmt, ...) REPORT_PRINTF(1, 2);

/* Prints a warning. */
void warn(const char *fmt, ...) REPORT_PRINTF(1, 2);

/* A bug of the tool: prints the source position and aborts. */
#define BUG(...) report_bug(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void report_bug(const char *file, int line, const char *fmt, ...) REPORT_PRINTF(3, 4);

#endif
