# What can't be instrumented is skipped function by function, and reported: on stderr, in the logs, by --explain and --summary; strictly
# it is an error.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
mkdir -p "$TREE/two"
cd "$TREE" || exit 1
# Assembly that leaves no room for a probe, so that the assembler names no line of the function's.
cat >tight.c <<'END'
static int before(int a)
{
    if (a)
        return 1;
    return 2;
}
__attribute__((__noinline__)) int tight(int a)
{
    __asm__ volatile("tight_begin:");
    if (a)
        a++;
    __asm__ volatile(".org tight_begin + 24, 0x90");
    return a;
}
static int behind(int a)
{
    if (a)
        return 1;
    return 2;
}
__attribute__((__no_instrument_function__)) static int unwanted(int a)
{
    return a;
}
int main(void)
{
    return before(0) - behind(unwanted(0)) + tight(0);
}
END
for i in 1 2 3 4 5 6 7 8 9; do
    echo "int f$i(int a)
{
    if (a)
        return 20$i;
    return 0;
}"
done >many.c
printf '#include "../inline.h"\nint a(void)\n{\n    return shared(1);\n}\n' >two/a.c
printf '#include "../inline.h"\nint b(void)\n{\n    return shared(2);\n}\n' >two/b.c
printf '#define MAKE(n, body) static inline int n(int a) body static const char *const n##_text = #body;\nMAKE(made, { return a ? 1 : 2; })\nstatic inline int shared(int a)\n{\n    return made(a);\n}\n' >inline.h
cd "$WORK" || exit 1

# The rest of the file is instrumented, runs, and counts.
case_rest_is_instrumented() {
    for options in '' '-O2 -g' '-O1 -Wall -Wextra'; do
        cover 0 "CC $options -fno-inline tight.c -o p 2> said.txt && ./p; CC $options -MMD -c tight.c -o out/x.o; ls out"
        [ "$(cat "$WORK/cover/stdout")" = "$(printf 'x.d\nx.o')" ] || error "$last: $(cat "$WORK/cover/stdout")"
        covered out/x.o p
        grep -q 'tight.c:8: tight: skipped: the compiler rejects its probes: [eE]rror: ' "$WORK/cover/stderr" || error_with "$WORK/cover/stderr" "$last: stderr"
        [ "$(wc -l <"$WORK/cover/stderr")" -eq 1 ] || error_with "$WORK/cover/stderr" "$last: more than one line"
        expect_functions ./p <<END
tight.c:2: before 66.7%
tight.c:16: behind 66.7%
tight.c:26: main 100.0%
total (statements) 71.4%
END
    done
}

# A compiler that rejects probes in some functions, and names their lines, a few at a time; or does not name them.
cat >"$WORK/bin/choosy-$KIND" <<END
#!/bin/sh
echo run >> $WORK/runs
for arg; do
    case \$arg in
    *.cover/many.c | *.cover/text.i)
        awk -v quiet="\$QUIET" '/^#/ { line = \$2 - 1; next } { line++ } /__cover_ctr.*return 20[258];/ {
            if (!quiet) printf "many.c:%d:5: error: no probe here\n", line; bad = 1; exit
        } END { exit bad }' "\$arg" >&2 || exit 1 ;;
    esac
done
exec $COMPILER "\$@"
END
chmod +x "$WORK/bin/choosy-$KIND"
RUN="$COVERCC --root=$WORK/run --runtime=$RUNTIME --module=mod"

case_refused_probes() {
    rm -f "$WORK/runs"
    cover 0 "$RUN --skipped=skipped.txt choosy-$KIND -c many.c && cat skipped.txt"
    cat >"$WORK/expected" <<END
many.c:8: f2: skipped: the compiler rejects its probes: error: no probe here
many.c:26: f5: skipped: the compiler rejects its probes: error: no probe here
many.c:44: f8: skipped: the compiler rejects its probes: error: no probe here
END
    diff -u "$WORK/expected" "$WORK/cover/stdout" || error "$last: --skipped"
    covered many.o
    cover 0 "QUIET=1 $RUN --skipped=skipped.txt choosy-$KIND -c many.c && cat skipped.txt"
    expect_stderr <<END
covercc: warning: many.c: not instrumented: the instrumented text does not compile: 
END
    not_covered many.o
    [ "$(wc -l <"$WORK/runs")" -le 60 ] || error "$last: the compiler ran $(wc -l <"$WORK/runs") times"
}

# Strictly it fails, and leaves no object.
case_strict() {
    for file in tight.c many.c; do
        cover 1 "$RUN --strict --skipped=skipped.txt choosy-$KIND -fno-inline -c $file -o x.o; s=\$?; cat skipped.txt >&2; ls x.o* 2> /dev/null; exit \$s"
        says ': skipped: '
        [ ! -s "$WORK/cover/stdout" ] || error "$last: leaves $(cat "$WORK/cover/stdout")"
    done
    cover 0 "$RUN --strict $COMPILER -c two/a.c"
}

# The build log: of several compiles of an object the last holds, headers count once.
case_summary() {
    cover 0 "for i in 1 2; do $RUN --log=log $COMPILER -fno-inline -c tight.c; done; for f in a b; do $RUN --log=log $COMPILER -c two/\$f.c -o two/\$f.o || exit 1; done
    printf 'int c;' > two/none.c; $RUN --log=log $COMPILER -c two/none.c -o two/none.o; $RUN --log=log $(echo $COMPILER | sed 's/gcc/g++/; s/clang/clang++/') -c two/b.c -o b.o
    cp log kept; $COVERCC --summary=log; $COVERCC --strict --summary=log > /dev/null; echo \$?; echo nonsense >> log; $COVERCC --summary=log; echo \$?"
    cat >"$WORK/expected" <<END
instrumented: 4 files, 7 functions, 11 units; 0 functions in part
not instrumented: 0 files and 1 function rejected, 1 file and 2 functions skipped by design
tight.c:8: tight: skipped: the compiler rejects its probes: REASON
tight.c:22: unwanted: skipped: its attributes exclude it
two/../inline.h:2: made: skipped: it comes from a macro that pastes or stringizes its brace
two/b.c: not instrumented: C++
1
1
END
    sed 's/\(rejects its probes\): .*/\1: REASON/' "$WORK/cover/stdout" | diff -u "$WORK/expected" - || error "--summary"
    says '^covercc: log:[0-9]*: not a line of a build log'
    cover 1 "$COVERCC --summary=nothing"
    says '^covercc: nothing: No such file'
}

# Repaired, it is instrumented, and nothing is said any more.
case_repaired() {
    cover 0 "$RUN --log=log $COMPILER -fno-inline -c tight.c; sed -i '/__asm__/d' tight.c; $RUN --log=log $COMPILER -c tight.c; $COVERCC --strict --summary=log"
    [ "$(sed -n 1p "$WORK/cover/stdout")" = 'instrumented: 1 file, 4 functions, 10 units; 0 functions in part' ] || error "$last: $(cat "$WORK/cover/stdout")"
}

# --explain says the same of one command, and leaves nothing.
case_explain() {
    cover 0 "$RUN --explain $COMPILER -fno-inline -MMD -c tight.c two/a.c; ls"
    cat >"$WORK/expected" <<END
instrumented: 2 files, 5 functions, 9 units; 0 functions in part
not instrumented: 0 files and 1 function rejected, 0 files and 2 functions skipped by design
tight.c:8: tight: skipped: the compiler rejects its probes: REASON
tight.c:22: unwanted: skipped: its attributes exclude it
two/../inline.h:2: made: skipped: it comes from a macro that pastes or stringizes its brace
inline.h
many.c
out
tight.c
two
END
    sed 's/\(rejects its probes\): .*/\1: REASON/' "$WORK/cover/stdout" | diff -u "$WORK/expected" - || error "--explain"
    [ ! -s "$WORK/cover/stderr" ] || error "--explain: $(cat "$WORK/cover/stderr")"
    cover 0 "$RUN --explain $COMPILER tight.c two/a.c -o p; ls two"
    cover 1 "$RUN --explain --strict $COMPILER -c tight.c"
}

# Where the built-in preprocessing is off for a set of options, the log and --explain say why.
case_slow_preprocessing() {
    reason='preprocessed by the compiler, which is slower: 1 file: the built-in preprocessing does not know the option -trigraphs'
    cover 0 "$RUN --log=log $COMPILER -trigraphs -c two/a.c; $COVERCC --summary=log; $RUN --explain $COMPILER -trigraphs -c two/a.c"
    [ "$(grep -c "^$reason\$" "$WORK/cover/stdout")" = 2 ] || error_with "$WORK/cover/stdout" "$last: no reason"
    cover 0 "CPATH=/nowhere $RUN --explain $COMPILER -c two/a.c"
    grep -q '1 file: the environment variable CPATH is set$' "$WORK/cover/stdout" || error_with "$WORK/cover/stdout" "$last: no reason"
    cover 0 "$RUN --explain $COMPILER -c two/a.c; COVERFLATTEN=compiler $RUN --explain $COMPILER -c two/a.c"
    ! grep -q 'preprocessed by' "$WORK/cover/stdout" || error_with "$WORK/cover/stdout" "$last: a reason"
}

suite_run
