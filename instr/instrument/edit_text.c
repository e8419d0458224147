/* Writes the edited text. In: the flattened text and its edits, in the order of functions. Out: the text with the front
 * and all edits, in the order of offsets. */
#include "instr/instrument/edit_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/line_marker.h"
#include "base/report.h"
#include "instr/instrument/counters.h"
#include "instr/instrument/metadata.h"

#include "base/banned.h"

#define FRONT_MARKER "# 1 \"<coverage>\" 3\n" /* a system header: no warnings */
#define BRACE_MACRO "__cover_brace%u"         /* the probe behind a macro's brace (macro_functions.c) */

void edit_list_add(struct edit_list *edits, struct text_edit edit)
{
    edit.sequence = edits->count;
    edits->items = array_grow(edits->items, edits->count, &edits->cap, sizeof *edits->items);
    edits->items[edits->count++] = edit;
}

/* Does the marker end with its line? One in the user's text may go on in the next. */
static bool edit_marker_ends(const struct line_marker *marker)
{
    return memchr(marker->flags, '\\', marker->flags_len) == NULL &&
           memchr(marker->flags, '/', marker->flags_len) == NULL;
}

/* The front goes behind the line markers at the text's beginning, from which GCC learns the names of the file and the
 * directory. */
static size_t edit_text_front(const struct source *source)
{
    size_t line = 0;
    struct line_marker marker;
    while (line + 1 < source->line_count && line_marker_read(source->text + source->line_starts[line], &marker) &&
           edit_marker_ends(&marker))
        line++;
    return source->line_starts[line];
}

/* A name as a string literal. */
static void edit_write_name(const char *name, struct str *out)
{
    str_addc(out, '"');
    for (; *name; name++) {
        if (*name == '"' || *name == '\\')
            str_addc(out, '\\');
        str_addc(out, *name);
    }
    str_addc(out, '"');
}

/* `12 "file.c"`, of a line marker or a #line directive. */
static void edit_write_place(const struct source *source, struct source_place place, struct str *out)
{
    str_addf(out, "%u ", place.line);
    edit_write_name(source->files[place.file].name, out);
}

/* A line marker that restores the presumed location of the text at `offset`. */
static void edit_write_marker(const struct source *source, size_t offset, struct str *out)
{
    struct position position = source_locate_presumed(source, offset);
    str_adds(out, "# ");
    edit_write_place(source, (struct source_place){position.file, position.line}, out);
    str_adds(out, source->files[position.file].system ? " 3\n" : "\n");
}

/* The #line directives that the flattened text does not obey any more, on lines of their own. */
static void edit_add_lost_directives(const struct edit_text *text)
{
    for (size_t i = 0; i < text->line_map->lost_count; i++) {
        uint32_t line = source_line(text->source, text->line_map->lost[i].offset);
        if (line + 1 < text->source->line_count)
            edit_list_add(text->edits, (struct text_edit){
                                           .edit = {text->source->line_starts[line + 1] - 1, EDIT_LINE, (uint32_t)i}});
    }
}

/* The order of edits at one offset: ends of operands, innermost first; ends of statements; beginnings of statements;
 * beginnings of operands. */
static int edit_rank(enum edit_kind kind)
{
    switch (kind) {
    case EDIT_OPERAND_END:
    case EDIT_CONDITION_MET:
    case EDIT_CONDITION_NOT:
        return 0;
    case EDIT_CLOSE:
        return 1;
    case EDIT_OPERAND:
    case EDIT_CONDITION:
        return 3;
    default:
        return 2;
    }
}

static int edit_order(const void *left, const void *right)
{
    const struct text_edit *a = left, *b = right;
    int rank_a = edit_rank(a->edit.kind), rank_b = edit_rank(b->edit.kind);
    if (a->edit.offset != b->edit.offset)
        return a->edit.offset < b->edit.offset ? -1 : 1;
    if (rank_a != rank_b)
        return rank_a - rank_b;
    int order = a->sequence < b->sequence ? -1 : a->sequence > b->sequence;
    return rank_a == 0 ? -order : order;
}

/* Is `other` at the same place and for the same macro's brace? */
static bool edit_shares_brace(const struct edit_text *text, const struct text_edit *edit, const struct text_edit *other)
{
    const struct covered_function *functions = text->coverage->functions;
    return other->edit.kind == edit->edit.kind && other->edit.offset == edit->edit.offset &&
           functions[other->function].brace == functions[edit->function].brace;
}

/* Letter by letter, because at -O0 GCC would call strcmp, and a program may have none. */
static void edit_write_name_test(const char *name, struct str *out)
{
    str_addf(out, "(__extension__(sizeof __FUNCTION__==%zu", strlen(name) + 1);
    for (size_t i = 0; name[i]; i++)
        str_addf(out, "&&__FUNCTION__[%zu]=='%c'", i, name[i]);
    str_adds(out, "))");
}

/* The probes of all functions that one invocation makes with one brace. If there are several, each tests the function's
 * name. */
static void edit_write_brace_probes(const struct edit_text *text, const struct text_edit *edit, struct str *out)
{
    const struct text_edit *end = text->edits->items + text->edits->count;
    size_t sharers = 0;
    for (const struct text_edit *at = edit; at < end && at->edit.offset == edit->edit.offset; at++)
        sharers += edit_shares_brace(text, edit, at);
    for (const struct text_edit *at = edit; at < end && at->edit.offset == edit->edit.offset; at++) {
        const struct covered_function *function = &text->coverage->functions[at->function];
        if (!edit_shares_brace(text, edit, at))
            continue;
        bool is_call = text->coverage->only_calls; /* `if` may be a macro */
        if (sharers > 1) {
            str_adds(out, is_call ? "" : "if");
            edit_write_name_test(function->name, out);
            str_adds(out, is_call ? "&&(" : "{");
        }
        probe_write(text->coverage, function, &at->probe, out);
        str_adds(out, sharers == 1 ? ";" : is_call ? ",1);" : ";}");
    }
}

/* Redefines the macro behind a brace, on lines of its own; once for all edits that share the brace. */
static void edit_write_brace_macro(const struct edit_text *text, const struct text_edit *edit, struct str *out)
{
    uint32_t brace = text->coverage->functions[edit->function].brace;
    for (const struct text_edit *at = edit; at > text->edits->items && at[-1].edit.offset == edit->edit.offset; at--) {
        if (edit_shares_brace(text, edit, &at[-1]))
            return;
    }
    str_addf(out, "\n" FRONT_MARKER "#undef " BRACE_MACRO "\n#define " BRACE_MACRO " ", brace, brace);
    if (edit->edit.kind == EDIT_MACRO_PROBE)
        edit_write_brace_probes(text, edit, out);
    str_addc(out, '\n');
    edit_write_marker(text->source, edit->edit.offset, out);
}

/* Does the text end in a word, such as a macro that stands for a brace (BEGIN)? */
static bool edit_follows_word(const struct str *out)
{
    unsigned char last = out->len ? (unsigned char)out->data[out->len - 1] : ' ';
    return isalnum(last) || last == '_' || last == '$' || last >= 0x80;
}

/* What stands around the probe, or is the whole edit. */
static const struct edit_form {
    const char *before, *behind;
} edit_forms[] = {
    [EDIT_CLOSE] = {"}", ""},
    [EDIT_OPEN] = {"{", ""},
    [EDIT_PROBE] = {"", ";"},
    [EDIT_COMMA] = {"", ","},
    [EDIT_OPERAND] = {"(", ","},
    [EDIT_OPERAND_END] = {")", ""},
    [EDIT_CONDITION] = {"(((", ""},
    [EDIT_CONDITION_MET] = {")&&(", ",1))"},
    [EDIT_CONDITION_NOT] = {"||(", ",0))"},
    [EDIT_ENTRY] = {"", ""},
    [EDIT_MACRO_BRACE] = {" ", ""},
    [EDIT_LINE] = {"\n#line ", ""},
};

static void edit_write(const struct edit_text *text, const struct text_edit *edit, struct str *out)
{
    enum edit_kind kind = edit->edit.kind;
    if (kind == EDIT_MACRO_PROBE || kind == EDIT_MACRO_END) {
        edit_write_brace_macro(text, edit, out);
        return;
    }
    if (kind != EDIT_LINE && kind != EDIT_MACRO_BRACE && edit_follows_word(out))
        str_addc(out, ' ');
    str_adds(out, edit_forms[kind].before);
    if (kind == EDIT_MACRO_BRACE)
        str_addf(out, BRACE_MACRO " ", edit->edit.unit);
    else if (kind == EDIT_LINE)
        edit_write_place(text->source, text->line_map->lost[edit->edit.unit].place, out);
    else if (kind == EDIT_ENTRY)
        probe_entry_write(text->coverage, out);
    else if (edit_counts(kind))
        probe_write(text->coverage, &text->coverage->functions[edit->function], &edit->probe, out);
    str_adds(out, edit_forms[kind].behind);
}

/* Marks each function's first probe. The edits are sorted. */
static void edit_mark_first_probes(const struct edit_text *text)
{
    bool *seen = xcalloc(text->coverage->function_count, sizeof *seen);
    for (size_t i = 0; i < text->edits->count; i++) {
        struct text_edit *edit = &text->edits->items[i];
        if (edit_counts(edit->edit.kind)) {
            edit->probe.is_first = !seen[edit->function];
            seen[edit->function] = true;
        }
    }
    free(seen);
}

/* Without this, __BASE_FILE__ would be the instrumented text's file. Where the user redefines it, that holds. */
static void edit_write_base_file(const struct edit_text *text, struct str *out)
{
    const char *all = text->source->text;
    if (text->base_file == NULL || !strstr(all, "__BASE_FILE__") || strstr(all, "#define __BASE_FILE__") ||
        strstr(all, "#undef __BASE_FILE__"))
        return;
    str_adds(out, "#undef __BASE_FILE__\n#define __BASE_FILE__ ");
    edit_write_name(text->base_file, out);
    str_addc(out, '\n');
}

/* The program's macros whose names are words of the front, saved or restored around it. */
static void edit_write_macros(const struct edit_text *text, const struct str *front, bool restore, struct str *out)
{
    struct lexer lexer;
    lex_open(&lexer, text->idents, front->data, 0, (uint32_t)front->len);
    struct idents seen;
    idents_open(&seen);
    for (struct token token; (token = lex_next(&lexer)).kind != TOKEN_EOF;) {
        if (token.kind != TOKEN_IDENT || !token.ident->was_macro || text_starts(token.ident->name, "__cover_"))
            continue;
        struct ident *word = ident_intern(&seen, token.ident->name, token.ident->len);
        if (word->was_macro)
            continue;
        word->was_macro = true;
        if (restore)
            str_addf(out, "#pragma pop_macro(\"%s\")\n", word->name);
        else
            str_addf(out, "#pragma push_macro(\"%s\")\n#undef %s\n", word->name, word->name);
    }
    idents_close(&seen);
}

static int edit_write_front(const struct edit_text *text, struct str *out)
{
    str_adds(out, FRONT_MARKER);
    edit_write_base_file(text, out);
    struct str front = STR_INIT;
    counters_write(text->coverage, &front);
    int status = metadata_write(text->coverage, &front);
    edit_write_macros(text, &front, false, out);
    str_add(out, front.data, front.len);
    edit_write_macros(text, &front, true, out);
    str_free(&front);
    if (status != 0)
        return -1;
    for (uint32_t i = 1; i <= text->macro_functions->brace_count; i++) {
        str_addf(out, "#define " BRACE_MACRO "\n", i);
        edit_list_add(text->edits,
                      (struct text_edit){.edit = {text->macro_functions->braces[i - 1]->end, EDIT_MACRO_BRACE, i}});
    }
    return 0;
}

int edit_text_write(const struct edit_text *text, struct str *out)
{
    const struct source *source = text->source;
    size_t done = edit_text_front(source);
    str_reserve(out, source->len + source->len / 4);
    str_add(out, source->text, done);
    if (edit_write_front(text, out) != 0)
        return -1;
    edit_write_marker(source, done, out);
    edit_add_lost_directives(text);
    qsort(text->edits->items, text->edits->count, sizeof *text->edits->items, edit_order);
    edit_mark_first_probes(text);
    for (size_t i = 0; i < text->edits->count; i++) {
        size_t offset = text->edits->items[i].edit.offset;
        if (offset < done)
            BUG("edit before the text's front");
        str_add(out, source->text + done, offset - done);
        edit_write(text, &text->edits->items[i], out);
        done = offset;
    }
    str_add(out, source->text + done, source->len - done);
    return 0;
}
