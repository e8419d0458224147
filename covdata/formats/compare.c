/* In: a comparison; out: a list of units and a table of sums, as text or Markdown. */
#include "covdata/formats/compare.h"

#include <inttypes.h>

#include "base/escape.h"
#include "covdata/formats/markdown.h"

#include "base/banned.h"

/* "src/a.c:12-14", and where it was if that is another place. */
static void compare_place_add(struct str *text, const struct match *match)
{
    const struct model_unit *unit = match->units[match->units[1] != NULL];
    escape_line(text, match_file(match), "");
    str_addc(text, ':');
    line_range_add(text, unit->at.start_line, unit->at.end_line);
    if (match->units[0] && match->units[1] && match->units[0]->at.start_line != match->units[1]->at.start_line) {
        str_adds(text, " (was ");
        line_range_add(text, match->units[0]->at.start_line, match->units[0]->at.end_line);
        str_addc(text, ')');
    }
}

static void compare_text_list(FILE *out, const struct comparison *c, enum change_kind kind)
{
    for (size_t i = 0; i < c->matches.count; i++) {
        const struct match *match = &c->matches.list[i];
        struct str text = STR_INIT;
        if (match_kind(match) != kind)
            continue;
        compare_place_add(&text, match);
        str_addc(&text, '\t');
        escape_line(&text, match->funcs[match->units[1] != NULL]->name, "");
        fprintf(out, "%s\t%s\n", change_names[kind], text.data);
        str_free(&text);
    }
}

void compare_text(FILE *out, const struct comparison *c)
{
    for (enum change_kind kind = CHANGE_LOST; kind <= CHANGE_NEW_MISS; kind++)
        compare_text_list(out, c, kind);
    for (enum change_kind kind = CHANGE_LOST; kind < CHANGE_KINDS; kind++)
        fprintf(out, "%-18s %8" PRIu64 " statements\n", change_names[kind], c->statements[kind]);
    fprintf(out, "before  %6.1f%% %11" PRIu64 "/%" PRIu64 "\n", tally_percent(c->before), c->before.hit,
            c->before.total);
    fprintf(out, "after   %6.1f%% %11" PRIu64 "/%" PRIu64 "\n", tally_percent(c->after), c->after.hit, c->after.total);
}

static void compare_markdown_list(FILE *out, const struct comparison *c, enum change_kind kind)
{
    for (size_t i = 0; i < c->matches.count; i++) {
        const struct match *match = &c->matches.list[i];
        struct str place = STR_INIT;
        if (match_kind(match) != kind)
            continue;
        compare_place_add(&place, match);
        fprintf(out, "| %s | ", change_names[kind]);
        markdown_name(out, place.data);
        fputs(" | ", out);
        markdown_name(out, match->funcs[match->units[1] != NULL]->name);
        fputs(" |\n", out);
        str_free(&place);
    }
}

void compare_markdown(FILE *out, const struct comparison *c)
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
        compare_markdown_list(out, c, kind);
}
