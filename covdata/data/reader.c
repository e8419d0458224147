/* In: pods; out: their data, one at a time. A damaged counter file costs only its own runs, and a damaged meta-data
 * file only its own pod. */
#include "covdata/data/reader.h"

#include <stdio.h>

#include "base/report.h"
#include "covdata/data/stale.h"

#include "base/banned.h"

static void reader_mode_join(struct reader *reader, const struct pod_data *data)
{
    const char *meta = data->pod->meta;
    if (reader->mode == MODE_INVALID || reader->policy == MODE_EACH) {
        reader->mode = data->mode;
        reader->granularity = data->granularity;
    }
    if (reader->granularity != data->granularity)
        die("counter granularity clash while reading meta-data file %s: previous file had %s, new file has %s", meta,
            granularity_name(reader->granularity), granularity_name(data->granularity));
    if (reader->mode != data->mode && reader->policy == MODE_STRICT)
        die("counter mode clash while reading meta-data file %s: previous file had %s, new file has %s", meta,
            mode_name(reader->mode), mode_name(data->mode));
    if (reader->mode < data->mode)
        reader->mode = data->mode;
}

/* Gives the pod to the taker. */
static int reader_pod_pass(struct reader *reader, const struct pod_data *data, bool *stop)
{
    progress_hide(&reader->progress);
    *stop = reader->take(reader->context, data) != 0;
    return *stop ? -1 : 0;
}

/* What was wrong with it has been told. */
static int reader_bad_file(const struct reader *reader)
{
    if (reader->request->strict)
        die("reading stops because of -strict");
    return -1;
}

/* Reads one pod; *stop: nothing more shall be read. */
static int reader_pod_read(struct reader *reader, const struct pod *pod, bool *stop)
{
    struct pod_data data;
    if (reader->request->verbose > 0)
        fprintf(stderr, "visiting pod: metafile %s with %zu counter files\n", pod->meta, pod->counter_count);
    if (pod_data_open(&data, pod, &reader->request->select) != 0)
        return reader_bad_file(reader);
    reader_mode_join(reader, &data);
    data.keeps_runs = reader->keeps_runs;
    data.progress = &reader->progress;
    int result = reader->take_run ? 0 : pod_data_count(&data, reader->mode, reader->rule, reader->request->dir_count);
    if (result != 0)
        reader_bad_file(reader);
    if (reader_pod_pass(reader, &data, stop) != 0)
        result = -1;
    pod_data_close(&data);
    return result;
}

/* The second walk. */
static int reader_pod_read_runs(struct reader *reader, const struct pod *pod)
{
    struct pod_data data;
    if (pod_data_open(&data, pod, &reader->request->select) != 0)
        return reader_bad_file(reader);
    reader->begin(reader->context, &data);
    data.progress = &reader->progress;
    int result = pod_data_each_run(&data, reader->take_run, reader->context);
    if (result != 0)
        reader_bad_file(reader);
    pod_data_close(&data);
    return result;
}

static void reader_reading_start(struct reader *reader, const struct pods *pods)
{
    uint64_t files = 0;
    for (size_t i = 0; i < pods->count; i++)
        files += 1 + pods->list[i].counter_count;
    progress_start(&reader->progress, "reading data", files);
}

static int reader_pods_read(struct reader *reader, struct pods *pods)
{
    int result = 0;
    bool stop = false;
    reader_reading_start(reader, pods);
    for (size_t i = 0; i < pods->count && !stop; i++) {
        progress_step(&reader->progress);
        if (pods->list[i].stale && reader->request->fresh)
            pods->list[i].meta = NULL;
        if (pods->list[i].meta == NULL || reader_pod_read(reader, &pods->list[i], &stop) == 0)
            continue;
        result = -1;
        pods->list[i].meta = reader->take_run ? NULL : pods->list[i].meta; /* told of once */
    }
    for (size_t i = 0; i < pods->count && !stop && reader->take_run; i++)
        if (pods->list[i].meta && reader_pod_read_runs(reader, &pods->list[i]) != 0)
            result = -1;
    progress_finish(&reader->progress);
    return result;
}

int reader_read(struct reader *reader)
{
    struct pods pods;
    const struct data_request *request = reader->request;
    int result = pods_collect(&pods, request->dirs, request->dir_count, request->tree_count);
    if (result == 0 && pods.count == 0)
        warn("no applicable files found in input directories");
    if (result == 0) {
        pods_stale_find(&pods, request->fresh);
        result = reader_pods_read(reader, &pods);
    }
    pods_free(&pods);
    return result;
}
