/* The two logs are appended to by many processes at once: what one compile has to say is one write. */
#include "instr/driver/build_log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/report.h"

#include "base/banned.h"

static void log_append(const char *path, const struct str *text)
{
    if (path == NULL || text->len == 0)
        return;
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, text->data, text->len) != (ssize_t)text->len)
        warn("%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
}

/* A field of a record: what would end it is made a blank. */
static void field_add(struct str *record, const char *text, char end)
{
    size_t begin = record->len;
    str_adds(record, text);
    for (size_t i = begin; i < record->len; i++) {
        if (record->data[i] == '\t' || record->data[i] == '\n')
            record->data[i] = ' ';
    }
    str_addc(record, end);
}

static void record_add(struct str *log, const char *kind, const char *object, const char *where, const char *what,
                       const char *reason)
{
    field_add(log, kind, '\t');
    field_add(log, object, '\t');
    field_add(log, where, '\t');
    field_add(log, what, '\t');
    field_add(log, reason, '\n');
}

static void records_write(const struct settings *settings, const struct str *log)
{
    if (settings->explained)
        str_add(settings->explained, log->data, log->len);
    else
        log_append(settings->log, log);
}

static const char *object_path(const struct settings *settings, const char *object, struct arena *arena)
{
    return path_absolute(arena, settings->directory, object);
}

void note_plain(const struct settings *settings, const struct command_arg *input, const char *object,
                const char *reason, bool is_failure)
{
    struct str line = STR_INIT, log = STR_INIT;
    struct arena arena = {0};
    str_addf(&line, "%s: not instrumented: %s\n", input->text, reason);
    record_add(&log, is_failure ? "plain" : "other", object_path(settings, object, &arena), input->text, "", reason);
    records_write(settings, &log);
    if (settings->explained == NULL) {
        log_append(settings->skipped, &line);
        if (is_failure)
            warn("%.*s", (int)line.len - 1, line.data);
    }
    str_free(&line);
    str_free(&log);
    arena_free(&arena);
}

void note_result(const struct settings *settings, const struct command_arg *input, const char *object,
                 const struct instrument_result *result)
{
    struct str lines = STR_INIT, log = STR_INIT;
    struct arena arena = {0};
    object = object_path(settings, object, &arena);
    record_add(&log, "instrumented", object, input->text, arena_printf(&arena, "%zu", result->functions),
               arena_printf(&arena, "%zu", result->units));
    for (size_t i = 0; i < result->skipped_count; i++) {
        const struct skipped_code *left = &result->skipped[i];
        const char *where = arena_printf(&arena, "%s:%u", left->file, left->line);
        record_add(&log,
                   left->has_probes   ? "partly"
                   : left->is_failure ? "failed"
                                      : "left",
                   object, where, left->function, left->reason);
        str_addf(&lines, "%s: %s: left alone: %s\n", where, left->function, left->reason);
        if (left->is_failure && settings->skipped == NULL && settings->log == NULL && settings->explained == NULL)
            warn("%s: %s: left alone: %s", where, left->function, left->reason);
    }
    records_write(settings, &log);
    if (settings->explained == NULL)
        log_append(settings->skipped, &lines);
    str_free(&lines);
    str_free(&log);
    arena_free(&arena);
}
