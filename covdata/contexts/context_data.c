/* In: a request; out: model, contexts and table. */
#include "covdata/contexts/context_data.h"

#include <string.h>

#include "base/report.h"
#include "base/escape.h"
#include "covdata/contexts/index.h"

#include "base/banned.h"

int context_data_read(struct context_data *data, const struct context_request *request)
{
    int result = request->index
                     ? index_read(request->model, request->index, request->base, &data->model, &data->contexts)
                     : contexts_read(request->model, MODE_RELAXED, &data->model, &data->contexts);
    context_table_make(&data->table, &data->model, &data->contexts);
    return result;
}

void context_data_free(struct context_data *data)
{
    context_table_free(&data->table);
    contexts_free(&data->contexts);
    model_free(&data->model);
}

uint32_t context_data_test(const struct context_data *data, const char *name)
{
    uint32_t test;
    struct str text = STR_INIT;
    if (contexts_test_find(&data->contexts, name, &test))
        return test;
    escape_line(&text, name, "");
    die("%s: no such test in the data; `covdata tests` lists the tests", text.len > 0 ? text.data : "\"\"");
}
