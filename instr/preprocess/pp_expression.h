/* The expressions of #if and #elif (C11 6.10.1). */
#ifndef COVER_INSTR_PREPROCESS_PP_EXPRESSION_H
#define COVER_INSTR_PREPROCESS_PP_EXPRESSION_H

#include "instr/c/expand.h"

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN };

/* Answers what the text does not contain. */
struct condition_oracle {
    void *context;
    /* The value of an expression that only the compiler knows, such as __has_attribute(cold), or `defined` of a macro
     * that -dM does not list. Negative: unknown. */
    long (*ask)(void *context, const char *question);
    /* __has_include, or __has_include_next. */
    enum truth (*has_include)(void *context, const char *name, bool angled, bool next);
    bool ignores_counter;   /* __COUNTER__ is a name that is no macro */
    bool refuses_undefined; /* a name that is no macro makes the truth unknown (-Wundef) */
};

/* Evaluates the expression in line->pos..line->end. Unknown: only the compiler can, or it may warn. */
enum truth condition_evaluate(struct expander *expander, const struct lexer *line,
                              const struct condition_oracle *oracle);
/* The name, if the whole line is `!defined NAME` or `!defined(NAME)`; else NULL. */
struct ident *condition_guard(struct lexer line);
/* Is it defined, as #ifdef and defined mean it? */
enum truth condition_defined(const struct ident *ident, const struct condition_oracle *oracle);

#endif
