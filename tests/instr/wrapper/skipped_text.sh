# Text in groups that #if skips may be anything: it neither keeps a file from being instrumented nor changes what is compiled, whichever
# options make the compiler preprocess the file.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
mkdir -p "$TREE/inc"
skipped="This isn't code.
don't /* and this is no comment
\"an unterminated string
it's \"mixed'
'
\"
\\\\'
L'x u8\"y
\"escaped \\\\\" still open
'a' b' 'c
#error don't
#warning isn't
#pragma it's
#define IT'S 1
#unknown don't
# 33 can't
#include \"no such file
#include <isn't.h>
@ \` \\\\ \$ \\\\u12
??/ ??'
)( }{ ]["
cat >"$TREE/both.c" <<'END'
#include "inc/header.h"
#if 0
TEXT
#endif
int f(int a)
{
#ifdef NEVER
    TEXT
#else
    if (a)
        return header(1);
#endif
    return __LINE__;
}
END
cat >"$TREE/inc/header.h" <<'END'
#ifndef HEADER_H
#define HEADER_H
#if defined NEVER
TEXT
#elif 1
static int header(int a) { return a + __LINE__; }
#else
TEXT
#endif
#endif
END
cp "$TREE/both.c" "$WORK/both.c"
cp "$TREE/inc/header.h" "$WORK/header.h"

# text TEXT: puts it into the skipped groups.
text()
{
    TEXT=$1 awk '/^ *TEXT$/ { print ENVIRON["TEXT"]; next } { print }' "$WORK/both.c" >"$TREE/both.c"
    TEXT=$1 awk '/^TEXT$/ { print ENVIRON["TEXT"]; next } { print }' "$WORK/header.h" >"$TREE/inc/header.h"
}

case_texts() {
    printf '%s\n' "$skipped" >"$WORK/texts.list"
    while read -r line; do
        text "$line"
        same 'CC -c both.c' both.o
        same 'CC -Wall -Wextra -fno-such-thing-as-this -c both.c'
        same 'CC -Wall -Wp,-D_FORTIFY_SOURCE=2 -O2 -c both.c -MD' both.o
        same 'COVERFLATTEN=compiler CC -Wall -O2 -c both.c -MD' both.o
    done <"$WORK/texts.list"
}

# Options under which the compiler must, or once had to, preprocess.
case_options() {
    text "$(printf "This isn't code.\ndon't /* nor this\n\"unterminated\n#define IT'S")"
    : >"$TREE/macros.h"
    for options in '-Wp,-U_FORTIFY_SOURCE,-D_FORTIFY_SOURCE=3 -O2' '-imacros macros.h' '-save-temps' \
        '-C' '-CC' '-P' '-Wunused-macros' '-ftrack-macro-expansion=0' '-finput-charset=UTF-8' '-fdump-tree-gimple' '-Wp,-DA,-DB=2,-UC' \
        '-Wp,-MMD,out/x.d' '-fno-canonical-system-headers' '-trigraphs' '-std=c11' '-fopenmp' '-include macros.h'; do
        case $KIND$options in clang-imacros*|clang-ftrack*|clang-fno-can*|clang-finput*|clang-fdump*) continue ;; clang-C*) same "CC $options -c both.c"; continue ;; esac
        same "CC $options -c both.c" both.o
    done
    for variable in CPATH=inc C_INCLUDE_PATH=inc; do
        same "$variable CC -c both.c" both.o
    done
}

# GCC expands no __COUNTER__ in a condition when it flattens.
case_counter() {
    text "This isn't code."
    printf '#if __COUNTER__ == 7\n#error\n#endif\n' >>"$TREE/both.c"
    same 'CC -c both.c' both.o
}

# Live text is the compiler's to judge.
case_live() {
    text "isn't"
    echo "don't" >>"$TREE/both.c"
    same 'CC -c both.c'
    same 'CC -Wp,-DX -c both.c'
    same 'COVERFLATTEN=compiler CC -c both.c'
    text "isn't"
    echo "#if 0" >>"$TREE/both.c"
    same 'COVERFLATTEN=compiler CC -c both.c'
}

suite_run
