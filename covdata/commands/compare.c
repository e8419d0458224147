/* covdata compare: what got covered or lost between two sets of data, although the code moved. In: two directories;
 * out: the units of which something changed, and sums; as text, Markdown or JSON. */
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/report.h"
#include "covdata/cli/commands.h"
#include "covdata/diff/comparison.h"
#include "base/escape.h"
#include "covdata/diff/git_changes.h"
#include "covdata/formats/markdown.h"
#include "covdata/data/output_file.h"
#include "covdata/data/reader.h"

#include "base/banned.h"

enum compare_format { COMPARE_TEXT = 1, COMPARE_MARKDOWN, COMPARE_JSON };

const char *const change_names[CHANGE_KINDS] = {"lost",
                                                "gained",
                                                "new, not covered",
                                                "new, covered",
                                                "gone, covered",
                                                "gone, not covered",
                                                "covered in both",
                                                "covered in neither"};

enum change_kind match_kind(const struct match *match)
{
    bool before = match->units[0] && match->units[0]->count > 0, after = match->units[1] && match->units[1]->count > 0;
    if (match->units[0] == NULL)
        return after ? CHANGE_NEW_HIT : CHANGE_NEW_MISS;
    if (match->units[1] == NULL)
        return before ? CHANGE_GONE_HIT : CHANGE_GONE_MISS;
    if (before == after)
        return before ? CHANGE_SAME_HIT : CHANGE_SAME_MISS;
    return before ? CHANGE_LOST : CHANGE_GAINED;
}

const char *match_file(struct arena *arena, const struct match *match)
{
    int side = match->units[1] != NULL;
    return lines_file_name(arena, match->packages[side], match->funcs[side]->file);
}

static void comparison_make(struct comparison *c, struct version versions[2])
{
    matches_make(&c->matches, versions);
    for (size_t i = 0; i < c->matches.count; i++) {
        const struct match *match = &c->matches.list[i];
        struct tally *tallies[] = {&c->before, &c->after};
        enum change_kind kind = match_kind(match);
        c->units[kind]++;
        c->statements[kind] += match->units[match->units[1] != NULL]->at.statements;
        for (int side = 0; side < 2; side++) {
            if (match->units[side] == NULL)
                continue;
            tallies[side]->total += match->units[side]->at.statements;
            tallies[side]->hit += match->units[side]->count > 0 ? match->units[side]->at.statements : 0;
        }
    }
}

/* "12" or "12-14". */
static void range_add(struct str *text, const struct meta_unit *at)
{
    str_addf(text, at->start_line == at->end_line ? "%u" : "%u-%u", at->start_line, at->end_line);
}

/* "src/a.c:12-14", and where it was if that is another place. */
static void place_add(struct str *text, const struct match *match)
{
    struct arena arena = {0};
    const struct model_unit *unit = match->units[match->units[1] != NULL];
    escape_line(text, match_file(&arena, match), "");
    str_addc(text, ':');
    range_add(text, &unit->at);
    if (match->units[0] && match->units[1] && match->units[0]->at.start_line != match->units[1]->at.start_line) {
        str_adds(text, " (was ");
        range_add(text, &match->units[0]->at);
        str_addc(text, ')');
    }
    arena_free(&arena);
}

static void text_list(FILE *out, const struct comparison *c, enum change_kind kind)
{
    for (size_t i = 0; i < c->matches.count; i++) {
        const struct match *match = &c->matches.list[i];
        struct str text = STR_INIT;
        if (match_kind(match) != kind)
            continue;
        place_add(&text, match);
        str_addc(&text, '\t');
        escape_line(&text, match->funcs[match->units[1] != NULL]->name, "");
        fprintf(out, "%s\t%s\n", change_names[kind], text.data);
        str_free(&text);
    }
}

static void text_print(FILE *out, const struct comparison *c)
{
    for (enum change_kind kind = CHANGE_LOST; kind <= CHANGE_NEW_MISS; kind++)
        text_list(out, c, kind);
    for (enum change_kind kind = CHANGE_LOST; kind < CHANGE_KINDS; kind++)
        fprintf(out, "%-18s %8" PRIu64 " statements\n", change_names[kind], c->statements[kind]);
    fprintf(out, "before  %6.1f%% %11" PRIu64 "/%" PRIu64 "\n", tally_percent(c->before), c->before.hit,
            c->before.total);
    fprintf(out, "after   %6.1f%% %11" PRIu64 "/%" PRIu64 "\n", tally_percent(c->after), c->after.hit, c->after.total);
}

static void markdown_list(FILE *out, const struct comparison *c, enum change_kind kind)
{
    for (size_t i = 0; i < c->matches.count; i++) {
        const struct match *match = &c->matches.list[i];
        struct str place = STR_INIT;
        if (match_kind(match) != kind)
            continue;
        place_add(&place, match);
        fprintf(out, "| %s | ", change_names[kind]);
        markdown_name(out, place.data);
        fputs(" | ", out);
        markdown_name(out, match->funcs[match->units[1] != NULL]->name);
        fputs(" |\n", out);
        str_free(&place);
    }
}

static void markdown_print(FILE *out, const struct comparison *c)
{
    fputs("### Coverage, compared\n\n| | statements |\n|---|---:|\n| **before** |", out);
    markdown_tally(out, c->before);
    fputs("\n| **after** |", out);
    markdown_tally(out, c->after);
    fputc('\n', out);
    for (enum change_kind kind = CHANGE_LOST; kind < CHANGE_KINDS; kind++)
        fprintf(out, "| %s | %" PRIu64 " |\n", change_names[kind], c->statements[kind]);
    if (c->units[CHANGE_LOST] + c->units[CHANGE_GAINED] + c->units[CHANGE_NEW_MISS] == 0)
        return;
    fputs("\n| | lines | function |\n|---|---|---|\n", out);
    for (enum change_kind kind = CHANGE_LOST; kind <= CHANGE_NEW_MISS; kind++)
        markdown_list(out, c, kind);
}

static int comparison_write(const struct options *options, const struct comparison *c)
{
    struct output out;
    if (output_open(&out, options->out ? options->out : "-") != 0)
        return -1;
    if (options->format == COMPARE_MARKDOWN)
        markdown_print(out.file, c);
    else if (options->format == COMPARE_JSON)
        comparison_json(out.file, c);
    else
        text_print(out.file, c);
    return output_finish(&out);
}

/* The model of one of the two directories. */
static int version_read(const struct options *options, uint32_t dir, struct model *model)
{
    struct options one = *options;
    one.dirs = &options->dirs[dir];
    one.dir_count = 1;
    one.tree_count = dir >= options->dir_count - options->tree_count;
    return reader_model(&one, MODE_RELAXED, model);
}

/* A directory, or else a revision. */
static struct version version_make(const struct model *model, const char *source)
{
    struct stat st;
    struct version version = {.model = model, .source = source};
    version.revision = source && !(stat(source, &st) == 0 && S_ISDIR(st.st_mode));
    if (version.revision && !git_revision_known(".", source))
        die("%s: neither a directory nor a revision", source);
    return version;
}

int compare_run(const struct options *options)
{
    struct model models[2];
    struct comparison comparison = {0};
    int result = version_read(options, 0, &models[0]);
    if (version_read(options, 1, &models[1]) != 0)
        result = -1;
    struct version versions[2] = {version_make(&models[0], options->before), version_make(&models[1], options->after)};
    comparison_make(&comparison, versions);
    if (comparison_write(options, &comparison) != 0)
        result = -1;
    matches_free(&comparison.matches);
    for (int side = 0; side < 2; side++) {
        version_free(&versions[side]);
        model_free(&models[side]);
    }
    return result;
}
