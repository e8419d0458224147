/* covdata sonarqube: SonarQube's generic test data for coverage (generic-test-data's coverage, version 1): files with
 * their lines, covered or not. */
#include "covdata/formats/sonarqube.h"

#include "covdata/formats/xml.h"

#include "base/banned.h"

static void sonarqube_file_print(struct xml *xml, const struct line_file *file)
{
    xml_open(xml, "file");
    xml_attr(xml, "path", file->name);
    for (size_t i = 0; i < file->span_count; i++) {
        for (uint32_t line = file->spans[i].first; line <= file->spans[i].last; line++) {
            xml_open(xml, "lineToCover");
            xml_attrf(xml, "lineNumber", "%u", line);
            xml_attr(xml, "covered", file->spans[i].count ? "true" : "false");
            xml_close(xml);
        }
    }
    xml_close(xml);
}

void sonarqube_print(FILE *out, const struct line_view *view)
{
    struct xml xml = xml_begin(out, "");
    xml_open(&xml, "coverage");
    xml_attr(&xml, "version", "1");
    for (size_t i = 0; i < view->count; i++)
        sonarqube_file_print(&xml, &view->files[i]);
    xml_close(&xml);
    xml_end(&xml);
}
