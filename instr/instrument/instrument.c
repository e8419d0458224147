/* Runs the stages over one translation unit: declarations, statements, units, and at the end the edits and the front.
 *
 * Functions of packages that are not selected are read (their macros matter) and passed over. A function that can't be
 * parsed, or has no place for a probe, is left alone and listed. */
#include "instr/instrument/instrument.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/report.h"
#include "instr/instrument/dump.h"
#include "instr/instrument/probe.h"
#include "instr/instrument/macro_functions.h"

#include "base/banned.h"

#define FRONT_MARKER "# 1 \"<coverage>\" 3\n"
#define MADE_MACRO "__cover_made%u"

/* What is known of a source file, once one of its functions was met. */
struct file_owner {
    bool known;
    bool selected;
    uint32_t package, file; /* indices in the emission */
};

/* An edit of the whole text. */
struct text_edit {
    struct edit edit;
    uint32_t function;
    struct probe probe; /* of an edit that counts */
    size_t sequence;
};

struct translation {
    const struct instrument_input *input;
    struct instrument_result *result;
    struct source source;
    struct idents idents;
    struct expander expander;
    struct emission emission;
    struct file_owner *owners; /* by source file index */
    size_t owner_count;
    struct text_edit *edits;
    size_t edit_count, edit_cap;
    struct unit_list units; /* of the function under way */
    struct made_list made;
};

static uint32_t covered_package_find(struct emission *emission, const struct package *package)
{
    for (size_t i = 0; i < emission->package_count; i++) {
        if (emission->packages[i].package == package)
            return (uint32_t)i;
    }
    emission->packages =
        array_grow(emission->packages, emission->package_count, &emission->package_cap, sizeof *emission->packages);
    emission->packages[emission->package_count] = (struct covered_package){.package = package};
    return (uint32_t)emission->package_count++;
}

static struct file_owner *owner_find(struct translation *t, uint32_t file)
{
    while (t->owner_count <= file) {
        size_t cap = t->owner_count;
        t->owners = array_grow(t->owners, t->owner_count, &cap, sizeof *t->owners);
        memset(t->owners + t->owner_count, 0, (cap - t->owner_count) * sizeof *t->owners);
        t->owner_count = cap;
    }
    struct file_owner *owner = &t->owners[file];
    if (owner->known)
        return owner;
    owner->known = true;
    const char *name = t->source.files[file].name;
    if (name[0] == '<')
        return owner;
    char *path = path_absolute(&t->result->arena, t->input->directory, name);
    bool is_main = strcmp(name, t->input->main_file) == 0;
    const struct package *package = package_of(t->input->packages, path, t->input->output, is_main);
    if (package == NULL || !package->selected)
        return owner;
    owner->selected = true;
    owner->package = covered_package_find(&t->emission, package);
    struct covered_package *covered = &t->emission.packages[owner->package];
    covered->files = array_grow(covered->files, covered->file_count, &covered->file_cap, sizeof *covered->files);
    owner->file = (uint32_t)covered->file_count;
    covered->files[covered->file_count++] = package_file_name(t->input->packages, package, path, &t->result->arena);
    return owner;
}

static void leave_alone(struct translation *t, const struct declaration *function, const char *reason, uint32_t token,
                        bool is_failure)
{
    struct instrument_result *result = t->result;
    struct position position = source_locate(&t->source, function->tokens[token].begin);
    const char *file = t->source.files[position.file].name;
    const char *name = function->name ? function->name->name : "(unnamed)";
    result->left = array_grow(result->left, result->left_count, &result->left_cap, sizeof *result->left);
    result->left[result->left_count++] = (struct left_alone){
        .file = arena_copy(&result->arena, file, strlen(file)),
        .line = position.line,
        .function = arena_copy(&result->arena, name, strlen(name)),
        .reason = reason,
        .is_failure = is_failure,
    };
}

/* May another probe of the function be the first that a thread runs? */
static bool units_unsure(const struct unit_list *units)
{
    return units->dropped > 0 || units->nests || units->spreads;
}

/* The covered function that the function's units in `file` belong to, from index `first` on; made if missing. NULL: not
 * selected. */
static struct covered_function *covered_function_find(struct translation *t, const struct declaration *function,
                                                      uint32_t file, size_t first)
{
    const struct file_owner *owner = owner_find(t, file);
    struct emission *emission = &t->emission;
    if (!owner->selected)
        return NULL;
    for (size_t i = first; i < emission->function_count; i++) {
        if (emission->functions[i].package == owner->package && emission->functions[i].file == owner->file)
            return &emission->functions[i];
    }
    const char *name = function->name ? function->name->name : "(unnamed)";
    emission->functions =
        array_grow(emission->functions, emission->function_count, &emission->function_cap, sizeof *emission->functions);
    emission->functions[emission->function_count] = (struct covered_function){
        .name = name,
        .package = owner->package,
        .file = owner->file,
        .units = arena_alloc(&t->result->arena, t->units.count * sizeof(struct unit)),
        .made = made_number(function),
        .unsure = units_unsure(&t->units),
        .keeps = t->units.has_entry && !units_unsure(&t->units),
        .by_alias = function->is_inline && !function->is_static,
    };
    return &emission->functions[emission->function_count++];
}

/* Takes over the units of the function under way and its edits. */
static void units_take(struct translation *t, const struct declaration *function)
{
    size_t first = t->emission.function_count;
    for (size_t i = 0; i < t->units.edit_count; i++) {
        struct text_edit edit = {.edit = t->units.edits[i], .sequence = t->edit_count};
        if (edit.edit.kind == EDIT_ENTRY && units_unsure(&t->units))
            continue;
        if (edit_has_unit(edit.edit.kind)) {
            const struct unit *unit = &t->units.units[edit.edit.unit];
            struct covered_function *covered = covered_function_find(t, function, unit->start.file, first);
            if (covered == NULL)
                continue;
            edit.function = (uint32_t)(covered - t->emission.functions);
            if (edit_counts(edit.edit.kind)) {
                edit.probe.unit = covered->unit_count;
                edit.probe.may_repeat = unit->may_repeat;
                edit.probe.is_statement = edit.edit.kind == EDIT_PROBE || edit.edit.kind == EDIT_MADE;
                covered->units[covered->unit_count++] = *unit;
                t->result->units++;
            }
        }
        t->edits = array_grow(t->edits, t->edit_count, &t->edit_cap, sizeof *t->edits);
        t->edits[t->edit_count++] = edit;
    }
}

static void probed_add(struct translation *t, const struct declaration *function)
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

/* Why the function is to be left alone because of an earlier try. NULL: it isn't. */
static const char *refusal_find(const struct instrument_input *input, const struct declaration *function)
{
    for (size_t i = 0; i < input->refused_count; i++) {
        if (input->refused[i].body == function->tokens[function->body].begin)
            return input->refused[i].reason;
    }
    return NULL;
}

static void function_take(struct translation *t, const struct declaration *function)
{
    dump_units(t->input->dump, &t->source, function, &t->units);
    if (t->units.dropped) {
        leave_alone(t, function, "parts of it are made by macros that leave no place for a probe",
                    (uint32_t)function->body, false);
        t->result->left[t->result->left_count - 1].has_probes = t->units.count > 0;
    }
    if (t->units.count) {
        probed_add(t, function);
        units_take(t, function);
    } else if (!t->units.dropped) {
        leave_alone(t, function, "it is made by a macro", (uint32_t)function->body, false);
    }
}

/* Functions that macros make whole, once all of the text was seen. */
static void made_cover(struct translation *t)
{
    for (size_t i = 0; i < t->made.count; i++) {
        struct declaration *function = &t->made.functions[i];
        const char *refusal = made_refusal(&t->made, function, &t->expander);
        unit_list_clear(&t->units);
        if (refusal) {
            leave_alone(t, function, refusal, 0, false);
            continue;
        }
        unit_cut_made(&t->units, &t->source, &function->tokens[0], &function->tokens[1],
                      made_sibling(&t->made, function));
        made_number_give(&t->made, function);
        function_take(t, function);
    }
}

static void function_cover(struct translation *t, const struct declaration *function)
{
    struct arena arena = {0};
    struct parse_error parse_failure;
    struct stmt *body = parse_body(&arena, function, t->input->choices.calls, &parse_failure);
    const char *refusal = refusal_find(t->input, function);
    unit_list_clear(&t->units);
    if (refusal) {
        leave_alone(t, function, refusal, (uint32_t)function->body, true);
    } else if (t->expander.overflow) {
        leave_alone(t, function, "a macro expansion in it is too large", (uint32_t)function->body, true);
    } else if (body == NULL) {
        leave_alone(t, function, parse_failure.message, parse_failure.token, true);
    } else {
        dump_statements(t->input->dump, &t->source, function, body);
        if (t->input->granularity == GRANULARITY_PERFUNC) {
            unit_cut_function(&t->units, &t->source, function->tokens, body);
        } else {
            t->units.has_entry = t->input->mode == MODE_ATOMIC && body_is_alone(function);
            unit_cut(&t->units, &t->source, function->tokens, body);
        }
        t->result->mixes_declarations |= t->units.mixes_declarations;
        t->result->lacks_braces |= t->units.lacks_braces;
        t->result->has_operands |= t->units.has_operands;
        if (t->units.count || !made_add(&t->made, function, &t->result->arena))
            function_take(t, function);
    }
    arena_free(&arena);
}

static void functions_cover(struct translation *t)
{
    struct declaration declaration = {0};
    while (declaration_next(&t->expander, &declaration)) {
        dump_declaration(t->input->dump, &t->source, &declaration);
        if (!declaration.is_function)
            continue;
        struct position position = source_locate(&t->source, declaration.tokens[declaration.body].begin);
        if (!owner_find(t, position.file)->selected)
            continue;
        if (declaration.unprofiled)
            leave_alone(t, &declaration, "its attributes ask for it", (uint32_t)declaration.body, false);
        else
            function_cover(t, &declaration);
    }
    declaration_free(&declaration);
    made_cover(t);
}

/* Where the front goes: behind the line markers that begin the text, by which GCC learns the file's and the directory's
 * name. */
static size_t front_offset(const struct source *source)
{
    size_t line = 0;
    while (line + 1 < source->line_count && strncmp(source->text + source->line_starts[line], "# ", 2) == 0)
        line++;
    return source->line_starts[line];
}

/* `12 "file.c"`, of a line marker or a #line directive. */
static void place_add(const struct source *source, struct source_place place, struct str *out)
{
    str_addf(out, "%u \"", place.line);
    for (const char *p = source->files[place.file].name; *p; p++) {
        if (*p == '"' || *p == '\\')
            str_addc(out, '\\');
        str_addc(out, *p);
    }
    str_addc(out, '"');
}

/* A line marker that says of the text at `offset` what it said before. */
static void marker_add(const struct source *source, size_t offset, struct str *out)
{
    struct position position = source_locate_presumed(source, offset);
    str_adds(out, "# ");
    place_add(source, (struct source_place){position.file, position.line}, out);
    str_adds(out, source->files[position.file].system ? " 3\n" : "\n");
}

/* An edit of no function. `index`: what it is of its kind. */
static void edit_add(struct translation *t, uint32_t offset, enum edit_kind kind, uint32_t index)
{
    t->edits = array_grow(t->edits, t->edit_count, &t->edit_cap, sizeof *t->edits);
    t->edits[t->edit_count] = (struct text_edit){.edit = {offset, kind, index}, .sequence = t->edit_count};
    t->edit_count++;
}

/* The directives that the flattening lost, on lines of their own. */
static void lost_directives_add(struct translation *t)
{
    const struct line_map *line_map = &t->expander.line_map;
    for (size_t i = 0; i < line_map->lost_count; i++) {
        uint32_t line = source_line(&t->source, line_map->lost[i].offset);
        if (line + 1 >= t->source.line_count)
            continue;
        edit_add(t, t->source.line_starts[line + 1] - 1, EDIT_LINE, (uint32_t)i);
    }
}

static bool is_end(enum edit_kind kind)
{
    return kind == EDIT_OPERAND_END || kind == EDIT_CONDITION_MET || kind == EDIT_CONDITION_NOT;
}

/* At one offset: what ends an operand, the innermost first; what ends a statement; what begins one; what begins an
 * operand. */
static int edit_rank(enum edit_kind kind)
{
    if (is_end(kind))
        return 0;
    return kind == EDIT_CLOSE ? 1 : kind == EDIT_OPERAND || kind == EDIT_CONDITION ? 3 : 2;
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

/* Does `other` say something of the same brace in the same place? */
static bool is_made_alike(const struct translation *t, const struct text_edit *edit, const struct text_edit *other)
{
    return other->edit.kind == edit->edit.kind && other->edit.offset == edit->edit.offset &&
           t->emission.functions[other->function].made == t->emission.functions[edit->function].made;
}

/* Letter by letter: GCC's -O0 would call strcmp, and a program may have none. */
static void name_test_write(const char *name, struct str *out)
{
    str_addf(out, "if(__extension__(sizeof __FUNCTION__==%zu", strlen(name) + 1);
    for (size_t i = 0; name[i]; i++)
        str_addf(out, "&&__FUNCTION__[%zu]=='%c'", i, name[i]);
    str_adds(out, ")){");
}

/* The probes of the functions that one invocation makes with one brace: each knows its own by the function's name. */
static void made_probes_write(const struct translation *t, const struct text_edit *edit, struct str *out)
{
    const struct text_edit *end = t->edits + t->edit_count;
    size_t alike = 0;
    for (const struct text_edit *at = edit; at < end && at->edit.offset == edit->edit.offset; at++)
        alike += is_made_alike(t, edit, at);
    for (const struct text_edit *at = edit; at < end && at->edit.offset == edit->edit.offset; at++) {
        const struct covered_function *function = &t->emission.functions[at->function];
        if (!is_made_alike(t, edit, at))
            continue;
        if (alike > 1)
            name_test_write(function->name, out);
        emit_probe(&t->emission, function, &at->probe, out);
        str_adds(out, alike > 1 ? ";}" : ";");
    }
}

/* Lines of their own that say what stands behind a brace from here on. */
static void made_write(const struct translation *t, const struct text_edit *edit, struct str *out)
{
    uint32_t made = t->emission.functions[edit->function].made;
    for (const struct text_edit *at = edit; at > t->edits && at[-1].edit.offset == edit->edit.offset; at--) {
        if (is_made_alike(t, edit, &at[-1]))
            return;
    }
    str_addf(out, "\n" FRONT_MARKER "#undef " MADE_MACRO "\n#define " MADE_MACRO " ", made, made);
    if (edit->edit.kind == EDIT_MADE)
        made_probes_write(t, edit, out);
    str_addc(out, '\n');
    marker_add(&t->source, edit->edit.offset, out);
}

/* Does the text end in a word, as where a macro is the brace (BEGIN)? */
static bool ends_in_word(const struct str *out)
{
    unsigned char last = out->len ? (unsigned char)out->data[out->len - 1] : ' ';
    return isalnum(last) || last == '_' || last == '$' || last >= 0x80;
}

static void edit_write(const struct translation *t, const struct text_edit *edit, struct str *out)
{
    if (edit->edit.kind == EDIT_MADE || edit->edit.kind == EDIT_MADE_END) {
        made_write(t, edit, out);
        return;
    }
    if (edit->edit.kind == EDIT_BRACE)
        str_addf(out, " " MADE_MACRO " ", edit->edit.unit);
    const struct emission *emission = &t->emission;
    static const struct {
        const char *before, *behind; /* the probe, if the edit has one */
    } forms[] = {
        [EDIT_CLOSE] = {"}", NULL},
        [EDIT_OPEN] = {"{", NULL},
        [EDIT_PROBE] = {"", ";"},
        [EDIT_COMMA] = {"", ","},
        [EDIT_OPERAND] = {"(", ","},
        [EDIT_OPERAND_END] = {")", NULL},
        [EDIT_CONDITION] = {"(((", NULL},
        [EDIT_CONDITION_MET] = {")&&(", ",1))"},
        [EDIT_CONDITION_NOT] = {"||(", ",0))"},
        [EDIT_ENTRY] = {"", NULL},
        [EDIT_BRACE] = {"", NULL},
        [EDIT_LINE] = {"\n#line ", NULL},
    };
    if (edit->edit.kind != EDIT_LINE && ends_in_word(out))
        str_addc(out, ' ');
    str_adds(out, forms[edit->edit.kind].before);
    if (edit->edit.kind == EDIT_LINE)
        place_add(&t->source, t->expander.line_map.lost[edit->edit.unit].place, out);
    if (edit->edit.kind == EDIT_ENTRY)
        emit_entry(emission, out);
    if (edit_counts(edit->edit.kind)) {
        emit_probe(emission, &emission->functions[edit->function], &edit->probe, out);
        str_adds(out, forms[edit->edit.kind].behind);
    }
}

/* Marks each function's first probe. The edits are in the order of the text, functions one after the other. */
static void first_probes_mark(struct translation *t)
{
    bool *seen = xcalloc(t->emission.function_count, sizeof *seen);
    for (size_t i = 0; i < t->edit_count; i++) {
        struct text_edit *edit = &t->edits[i];
        if (edit_counts(edit->edit.kind)) {
            edit->probe.is_first = !seen[edit->function];
            seen[edit->function] = true;
        }
    }
    free(seen);
}

static bool is_defined(struct translation *t, const char *name)
{
    return ident_intern(&t->idents, name, strlen(name))->macro != NULL;
}

/* What the compiler's own macros say of the target; a text that was preprocessed before has none. */
static void target_find(struct translation *t)
{
    struct emission *emission = &t->emission;
    emission->one_instruction = is_defined(t, "__x86_64__") || is_defined(t, "__i386__");
    /* GCC writes the place of a piece of assembly in front of it, with the file's name as it is. */
    for (size_t i = 0; i < t->source.file_count; i++)
        emission->one_instruction &= !strpbrk(t->source.files[i].name, "\"\\\n\r");
    emission->clang = is_defined(t, "__clang__");
    emission->named = emission->one_instruction && !emission->plain_c && is_defined(t, "__x86_64__") &&
                      is_defined(t, "__code_model_small__") && !t->input->intel_syntax;
    emission->optimised = is_defined(t, "__OPTIMIZE__");
    emission->threadless = is_defined(t, "__GNUC__") && !is_defined(t, "__unix__") && !is_defined(t, "__linux__");
}

static int text_write(struct translation *t)
{
    struct str *out = &t->result->text;
    size_t done = front_offset(&t->source);
    str_reserve(out, t->source.len + t->source.len / 4);
    str_add(out, t->source.text, done);
    str_adds(out, FRONT_MARKER);
    if (emit_front(&t->emission, out) != 0)
        return -1;
    for (uint32_t i = 1; i <= t->made.brace_count; i++) {
        str_addf(out, "#define " MADE_MACRO "\n", i);
        edit_add(t, t->made.braces[i - 1]->end, EDIT_BRACE, i);
    }
    marker_add(&t->source, done, out);
    lost_directives_add(t);
    qsort(t->edits, t->edit_count, sizeof *t->edits, edit_order);
    first_probes_mark(t);
    for (size_t i = 0; i < t->edit_count; i++) {
        size_t offset = t->edits[i].edit.offset;
        if (offset < done)
            BUG("edit before the text's front");
        str_add(out, t->source.text + done, offset - done);
        edit_write(t, &t->edits[i], out);
        done = offset;
    }
    str_add(out, t->source.text + done, t->source.len - done);
    return 0;
}

/* The functions that the user names. */
static void diverting_names_mark(struct translation *t)
{
    for (const char *name = t->input->choices.noreturn; name && *name;) {
        size_t len = strcspn(name, ",");
        if (len)
            ident_intern(&t->idents, name, len)->diverts = true;
        name += len + (name[len] == ',');
    }
}

int instrument(const struct instrument_input *input, struct instrument_result *result)
{
    struct translation t = {.input = input, .result = result};
    int status = 0;
    *result = (struct instrument_result)INSTRUMENT_RESULT_INIT;
    if (input->len >= UINT32_MAX)
        return error("%s: larger than 4 GiB", input->main_file);
    source_open(&t.source, input->text, input->len, input->main_file);
    idents_open(&t.idents);
    t.idents.raw_strings = input->raw_strings;
    t.source.trigraphs = input->trigraphs;
    t.source.obeys_directives = input->choices.line_directives;
    expand_open(&t.expander, &t.source, input->rewritten, &t.idents);
    t.expander.line_map.read_file = input->read_file;
    dump_tokens(input->dump, input->text, input->len);
    diverting_names_mark(&t);
    t.units.intraline = input->choices.intraline;
    if (input->predefined)
        expand_predefine(&t.expander, input->predefined, input->predefined_len);
    t.emission.mode = input->mode;
    t.emission.granularity = input->granularity;
    t.emission.threads_checked = input->threads_checked;
    t.emission.plain_c = input->plain_c;
    t.emission.plain_frame = input->plain_frame;
    functions_cover(&t);
    if (t.expander.unresolved)
        status = error("%s: a directive that the compiler left can't be followed", input->main_file);
    if (status == 0 && t.emission.function_count) {
        target_find(&t);
        expand_end(&t.expander);
        emit_layout(&t.emission);
        status = text_write(&t);
    }
    expand_close(&t.expander);
    idents_close(&t.idents);
    source_close(&t.source);
    unit_list_free(&t.units);
    for (size_t i = 0; i < t.emission.package_count; i++)
        free(t.emission.packages[i].files);
    free(t.emission.packages);
    free(t.emission.functions);
    made_free(&t.made);
    free(t.owners);
    free(t.edits);
    return status;
}

void instrument_result_free(struct instrument_result *result)
{
    str_free(&result->text);
    free(result->left);
    free(result->probed);
    arena_free(&result->arena);
}
