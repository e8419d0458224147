/* covdata compare: what got covered or lost between two sets of data, although the code moved. In: two directories;
 * out: the units of which something changed, and sums; as text, Markdown or JSON. */
#include <sys/stat.h>

#include "base/report.h"
#include "covdata/cli/commands.h"
#include "covdata/data/output_file.h"
#include "covdata/diff/git_changes.h"
#include "covdata/formats/compare.h"
#include "covdata/formats/libraries.h"

#include "base/banned.h"

enum compare_format { COMPARE_TEXT = 1, COMPARE_MARKDOWN, COMPARE_JSON };

static int compare_command_write(const struct options *options, const struct comparison *c)
{
    struct output out;
    if (output_open(&out, options->out ? options->out : "-") != 0)
        return -1;
    if (options->format == COMPARE_MARKDOWN)
        compare_markdown(out.file, c);
    else if (options->format == COMPARE_JSON)
        compare_json(out.file, c);
    else
        compare_text(out.file, c);
    return output_finish(&out);
}

/* The model of one of the two directories. */
static int compare_version_read(const struct options *options, uint32_t dir, struct model *model)
{
    struct model_request one = options->request;
    one.data.dirs = &options->request.data.dirs[dir];
    one.data.dir_count = 1;
    one.data.tree_count = dir >= options->request.data.dir_count - options->request.data.tree_count;
    return model_read(model, &one, MODE_RELAXED);
}

/* A directory, or else a revision. */
static struct version compare_version_make(const struct model *model, const char *source)
{
    struct stat st;
    struct version version = {.model = model, .source = source};
    version.revision = source && !(stat(source, &st) == 0 && S_ISDIR(st.st_mode));
    if (version.revision && !git_revision_known(".", source))
        die("%s: neither a directory nor a revision", source);
    return version;
}

int compare_command(const struct options *options)
{
    struct model models[2];
    struct comparison comparison = {0};
    if (options->format == COMPARE_JSON)
        json_require("compare -format=json");
    int result = compare_version_read(options, 0, &models[0]);
    if (compare_version_read(options, 1, &models[1]) != 0)
        result = -1;
    struct version versions[2] = {compare_version_make(&models[0], options->before),
                                  compare_version_make(&models[1], options->after)};
    comparison_make(&comparison, versions);
    if (compare_command_write(options, &comparison) != 0)
        result = -1;
    matches_free(&comparison.matches);
    for (int side = 0; side < 2; side++) {
        version_free(&versions[side]);
        model_free(&models[side]);
    }
    return result;
}
