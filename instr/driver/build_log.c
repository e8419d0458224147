/* Many processes append to the logs at the same time: each compile writes its records in one call. */
#include "instr/driver/build_log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/report.h"

#include "base/banned.h"

static void build_log_append(const char *path, const struct str *text)
{
    if (path == NULL || text->len == 0)
        return;
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, text->data, text->len) != (ssize_t)text->len)
        warn("%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
}

/* Tabs and newlines in a field become blanks. */
static void build_log_field(struct str *record, const char *text, char end)
{
    size_t begin = record->len;
    str_adds(record, text);
    for (size_t i = begin; i < record->len; i++) {
        if (record->data[i] == '\t' || record->data[i] == '\n')
            record->data[i] = ' ';
    }
    str_addc(record, end);
}

static void build_log_record(struct str *log, const char *kind, const char *object, const char *where, const char *what,
                             const char *reason)
{
    build_log_field(log, kind, '\t');
    build_log_field(log, object, '\t');
    build_log_field(log, where, '\t');
    build_log_field(log, what, '\t');
    build_log_field(log, reason, '\n');
}

static void build_log_write(const struct settings *settings, const struct str *log)
{
    if (settings->explained)
        str_add(settings->explained, log->data, log->len);
    else
        build_log_append(settings->log, log);
}

static const char *build_log_object(const struct settings *settings, const char *object, struct arena *arena)
{
    return path_absolute(arena, settings->directory, object);
}

void build_log_file(const struct settings *settings, const struct command_arg *input, const char *object,
                    const char *reason, bool is_failure)
{
    struct str line = STR_INIT, log = STR_INIT;
    struct arena arena = {0};
    str_addf(&line, "%s: not instrumented: %s\n", input->text, reason);
    build_log_record(&log, is_failure ? "plain" : "other", build_log_object(settings, object, &arena), input->text, "",
                     reason);
    build_log_write(settings, &log);
    if (settings->explained == NULL) {
        build_log_append(settings->skipped, &line);
        if (is_failure)
            warn("%.*s", (int)line.len - 1, line.data);
    }
    str_free(&line);
    str_free(&log);
    arena_free(&arena);
}

void build_log_result(const struct settings *settings, const struct command_arg *input, const char *object,
                      const struct instrument_result *result, const char *slow_reason)
{
    struct str lines = STR_INIT, log = STR_INIT;
    struct arena arena = {0};
    object = build_log_object(settings, object, &arena);
    build_log_record(&log, "instrumented", object, input->text, arena_printf(&arena, "%zu", result->functions),
                     arena_printf(&arena, "%zu", result->units));
    if (slow_reason)
        build_log_record(&log, "slow", object, input->text, "", slow_reason);
    for (size_t i = 0; i < result->skipped_count; i++) {
        const struct skipped_code *code = &result->skipped[i];
        const char *where = arena_printf(&arena, "%s:%u", code->file, code->line);
        build_log_record(&log,
                         code->has_probes   ? "partly"
                         : code->is_failure ? "failed"
                                            : "skipped",
                         object, where, code->function, code->reason);
        str_addf(&lines, "%s: %s: skipped: %s\n", where, code->function, code->reason);
        if (code->is_failure && settings->skipped == NULL && settings->log == NULL && settings->explained == NULL)
            warn("%s: %s: skipped: %s", where, code->function, code->reason);
    }
    build_log_write(settings, &log);
    if (settings->explained == NULL)
        build_log_append(settings->skipped, &lines);
    str_free(&lines);
    str_free(&log);
    arena_free(&arena);
}
