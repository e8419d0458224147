#!/bin/sh
# counts.sh COVERCC COVDATA [accept]: a program whose counts can be told by reading it, built by every compiler at hand at -O0 and -O2 in
# every mode: its output and status are the plain build's, and its counts those in counts.txt. "accept" writes counts.txt.
set -u
covercc=$1
covdata=$2
accept=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
cp "$here"/*.[ch] .
printf 'int main(void)\n{\n    for (unsigned long i = 0; i < 4294967299ul; i++) {\n        ;\n    }\n    return 0;\n}\n' >wrap.c
status=0

# expected MODE: what covdata textfmt should print.
expected() {
    case $1 in
    set) sed 's/^mode: count/mode: set/; s/ [1-9][0-9]*$/ 1/' ;;
    *) sed "s/^mode: count/mode: $1/" ;;
    esac <"$here/counts.txt"
}

# check NAME COMPILER-COMMAND…: builds plainly and covered, compares.
check() {
    name=$1 mode=$2
    shift 2
    "$@" program.c -o plain && "$covercc" --root="$work" --module=counts --mode="$mode" "$@" program.c -o covered 2>said || { cat said; status=1; return; }
    [ -s said ] && { echo "$name: covercc said:"; cat said; status=1; }
    ./plain >plain.out
    plain_status=$?
    rm -rf data
    COVERDIR=data ./covered >covered.out
    [ $? -eq $plain_status ] || { echo "$name: another exit status"; status=1; }
    cmp plain.out covered.out || status=1
    "$covdata" textfmt -i=data -o=counts.now || status=1
    if [ "$accept" = accept ]; then
        cp counts.now "$here/counts.txt"
        accept=
    fi
    expected "$mode" | diff -u - counts.now || { echo "^^^ $name"; status=1; }
}

for compiler in gcc clang clang-19; do
    command -v $compiler >/dev/null 2>&1 || { echo "SKIP: no $compiler"; continue; }
    for options in "-O0" "-O2" "-O2 -fPIC" "-O0 -std=gnu99 -mcmodel=large" "-O1 -g -pthread" "-O2 -flto"; do
        case "$compiler $options" in
        clang*-flto) options="$options=thin -fuse-ld=lld" ;; # Clang's takes a linker of its own version
        esac
        # shellcheck disable=SC2086
        $compiler $options wrap.c -o plain 2>/dev/null || { echo "SKIP: $compiler does not link by $options"; continue; }
        for mode in count set atomic; do
            # shellcheck disable=SC2086
            check "$compiler $options $mode" $mode $compiler -w $options
        done
    done
done

# A counter has 32 bits and wraps, as Go's does. An optimiser needs no time to count this loop.
for compiler in gcc clang; do
    command -v $compiler >/dev/null 2>&1 || continue
    "$covercc" --root="$work" --module=counts --mode=count $compiler -O2 wrap.c -o wrap && rm -rf data && COVERDIR=data ./wrap && "$covdata" textfmt -i=data -o=counts.now
    grep -q '^wrap.c:3.54,5.6 0 3$' counts.now || { cat counts.now; echo "^^^ $compiler: not wrapped"; status=1; }
done
exit $status
