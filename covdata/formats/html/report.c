/* In: a model and what belongs to it; out: the report that all pages are of. */
#include "covdata/formats/html/report.h"

#include <stdlib.h>

#include "covdata/formats/html/names.h"
#include "covdata/formats/report_time.h"

#include "base/banned.h"

/* The module of the project's own packages. */
static const char *html_report_title_of(const char *title, const struct model *model)
{
    if (title)
        return title;
    for (size_t i = 0; i < model->package_count; i++)
        if (model->packages[i]->disposition == DISPOSITION_CONTAINED && *model->packages[i]->module)
            return model->packages[i]->module;
    return "Coverage";
}

void html_report_make(struct html_report *report, const struct model *model, const struct contexts *contexts,
                      const struct roots *roots, const char *title)
{
    *report = (struct html_report){.model = model,
                                   .contexts = contexts,
                                   .roots = roots,
                                   .title = html_report_title_of(title, model),
                                   .time = (time_t)report_time()};
    lines_make(&report->view, model, model->packages, model->package_count);
    report->pages = names_make(&report->view);
    for (size_t i = 0; i < report->view.count; i++)
        report->intraline = report->intraline || report->view.files[i].intraline.total > 0;
}

void html_report_free(struct html_report *report)
{
    free(report->pages);
    lines_free(&report->view);
}
