/* In: a request; out: a model. Reads the pods one by one (reader.h), adds each to the model, then applies the exclusion
 * markers and sorts. */
#include "covdata/model/read.h"

#include "covdata/model/markers.h"

#include "base/banned.h"

struct read_context {
    struct model *model;
    const struct select *select;
};

static int read_take(void *context, const struct pod_data *data)
{
    const struct read_context *read = context;
    model_add(read->model, data, read->select);
    return 0;
}

void model_selection_check(const struct model *model, const struct model_request *request)
{
    if (!request->empty_is_fine && model->filled && model->package_count == 0)
        select_nothing_tell(&request->data.select);
}

void model_roots(struct roots *roots, const struct model_request *request)
{
    roots_find(roots, &request->data, request->source);
}

int model_exclude(struct model *model, const struct model_request *request, uint32_t *carried)
{
    struct roots roots;
    bool asked = request->markers || request->source;
    if (request->no_markers || !(asked || request->markers_found))
        return 0;
    model_roots(&roots, request);
    int result = asked || roots.build ? markers_apply(model, &roots, asked, carried) : 0;
    roots_free(&roots);
    return result;
}

int model_read(struct model *model, const struct model_request *request, enum mode_policy policy)
{
    *model = (struct model){0};
    struct read_context read = {model, &request->data.select};
    struct reader reader = {.request = &request->data, .policy = policy, .take = read_take, .context = &read};
    int result = reader_read(&reader);
    model_selection_check(model, request);
    if (model_exclude(model, request, NULL) != 0)
        result = -1;
    model_sort(model);
    return result;
}
