/* Recognises the pragmas of OpenMP, OpenACC, GCC and Clang that apply to the next statement. All others are
 * independent of it. */
#include "instr/c/pragma.h"

#include <string.h>

#include "base/banned.h"

static bool pragma_is_boundary(char c)
{
    return c == ' ' || c == '\t' || c == '(' || c == ')' || c == ',' || c == '\r';
}

/* The offset behind `word` in the text. 0: it does not occur. */
static size_t pragma_find_word(const char *text, size_t len, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= len; i++) {
        bool starts = i == 0 || pragma_is_boundary(text[i - 1]);
        bool ends = i + n == len || pragma_is_boundary(text[i + n]);
        if (starts && ends && memcmp(text + i, word, n) == 0)
            return i + n;
    }
    return 0;
}

static bool pragma_has_one_of(const char *text, size_t len, const char *const *words)
{
    for (; *words; words++) {
        if (pragma_find_word(text, len, *words))
            return true;
    }
    return false;
}

/* The number n in `clause(n)`; 0 without the clause. An n that is not a number counts as 9. */
static unsigned pragma_clause_loops(const char *text, size_t len, const char *clause)
{
    size_t at = pragma_find_word(text, len, clause);
    if (at == 0 || at >= len || text[at] != '(')
        return 0;
    while (++at < len && text[at] == ' ')
        continue;
    return at < len && text[at] >= '1' && text[at] <= '9' ? (unsigned)(text[at] - '0') : 9;
}

/* OpenMP and OpenACC; `text` begins behind that word. */
static struct pragma pragma_read_parallel(const char *text, size_t len)
{
    static const char *const alone[] = {"barrier",      "taskwait",      "taskyield", "flush",    "cancel",
                                        "cancellation", "threadprivate", "declare",   "requires", "end",
                                        "allocate",     "depobj",        NULL};
    static const char *const rigid[] = {"atomic", "sections", "scan", NULL};
    size_t directive =
        len < 40 ? len : 40; /* these words are directives, or begin one; in clauses they may be variables */
    if (pragma_has_one_of(text, directive, alone))
        return (struct pragma){0};
    unsigned collapse = pragma_clause_loops(text, len, "collapse"), ordered = pragma_clause_loops(text, len, "ordered");
    unsigned loops = collapse > ordered ? collapse : ordered;
    return (struct pragma){.binds = true,
                           .rigid = pragma_has_one_of(text, directive, rigid),
                           .spreads = true,
                           .tight = loops > 1 ? loops - 1 : 0};
}

struct pragma pragma_read(const char *text, size_t len)
{
    static const char *const of_gcc[] = {"unroll", "ivdep", "novector", NULL};
    static const char *const of_clang[] = {"loop", NULL};
    static const char *const of_vendors[] = {"unroll", "nounroll", "unroll_and_jam", "ivdep", "simd", "vector", NULL};
    size_t begin = 0;
    while (begin < len && pragma_is_boundary(text[begin]))
        begin++;
    text += begin;
    len -= begin;
    size_t word = 0;
    while (word < len && !pragma_is_boundary(text[word]))
        word++;
    if (pragma_find_word(text, word, "omp") || pragma_find_word(text, word, "acc"))
        return pragma_read_parallel(text + word, len - word);
    if (pragma_find_word(text, word, "GCC"))
        return (struct pragma){.binds = pragma_has_one_of(text + word, len - word, of_gcc)};
    if (pragma_find_word(text, word, "clang"))
        return (struct pragma){.binds = pragma_has_one_of(text + word, len - word, of_clang)};
    return (struct pragma){.binds = pragma_has_one_of(text, word, of_vendors)};
}
