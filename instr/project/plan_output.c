/* In: a plan. Out: the manifest, the stamp of the build, answers, and a summary; and the subcommand that writes them.
 */
#include "instr/project/plan_output.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/report.h"
#include "format/fnv.h"

#include "base/banned.h"

enum { SHOWN = 12 }; /* packages that the summary names */

void plan_manifest(const struct plan *plan, struct str *out)
{
    str_adds(out, "coverbuild-manifest 1\n");
    for (size_t i = 0; i < plan->facts->head_count; i++)
        str_addf(out, "%s\n", plan->facts->head[i]);
    for (size_t i = 0; i < plan->package_count; i++) {
        const struct plan_package *package = plan->packages[i];
        const struct module *module = package->class.module;
        str_addf(out, "package %s\nmodule %s\nroot %s\ndisposition %s\nselected %d\n", package->path, module->name,
                 module->logical, disposition_name(package->class.disposition), package->selected);
        str_add(out, package->lines.data, package->lines.len);
    }
}

/* The text with every `from` replaced. */
static void output_replace(struct str *text, const char *from, const char *to)
{
    struct str out = STR_INIT;
    const char *p = text->data;
    for (const char *next; (next = strstr(p, from)); p = next + strlen(from)) {
        str_add(&out, p, (size_t)(next - p));
        str_adds(&out, to);
    }
    str_adds(&out, p);
    str_free(text);
    *text = out;
}

/* Whether the line of the manifest decides nothing: where a file of its own package stands, where logs go. */
static bool output_is_indifferent(const char *line)
{
    static const char *const keys[] = {"source ", "objects ", "header ", "build ", "skipped ", "log "};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (text_starts(line, keys[i]))
            return true;
    }
    return false;
}

int plan_stamp(const struct plan *plan, const struct str *manifest, uint64_t *stamp)
{
    struct str tool = STR_INIT, text = STR_INIT;
    uint8_t hash[16];
    struct fnv fnv;
    if (plan->facts->covercc && file_read(plan->facts->covercc, &tool) != 0)
        return -1;
    for (const char *line = manifest->data; *line;) {
        size_t len = strcspn(line, "\n") + 1;
        if (!output_is_indifferent(line))
            str_add(&text, line, len);
        line += len;
    }
    str_add(&text, plan->foreign.data, plan->foreign.len);
    output_replace(&text, plan->facts->build, "<build>");
    output_replace(&text, plan->classifier.top->root, "<root>");
    output_replace(&text, plan->classifier.top->logical, "<root>");
    fnv_start(&fnv);
    fnv_add(&fnv, text.data, text.len);
    fnv_add(&fnv, tool.data, tool.len);
    fnv_finish(&fnv, hash);
    *stamp = 0;
    for (int i = 0; i < 8; i++)
        *stamp = *stamp << 8 | hash[i];
    str_free(&text);
    str_free(&tool);
    return 0;
}

/* Starts and ends a variable of CMake's, whose value may hold anything but `]===]`. */
static void output_open(struct str *out, const char *name)
{
    str_addf(out, "set(cover_plan_%s [===[", name);
}

static void output_close(struct str *out)
{
    str_adds(out, "]===])\n");
}

static void output_list(struct str *out, const char *name, const struct plan_list *list)
{
    output_open(out, name);
    for (size_t i = 0; i < list->count; i++)
        str_addf(out, "%s%s", i ? ";" : "", list->items[i]);
    output_close(out);
}

/* The instrumented targets of archives, or the others. */
static void output_targets(const struct plan *plan, struct str *out, const char *name, bool archives)
{
    const char *separator = "";
    output_open(out, name);
    for (size_t i = 0; i < plan->facts->target_count; i++) {
        enum target_type type = plan->facts->targets[i].type;
        if (!plan->targets[i].instrumented || (type == TARGET_STATIC || type == TARGET_OBJECT) != archives)
            continue;
        str_addf(out, "%s%s", separator, plan->facts->targets[i].name);
        separator = ";";
    }
    output_close(out);
}

static void output_headers(const struct plan *plan, struct str *out)
{
    size_t number = 0;
    for (size_t i = 0; i < plan->facts->target_count; i++) {
        const struct plan_target *target = &plan->targets[i];
        if (!target->makes_headers)
            continue;
        str_addf(out, "set(cover_plan_header_target_%zu [===[%s]===])\n", ++number, plan->facts->targets[i].name);
        str_addf(out, "set(cover_plan_header_package_%zu [===[%s]===])\n", number, target->package->path);
        str_addf(out, "set(cover_plan_header_root_%zu [===[%s]===])\n", number, target->package->class.module->logical);
        char name[64];
        snprintf(name, sizeof name, "header_files_%zu", number);
        output_list(out, name, &target->headers);
        snprintf(name, sizeof name, "header_directories_%zu", number);
        output_list(out, name, &target->offered);
    }
    str_addf(out, "set(cover_plan_headers %zu)\n", number);
}

void plan_answers(const struct plan *plan, uint64_t stamp, struct str *out)
{
    str_addf(out, "set(cover_plan_stamp 0x%016" PRIx64 ")\n", stamp);
    str_addf(out, "set(cover_plan_root [===[%s]===])\n", plan->classifier.top->root);
    output_targets(plan, out, "archives", true);
    output_targets(plan, out, "linked", false);
    for (size_t i = 1; i < plan->facts->selection_count; i++) {
        char name[64];
        snprintf(name, sizeof name, "selection_%zu", i - 1);
        output_list(out, name, &plan->selections[i]);
    }
    output_headers(plan, out);
}

void plan_summary(const struct plan *plan, struct str *out)
{
    size_t counts[DISPOSITION_TEST + 1] = {0};
    for (size_t i = 0; i < plan->facts->target_count; i++) {
        bool imported = plan->facts->targets[i].type == TARGET_IMPORTED;
        counts[imported ? DISPOSITION_SYSTEM : plan->targets[i].package->class.disposition]++;
    }
    str_addf(out, "targets: %zu contained, %zu dependent, %zu system", counts[DISPOSITION_CONTAINED],
             counts[DISPOSITION_DEPENDENT], counts[DISPOSITION_SYSTEM]);
    if (counts[DISPOSITION_TEST])
        str_addf(out, ", %zu test", counts[DISPOSITION_TEST]);
    str_addc(out, '\n');
    const struct plan_list *selected = &plan->selections[0];
    str_addf(out, "%zu of %zu packages selected:", selected->count, plan->package_count);
    for (size_t i = 0; i < selected->count && i < SHOWN; i++)
        str_addf(out, " %s", selected->items[i]);
    str_adds(out, selected->count > SHOWN ? " ...\n" : selected->count ? "\n" : " \n");
    if (plan->cxx_count)
        str_addf(out, "%zu C++ source%s compiled as %s, not instrumented\n", plan->cxx_count,
                 plan->cxx_count == 1 ? " is" : "s are", plan->cxx_count == 1 ? "it is" : "they are");
}

static int output_write_all(const struct plan *plan, const char *manifest_path, const char *answers_path)
{
    struct str manifest = STR_INIT, answers = STR_INIT, summary = STR_INIT;
    uint64_t stamp;
    plan_manifest(plan, &manifest);
    int result = file_write(manifest_path, manifest.data, manifest.len);
    if (result == 0 && answers_path)
        result = plan_stamp(plan, &manifest, &stamp);
    if (result == 0 && answers_path) {
        plan_answers(plan, stamp, &answers);
        plan_summary(plan, &summary);
        result = file_write(answers_path, answers.data, answers.len);
        str_print(&summary, stdout);
    }
    str_free(&manifest);
    str_free(&answers);
    str_free(&summary);
    return result;
}

static int output_run(const char *facts_path, const char *manifest, const char *answers)
{
    struct str text = STR_INIT;
    struct facts facts;
    struct plan plan;
    if (file_read(facts_path, &text) != 0)
        return -1;
    int result = facts_parse(&facts, facts_path, text.data, text.len);
    if (result == 0) {
        result = plan_make(&plan, &facts);
        if (result == 0)
            result = output_write_all(&plan, manifest, answers);
        plan_free(&plan);
    }
    facts_free(&facts);
    str_free(&text);
    return result;
}

int plan_write_manifest(const char *facts, const char *manifest)
{
    return output_run(facts, manifest, NULL);
}

int plan_main(int argc, char **argv)
{
    static const struct option table[] = {
        {"manifest", required_argument, NULL, 'm'}, {"answers", required_argument, NULL, 'a'}, {0}};
    const char *manifest = NULL, *answers = NULL;
    for (int option; (option = getopt_long(argc, argv, "", table, NULL)) != -1;) {
        if (option == 'm')
            manifest = optarg;
        else if (option == 'a')
            answers = optarg;
        else
            return EXIT_USAGE;
    }
    if (optind + 1 != argc || manifest == NULL)
        usage("covercc plan --manifest=FILE [--answers=FILE] FACTS");
    return output_run(argv[optind], manifest, answers) == 0 && stdout_finish() == 0 ? EXIT_DONE : EXIT_FAILED;
}
