/* The report that all pages are of, and what they share: the frame, links, figures. A page is a file of its own, or, in
 * a report of one file, a section of it that the fragment of the address shows (style.css). */
#ifndef COVER_COVDATA_FORMATS_HTML_REPORT_H
#define COVER_COVDATA_FORMATS_HTML_REPORT_H

#include <stdio.h>
#include <time.h>

#include "covdata/model/lines.h"
#include "covdata/contexts/contexts.h"
#include "covdata/model/roots.h"

struct html_report {
    const struct model *model;
    struct line_view view;
    const struct roots *roots;
    const struct contexts *contexts; /* of no test, if they are not asked for */
    const char *title;
    const char **pages; /* for each file of the view the name of its page, without .html; in one file NULL */
    bool intraline;     /* some unit is intraline */
    time_t time;
};

/* The title is that of the project's own module if it is NULL. The others must outlive the report. */
void html_report_make(struct html_report *report, const struct model *model, const struct contexts *contexts,
                      const struct roots *roots, const char *title);
void html_report_free(struct html_report *report);

/* Where a page stands in the report: it says how links begin. */
enum html_place { PLACE_TOP, PLACE_SOURCE, PLACE_SINGLE };

/* What stands around pages: head and top bar, foot. `name` is of what the page shows, NULL: the report as a whole. */
void html_begin(FILE *out, const struct html_report *report, enum html_place place, const char *name);
void html_end(FILE *out, const struct html_report *report, enum html_place place);

/* Prints the address of a file's page, or of a line of it; line 0: the page. */
void html_link(FILE *out, const struct html_report *report, enum html_place place, size_t file, uint32_t line);
/* The file's identifier within one file. */
void html_file_id(FILE *out, enum html_place place, size_t file);

/* Large figures, above a page. */
void html_tiles(FILE *out, const struct html_report *report, struct tally statements, struct tally lines,
                struct tally functions, struct tally intraline);
/* "low", "mid" or "high": under 75 %, under 90 %, the rest; "none" of nothing. */
const char *html_grade(struct tally tally);
/* "92.3%", never rounded up to 100 or down to 0; "–" of nothing. */
void html_percent(FILE *out, struct tally tally);
/* Does the package show its disposition? Not the project's own code, unless it is test code. */
bool html_badged(const struct model_package *package);
/* A table's cell with percent and count, with a bar or without. */
void html_cell(FILE *out, struct tally tally, bool bar);
/* A heading by which a table can be sorted; `kind` says what of a cell. */
void html_heading(FILE *out, const char *text, const char *kind);

/* A table that may be long: its rows stand in groups, which browsers need not lay out until they are seen. So columns
 * have widths that are known before, by the largest number there is. Its parts: begin, headings, rows, each row behind
 * its html_table_row, end. */
void html_table_begin(FILE *out, const char *class, const char *caption, uint64_t most);
void html_table_rows(FILE *out);
void html_table_row(FILE *out, size_t index);
void html_table_end(FILE *out);

/* The pages' contents. */
void html_summary(FILE *out, const struct html_report *report, enum html_place place);
void html_functions(FILE *out, const struct html_report *report, enum html_place place);
void html_source(FILE *out, const struct html_report *report, enum html_place place, size_t file);
/* The names that "go to" looks through, as a script. */
void html_names(FILE *out, const struct html_report *report, enum html_place place);

#endif
