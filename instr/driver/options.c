/* In: covercc's command line. Out: its options, as they were given. */
#include "instr/driver/options.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/report.h"

#include "base/banned.h"

static const char help_text[] =
    "usage: covercc [OPTIONS] [--] CC ARGS...\n"
    "       covercc run [-o DIR] [-ck] [-t KEY=VALUE]... [--] CMD ARGS...\n"
    "Runs the C compiler CC with its arguments, and instruments what it compiles for coverage.\n"
    "covercc run runs a command whose coverage data goes to DIR.\n"
    "\n"
    "  --manifest=FILE     packages, mode and files, written by a build mode (docs/reference/manifest.md)\n"
    "  --meson             the same, made from Meson's description of the build tree, which is the working directory "
    "(docs/guide/meson.md)\n"
    "Without a manifest; defaults come from the file .covercc (docs/guide/make.md):\n"
    "  --config=FILE       that file instead of the nearest .covercc\n"
    "  --root=DIR          the module's source root (default: the top of the source tree)\n"
    "  --module=NAME       the module's path (default: the root directory's name)\n"
    "  --pkg=mod|mod.deps  instrument the module's own code, or vendored code below the root too;\n"
    "                      mod,test and mod.deps,test: also code in folders for tests\n"
    "  --mode=set|count|atomic, --granularity=perblock|perfunc\n"
    "  --intraline         also count the operands of && and || and the arms of ?:\n"
    "  --calls             end a unit at every call\n"
    "  --noreturn=NAME,... functions that do not return: a call of one ends a unit\n"
    "  --line-directives   report positions as #line directives give them (yacc, re2c)\n"
    "  --flatten=compiler  let the compiler preprocess every file (also COVERFLATTEN=compiler)\n"
    "  --runtime=FILE      the runtime archive (default: libcoverrt.a found beside covercc)\n"
    "  --skipped=FILE      append a line for each function or file that is skipped\n"
    "  --log=FILE          append what each compile instrumented and skipped\n"
    "  --strict            fail if a file or a function cannot be instrumented\n"
    "  --keep              keep the instrumented text beside the object\n"
    "  --dump=STAGE        print flat, tokens, expanded, stmts, units, edits or text instead of compiling\n"
    "  --help, --version\n"
    "\n"
    "covercc [OPTIONS] --explain CC ARGS... prints what would be instrumented or skipped and why, and keeps no file.\n"
    "covercc [--strict] --summary=FILE prints the same for a whole build, from the file of --log.\n";

static void options_print(const char *text)
{
    fputs(text, stdout);
    exit(stdout_finish() ? EXIT_FAILED : 0);
}

/* getopt returns FIELD plus the offset of the option's field. */
int options_read(struct options *options, int argc, char **argv)
{
    enum { HELP = 1, VERSION, FIELD = 256 };
#define TEXT(name, field)                                                                                              \
    {                                                                                                                  \
        name, required_argument, NULL, FIELD + offsetof(struct options, field)                                         \
    }
#define FLAG(name, field)                                                                                              \
    {                                                                                                                  \
        name, no_argument, NULL, FIELD + offsetof(struct options, field)                                               \
    }
    static const struct option table[] = {
        TEXT("manifest", manifest),
        FLAG("meson", meson),
        TEXT("config", config),
        TEXT("root", root),
        TEXT("module", module),
        TEXT("pkg", pkg),
        TEXT("mode", mode),
        TEXT("granularity", granularity),
        TEXT("flatten", flatten),
        TEXT("runtime", runtime),
        TEXT("skipped", skipped),
        TEXT("log", log),
        FLAG("explain", explain),
        TEXT("summary", summary),
        FLAG("strict", strict),
        FLAG("keep", keep),
        TEXT("dump", dump),
        FLAG("intraline", choices.intraline),
        FLAG("calls", choices.calls),
        TEXT("noreturn", choices.noreturn),
        FLAG("line-directives", choices.line_directives),
        {"help", no_argument, NULL, HELP},
        {"version", no_argument, NULL, VERSION},
        {0},
    };
#undef TEXT
#undef FLAG
    for (int option, index; (option = getopt_long(argc, argv, "+", table, &index)) != -1;) {
        if (option == HELP)
            options_print(help_text);
        if (option == VERSION)
            options_print("covercc " COVERBUILD_VERSION "\n");
        if (option < FIELD)
            exit(EXIT_USAGE);
        char *field = (char *)options + (option - FIELD);
        if (table[index].has_arg == required_argument)
            *(const char **)field = optarg;
        else
            *(bool *)field = true;
    }
    return optind;
}
