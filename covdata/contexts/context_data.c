/* In: a request; out: model, origins and table. */
#include "covdata/contexts/context_data.h"

#include <string.h>

#include "base/report.h"
#include "base/escape.h"
#include "covdata/contexts/index.h"

#include "base/banned.h"

int origin_data_read(struct origin_data *data, const struct context_request *request)
{
    int result = request->index
                     ? index_read(request->model, request->index, request->base, &data->model, &data->origins)
                     : origins_read(request->model, MODE_RELAXED, &data->model, &data->origins);
    origin_table_make(&data->table, &data->model, &data->origins);
    return result;
}

void origin_data_free(struct origin_data *data)
{
    origin_table_free(&data->table);
    origins_free(&data->origins);
    model_free(&data->model);
}

uint32_t origin_data_test(const struct origin_data *data, const char *name)
{
    uint32_t test;
    struct str text = STR_INIT;
    if (origins_test_find(&data->origins, name, &test))
        return test;
    escape_line(&text, name, "");
    die("%s: there is no data of a test of this name; `covdata tests` lists the tests",
        text.len > 0 ? text.data : "\"\"");
}
