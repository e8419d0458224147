/* The expressions of #if and #elif (C11 6.10.1). */
#ifndef COVER_INSTR_PREPROCESS_PP_EXPRESSION_H
#define COVER_INSTR_PREPROCESS_PP_EXPRESSION_H

#include "instr/c/expand.h"

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN };

/* Who answers what the text itself doesn't tell. */
struct condition_oracle {
    void *context;
    /* The value of an expression of the compiler's own, such as __has_attribute(cold), or `defined` of a macro that it
     * has without saying so. Negative: nobody can say. */
    long (*ask)(void *context, const char *question);
    /* __has_include, or __has_include_next. */
    enum truth (*has_include)(void *context, const char *name, bool angled, bool next);
    bool refuses_undefined; /* a name that is no macro makes the truth unknown (-Wundef) */
};

/* Evaluates the expression at line->pos … line->end. Unknown: the compiler may judge it, or has something to say about
 * it. */
enum truth condition_evaluate(struct expander *expander, const struct lexer *line,
                              const struct condition_oracle *oracle);
/* The name, if the line is `!defined NAME` or `!defined(NAME)`, and nothing else. */
struct ident *condition_guard(struct lexer line);
/* Is it defined, as #ifdef and defined mean it? */
enum truth condition_defined(const struct ident *ident, const struct condition_oracle *oracle);

#endif
