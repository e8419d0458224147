# Commands that fail, fail as they did: the compiler's own message for the user's own line, once, and nothing is left behind.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
cp -R "$here/tree" "$TREE"
printf '#include "inc/helper.h"\nint f(int a)\n{\n    if (a)\n        return undeclared;\n    return 0\n}\n' >"$TREE/bad.c"
printf '#include <missing-header.h>\nint f(void) { return 0; }\n' >"$TREE/missing.c"
printf '#if 1\nint f(void) { return 0; }\n' >"$TREE/endless.c"
printf 'int f(void) { return 0; }\n#error "no luck"\n' >"$TREE/error.c"
printf 'int f(void) { return 0; }\n}\n' >"$TREE/brace.c"
printf 'int f(void) { __asm__("nonsense %%rax"); return 0; }\n' >"$TREE/asm.c"
printf 'int f(void) { "unterminated; }\n' >"$TREE/string.c"
printf 'int f(void) { return 0; /* \n' >"$TREE/comment.c"
printf '#define M(a) a\nint f(void) { return M(1; }\n' >"$TREE/macro.c"

case_sources() {
    for source in bad missing endless error brace asm string comment macro nofile; do
        same "CC -c $source.c"
        same "CC -c $source.c -o out/x.o -MMD"
    done
}

case_warnings() {
    same 'CC -fdiagnostics-color=always -Wall -c bad.c'
}

case_several_sources() {
    same 'CC -c a.c bad.c b.c'
    same 'CC a.c bad.c b.c main.c -o prog'
    same 'CC a.c b.c -o prog'
    same 'CC a.c b.c main.c nofile.o -o prog'
    same 'CC -c main.c && CC main.o -o prog'
}

# Inputs that do not exist, or that a compile has no use for.
case_useless_inputs() {
    for inputs in 'a.c missing.o' 'a.c missing.c' 'missing.c a.c' 'a.c b.c missing.a' 'a.c missing.txt' 'a.c out' 'a.c a.c missing.so'; do
        same "CC -c $inputs"
        same "CC -c -MMD $inputs"
    done
    same 'CC -c a.c missing.o -o out/x.o'
    same 'CC -c b.c && CC -c a.c b.o' a.o
    same 'CC -c a.c -lmissing -Wl,-s' a.o
    same 'CC a.c missing.o -o prog'
}

case_wrong_options() {
    same 'CC -c -fno-such-option a.c'
    same 'CC -c -std=c17x a.c'
    same 'CC -c a.c -o nodir/a.o'
    same 'CC -c a.c -o out'
}

case_no_input() {
    same 'CC'
    same 'CC -c'
    same 'CC @nofile.rsp'
    same 'CC -c a.c -o'
}

case_outputs() {
    same 'CC -c bad.c -MD -MF out/bad.d'
    same 'CC -x nolanguage -c a.c'
    same 'CC -S bad.c'
    same 'touch bad.o; CC -c bad.c; ls'
}

case_no_compiler() {
    cover 127 "$COVERCC no-such-compiler -c a.c"
    expect_stderr <<END
covercc: no-such-compiler: No such file or directory
END
}

suite_run
