/* The table of identifiers: a hash table over an arena, so that the lexer hands out pointers and a keyword or a macro
 * is found without a comparison of strings. */
#include "instr/c/ident.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const struct {
    const char *name;
    enum keyword keyword;
} ident_keywords[] = {
    {"if", KW_IF},
    {"else", KW_ELSE},
    {"switch", KW_SWITCH},
    {"case", KW_CASE},
    {"default", KW_DEFAULT},
    {"while", KW_WHILE},
    {"do", KW_DO},
    {"for", KW_FOR},
    {"_Defer", KW_DEFER},
    {"goto", KW_GOTO},
    {"return", KW_RETURN},
    {"break", KW_BREAK},
    {"continue", KW_CONTINUE},
    {"struct", KW_RECORD},
    {"union", KW_RECORD},
    {"enum", KW_RECORD},
    {"typedef", KW_TYPEDEF},
    {"static", KW_STATIC},
    {"extern", KW_EXTERN},
    {"inline", KW_INLINE},
    {"__inline", KW_INLINE},
    {"__inline__", KW_INLINE},
    {"_Noreturn", KW_NORETURN},
    {"void", KW_TYPE},
    {"char", KW_TYPE},
    {"short", KW_TYPE},
    {"int", KW_TYPE},
    {"long", KW_TYPE},
    {"float", KW_TYPE},
    {"double", KW_TYPE},
    {"signed", KW_TYPE},
    {"unsigned", KW_TYPE},
    {"_Bool", KW_TYPE},
    {"_Complex", KW_TYPE},
    {"_Imaginary", KW_TYPE},
    {"__signed", KW_TYPE},
    {"__signed__", KW_TYPE},
    {"__complex__", KW_TYPE},
    {"__complex", KW_TYPE},
    {"__int128", KW_TYPE},
    {"__int128_t", KW_TYPE},
    {"__uint128_t", KW_TYPE},
    {"_Float16", KW_TYPE},
    {"_Float32", KW_TYPE},
    {"_Float64", KW_TYPE},
    {"_Float128", KW_TYPE},
    {"_Float32x", KW_TYPE},
    {"_Float64x", KW_TYPE},
    {"__float128", KW_TYPE},
    {"__float80", KW_TYPE},
    {"_Decimal32", KW_TYPE},
    {"_Decimal64", KW_TYPE},
    {"_Decimal128", KW_TYPE},
    {"__builtin_va_list", KW_TYPE},
    {"__auto_type", KW_TYPE},
    {"auto", KW_TYPE},
    {"register", KW_TYPE},
    {"const", KW_TYPE},
    {"__const", KW_TYPE},
    {"__const__", KW_TYPE},
    {"volatile", KW_TYPE},
    {"__volatile", KW_TYPE},
    {"__volatile__", KW_TYPE},
    {"restrict", KW_TYPE},
    {"__restrict", KW_TYPE},
    {"__restrict__", KW_TYPE},
    {"_Thread_local", KW_TYPE},
    {"__thread", KW_TYPE},
    {"thread_local", KW_TYPE},
    {"constexpr", KW_TYPE},
    {"_Nonnull", KW_TYPE},
    {"_Nullable", KW_TYPE},
    {"_Atomic", KW_TYPEOF},
    {"typeof", KW_TYPEOF},
    {"__typeof", KW_TYPEOF},
    {"__typeof__", KW_TYPEOF},
    {"typeof_unqual", KW_TYPEOF},
    {"_Alignas", KW_TYPEOF},
    {"alignas", KW_TYPEOF},
    {"_BitInt", KW_TYPEOF},
    {"__declspec", KW_TYPEOF},
    {"__attribute__", KW_ATTRIBUTE},
    {"__attribute", KW_ATTRIBUTE},
    {"asm", KW_ASM},
    {"__asm", KW_ASM},
    {"__asm__", KW_ASM},
    {"__extension__", KW_EXTENSION},
    {"sizeof", KW_UNEVALUATED},
    {"_Alignof", KW_UNEVALUATED},
    {"alignof", KW_UNEVALUATED},
    {"__alignof", KW_UNEVALUATED},
    {"__alignof__", KW_UNEVALUATED},
    {"_Generic", KW_UNEVALUATED},
    {"__builtin_types_compatible_p", KW_UNEVALUATED},
    {"__builtin_constant_p", KW_UNEVALUATED},
    {"__builtin_choose_expr", KW_UNEVALUATED},
    {"__builtin_offsetof", KW_UNEVALUATED},
    {"__builtin_object_size", KW_UNEVALUATED},
    {"__builtin_dynamic_object_size", KW_UNEVALUATED},
    {"__builtin_classify_type", KW_UNEVALUATED},
    {"__builtin_has_attribute", KW_UNEVALUATED},
    {"_Countof", KW_UNEVALUATED},
    {"_Static_assert", KW_STATIC_ASSERT},
    {"static_assert", KW_STATIC_ASSERT},
    {"__label__", KW_LABEL},
    {"_Pragma", KW_PRAGMA},
    {"__pragma", KW_PRAGMA},
};

/* Functions of C libraries and built-in functions behind which a count may change: they never return (exit), return
 * only if they fail (execv), may return more than once (setjmp), or in two processes (fork). */
static const char *const ident_diverting[] = {
    "exit",
    "_exit",
    "_Exit",
    "quick_exit",
    "exit_group",
    "abort",
    "pthread_exit",
    "thrd_exit",
    "thr_exit",
    "longjmp",
    "_longjmp",
    "siglongjmp",
    "__longjmp_chk",
    "__libc_longjmp",
    "__libc_siglongjmp",
    "__sigsetjmp",
    "err",
    "errc",
    "errx",
    "verr",
    "verrc",
    "verrx",
    "error",
    "error_at_line",
    "__assert",
    "__assert2",
    "__assert13",
    "__assert_c99",
    "__assert_fail",
    "__assert_func",
    "__assert_perror_fail",
    "__assert_rtn",
    "__chk_fail",
    "__fortify_fail",
    "__libc_fatal",
    "__stack_chk_fail",
    "_Unwind_Resume",
    "__cxa_throw",
    "__builtin_abort",
    "__builtin_exit",
    "__builtin__exit",
    "__builtin__Exit",
    "__builtin_longjmp",
    "__builtin_trap",
    "__builtin_unreachable",
    "__builtin_verbose_trap",
    "execl",
    "execle",
    "execlp",
    "execlpe",
    "execv",
    "execve",
    "execveat",
    "execvp",
    "execvpe",
    "execvP",
    "exect",
    "fexecve",
    "__builtin_execl",
    "__builtin_execle",
    "__builtin_execlp",
    "__builtin_execv",
    "__builtin_execve",
    "__builtin_execvp",
    "setcontext",
    "swapcontext",
    "getcontext",
    "savectx",
    "setjmp",
    "_setjmp",
    "sigsetjmp",
    "__builtin_setjmp",
    "fork",
    "_Fork",
    "__fork",
    "__libc_fork",
    "__builtin_fork",
    "fork1",
    "forkall",
    "forkpty",
    "daemon",
    "rfork",
    "pdfork",
    "vfork",
    "__vfork",
    "clone",
    "clone2",
    "clone3",
    "__clone",
    "__clone2",
};

/* C23 */
static const char *const ident_constants[] = {"true", "false", "nullptr"};

static const char *const ident_noreturn[] = {"_Noreturn", "noreturn", "__noreturn__"};

void idents_open(struct idents *idents)
{
    *idents = (struct idents){0};
    for (size_t i = 0; i < sizeof ident_keywords / sizeof *ident_keywords; i++)
        ident_intern(idents, ident_keywords[i].name, strlen(ident_keywords[i].name))->keyword =
            ident_keywords[i].keyword;
    for (size_t i = 0; i < sizeof ident_diverting / sizeof *ident_diverting; i++)
        ident_intern(idents, ident_diverting[i], strlen(ident_diverting[i]))->diverts = true;
    for (size_t i = 0; i < sizeof ident_constants / sizeof *ident_constants; i++)
        ident_intern(idents, ident_constants[i], strlen(ident_constants[i]))->is_constant = true;
    for (size_t i = 0; i < sizeof ident_noreturn / sizeof *ident_noreturn; i++)
        ident_intern(idents, ident_noreturn[i], strlen(ident_noreturn[i]))->says_noreturn = true;
    idents->define = ident_intern(idents, "define", 6);
    idents->va_opt = ident_intern(idents, "__VA_OPT__", 10);
}

void idents_close(struct idents *idents)
{
    free(idents->slots);
    arena_free(&idents->arena);
}

/* Eight bytes at a time: most names have few more. */
static uint32_t ident_hash(const char *name, size_t len)
{
    const uint64_t factor = 0x9e3779b97f4a7c15; /* 2^64 divided by the golden ratio */
    uint64_t hash = len * factor, eight = 0;
    uint32_t four[2] = {0};
    for (; len > 8; name += 8, len -= 8) {
        memcpy(&eight, name, 8);
        hash = (hash ^ eight) * factor;
        hash ^= hash >> 32;
    }
    if (len >= 4) {
        memcpy(&four[0], name, 4);
        memcpy(&four[1], name + len - 4, 4);
    } else if (len > 0) {
        four[0] = (uint32_t)(unsigned char)name[0] << 16 | (uint32_t)(unsigned char)name[len / 2] << 8 |
                  (unsigned char)name[len - 1];
    }
    hash = (hash ^ ((uint64_t)four[1] << 32 | four[0])) * factor;
    return (uint32_t)(hash >> 32);
}

/* The slot of the name, or the empty slot where it belongs. */
static struct ident **ident_slot(const struct idents *idents, const char *name, size_t len, uint32_t hash)
{
    for (size_t i = hash & (idents->cap - 1);; i = (i + 1) & (idents->cap - 1)) {
        const struct ident *ident = idents->slots[i];
        if (ident == NULL || (ident->hash == hash && ident->len == len && memcmp(ident->name, name, len) == 0))
            return &idents->slots[i];
    }
}

static void idents_grow(struct idents *idents)
{
    struct idents larger = {.cap = idents->cap ? idents->cap * 2 : 512};
    larger.slots = xcalloc(larger.cap, sizeof(struct ident *));
    for (size_t i = 0; i < idents->cap; i++) {
        struct ident *ident = idents->slots[i];
        if (ident)
            *ident_slot(&larger, ident->name, ident->len, ident->hash) = ident;
    }
    free(idents->slots);
    idents->slots = larger.slots;
    idents->cap = larger.cap;
}

struct ident *ident_intern(struct idents *idents, const char *name, size_t len)
{
    if (idents->count * 3 >= idents->cap * 2)
        idents_grow(idents);
    uint32_t hash = ident_hash(name, len);
    struct ident **slot = ident_slot(idents, name, len, hash);
    if (*slot)
        return *slot;
    struct ident *ident = arena_alloc(&idents->arena, offsetof(struct ident, name) + len + 1);
    *ident = (struct ident){.hash = hash, .len = (uint32_t)len};
    memcpy(ident->name, name, len);
    ident->name[len] = '\0';
    idents->count++;
    return *slot = ident;
}

bool ident_is_macro(struct idents *idents, const char *name)
{
    return ident_intern(idents, name, strlen(name))->macro != NULL;
}
