#!/bin/sh
# limits.sh COVERCC: sources that blow up a naive front end. covercc must come to an end in bounded memory, and instrument the function
# `ordinary` that stands behind the strange one, whatever it thought of that. CTest's timeout catches what does not end.
set -eu
covercc=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

# A limit of 2 GB, but for the sanitizers, whose shadow memory is larger.
if (ulimit -v 2000000 && "$covercc" --version) >/dev/null 2>&1; then
    ulimit -v 2000000
    bounded=yes
fi

# check NAME: instruments the source on stdin.
check() {
    cat >"$1.c"
    echo 'int ordinary(int x) { if (x) return 1; return 0; }' >>"$1.c"
    if ! "$covercc" --root="$dir" --dump=text -- gcc -c "$1.c" >"$1.out" 2>"$1.err"; then
        echo "FAILED: $1: $(head -n 3 "$1.err")"
        touch failed
    elif ! grep -q '^int ordinary(int x) {.*__cover_ctr.*return 1' "$1.out"; then
        echo "FAILED: $1: the function behind is not instrumented"
        touch failed
    fi
}

# repeat COUNT TEXT
repeat() {
    awk -v count="$1" -v text="$2" 'BEGIN { for (i = 0; i < count; i++) printf "%s", text }'
}

{ echo '#define M0 1'; awk 'BEGIN { for (i = 1; i < 40; i++) printf "#define M%d M%d + M%d\n", i, i - 1, i - 1 }'
    echo 'int f(int x) { return x ? M39 : 0; }'; } | check bomb
{ printf '#define F(x) x x\nint f(int x) { return x'; repeat 40 'F('; printf '+1'; repeat 40 ')'; echo '; }'; } | check argument-bomb
{ printf '#define F(x) (x+1)\nint f(int x) { return '; repeat 100000 'F('; printf x; repeat 100000 ')'; echo '; }'; } | check nested-invocations
{ printf 'int f(int x) { return '; repeat 100000 '('; printf x; repeat 100000 ')'; echo '; }'; } | check parentheses
{ printf 'int '; repeat 300000 '('; printf f; repeat 300000 ')'; echo '(int x) { return x; }'; } | check declarator
{ printf 'int f(int x) { '; repeat 100000 '{'; printf 'x++;'; repeat 100000 '}'; echo ' return x; }'; } | check blocks
{ echo 'int f(int x) { if (x) x = 1;'; repeat 5000 'else if (x == 2) x = 3;
'; echo ' return x; }'; } | check else-ifs
{ printf 'int f(int x) {'; repeat 40000 ' if (x) x += 3;'; echo ' return x; }'; } | check long-line
{ printf 'int f(int x) { x'; repeat 100000 '\\
'; echo '++; return x; }'; } | check splices
awk 'BEGIN { for (i = 0; i < 30000; i++) printf "int h%d(int x) { if (x) return %d; return x; }\n", i, i }' | check functions

# Memory against the text's size, where nearly all of it are macros that were used.
if [ -n "${bounded:-}" ] && command -v python3 >/dev/null; then
    awk 'BEGIN { for (i = 0; i < 20000; i++) printf "#define MACRO_%d(x) ((x) + %d)\nstatic inline int f%d(int a) { return a > %d ? MACRO_%d(a) : a; }\n", i, i, i, i, i }' >macros.i
    python3 - "$covercc" --root="$dir" --dump=text -- gcc -c macros.i >macros.out <<'END' || { echo "FAILED: macros: $(tail -n 1 macros.out)"; touch failed; }
import os, resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
times = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / os.path.getsize(sys.argv[-1])
print(f"peak memory is {times:.1f} times the text")
sys.exit(status or times > 8)
END
fi
[ ! -e failed ]
