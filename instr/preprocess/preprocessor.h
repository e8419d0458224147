/* What the parts of the built-in preprocessing share: the whole (preprocess.c), text between directives (text.c),
 * directives (directives.c), conditionals (conditionals.c). No other file includes it. */
#ifndef COVER_INSTR_PREPROCESS_PREPROCESSOR_H
#define COVER_INSTR_PREPROCESS_PREPROCESSOR_H

#include "instr/preprocess/pp_expression.h"
#include "instr/preprocess/include_search.h"
#include "instr/preprocess/request.h"

enum { INCLUDE_DEPTH_MAX = 150 };

/* An open conditional. */
struct group {
    bool was_skipping; /* the text around it is skipped */
    bool taken;        /* no other branch can be */
    bool in_else;
    struct ident *guard; /* nothing comes before it in the file, and it is skipped if this macro is defined */
};

/* A file being read. */
struct frame {
    struct include_file *file;
    unsigned system;
    size_t pos;
    uint32_t line;       /* of the byte at `pos` */
    const char *called;  /* GCC: what #line calls the file, or NULL */
    uint32_t shift;      /* … added to lines */
    size_t group_base;   /* groups of the files around it */
    bool guard_valid;    /* so far only comments and perhaps one whole conditional */
    bool other_defined;  /* the conditional with the guard begins with the definition of another macro */
    struct ident *guard; /* that conditional's macro */
};

struct preprocessor {
    const struct preprocess_request *request;
    struct str *out;
    struct dependencies *dependencies;
    struct includes includes;
    struct idents idents;
    struct source source;
    struct expander expander;
    struct condition_oracle oracle;
    struct map definitions; /* GCC: macro name -> its definition as printed */
    struct map deprecated;  /* Clang: macro name -> not NULL */
    struct str definition;
    struct frame frames[INCLUDE_DEPTH_MAX];
    size_t depth;
    struct group *groups;
    size_t group_count, group_cap;
    bool open_literal; /* as in preprocess.h */
    bool skipping;
    uint32_t printed_line; /* the compiler's number for the next line of the output */
    struct arena *arena;
    const char *reason; /* where and why only the compiler can do it */
};

/* A directive's line. */
struct directive_line {
    size_t hash, begin, end; /* the #, the rest behind the name, the newline */
    uint32_t line;           /* of its # */
    const char *name;
    size_t name_len;
};

/* Bytes that matter in a directive: 1 a newline, 2 perhaps the beginning of a comment or trigraph, 3 compilers may warn
 * or print something else, 4 they warn with -pedantic. */
extern const unsigned char preprocess_line_classes[256];

static inline struct frame *preprocess_frame(struct preprocessor *p)
{
    return &p->frames[p->depth - 1];
}

/* The compiler must preprocess the file, for this reason; the first one counts. */
void preprocess_give_up(struct preprocessor *p, const char *reason);

/* # 12 "file.c" 1 3 4 */
void preprocess_marker(struct preprocessor *p, uint32_t line, const char *flag);
/* Brings the output to this line, by a few newlines or a marker. */
void preprocess_line_reach(struct preprocessor *p, uint32_t line);
/* Would a line marker spell the path differently? */
bool preprocess_path_is_unusual(const struct preprocessor *p, const char *path);
/* Notes a file on which the translation unit depends, once. */
void preprocess_file_note(struct preprocessor *p, struct include_file *file, bool system);
/* Begins to read a file. */
void preprocess_file_enter(struct preprocessor *p, struct include_file *file, unsigned system);
/* The file of an #include, or NULL. `next`: of an #include_next. */
struct include_file *preprocess_file_find(struct preprocessor *p, const char *name, bool angled, bool next);
/* Is the file to be read: it can be, and neither a guard nor #pragma once excludes it? */
bool preprocess_include_due(struct preprocessor *p, struct include_file *file);
/* Copies the text up to the next directive and obeys that, or up to the file's end and leaves the file. */
void preprocess_segment(struct preprocessor *p);

/* Obeys the directive whose # is at `hash`. */
void preprocess_directive(struct preprocessor *p, size_t hash);
/* A lexer for the rest of the line, behind the directive's name. */
struct lexer preprocess_line_lexer(struct preprocessor *p, const struct directive_line *line);
/* The only token of #ifdef or #undef, a name. NULL: there is something else. */
struct ident *preprocess_name_only(struct preprocessor *p, const struct directive_line *line);
/* Nothing may stand behind #else and #endif. */
void preprocess_line_empty(struct preprocessor *p, const struct directive_line *line);
bool preprocess_is_named(const struct directive_line *line, const char *name);

/* Obeys a conditional. False: it is another directive. */
bool preprocess_conditional(struct preprocessor *p, const struct directive_line *line);
/* The macro of the conditional just opened, if it may be the file's guard. */
struct ident *preprocess_guard(struct preprocessor *p);

#endif
