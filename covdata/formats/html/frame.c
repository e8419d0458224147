/* The parts that all pages share. In: the report; out: markup. A page loads only the two files beside it; the
 * content security policy in its head enforces this. */
#include "covdata/formats/html/report.h"

#include <inttypes.h>

#include "covdata/formats/html/assets.h"
#include "covdata/formats/html/test_table.h"
#include "covdata/formats/html/text.h"
#include "format/meta.h"

#include "base/banned.h"

static const char *const up[] = {[PLACE_TOP] = "", [PLACE_SOURCE] = "../", [PLACE_SINGLE] = ""};

static void html_frame_assets_print(FILE *out, enum html_place place)
{
    if (place == PLACE_SINGLE) {
        fputs("<style>\n", out);
        fwrite(asset_style.text, 1, asset_style.len, out);
        fputs("</style>\n<script>\n", out);
        fwrite(asset_script.text, 1, asset_script.len, out);
        fputs("</script>\n", out);
    } else {
        fprintf(out,
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self' file:; "
                "style-src 'self' file: 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                "<link rel=\"stylesheet\" href=\"%sstyle.css\">\n<script src=\"%sscript.js\"></script>\n",
                up[place], up[place]);
    }
}

static void html_frame_bar_print(FILE *out, const struct html_report *report, enum html_place place)
{
    const char *base = place == PLACE_SINGLE ? "#" : up[place], *end = place == PLACE_SINGLE ? "" : ".html";
    fprintf(out, "<header class=\"top\"><a class=\"title\" href=\"%sindex%s\">", base, end);
    html_name(out, report->title);
    fprintf(out,
            "</a><nav aria-label=\"Report\"><a href=\"%sindex%s\">Summary</a><a href=\"%sfunctions%s\">Functions"
            "</a></nav><div class=\"tools\"></div></header>\n",
            base, end, base, end);
}

void html_begin(FILE *out, const struct html_report *report, enum html_place place, const char *name)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
          "<meta name=\"generator\" content=\"covdata " COVERBUILD_VERSION "\">\n<title>",
          out);
    if (name) {
        html_name(out, name);
        fputs(" – ", out);
    }
    html_name(out, report->title);
    fputs(" – coverage</title>\n", out);
    html_frame_assets_print(out, place);
    fprintf(out,
            "</head>\n<body data-up=\"%s\" class=\"%s%s%s\">\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n",
            up[place], place == PLACE_SINGLE ? "single " : "", report->model->mode == MODE_SET ? "set" : "count",
            html_tests_known(report) ? " tested" : "");
    html_frame_bar_print(out, report, place);
    fputs("<main id=\"main\" tabindex=\"-1\">\n", out);
}

void html_end(FILE *out, const struct html_report *report, enum html_place place)
{
    char date[64];
    struct tm tm;
    gmtime_r(&report->time, &tm);
    strftime(date, sizeof date, "%Y-%m-%d %H:%M UTC", &tm);
    fprintf(out, "</main>\n<footer>covdata " COVERBUILD_VERSION " · %s · mode %s</footer>\n", date,
            mode_name(report->model->mode));
    if (place == PLACE_SINGLE)
        html_names(out, report, place);
    if (place == PLACE_SINGLE && html_tests_known(report))
        html_tests(out, report, place);
    fputs("</body>\n</html>\n", out);
}

void html_file_id(FILE *out, enum html_place place, size_t file)
{
    if (place == PLACE_SINGLE)
        fprintf(out, "f%zu", file);
}

void html_link(FILE *out, const struct html_report *report, enum html_place place, size_t file, uint32_t line)
{
    if (place == PLACE_TOP)
        fprintf(out, "src/%s.html", report->pages[file]);
    if (place == PLACE_SINGLE || line > 0)
        putc('#', out);
    html_file_id(out, place, file);
    if (line > 0)
        fprintf(out, "L%u", line);
}

const char *html_grade(struct tally tally)
{
    static const char *const names[] = {
        [GRADE_NONE] = "none", [GRADE_LOW] = "low", [GRADE_MIDDLE] = "mid", [GRADE_HIGH] = "high"};
    return names[tally_grade(tally)];
}

bool html_badged(const struct model_package *package)
{
    return !model_own(package) || package->disposition == DISPOSITION_TEST;
}

void html_percent(FILE *out, struct tally tally)
{
    double percent = tally_percent(tally);
    if (tally.total == 0) {
        fputs("–", out);
        return;
    }
    if (tally.hit < tally.total && percent > 99.9)
        percent = 99.9;
    if (tally.hit > 0 && percent < 0.1)
        percent = 0.1;
    fprintf(out, "%.1f%%", percent);
}

static void html_frame_bar_of(FILE *out, struct tally tally)
{
    fprintf(out, "<span class=\"bar %s\"><i style=\"width:%.1f%%\"></i></span>", html_grade(tally),
            tally_percent(tally));
}

static void html_frame_tile_print(FILE *out, const char *name, struct tally tally)
{
    fprintf(out, "<div class=\"tile\"><dt>%s</dt><dd><b class=\"%s\">", name, html_grade(tally));
    html_percent(out, tally);
    fputs("</b>", out);
    html_frame_bar_of(out, tally);
    fprintf(out, "<small>%" PRIu64 " of %" PRIu64 "<span> · %" PRIu64 " missed</span></small></dd></div>", tally.hit,
            tally.total, tally.total - tally.hit);
}

void html_tiles(FILE *out, const struct html_report *report, struct tally statements, struct tally lines,
                struct tally functions, struct tally intraline)
{
    fputs("<dl class=\"tiles\">", out);
    html_frame_tile_print(out, "Statements", statements);
    html_frame_tile_print(out, "Lines", lines);
    html_frame_tile_print(out, "Functions", functions);
    if (report->intraline)
        html_frame_tile_print(out, "Conditions", intraline);
    fputs("</dl>\n", out);
}

void html_cell(FILE *out, struct tally tally, bool bar)
{
    fprintf(out, "<td class=\"%s%s\" data-v=\"%.4f\"", html_grade(tally), bar ? " bars" : "",
            tally.total ? tally_percent(tally) : -1);
    if (bar)
        fprintf(out, " style=\"--v:%.1f%%\"", tally_percent(tally));
    fputs("><b>", out);
    html_percent(out, tally);
    fprintf(out, "</b><small>%" PRIu64 "/%" PRIu64 "</small></td>", tally.hit, tally.total);
}

void html_heading(FILE *out, const char *text, const char *kind)
{
    fprintf(out, "<th scope=\"col\" data-sort=\"%s\">%s</th>", kind, text);
}

void html_table_begin(FILE *out, const char *class, const char *caption, uint64_t most)
{
    fprintf(out,
            "<div class=\"scroll\"><table class=\"sort long %s\" style=\"--d:%d\"><caption class=\"vh\">%s</caption>\n"
            "<thead><tr>",
            class, snprintf(NULL, 0, "%" PRIu64, most), caption);
}

void html_table_rows(FILE *out)
{
    fputs("</tr></thead>\n<tbody>\n", out);
}

void html_table_row(FILE *out, size_t index)
{
    enum { GROUP = 50 }; /* style.css has it, too */
    if (index > 0 && index % GROUP == 0)
        fputs("</tbody>\n<tbody>\n", out);
}

void html_table_end(FILE *out)
{
    fputs("</tbody></table></div>\n", out);
}
