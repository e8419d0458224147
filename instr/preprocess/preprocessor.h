/* What the parts of the preprocessor share: the whole (preprocess.c), text between directives (preprocess_text.c),
 * directives (preprocess_directive.c), conditionals (preprocess_group.c). For them alone. */
#ifndef COVER_INSTR_PREPROCESS_PREPROCESSOR_H
#define COVER_INSTR_PREPROCESS_PREPROCESSOR_H

#include "instr/preprocess/pp_expression.h"
#include "instr/preprocess/include_search.h"
#include "instr/preprocess/request.h"

enum { INCLUDE_DEPTH_MAX = 150 };

/* A conditional that is open. */
struct group {
    bool was_skipping; /* the text around it is left out */
    bool taken;        /* no other branch of it can be */
    bool in_else;
    struct ident *guard; /* it is the file's first thing, and left out when this is defined */
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
    bool guard_valid;    /* nothing but comments and perhaps one whole conditional has come so far */
    bool other_defined;  /* the first thing in a conditional that may be a guard's defines another macro */
    struct ident *guard; /* … that conditional's */
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
    struct map deprecated;  /* Clang: macro name -> what isn't NULL */
    struct str definition;
    struct frame frames[INCLUDE_DEPTH_MAX];
    size_t depth;
    struct group *groups;
    size_t group_count, group_cap;
    bool skipping;
    uint32_t printed_line; /* the compiler's idea of the line that comes next in the output */
    struct arena *arena;
    const char *reason; /* where and why it can't be done here */
};

/* A directive's line. */
struct directive_line {
    size_t hash, begin, end; /* its #, what is behind its name, its newline */
    uint32_t line;           /* of its # */
    const char *name;
    size_t name_len;
};

/* Bytes at which a directive's line is looked at: 1 a newline, 2 the beginning of a comment or trigraph perhaps, 3 what
 * compilers may speak of or print otherwise, 4 of which they speak with -pedantic. */
extern const unsigned char preprocess_line_classes[256];

static inline struct frame *preprocess_frame(struct preprocessor *p)
{
    return &p->frames[p->depth - 1];
}

/* The compiler must do it: for this reason, unless there was one before. */
void preprocess_give_up(struct preprocessor *p, const char *reason);

/* # 12 "file.c" 1 3 4 */
void preprocess_marker(struct preprocessor *p, uint32_t line, const char *flag);
/* Brings the output to this line: by newlines, if they are few. */
void preprocess_line_reach(struct preprocessor *p, uint32_t line);
/* Would a marker spell it in another way? */
bool preprocess_path_is_odd(const struct preprocessor *p, const char *path);
/* Notes a file on which the translation unit depends, once. */
void preprocess_file_note(struct preprocessor *p, struct include_file *file, bool system);
/* Begins to read a file. */
void preprocess_file_enter(struct preprocessor *p, struct include_file *file, unsigned system);
/* The file that is meant, or NULL. `next`: the one behind this in the search path. */
struct include_file *preprocess_file_find(struct preprocessor *p, const char *name, bool angled, bool next);
/* Is it there to be read, and has it not been, if once is enough? */
bool preprocess_include_due(struct preprocessor *p, struct include_file *file);
/* Copies the text up to the next directive, and obeys that; or up to the file's end, and leaves it. */
void preprocess_segment(struct preprocessor *p);

/* Obeys the directive whose # is at `hash`. */
void preprocess_directive(struct preprocessor *p, size_t hash);
/* Reads what is behind the directive's name. */
struct lexer preprocess_line_lexer(struct preprocessor *p, const struct directive_line *line);
/* The one name of #ifdef, #undef and kin. NULL: it is something else, or something more. */
struct ident *preprocess_name_only(struct preprocessor *p, const struct directive_line *line);
/* Nothing may stand behind #else and #endif. */
void preprocess_line_empty(struct preprocessor *p, const struct directive_line *line);
bool preprocess_is_named(const struct directive_line *line, const char *name);

/* Is it a conditional? Then it has been obeyed. */
bool preprocess_conditional(struct preprocessor *p, const struct directive_line *line);
/* The macro of the conditional just opened, if it may be the file's guard. */
struct ident *preprocess_guard(struct preprocessor *p);

#endif
