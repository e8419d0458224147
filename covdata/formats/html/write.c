/* In: a report; out: a directory of pages, or one page that holds all of them. Pages are written one after the other,
 * each whole or not at all, index.html last. A directory whose index.html is not covdata's is not written to; of an
 * older report, the pages of files that are no longer there are removed. */
#include "covdata/formats/html/write.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/progress.h"
#include "base/report.h"
#include "covdata/data/output_file.h"
#include "covdata/formats/html/assets.h"
#include "covdata/formats/html/test_table.h"

#include "base/banned.h"

static const char generator[] = "<meta name=\"generator\" content=\"covdata ";

/* Opens DIR/NAME.SUFFIX; `path` is to be freed by html_write_page_finish. */
static int html_write_page_open(struct output *out, struct str *path, const char *dir, const char *name,
                                const char *suffix)
{
    *path = (struct str)STR_INIT;
    str_addf(path, "%s/%s%s", dir, name, suffix);
    if (output_open(out, path->data) == 0)
        return 0;
    str_free(path);
    return -1;
}

static int html_write_page_finish(struct output *out, struct str *path)
{
    int result = output_finish(out);
    str_free(path);
    return result;
}

static int html_write_asset_write(const char *dir, const char *name, struct asset asset)
{
    struct str path = STR_INIT;
    str_addf(&path, "%s/%s", dir, name);
    int result = file_write(path.data, asset.text, asset.len);
    str_free(&path);
    return result;
}

static int html_write_source_write(const struct html_report *report, const char *dir, size_t file)
{
    struct output out;
    struct str path;
    if (html_write_page_open(&out, &path, dir, report->pages[file], ".html") != 0)
        return -1;
    html_begin(out.file, report, PLACE_SOURCE, report->view.files[file].name);
    html_source(out.file, report, PLACE_SOURCE, file);
    html_end(out.file, report, PLACE_SOURCE);
    return html_write_page_finish(&out, &path);
}

static int html_write_top_write(const struct html_report *report, const char *dir, const char *name, const char *title,
                                void (*print)(FILE *out, const struct html_report *report, enum html_place place))
{
    struct output out;
    struct str path;
    if (html_write_page_open(&out, &path, dir, name, ".html") != 0)
        return -1;
    html_begin(out.file, report, PLACE_TOP, title);
    print(out.file, report, PLACE_TOP);
    html_end(out.file, report, PLACE_TOP);
    return html_write_page_finish(&out, &path);
}

static int html_write_data_write(const struct html_report *report, const char *dir, const char *name,
                                 void (*print)(FILE *out, const struct html_report *report, enum html_place place))
{
    struct output out;
    struct str path;
    if (html_write_page_open(&out, &path, dir, name, ".js") != 0)
        return -1;
    print(out.file, report, PLACE_TOP);
    return html_write_page_finish(&out, &path);
}

/* Is this a page of ours? */
static bool html_write_page_is_ours(const char *path)
{
    char head[512] = "";
    FILE *file = fopen(path, "re");
    size_t len = file ? fread(head, 1, sizeof head - 1, file) : 0;
    if (file)
        fclose(file);
    head[len] = '\0';
    return strstr(head, generator) != NULL;
}

/* Removes pages of ours in `dir` that this report has none of. */
static void html_write_stale_remove(const struct html_report *report, const char *dir)
{
    struct map kept = {0};
    struct dirent *entry;
    DIR *list = opendir(dir);
    for (size_t i = 0; i < report->view.count; i++)
        *map_at(&kept, report->pages[i], strlen(report->pages[i])) = &kept;
    while (list && (entry = readdir(list))) {
        struct str path = STR_INIT;
        str_addf(&path, "%s/%s", dir, entry->d_name);
        if (text_ends(entry->d_name, ".html") && !map_get(&kept, entry->d_name, strlen(entry->d_name) - 5) &&
            html_write_page_is_ours(path.data))
            unlink(path.data);
        str_free(&path);
    }
    if (list)
        closedir(list);
    map_free(&kept);
}

/* May the report stand here? */
static int html_write_dir_check(const char *dir)
{
    struct stat st;
    struct str path = STR_INIT;
    str_addf(&path, "%s/index.html", dir);
    int result = lstat(path.data, &st) != 0 || html_write_page_is_ours(path.data)
                     ? 0
                     : error("%s was not written by covdata; choose another directory", path.data);
    str_free(&path);
    return result;
}

int html_write_pages(const struct html_report *report, const char *dir)
{
    struct progress progress;
    struct str sources = STR_INIT;
    str_addf(&sources, "%s/src", dir);
    int result = html_write_dir_check(dir) == 0 && dir_make(sources.data) == 0 &&
                         html_write_asset_write(dir, "style.css", asset_style) == 0 &&
                         html_write_asset_write(dir, "script.js", asset_script) == 0
                     ? 0
                     : -1;
    progress_start(&progress, "writing pages", report->view.count);
    for (size_t i = 0; i < report->view.count && result == 0; i++, progress_step(&progress))
        result = html_write_source_write(report, sources.data, i);
    progress_finish(&progress);
    if (result == 0) {
        html_write_stale_remove(report, sources.data);
        result = html_write_data_write(report, dir, "names", html_names);
    }
    if (result == 0 && html_tests_known(report))
        result = html_write_data_write(report, dir, "tests", html_tests);
    if (result == 0)
        result = html_write_top_write(report, dir, "functions", "Functions", html_functions);
    if (result == 0)
        result = html_write_top_write(report, dir, "index", NULL, html_summary);
    str_free(&sources);
    return result;
}

int html_write_single(const struct html_report *report, const char *path)
{
    struct output out;
    if (output_open(&out, path) != 0)
        return -1;
    html_begin(out.file, report, PLACE_SINGLE, NULL);
    html_summary(out.file, report, PLACE_SINGLE);
    html_functions(out.file, report, PLACE_SINGLE);
    for (size_t i = 0; i < report->view.count; i++)
        html_source(out.file, report, PLACE_SINGLE, i);
    html_end(out.file, report, PLACE_SINGLE);
    return output_finish(&out);
}
