/* In: one argument of a compiler command. Out: what it means to covercc.
 *
 * Sorted by name, so that an exact name and then ever shorter beginnings of the argument can be looked up by bisection.
 * To add an option, insert a row at its place; tests/instr checks the order. */
#include "instr/toolchain/option_table.h"

#include <string.h>

#include "base/banned.h"

enum { NAME_MAX_LEN = 30 };

static const struct option_entry table[] = {
    {"-###", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--analyze", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--assemble", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--compile", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--coverage", VALUE_NONE, ARG_OPTION, false, OPTION_NAMED_BY_OUTPUT},
    {"--define-macro", VALUE_JOINED, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--dependencies", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--help", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--help=", VALUE_JOINED, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--imacros", VALUE_JOINED, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--include", VALUE_JOINED, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--language", VALUE_JOINED, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--output", VALUE_JOINED, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--param", VALUE_SEPARATE, ARG_OPTION, true, 0},
    {"--param=", VALUE_JOINED, ARG_OPTION, true, 0},
    {"--preprocess", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--print-", VALUE_JOINED, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--save-temps", VALUE_JOINED, ARG_AUXILIARY, false, 0},
    {"--sysroot", VALUE_SEPARATE, ARG_OPTION, true, 0},
    {"--sysroot=", VALUE_JOINED, ARG_OPTION, true, 0},
    {"--target-help", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--target=", VALUE_JOINED, ARG_OPTION, true, 0},
    {"--undefine-macro", VALUE_JOINED, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--user-dependencies", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--version", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"--write-", VALUE_JOINED, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-A", VALUE_EITHER, ARG_PREPROCESS, false, 0},
    {"-B", VALUE_EITHER, ARG_OPTION, false, 0},
    {"-C", VALUE_NONE, ARG_PLAIN, true, 0},
    {"-CC", VALUE_NONE, ARG_PLAIN, true, 0},
    {"-D", VALUE_EITHER, ARG_PREPROCESS, true, 0},
    {"-E", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-F", VALUE_EITHER, ARG_PREPROCESS, false, 0},
    {"-I", VALUE_EITHER, ARG_PREPROCESS, true, OPTION_USER_DIRECTORY},
    {"-I-", VALUE_NONE, ARG_PREPROCESS, false, 0},
    {"-L", VALUE_EITHER, ARG_OPTION, true, 0},
    {"-M", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-MD", VALUE_NONE, ARG_DEPENDENCY, true, OPTION_ALL_DEPENDENCIES},
    {"-MF", VALUE_EITHER, ARG_DEPENDENCY, true, OPTION_DEPENDENCY_FILE},
    {"-MG", VALUE_NONE, ARG_DEPENDENCY, false, 0},
    {"-MJ", VALUE_EITHER, ARG_AUXILIARY, false, 0},
    {"-MM", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-MMD", VALUE_NONE, ARG_DEPENDENCY, true, OPTION_USER_DEPENDENCIES},
    {"-MP", VALUE_NONE, ARG_DEPENDENCY, true, OPTION_PHONY_RULES},
    {"-MQ", VALUE_EITHER, ARG_DEPENDENCY, true, OPTION_DEPENDENCY_TARGET},
    {"-MT", VALUE_EITHER, ARG_DEPENDENCY, true, OPTION_DEPENDENCY_TARGET},
    {"-MV", VALUE_NONE, ARG_DEPENDENCY, false, 0},
    {"-O", VALUE_JOINED, ARG_OPTION, true, 0},
    {"-P", VALUE_NONE, ARG_PLAIN, true, 0},
    {"-Q", VALUE_JOINED, ARG_OPTION, true, 0},
    {"-S", VALUE_NONE, ARG_STOP, true, OPTION_ASSEMBLY},
    {"-T", VALUE_EITHER, ARG_OPTION, false, 0},
    {"-Tbss", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-Tdata", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-Ttext", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-U", VALUE_EITHER, ARG_PREPROCESS, true, 0},
    {"-W", VALUE_JOINED, ARG_OPTION, true, OPTION_WARNS},
    {"-Wa,", VALUE_JOINED, ARG_OPTION, true, 0},
    {"-Wa,-a", VALUE_JOINED, ARG_AUXILIARY, false, 0},
    {"-Wbidi", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wc++-compat", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wc1", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wc2", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wc9", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wdeclaration-after-statement", VALUE_NONE, ARG_OPTION, true, OPTION_WARNS | OPTION_WARNS_MIXED},
    {"-Wdisabled-macro-expansion", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wdocumentation", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wduplicated-", VALUE_JOINED, ARG_OPTION, true, OPTION_WARNS | OPTION_WARNS_DUPLICATES},
    {"-Wembedded-directive", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Werror", VALUE_NONE, ARG_PLAIN, true, OPTION_WARNS},
    {"-Werror=", VALUE_JOINED, ARG_PLAIN, true, OPTION_WARNS | OPTION_WARNING_AS_ERROR},
    {"-Weverything", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS | OPTION_PEDANTIC},
    {"-Wgnu", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS | OPTION_PEDANTIC},
    {"-Winclude-next", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Winvalid-pch", VALUE_NONE, ARG_OPTION, true, OPTION_WARNS | OPTION_WARNS_PRECOMPILED},
    {"-Wl,", VALUE_JOINED, ARG_OPTION, true, 0},
    {"-Wlong-long", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wmicrosoft", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wmissing-include-dirs", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wnewline-eof", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wno-", VALUE_JOINED, ARG_OPTION, true, 0},
    {"-Wnormalized", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wp,", VALUE_JOINED, ARG_PREPROCESS, false, 0},
    {"-Wp,-D", VALUE_JOINED, ARG_PREPROCESS, true, 0},
    {"-Wp,-M", VALUE_JOINED, ARG_DEPENDENCY, false, OPTION_PASSED_DEPENDENCY},
    {"-Wp,-U", VALUE_JOINED, ARG_PREPROCESS, true, 0},
    {"-Wpedantic", VALUE_NONE, ARG_OPTION, true, OPTION_WARNS | OPTION_PEDANTIC},
    {"-Wpre-", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wsuggest-attribute=", VALUE_JOINED, ARG_OPTION, true, OPTION_WARNS | OPTION_WARNS_HIDDEN},
    {"-Wsystem-headers", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wtraditional", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wundef", VALUE_NONE, ARG_OPTION, true, OPTION_WARNS | OPTION_WARNS_UNDEFINED},
    {"-Wundef-", VALUE_JOINED, ARG_OPTION, false, OPTION_WARNS},
    {"-Wunused-macros", VALUE_NONE, ARG_OPTION, true, OPTION_WARNS | OPTION_WARNS_HIDDEN},
    {"-Xanalyzer", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-Xassembler", VALUE_SEPARATE, ARG_OPTION, true, 0},
    {"-Xclang", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-Xlinker", VALUE_SEPARATE, ARG_OPTION, true, 0},
    {"-Xpreprocessor", VALUE_SEPARATE, ARG_PREPROCESS, false, 0},
    {"-ansi", VALUE_NONE, ARG_OPTION, true, OPTION_STANDARD},
    {"-arch", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-aux-info", VALUE_SEPARATE, ARG_AUXILIARY, false, 0},
    {"-c", VALUE_NONE, ARG_STOP, true, 0},
    {"-cc1", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-coverage", VALUE_NONE, ARG_OPTION, false, OPTION_NAMED_BY_OUTPUT},
    {"-dM", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-dumpbase", VALUE_SEPARATE, ARG_DUMP_NAME, true, 0},
    {"-dumpbase-ext", VALUE_SEPARATE, ARG_DUMP_NAME, true, 0},
    {"-dumpdir", VALUE_SEPARATE, ARG_DUMP_NAME, true, 0},
    {"-dumpfullversion", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-dumpmachine", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-dumpspecs", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-dumpversion", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-e", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-emit-ast", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-emit-llvm", VALUE_NONE, ARG_OPTION, false, OPTION_LLVM},
    {"-f", VALUE_JOINED, ARG_OPTION, true, 0},
    {"-fborland", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fcallgraph-info", VALUE_JOINED, ARG_AUXILIARY, false, 0},
    {"-fcanonical-system-headers", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fcond-mismatch", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fdebug-cpp", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fdebug-prefix-map=", VALUE_JOINED, ARG_OPTION, true, OPTION_PREFIX_MAP},
    {"-fdeps", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fdiagnostics-format=", VALUE_JOINED, ARG_AUXILIARY, false, 0},
    {"-fdirectives-only", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fdollars", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fdump-", VALUE_JOINED, ARG_AUXILIARY, false, 0},
    {"-fexec-charset", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fextended-identifiers", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-ffile-prefix-map=", VALUE_JOINED, ARG_OPTION, true, OPTION_PREFIX_MAP | OPTION_MACRO_PREFIX_MAP},
    {"-fgnu-tm", VALUE_NONE, ARG_PARALLEL, true, 0},
    {"-fimplicit-module", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-finput-charset", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-flto", VALUE_JOINED, ARG_OPTION, true, OPTION_LTO},
    {"-fmacro-prefix-map=", VALUE_JOINED, ARG_OPTION, true, OPTION_MACRO_PREFIX_MAP},
    {"-fmodule", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fms-", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fno-canonical-system-headers", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fno-dollars", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fno-lto", VALUE_NONE, ARG_OPTION, true, OPTION_NO_LTO},
    {"-fopenacc", VALUE_JOINED, ARG_PARALLEL, true, 0},
    {"-fopenmp", VALUE_JOINED, ARG_PARALLEL, true, 0},
    {"-fopt-info", VALUE_JOINED, ARG_AUXILIARY, false, 0},
    {"-foptimization-record-file=", VALUE_JOINED, ARG_AUXILIARY, false, 0},
    {"-fpch", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fpch-preprocess", VALUE_NONE, ARG_PLAIN, true, 0},
    {"-fplugin", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fpreprocessed", VALUE_NONE, ARG_OPTION, false, 0},
    {"-fprofile", VALUE_JOINED, ARG_OPTION, true, OPTION_READS_LISTS},
    {"-fprofile-arcs", VALUE_NONE, ARG_OPTION, true, OPTION_NAMED_BY_OUTPUT | OPTION_READS_LISTS},
    {"-framework", VALUE_SEPARATE, ARG_OPTION, true, 0},
    {"-fraw-string", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fsanitize", VALUE_JOINED, ARG_OPTION, true, OPTION_READS_LISTS},
    {"-fsanitize=", VALUE_JOINED, ARG_OPTION, true, OPTION_READS_LISTS | OPTION_SANITIZERS},
    {"-fsave-optimization-record", VALUE_JOINED, ARG_AUXILIARY, false, 0},
    {"-fsearch-include-path", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fstack-usage", VALUE_JOINED, ARG_AUXILIARY, false, 0},
    {"-fsyntax-only", VALUE_NONE, ARG_OPTION, true, OPTION_UNCHANGED},
    {"-ftabstop", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-ftest-coverage", VALUE_NONE, ARG_OPTION, true, OPTION_NAMED_BY_OUTPUT},
    {"-ftime-trace", VALUE_JOINED, ARG_AUXILIARY, false, 0},
    {"-ftrack-macro", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-ftrigraphs", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fwhole-program", VALUE_NONE, ARG_OPTION, true, OPTION_LTO},
    {"-fwide-exec-charset", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fworking-directory", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-fxray", VALUE_JOINED, ARG_OPTION, true, OPTION_READS_LISTS},
    {"-g", VALUE_JOINED, ARG_OPTION, true, 0},
    {"-gcc-toolchain", VALUE_SEPARATE, ARG_OPTION, true, 0},
    {"-gsplit-dwarf", VALUE_NONE, ARG_OPTION, true, OPTION_NAMED_BY_OUTPUT},
    {"-idirafter", VALUE_EITHER, ARG_PREPROCESS, true, 0},
    {"-imacros", VALUE_SEPARATE, ARG_PREPROCESS, false, OPTION_MACROS_FILE},
    {"-imultiarch", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-imultilib", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-include", VALUE_SEPARATE, ARG_INCLUDE, true, 0},
    {"-include-pch", VALUE_SEPARATE, ARG_INCLUDE, false, 0},
    {"-iplugindir", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-iprefix", VALUE_SEPARATE, ARG_PREPROCESS, false, 0},
    {"-iquote", VALUE_EITHER, ARG_PREPROCESS, true, OPTION_USER_DIRECTORY},
    {"-isysroot", VALUE_EITHER, ARG_OPTION, true, 0},
    {"-isystem", VALUE_EITHER, ARG_PREPROCESS, true, 0},
    {"-isystem-after", VALUE_EITHER, ARG_PREPROCESS, true, 0},
    {"-ivfsoverlay", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-iwithprefix", VALUE_SEPARATE, ARG_PREPROCESS, false, 0},
    {"-iwithprefixbefore", VALUE_SEPARATE, ARG_PREPROCESS, false, 0},
    {"-l", VALUE_EITHER, ARG_OPTION, true, OPTION_LIBRARY},
    {"-m", VALUE_JOINED, ARG_OPTION, true, 0},
    {"-masm=", VALUE_JOINED, ARG_OPTION, true, OPTION_ASSEMBLER_DIALECT},
    {"-mllvm", VALUE_SEPARATE, ARG_OPTION, true, 0},
    {"-mthread-model", VALUE_SEPARATE, ARG_OPTION, true, 0},
    {"-no-pie", VALUE_NONE, ARG_OPTION, true, 0},
    {"-nodefaultlibs", VALUE_NONE, ARG_OPTION, true, OPTION_NO_LIBC},
    {"-nolibc", VALUE_NONE, ARG_OPTION, false, OPTION_NO_LIBC},
    {"-nostdinc", VALUE_NONE, ARG_PREPROCESS, true, 0},
    {"-nostdinc++", VALUE_NONE, ARG_OPTION, true, 0},
    {"-nostdlib", VALUE_NONE, ARG_OPTION, true, OPTION_NO_LIBC},
    {"-nostdlib++", VALUE_NONE, ARG_OPTION, true, 0},
    {"-o", VALUE_EITHER, ARG_OUTPUT, true, 0},
    {"-p", VALUE_JOINED, ARG_OPTION, true, 0},
    {"-pass", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-pedantic", VALUE_NONE, ARG_OPTION, true, OPTION_WARNS | OPTION_PEDANTIC},
    {"-pedantic-errors", VALUE_NONE, ARG_PLAIN, true, OPTION_WARNS | OPTION_PEDANTIC},
    {"-print-", VALUE_JOINED, ARG_OPTION, true, OPTION_UNCHANGED},
    {"-r", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-rdynamic", VALUE_NONE, ARG_OPTION, true, 0},
    {"-resource-dir", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-rpath", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-s", VALUE_JOINED, ARG_OPTION, true, 0},
    {"-save-stats", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-save-temps", VALUE_JOINED, ARG_AUXILIARY, false, 0},
    {"-specs", VALUE_SEPARATE, ARG_OPTION, false, 0},
    {"-specs=", VALUE_JOINED, ARG_OPTION, false, 0},
    {"-std=", VALUE_JOINED, ARG_OPTION, true, OPTION_STANDARD},
    {"-target", VALUE_SEPARATE, ARG_OPTION, true, 0},
    {"-traditional-cpp", VALUE_NONE, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-trigraphs", VALUE_NONE, ARG_OPTION, false, OPTION_TRIGRAPHS},
    {"-u", VALUE_EITHER, ARG_OPTION, true, 0},
    {"-undef", VALUE_NONE, ARG_PREPROCESS, true, 0},
    {"-w", VALUE_JOINED, ARG_OPTION, true, 0},
    {"-working-directory", VALUE_JOINED, ARG_OPTION, false, OPTION_UNCHANGED},
    {"-wrapper", VALUE_SEPARATE, ARG_OPTION, true, 0},
    {"-x", VALUE_EITHER, ARG_LANGUAGE, true, 0},
    {"-z", VALUE_EITHER, ARG_OPTION, true, 0},
};

enum { TABLE_COUNT = sizeof table / sizeof *table };

static const struct option_entry unlisted = {"", VALUE_JOINED, ARG_OPTION, false, 0};

/* The entry whose name is name[0..len), or NULL. */
static const struct option_entry *table_find(const char *name, size_t len)
{
    size_t low = 0, high = TABLE_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(table[middle].name, name, len);
        if (order == 0 && table[middle].name[len] == '\0')
            return &table[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct option_entry *option_find(const char *arg)
{
    size_t len = strlen(arg);
    const struct option_entry *option = table_find(arg, len);
    for (len = len < NAME_MAX_LEN ? len : NAME_MAX_LEN; option == NULL && len > 1; len--) {
        option = table_find(arg, len);
        if (option && option->value != VALUE_JOINED && option->value != VALUE_EITHER)
            option = NULL;
    }
    return option ? option : &unlisted;
}

bool option_takes_next(const struct option_entry *option, const char *arg)
{
    return option->value == VALUE_SEPARATE || (option->value == VALUE_EITHER && strcmp(option->name, arg) == 0);
}

const struct option_entry *option_table(size_t *count)
{
    *count = TABLE_COUNT;
    return table;
}
