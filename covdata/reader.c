/* Pods in, images out. One bad file costs what only it could tell: a counter file its run, a meta-data file its image.
 */
#include "covdata/reader.h"

#include <stdio.h>

#include "base/report.h"

#include "base/banned.h"

static void mode_join(struct reader *reader, const struct image *image)
{
    const char *meta = image->pod->meta;
    if (reader->mode == MODE_INVALID || reader->policy == MODE_EACH) {
        reader->mode = image->mode;
        reader->granularity = image->granularity;
    }
    if (reader->granularity != image->granularity)
        die("counter granularity clash while reading meta-data file %s: previous file had %s, new file has %s", meta,
            granularity_name(reader->granularity), granularity_name(image->granularity));
    if (reader->mode != image->mode && reader->policy == MODE_STRICT)
        die("counter mode clash while reading meta-data file %s: previous file had %s, new file has %s", meta,
            mode_name(reader->mode), mode_name(image->mode));
    if (reader->mode < image->mode)
        reader->mode = image->mode;
}

/* Reads one pod; *stop: nothing more shall be read. */
static int pod_read(struct reader *reader, const struct pod *pod, bool *stop)
{
    struct image image;
    if (reader->options->verbose > 0)
        fprintf(stderr, "visiting pod: metafile %s with %zu counter files\n", pod->meta, pod->counter_count);
    if (image_open(&image, pod, reader->options->packages) != 0)
        return -1;
    mode_join(reader, &image);
    int result = image_count(&image, reader->mode, reader->rule, reader->options->dir_count);
    if (reader->take(reader->context, &image) != 0) {
        result = -1;
        *stop = true;
    }
    image_close(&image);
    return result;
}

int reader_run(struct reader *reader)
{
    struct pods pods;
    bool stop = false;
    int result = 0;
    const struct options *options = reader->options;
    if (pods_collect(&pods, options->dirs, options->dir_count, options->tree_count) != 0) {
        pods_free(&pods);
        return -1;
    }
    if (pods.count == 0)
        warn("no applicable files found in input directories");
    for (size_t i = 0; i < pods.count && !stop; i++)
        if (pod_read(reader, &pods.list[i], &stop) != 0)
            result = -1;
    pods_free(&pods);
    return result;
}

static int image_take(void *context, const struct image *image)
{
    model_add(context, image);
    return 0;
}

int reader_model(const struct options *options, enum mode_policy policy, struct model *model)
{
    *model = (struct model){0};
    struct reader reader = {.options = options, .policy = policy, .take = image_take, .context = model};
    int result = reader_run(&reader);
    model_sort(model);
    return result;
}
