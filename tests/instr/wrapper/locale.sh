# A user's locale other than C: his compiler's diagnostics stay in his language, and covercc reads those of its own runs in English.
export COVERBUILD_TEST_LOCALE=de_DE
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
mkdir -p "$TREE"
cd "$TREE" || exit 1
printf '#pragma message("hello")\nstatic inline int\nin_header(int a)\n{\n    return a + 1;\n}\n' >message.h
printf '#include "message.h"\nint main(void) { return in_header(-1); }\n' >message.c
printf '#include <stdio.h>\n#define TWICE(a) (2 * (a))\n\nint main(void)\n{\n    return TWICE(puts("") < 0);\n}\n' >lines.c
printf 'int f(int a)\n{\n    int b;\n    return 0;\n}\n' >warn.c
for i in 1 2 3 4 5 6 7 8 9; do
    printf 'int f%d(int a)\n{\n    if (a)\n        return 10%d;\n    return 20%d;\n}\n' $i $i $i
done >many.c

# A compiler that rejects probes in two functions, and names their lines in the language that is asked for.
cat >"$WORK/bin/choosy-$KIND" <<END
#!/bin/sh
word=Fehler
[ "\$LC_ALL" != C ] || [ "\$LANGUAGE" ] || word=error
for arg; do
    case \$arg in
    *.cover/text.i)
        awk -v word="\$word" '/^#/ { line = \$2 - 1; next } { line++ } /__cover_ctr.*return 20[25];/ {
            printf "many.c:%d:5: %s: no probe here\n", line, word; bad = 1
        } END { exit bad }' "\$arg" >&2 || exit 1 ;;
    esac
done
exec $COMPILER "\$@"
END
chmod +x "$WORK/bin/choosy-$KIND"

case_diagnostics() {
    same 'CC -Wall -c warn.c' warn.o
    says 'Warnung'
    same 'CC -Wall -masm=intel -c warn.c -MD' warn.o
    same 'CC -c nofile.c'
}

case_lines() {
    for flatten in any compiler; do
        COVER_OPTIONS=--flatten=$flatten
        cover 0 'CC lines.c -o lines'
        functions ./lines >"$WORK/functions"
        grep -q '^lines.c:5: main 100.0%' "$WORK/functions" || error_with "$WORK/functions" "$flatten: lines"
    done
}

# The message is recognised by its text.
case_message() {
    COVER_OPTIONS=--flatten=compiler
    cover 0 'CC -c message.c'
    says 'message.c: not instrumented: a header has a #pragma message'
}

case_rejected_probes() {
    cover 0 "$COVERCC --root=$WORK/run --module=mod --skipped=skipped.txt choosy-$KIND -masm=intel -c many.c && cat skipped.txt"
    cat >"$WORK/expected" <<END
many.c:8: f2: skipped: the compiler rejects its probes: error: no probe here
many.c:26: f5: skipped: the compiler rejects its probes: error: no probe here
END
    diff -u "$WORK/expected" "$WORK/cover/stdout" || error "$last: --skipped"
    covered many.o
}

suite_run
