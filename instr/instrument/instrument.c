/* Runs the stages over one translation unit: declarations, statements, units, and at the end the edits.
 *
 * Functions of packages that are not selected are read (they may define macros) and get no probes. A function that
 * cannot be parsed, or has no place for a probe, is skipped and listed. */
#include "instr/instrument/instrument.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "instr/c/statement.h"
#include "instr/instrument/dump.h"
#include "instr/instrument/edit_text.h"
#include "instr/instrument/macro_functions.h"

#include "base/banned.h"

/* What is known of a source file, once one of its functions was met. */
struct file_owner {
    bool known;
    bool selected;
    uint32_t package, file; /* indices in the coverage */
};

struct translation {
    const struct instrument_input *input;
    struct instrument_result *result;
    struct dump dump;
    struct source source;
    struct idents idents;
    struct expander expander;
    struct coverage coverage;
    struct file_owner *owners; /* by source file index */
    size_t owner_count;
    struct edit_list edits;
    struct unit_list units; /* of the current function */
    const struct unit *first_unit;
    struct macro_functions macro_functions;
};

static struct file_owner *translation_owner(struct translation *t, uint32_t file)
{
    while (t->owner_count <= file) {
        size_t cap = t->owner_count;
        t->owners = array_grow(t->owners, t->owner_count, &cap, sizeof *t->owners);
        memset(t->owners + t->owner_count, 0, (cap - t->owner_count) * sizeof *t->owners);
        t->owner_count = cap;
    }
    struct file_owner *owner = &t->owners[file];
    struct file_package package;
    const char *name = t->source.files[file].name;
    if (owner->known)
        return owner;
    owner->known = true;
    if (name[0] == '<' || !t->input->find_package(t->input->context, name, &t->result->arena, &package))
        return owner;
    owner->selected = true;
    owner->package = coverage_package(&t->coverage, &package);
    owner->file = coverage_file_add(&t->coverage, owner->package, package.file);
    return owner;
}

static const char *translation_function_name(const struct declaration *function)
{
    return function->name ? function->name->name : "(unnamed)";
}

static void translation_skip(struct translation *t, const struct declaration *function, const char *reason,
                             size_t token, bool is_failure)
{
    struct instrument_result *result = t->result;
    struct position position = source_locate(&t->source, function->tokens[token].begin);
    const char *file = t->source.files[position.file].name;
    const char *name = translation_function_name(function);
    result->skipped = array_grow(result->skipped, result->skipped_count, &result->skipped_cap, sizeof *result->skipped);
    result->skipped[result->skipped_count++] = (struct skipped_code){
        .file = arena_copy(&result->arena, file, strlen(file)),
        .line = position.line,
        .function = arena_copy(&result->arena, name, strlen(name)),
        .reason = reason,
        .is_failure = is_failure,
    };
}

/* Can a thread run another probe of the function before the one that comes first in the text? */
static bool translation_entry_unknown(const struct unit_list *units)
{
    return units->dropped > 0 || units->nests || units->spreads;
}

/* The line of the function's name; 0: it is not in `file`. */
static uint32_t translation_name_line(const struct translation *t, const struct declaration *function, uint32_t file)
{
    struct position at = source_locate(&t->source, function->name_offset);
    return function->name && at.file == file ? at.line : 0;
}

/* The covered function for the current function's units in `file`; `first` is where to look from. It is added if
 * missing. NULL: the file is not selected. */
static struct covered_function *translation_covered(struct translation *t, const struct declaration *function,
                                                    uint32_t file, size_t first)
{
    const struct file_owner *owner = translation_owner(t, file);
    struct coverage *coverage = &t->coverage;
    bool entry_unknown = translation_entry_unknown(&t->units);
    if (!owner->selected)
        return NULL;
    for (size_t i = first; i < coverage->function_count; i++) {
        if (coverage->functions[i].package == owner->package && coverage->functions[i].file == owner->file)
            return &coverage->functions[i];
    }
    return coverage_function_add(
        coverage, (struct covered_function){
                      .name = translation_function_name(function),
                      .package = owner->package,
                      .file = owner->file,
                      .name_line = translation_name_line(t, function, file),
                      .units = arena_alloc(&t->result->arena, t->units.count * sizeof(struct unit)),
                      .lines = arena_alloc(&t->result->arena, t->units.count * sizeof(struct meta_unit_lines)),
                      .brace = macro_function_brace(function),
                      .entry_unknown = entry_unknown,
                      .holds_bias = t->units.has_entry && !entry_unknown,
                      .by_call = t->units.hides,
                      .by_far_call = t->units.offloads,
                      .by_alias = function->is_inline && !function->is_static,
                  });
}

/* The line of the function's name belongs to its first unit, as a line of code that runs when the function is entered.
 */
static void translation_take_lines(struct translation *t, struct covered_function *covered, const struct unit *unit)
{
    struct line_list lines = unit->lines;
    if (unit == t->first_unit && covered->name_line)
        code_lines_add_line(&t->units.lines, &lines, unit->start.file, covered->name_line);
    struct meta_unit_lines code = code_lines_finish(&t->units.lines, lines, unit->start.file, &t->result->arena);
    code.is_extent =
        code.range_count == 1 && code.ranges[0].first == unit->start.line && code.ranges[0].last == unit->end.line;
    covered->lines[covered->unit_count] = code;
}

/* Assigns the edit's unit to its covered function. False: the unit's file is not selected. */
static bool translation_take_unit(struct translation *t, const struct declaration *function, size_t first,
                                  struct text_edit *edit)
{
    const struct unit *unit = &t->units.units[edit->edit.unit];
    struct covered_function *covered = translation_covered(t, function, unit->start.file, first);
    if (covered == NULL)
        return false;
    edit->function = (uint32_t)(covered - t->coverage.functions);
    if (!edit_counts(edit->edit.kind))
        return true;
    edit->probe = (struct probe){
        .unit = covered->unit_count,
        .may_repeat = unit->may_repeat,
        .is_statement = edit->edit.kind == EDIT_PROBE || edit->edit.kind == EDIT_MACRO_PROBE,
    };
    translation_take_lines(t, covered, unit);
    covered->units[covered->unit_count++] = *unit;
    t->result->units++;
    return true;
}

/* The unit that begins first in the text. It need not be the first in the list: statement expressions come before their
 * statement. */
static const struct unit *translation_first_unit(const struct unit_list *list)
{
    const struct unit *first = NULL;
    for (size_t i = 0; i < list->edit_count; i++) {
        enum edit_kind kind = list->edits[i].kind;
        const struct unit *unit = &list->units[list->edits[i].unit];
        if (kind != EDIT_PROBE && kind != EDIT_COMMA && kind != EDIT_MACRO_PROBE)
            continue;
        if (first == NULL || unit->start.line < first->start.line ||
            (unit->start.line == first->start.line && unit->start.col < first->start.col))
            first = unit;
    }
    return first;
}

/* Takes over the current function's units and edits. */
static void translation_take_edits(struct translation *t, const struct declaration *function)
{
    size_t first = t->coverage.function_count;
    t->first_unit = translation_first_unit(&t->units);
    for (size_t i = 0; i < t->units.edit_count; i++) {
        struct text_edit edit = {.edit = t->units.edits[i]};
        if (edit.edit.kind == EDIT_ENTRY && translation_entry_unknown(&t->units))
            continue;
        if (!edit_has_unit(edit.edit.kind) || translation_take_unit(t, function, first, &edit))
            edit_list_add(&t->edits, edit);
    }
}

static void translation_note_probed(struct translation *t, const struct declaration *function)
{
    struct instrument_result *result = t->result;
    uint32_t body = function->tokens[function->body].begin;
    struct position first = source_locate_presumed(&t->source, body);
    struct position last = source_locate_presumed(&t->source, function->tokens[function->count - 1].end);
    const char *file = t->source.files[first.file].name;
    result->probed = array_grow(result->probed, result->functions, &result->probed_cap, sizeof *result->probed);
    result->probed[result->functions++] = (struct probed_function){
        .body = body,
        .file = arena_copy(&result->arena, file, strlen(file)),
        .first_line = first.line,
        .last_line = last.line,
    };
}

/* The reason if the function was rejected by an earlier compile, or NULL. */
static const char *translation_rejection(const struct instrument_input *input, const struct declaration *function)
{
    for (size_t i = 0; i < input->rejected_count; i++) {
        if (input->rejected[i].body == function->tokens[function->body].begin)
            return input->rejected[i].reason;
    }
    return NULL;
}

static void translation_take_function(struct translation *t, const struct declaration *function)
{
    dump_units(&t->dump, &t->source, function, &t->units);
    if (t->units.dropped) {
        translation_skip(t, function, "parts of it come from macros that leave no place for a probe", function->body,
                         false);
        t->result->skipped[t->result->skipped_count - 1].has_probes = t->units.count > 0;
    }
    if (t->units.count) {
        translation_note_probed(t, function);
        translation_take_edits(t, function);
    } else if (!t->units.dropped) {
        translation_skip(t, function, "it comes from a macro", function->body, false);
    }
}

/* Functions that macros make, once all of the text has been read. */
static void translation_cover_macro_functions(struct translation *t)
{
    struct macro_functions *list = &t->macro_functions;
    for (size_t i = 0; i < list->count; i++) {
        struct declaration *function = &list->functions[i];
        const char *rejection = macro_function_rejection(list, function, &t->expander);
        unit_list_clear(&t->units);
        if (rejection) {
            translation_skip(t, function, rejection, 0, false);
            continue;
        }
        unit_cut_macro_function(&t->units, &t->source, &function->tokens[0], &function->tokens[1],
                                macro_function_sibling(list, function));
        macro_function_number(list, function);
        translation_take_function(t, function);
    }
}

static void translation_cut(struct translation *t, const struct declaration *function, const struct stmt *body)
{
    dump_statements(&t->dump, &t->source, function, body);
    if (t->input->granularity == GRANULARITY_PERFUNC) {
        unit_cut_function(&t->units, &t->source, function->tokens, body);
    } else {
        t->units.has_entry = t->input->mode == MODE_ATOMIC && statement_body_is_alone(function);
        unit_cut(&t->units, &t->source, function->tokens, body);
    }
    t->result->mixes_declarations |= t->units.mixes_declarations;
    t->result->lacks_braces |= t->units.lacks_braces;
    t->result->draws_errors |= t->units.draws_errors;
    t->result->has_operands |= t->units.has_operands;
    if (t->units.count || !macro_function_add(&t->macro_functions, function, &t->result->arena))
        translation_take_function(t, function);
}

static void translation_cover_function(struct translation *t, const struct declaration *function)
{
    struct arena arena = {0};
    struct statement_error parse_failure;
    struct stmt *body = statement_parse_body(&arena, function, t->input->choices.calls, &parse_failure);
    const char *rejection = translation_rejection(t->input, function);
    unit_list_clear(&t->units);
    if (rejection)
        translation_skip(t, function, rejection, function->body, true);
    else if (t->expander.overflow)
        translation_skip(t, function, "a macro expansion in it is too large", function->body, true);
    else if (body == NULL)
        translation_skip(t, function, parse_failure.message, parse_failure.token, true);
    else
        translation_cut(t, function, body);
    arena_free(&arena);
}

static void translation_cover(struct translation *t)
{
    struct declaration declaration = {0};
    while (declaration_next(&t->expander, &declaration)) {
        dump_declaration(&t->dump, &t->source, &declaration);
        if (!declaration.is_function)
            continue;
        struct position position = source_locate(&t->source, declaration.tokens[declaration.body].begin);
        if (!translation_owner(t, position.file)->selected)
            continue;
        if (declaration.unprofiled)
            translation_skip(t, &declaration, "its attributes exclude it", declaration.body, false);
        else
            translation_cover_function(t, &declaration);
    }
    declaration_free(&declaration);
    translation_cover_macro_functions(t);
}

static void translation_find_target(struct translation *t)
{
    struct probe_target *target = &t->coverage.target;
    if (t->input->find_target)
        t->input->find_target(&t->idents, t->input->mode, t->input->context, target);
    /* In front of each asm statement GCC writes a comment with the file's name, not escaped. */
    for (size_t i = 0; i < t->source.file_count; i++) {
        if (strpbrk(t->source.files[i].name, "\"\\\n\r"))
            target->assembly = PROBE_IN_C;
    }
}

static int translation_write(struct translation *t)
{
    translation_find_target(t);
    expand_end(&t->expander);
    t->coverage.only_calls = probe_word_is_macro(&t->idents);
    coverage_layout(&t->coverage);
    struct edit_text text = {&t->source, &t->expander.line_map, &t->coverage, &t->macro_functions,
                             &t->edits,  t->input->base_file,   &t->idents};
    return edit_text_write(&text, &t->result->text);
}

/* Functions that do not return, by the user's option. */
static void translation_mark_noreturn(struct translation *t)
{
    for (const char *name = t->input->choices.noreturn; name && *name;) {
        size_t len = strcspn(name, ",");
        if (len)
            ident_intern(&t->idents, name, len)->diverts = true;
        name += len + (name[len] == ',');
    }
}

static void translation_open(struct translation *t)
{
    const struct instrument_input *input = t->input;
    t->dump = (struct dump){input->dump, &t->result->dump};
    source_open(&t->source, input->text, input->len, input->main_file);
    t->source.trigraphs = input->trigraphs;
    t->source.obeys_directives = input->choices.line_directives;
    idents_open(&t->idents);
    t->idents.raw_strings = input->raw_strings;
    expand_open(&t->expander, &t->source, input->rewritten, &t->idents);
    t->expander.line_map.read_file = input->read_file;
    dump_tokens(&t->dump, input->text, input->len);
    translation_mark_noreturn(t);
    if (input->predefined)
        expand_predefine(&t->expander, input->predefined, input->predefined_len);
    t->units.intraline = input->choices.intraline;
    t->coverage.mode = input->mode;
    t->coverage.granularity = input->granularity;
}

static void translation_close(struct translation *t)
{
    expand_close(&t->expander);
    idents_close(&t->idents);
    source_close(&t->source);
    unit_list_free(&t->units);
    coverage_free(&t->coverage);
    macro_functions_free(&t->macro_functions);
    free(t->owners);
    free(t->edits.items);
}

int instrument(const struct instrument_input *input, struct instrument_result *result)
{
    struct translation t = {.input = input, .result = result};
    int status = 0;
    *result = (struct instrument_result)INSTRUMENT_RESULT_INIT;
    if (input->len >= UINT32_MAX)
        return error("%s: larger than 4 GiB", input->main_file);
    translation_open(&t);
    translation_cover(&t);
    if (t.expander.unresolved)
        status = error("%s: covercc cannot follow a directive in the preprocessed text", input->main_file);
    else if (t.coverage.function_count)
        status = translation_write(&t);
    translation_close(&t);
    return status;
}

void instrument_result_free(struct instrument_result *result)
{
    str_free(&result->text);
    str_free(&result->dump);
    free(result->skipped);
    free(result->probed);
    arena_free(&result->arena);
}
