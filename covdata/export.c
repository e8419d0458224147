/* In: the command line; out: a report file, whole or not at all. */
#include "covdata/export.h"

#include <stdlib.h>
#include <time.h>

#include "covdata/output.h"
#include "covdata/reader.h"

#include "base/banned.h"

int lines_export(const struct options *options,
                 void (*print)(FILE *out, const struct line_view *view, const struct options *options))
{
    struct model model;
    struct line_view view;
    struct output out;
    int result = reader_model(options, MODE_RELAXED, &model);
    lines_make(&view, &model, model.packages, model.package_count);
    if (result == 0 || model.filled) {
        if (output_open(&out, options->out ? options->out : "-") != 0) {
            result = -1;
        } else {
            print(out.file, &view, options);
            if (output_finish(&out) != 0)
                result = -1;
        }
    }
    lines_free(&view);
    model_free(&model);
    return result;
}

long long report_time(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end;
    long long value = epoch ? strtoll(epoch, &end, 10) : 0;
    return epoch && *epoch && *end == '\0' ? value : (long long)time(NULL);
}
