/* Tells which pragmas apply to the next statement, by the grammars of OpenMP (5.2, with the directives of 6.0), OpenACC,
 * GCC and Clang. A directive is known by its whole name; clauses may have variables of the same name. A pragma of an
 * unknown name may apply to the next statement. */
#include "instr/c/pragma.h"

#include <ctype.h>
#include <string.h>

#include "base/banned.h"

enum { LOOPS_UNKNOWN = 99 }; /* more than anybody nests */

struct pragma_text {
    const char *at, *end;
};

/* A name, a number, or one other character. At the end its length is 0. */
struct pragma_word {
    const char *text;
    size_t len;
};

static bool pragma_in_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static void pragma_skip_blanks(struct pragma_text *text)
{
    while (text->at < text->end) {
        size_t left = (size_t)(text->end - text->at);
        if (left >= 2 && memcmp(text->at, "/*", 2) == 0) {
            const char *close = memmem(text->at + 2, left - 2, "*/", 2);
            text->at = close ? close + 2 : text->end;
        } else if (left >= 2 && memcmp(text->at, "//", 2) == 0) {
            text->at = text->end;
        } else if (isspace((unsigned char)*text->at) ||
                   (left >= 2 && text->at[0] == '\\' && strchr("\r\n", text->at[1]))) {
            text->at++;
        } else {
            break;
        }
    }
}

static struct pragma_word pragma_next(struct pragma_text *text)
{
    pragma_skip_blanks(text);
    struct pragma_word word = {text->at, 0};
    while (text->at < text->end && pragma_in_word(*text->at))
        text->at++;
    if (text->at == word.text && text->at < text->end)
        text->at++;
    word.len = (size_t)(text->at - word.text);
    return word;
}

static bool pragma_is(struct pragma_word word, const char *name)
{
    return word.len == strlen(name) && memcmp(word.text, name, word.len) == 0;
}

static bool pragma_is_one_of(struct pragma_word word, const char *const *names)
{
    while (*names && !pragma_is(word, *names))
        names++;
    return *names != NULL;
}

/* A part of a directive's name. OpenMP 6.0 joins the parts with underscores. */
static struct pragma_word pragma_next_part(struct pragma_text *text)
{
    struct pragma_word word = pragma_next(text);
    const char *underscore = word.len > 1 ? memchr(word.text + 1, '_', word.len - 1) : NULL;
    if (underscore) {
        word.len = (size_t)(underscore - word.text);
        text->at = underscore + 1;
    }
    return word;
}

static bool pragma_has_word(struct pragma_text text, const char *name)
{
    struct pragma_word word;
    while ((word = pragma_next(&text)).len && !pragma_is(word, name))
        continue;
    return word.len > 0;
}

static bool pragma_read_number(struct pragma_word word, unsigned *number)
{
    *number = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (!isdigit((unsigned char)word.text[i]) || *number > LOOPS_UNKNOWN)
            return false;
        *number = *number * 10 + (unsigned)(word.text[i] - '0');
    }
    return word.len > 0;
}

/* The value of the expression behind `(`: numbers, + and *. Other expressions are LOOPS_UNKNOWN. */
static unsigned pragma_read_value(struct pragma_text text)
{
    unsigned sum = 0, product = 1, number;
    for (;;) {
        if (!pragma_read_number(pragma_next(&text), &number))
            return LOOPS_UNKNOWN;
        product *= number;
        struct pragma_word sign = pragma_next(&text);
        if (pragma_is(sign, "*"))
            continue;
        sum += product;
        product = 1;
        if (pragma_is(sign, ")"))
            return sum;
        if (!pragma_is(sign, "+") || sum > LOOPS_UNKNOWN)
            return LOOPS_UNKNOWN;
    }
}

/* The number of arguments behind `(`. */
static unsigned pragma_count_arguments(struct pragma_text text)
{
    unsigned depth = 1, count = 1;
    for (struct pragma_word word; depth > 0 && (word = pragma_next(&text)).len;) {
        depth += pragma_is(word, "(");
        depth -= pragma_is(word, ")");
        count += depth == 1 && pragma_is(word, ",");
    }
    return count;
}

/* The clause `word`; `text` is behind its parenthesis. */
static void pragma_read_clause(struct pragma *pragma, struct pragma_word word, struct pragma_text text)
{
    static const char *const counts[] = {"collapse", "ordered", "depth", NULL};
    static const char *const lists[] = {"sizes", "tile", "permutation", NULL};
    unsigned loops = 0;
    if (pragma_is_one_of(word, counts))
        loops = pragma_is(pragma_next(&(struct pragma_text){text.at, text.end}), "force") ? LOOPS_UNKNOWN
                                                                                          : pragma_read_value(text);
    else if (pragma_is_one_of(word, lists))
        loops = pragma_count_arguments(text);
    else if (pragma_is(word, "default"))
        pragma->hides |= !pragma_is(pragma_next(&text), "shared");
    if (loops > 0 && loops - 1 > pragma->tight)
        pragma->tight = loops - 1;
}

/* Is the word, which stands for itself or begins a clause, none of OpenMP's or OpenACC's? In the string of _Pragma it is
 * a macro's name, which may expand to any clause. */
static bool pragma_is_macro(struct pragma_word word, bool has_arguments)
{
    static const char *const bare[] = {
        "parallel",  "for",     "simd",        "distribute",  "teams",    "target",    "loop",    "sections",
        "section",   "single",  "master",      "masked",      "critical", "ordered",   "task",    "taskloop",
        "data",      "atomic",  "scope",       "nowait",      "untied",   "mergeable", "nogroup", "threads",
        "taskgroup", "kernels", "serial",      "gang",        "worker",   "vector",    "seq",     "auto",
        "async",     "wait",    "host_data",   "independent", "unroll",   "full",      "partial", "tile",
        "stripe",    "reverse", "interchange", "seq_cst",     "acq_rel",  "acquire",   "release", "relaxed",
        "read",      "write",   "update",      "capture",     "compare",  "weak",      NULL};
    if (!isalpha((unsigned char)word.text[0]) && word.text[0] != '_')
        return false;
    if (!has_arguments)
        return !pragma_is_one_of(word, bare);
    for (size_t i = 0; i < word.len; i++) {
        if (isupper((unsigned char)word.text[i]))
            return true;
    }
    return false;
}

/* Also the clauses of directives within clauses (metadirective). */
static void pragma_read_clauses(struct pragma *pragma, struct pragma_text text)
{
    static const char *const apart[] = {"target", "loop", "concurrent", NULL};
    struct pragma_word before = {0};
    unsigned depth = 0;
    for (struct pragma_word word; (word = pragma_next(&text)).len; before = word) {
        struct pragma_text ahead = text;
        if (depth == 0 && pragma_is_macro(word, pragma_is(pragma_next(&ahead), "(")))
            pragma->tight = LOOPS_UNKNOWN;
        depth += pragma_is(word, "(");
        depth -= pragma_is(word, ")");
        pragma->offloads |= pragma_is_one_of(word, apart);
        pragma->rigid |= pragma_is(word, "inscan");
        if (before.len && pragma_is(word, "("))
            pragma_read_clause(pragma, before, text);
    }
}

/* Does the directive, whose name begins with `first`, stand alone? `text` is behind that part of the name. */
static bool pragma_omp_is_alone(struct pragma_word first, struct pragma_text text)
{
    static const char *const alone[] = {"barrier",      "taskwait",      "taskyield",    "flush",    "cancel",
                                        "cancellation", "threadprivate", "declare",      "requires", "end",
                                        "allocate",     "allocators",    "depobj",       "error",    "nothing",
                                        "interop",      "assumes",       "groupprivate", NULL};
    static const char *const transfers[] = {"enter", "exit", "update", NULL};
    if (pragma_is(first, "target"))
        return pragma_is_one_of(pragma_next_part(&text), transfers);
    if (pragma_is(first, "begin"))
        return !pragma_is(pragma_next_part(&text), "metadirective");
    if (pragma_is(first, "ordered"))
        return pragma_has_word(text, "depend") || pragma_has_word(text, "doacross");
    return pragma_is_one_of(first, alone);
}

/* Is the directive that `text` begins with `sections`, also combined with others? */
static bool pragma_omp_is_sections(struct pragma_text text)
{
    struct pragma_word word = pragma_next_part(&text);
    if (pragma_is(word, "parallel"))
        word = pragma_next_part(&text);
    return pragma_is(word, "sections");
}

static bool pragma_omp_is_rigid(struct pragma_word first, struct pragma_text all)
{
    static const char *const free_form[] = {
        "parallel",   "teams",  "masked",  "master",      "scope",     "single",    "critical", "for",     "simd",
        "distribute", "loop",   "task",    "taskloop",    "taskgroup", "target",    "ordered",  "section", "unroll",
        "tile",       "stripe", "reverse", "interchange", "assume",    "taskgraph", NULL};
    if (pragma_is(first, "metadirective") || pragma_is(first, "begin"))
        return pragma_has_word(all, "atomic") || pragma_has_word(all, "sections") || pragma_has_word(all, "dispatch");
    return !pragma_is_one_of(first, free_form) || pragma_omp_is_sections(all);
}

static struct pragma pragma_read_omp(struct pragma_text text)
{
    struct pragma_text all = text;
    struct pragma_word first = pragma_next_part(&text);
    struct pragma pragma = {.binds = true, .spreads = true};
    if (pragma_omp_is_alone(first, text))
        return (struct pragma){0};
    pragma.rigid = pragma_omp_is_rigid(first, all);
    pragma_read_clauses(&pragma, all);
    if (pragma_is(first, "interchange") && pragma.tight == 0)
        pragma.tight = 1;
    return pragma;
}

static struct pragma pragma_read_acc(struct pragma_text text)
{
    static const char *const alone[] = {"init", "shutdown", "set",     "update",  "wait", "enter",
                                        "exit", "cache",    "declare", "routine", NULL};
    static const char *const free_form[] = {"parallel", "kernels", "serial", "loop", "data", "host_data", NULL};
    struct pragma_text all = text;
    struct pragma_word first = pragma_next(&text);
    struct pragma pragma = {.binds = true, .spreads = true, .offloads = true};
    if (pragma_is_one_of(first, alone))
        return (struct pragma){0};
    pragma.rigid = !pragma_is_one_of(first, free_form);
    pragma_read_clauses(&pragma, all);
    return pragma;
}

/* A pragma of a compiler: `word` is its name, in the lists of those that apply to the next statement, and of those that
 * do not. */
static struct pragma pragma_read_name(struct pragma_word word, const char *const *bound, const char *const *independent)
{
    if (pragma_is_one_of(word, bound))
        return (struct pragma){.binds = true};
    return (struct pragma){.unknown = word.len > 0 && !pragma_is_one_of(word, independent)};
}

static struct pragma pragma_read_gcc(struct pragma_text text)
{
    static const char *const bound[] = {"unroll", "ivdep", "novector", NULL};
    static const char *const independent[] = {"dependency",    "poison",     "system_header",  "warning",     "error",
                                              "diagnostic",    "visibility", "push_options",   "pop_options", "target",
                                              "reset_options", "optimize",   "pch_preprocess", "message",     NULL};
    return pragma_read_name(pragma_next(&text), bound, independent);
}

static struct pragma pragma_read_clang(struct pragma_text text)
{
    static const char *const bound[] = {"loop", NULL};
    static const char *const independent[] = {"diagnostic",
                                              "attribute",
                                              "system_header",
                                              "poison",
                                              "dependency",
                                              "deprecated",
                                              "restrict_expansion",
                                              "final",
                                              "optimize",
                                              "fp",
                                              "section",
                                              "module",
                                              "arc_cf_code_audited",
                                              "__debug",
                                              "assume_nonnull",
                                              "max_tokens_here",
                                              "max_tokens_total",
                                              "include_instead",
                                              "force_cuda_host_device",
                                              "riscv",
                                              "unsafe_buffer_usage",
                                              NULL};
    return pragma_read_name(pragma_next(&text), bound, independent);
}

struct pragma pragma_read(const char *text, size_t len)
{
    static const char *const bound[] = {
        "unroll", "nounroll", "unroll_and_jam", "nounroll_and_jam", "ivdep", "simd", "vector", "novector", NULL};
    static const char *const independent[] = {"STDC",
                                              "pack",
                                              "once",
                                              "weak",
                                              "redefine_extname",
                                              "push_macro",
                                              "pop_macro",
                                              "message",
                                              "region",
                                              "endregion",
                                              "mark",
                                              "warning",
                                              "error",
                                              "comment",
                                              "ident",
                                              "scalar_storage_order",
                                              "align",
                                              "ms_struct",
                                              "options",
                                              "poison",
                                              "system_header",
                                              "alloc_text",
                                              "auto_inline",
                                              "bss_seg",
                                              "code_seg",
                                              "data_seg",
                                              "const_seg",
                                              "init_seg",
                                              "section",
                                              "intrinsic",
                                              "function",
                                              "inline_depth",
                                              "optimize",
                                              "float_control",
                                              "fenv_access",
                                              "fp_contract",
                                              "detect_mismatch",
                                              "include_alias",
                                              "strict_gs_check",
                                              "diag_suppress",
                                              "diag_default",
                                              "diag_push",
                                              "diag_pop",
                                              "hdrstop",
                                              "runtime_checks",
                                              "unused",
                                              NULL};
    struct pragma_text rest = {text, text + len};
    struct pragma_word word = pragma_next(&rest);
    if (pragma_is(word, "omp") || pragma_is(word, "ompx"))
        return pragma_read_omp(rest);
    if (pragma_is(word, "acc"))
        return pragma_read_acc(rest);
    if (pragma_is(word, "GCC"))
        return pragma_read_gcc(rest);
    if (pragma_is(word, "clang"))
        return pragma_read_clang(rest);
    return pragma_read_name(word, bound, independent);
}

const char *pragma_string_content(const char *literal, size_t literal_len, size_t *len)
{
    const char *open = memchr(literal, '"', literal_len), *end = literal + literal_len;
    *len = 0;
    if (open == NULL || end - open < 2)
        return "";
    const char *begin = open + 1;
    end--;
    if (open > literal && open[-1] == 'R') { /* R"delimiter(…)delimiter" */
        const char *paren = memchr(begin, '(', (size_t)(end - begin));
        while (end > begin && *end != ')')
            end--;
        if (paren == NULL || paren >= end)
            return "";
        begin = paren + 1;
    }
    *len = (size_t)(end - begin);
    return begin;
}
