/* The identifiers of a translation unit, each stored once, with what is known of it. */
#ifndef COVER_INSTR_C_IDENT_H
#define COVER_INSTR_C_IDENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/* Classes of keywords, as far as the parser tells them apart: type specifiers and qualifiers are one class. */
enum keyword {
    KW_NONE,
    KW_IF,
    KW_ELSE,
    KW_SWITCH,
    KW_CASE,
    KW_DEFAULT,
    KW_WHILE,
    KW_DO,
    KW_FOR,
    KW_DEFER,
    KW_GOTO,
    KW_RETURN,
    KW_BREAK,
    KW_CONTINUE,
    KW_RECORD, /* struct, union, enum */
    KW_TYPEDEF,
    KW_STATIC,
    KW_EXTERN,
    KW_INLINE,
    KW_NORETURN,
    KW_TYPE,   /* int, const, register, _Thread_local … */
    KW_TYPEOF, /* takes parentheses in a declaration: typeof, _Alignas, _BitInt … */
    KW_ATTRIBUTE,
    KW_ASM,
    KW_EXTENSION,
    KW_UNEVALUATED, /* its operand is not evaluated: sizeof, _Alignof, _Generic … */
    KW_STATIC_ASSERT,
    KW_LABEL,  /* __label__ */
    KW_PRAGMA, /* _Pragma */
};

struct macro;

/* One for each spelling in a translation unit. */
struct ident {
    struct macro *macro; /* its definition at this point of the text, or NULL; the expander's */
    uint32_t hash, len;
    uint8_t keyword;        /* enum keyword */
    bool diverts : 1;       /* a function, or a pointer to one, known not to return, or to return twice */
    bool says_noreturn : 1; /* a specifier or attribute: noreturn … */
    bool is_noreturn : 1;   /* a typedef of a function that does not return, or of a pointer to one */
    bool is_constant : 1;   /* an enumerator */
    bool was_macro : 1;     /* a macro of this name is, or was, defined */
    bool is_label : 1;      /* somewhere in the translation unit, as are the next two */
    bool names_loop : 1;    /* a label in `break label` or `continue label` */
    bool is_target : 1;     /* a label in goto, asm goto or &&label */
    char name[];            /* NUL-terminated */
};

struct idents {
    struct ident **slots; /* open addressing; cap is a power of two */
    size_t count, cap;
    struct arena arena;
    struct ident *define, *va_opt; /* for quick comparison */
    bool raw_strings;              /* R"x(…)x" is a string, as in GCC's gnu99 and later */
};

/* The table begins with C's keywords and the known functions that do not return. */
void idents_open(struct idents *idents);
void idents_close(struct idents *idents);
/* The identifier with this spelling; it is added if missing. */
struct ident *ident_intern(struct idents *idents, const char *name, size_t len);
/* Is a macro of this name defined at this point of the text? */
bool ident_is_macro(struct idents *idents, const char *name);

#endif
