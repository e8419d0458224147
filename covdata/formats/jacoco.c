/* XML by JaCoCo's report.dtd (1.1). In: the lines of the model; out: a `package` for each directory, because
 * readers put its name before a file's, with a `class` and a `sourcefile` for each file. Statements are its
 * instructions, functions its methods. */
#include "covdata/formats/jacoco.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/str.h"
#include "covdata/formats/xml.h"

#include "base/banned.h"

static void jacoco_counter_print(struct xml *xml, const char *type, struct tally tally)
{
    if (tally.total == 0)
        return;
    xml_open(xml, "counter");
    xml_attr(xml, "type", type);
    xml_attrf(xml, "missed", "%llu", (unsigned long long)(tally.total - tally.hit));
    xml_attrf(xml, "covered", "%llu", (unsigned long long)tally.hit);
    xml_close(xml);
}

/* What one element and all within it have. */
struct sums {
    struct tally statements, lines, functions, files;
};

static void jacoco_sums_add(struct sums *to, const struct line_file *file)
{
    tally_add(&to->statements, file->statements);
    tally_add(&to->lines, file->lines);
    tally_add(&to->functions, file->functions);
    tally_add(&to->files, (struct tally){file->functions.hit > 0, file->functions.total > 0});
}

static void jacoco_sums_print(struct xml *xml, const struct sums *sums)
{
    jacoco_counter_print(xml, "INSTRUCTION", sums->statements);
    jacoco_counter_print(xml, "LINE", sums->lines);
    jacoco_counter_print(xml, "METHOD", sums->functions);
    jacoco_counter_print(xml, "CLASS", sums->files);
}

static const char *jacoco_base_of(const struct line_file *file)
{
    const char *slash = strrchr(file->name, '/');
    return slash ? slash + 1 : file->name;
}

static void jacoco_class_print(struct xml *xml, const struct line_file *file)
{
    struct sums sums = {0};
    xml_open(xml, "class");
    xml_attr(xml, "name", file->name);
    xml_attr(xml, "sourcefilename", jacoco_base_of(file));
    for (size_t i = 0; i < file->func_count; i++) {
        const struct line_func *func = &file->funcs[i];
        xml_open(xml, "method");
        xml_attr(xml, "name", func->name);
        xml_attr(xml, "desc", "()");
        xml_attrf(xml, "line", "%u", func->start);
        jacoco_counter_print(xml, "INSTRUCTION", func->statements);
        jacoco_counter_print(xml, "LINE", func->lines);
        jacoco_counter_print(xml, "METHOD", (struct tally){func->count != 0, 1});
        xml_close(xml);
    }
    jacoco_sums_add(&sums, file);
    jacoco_sums_print(xml, &sums);
    xml_close(xml);
}

/* A line has one instruction, as far as lines go: how many statements a line has is not in the data. */
static void jacoco_sourcefile_print(struct xml *xml, const struct line_file *file)
{
    struct sums sums = {0};
    xml_open(xml, "sourcefile");
    xml_attr(xml, "name", jacoco_base_of(file));
    for (size_t i = 0; i < file->span_count; i++) {
        for (uint32_t line = file->spans[i].first; line <= file->spans[i].last; line++) {
            xml_open(xml, "line");
            xml_attrf(xml, "nr", "%u", line);
            xml_attr(xml, "mi", file->spans[i].count ? "0" : "1");
            xml_attr(xml, "ci", file->spans[i].count ? "1" : "0");
            xml_attr(xml, "mb", "0");
            xml_attr(xml, "cb", "0");
            xml_close(xml);
        }
    }
    jacoco_sums_add(&sums, file);
    jacoco_sums_print(xml, &sums);
    xml_close(xml);
}

/* The files of one directory. */
static void jacoco_package_print(struct xml *xml, const struct line_file *const *files, size_t count)
{
    struct sums sums = {0};
    struct str name = STR_INIT;
    str_add(&name, files[0]->name, name_dir_length(files[0]->name));
    xml_open(xml, "package");
    xml_attr(xml, "name", name.data);
    for (size_t i = 0; i < count; i++)
        jacoco_class_print(xml, files[i]);
    for (size_t i = 0; i < count; i++)
        jacoco_sourcefile_print(xml, files[i]);
    for (size_t i = 0; i < count; i++)
        jacoco_sums_add(&sums, files[i]);
    jacoco_sums_print(xml, &sums);
    xml_close(xml);
    str_free(&name);
}

static int jacoco_file_compare(const void *a, const void *b)
{
    return name_compare_by_dir((*(const struct line_file *const *)a)->name,
                               (*(const struct line_file *const *)b)->name);
}

static void jacoco_packages_print(struct xml *xml, const struct line_file **files, size_t count)
{
    struct sums sums = {0};
    qsort(files, count, sizeof *files, jacoco_file_compare);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i; next < count && name_same_dir(files[i]->name, files[next]->name); next++)
            jacoco_sums_add(&sums, files[next]);
        jacoco_package_print(xml, files + i, next - i);
    }
    jacoco_sums_print(xml, &sums);
}

void jacoco_print(FILE *out, const struct line_view *view)
{
    const struct line_file **files = xcalloc(view->count + 1, sizeof *files);
    for (size_t i = 0; i < view->count; i++)
        files[i] = &view->files[i];
    struct xml xml = xml_begin(out, "<!DOCTYPE report PUBLIC \"-//JACOCO//DTD Report 1.1//EN\" \"report.dtd\">\n");
    xml_open(&xml, "report");
    xml_attr(&xml, "name", "covdata");
    jacoco_packages_print(&xml, files, view->count);
    xml_close(&xml);
    free(files);
    xml_end(&xml);
}
