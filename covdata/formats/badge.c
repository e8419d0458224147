/* In: a percentage; out: a picture (SVG) as project pages show it. It names only generic fonts of the viewer and
 * loads nothing; the widths of its two halves follow from the number of characters. */
#include "covdata/formats/badge.h"

#include "covdata/formats/xml.h"

#include "base/banned.h"

enum { HEIGHT = 20, MARGIN = 6, CHARACTER = 7, LABEL_LENGTH = 8 };

static const char *badge_colour_of(struct tally tally)
{
    static const char *const colours[] = {
        [GRADE_NONE] = "#6e7781", [GRADE_LOW] = "#cf222e", [GRADE_MIDDLE] = "#9a6700", [GRADE_HIGH] = "#1a7f37"};
    return colours[tally_grade(tally)];
}

static void badge_box_print(struct xml *xml, int x, int width, const char *colour)
{
    xml_open(xml, "rect");
    xml_attrf(xml, "x", "%d", x);
    xml_attrf(xml, "width", "%d", width);
    xml_attrf(xml, "height", "%d", HEIGHT);
    xml_attr(xml, "fill", colour);
    xml_close(xml);
}

static void badge_text_print(struct xml *xml, int x, int length, const char *text)
{
    xml_open(xml, "text");
    xml_attrf(xml, "x", "%d", x + MARGIN);
    xml_attr(xml, "y", "14");
    xml_attrf(xml, "textLength", "%d", length * CHARACTER);
    xml_text(xml, text);
}

static struct tally badge_measured(const struct tree_row *total, enum badge_measure measure)
{
    return (struct tally[]){total->statements, total->lines, total->functions, total->intraline}[measure - 1];
}

/* Rounded down, so that only all is 100 %. */
void badge_print(FILE *out, const struct tree *tree, const struct badge_options *options)
{
    struct tally tally = badge_measured(&tree->rows[0], options->measure);
    char value[16], title[32];
    int length = tally.total ? snprintf(value, sizeof value, "%d%%", (int)tally_percent(tally))
                             : snprintf(value, sizeof value, "none");
    int left = LABEL_LENGTH * CHARACTER + 2 * MARGIN, right = length * CHARACTER + 2 * MARGIN;
    snprintf(title, sizeof title, "coverage: %s", value);
    struct xml xml = xml_begin(out, "");
    xml_open(&xml, "svg");
    xml_attr(&xml, "xmlns", "http://www.w3.org/2000/svg");
    xml_attrf(&xml, "width", "%d", left + right);
    xml_attrf(&xml, "height", "%d", HEIGHT);
    xml_attr(&xml, "role", "img");
    xml_attr(&xml, "aria-label", title);
    xml_open(&xml, "title");
    xml_text(&xml, title);
    badge_box_print(&xml, 0, left, "#424a53");
    badge_box_print(&xml, left, right, badge_colour_of(tally));
    xml_open(&xml, "g");
    xml_attr(&xml, "fill", "#fff");
    xml_attr(&xml, "font-family", "Verdana,DejaVu Sans,sans-serif");
    xml_attr(&xml, "font-size", "11");
    badge_text_print(&xml, 0, LABEL_LENGTH, "coverage");
    badge_text_print(&xml, left, length, value);
    xml_close(&xml);
    xml_close(&xml);
    xml_end(&xml);
}
