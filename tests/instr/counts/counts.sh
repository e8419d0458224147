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
status=0

# expected MODE NAME: what covdata textfmt should print. Under link-time optimisation twice() and thrice(), inline with external linkage, are left alone.
expected() {
    case $2 in
    *-flto*) sed '/^inline.h:\(9\|20\)\./d' "$here/counts.txt" ;;
    *) cat "$here/counts.txt" ;;
    esac | case $1 in
    set) sed 's/^mode: count/mode: set/; s/ [1-9][0-9]*$/ 1/' ;;
    *) sed "s/^mode: count/mode: $1/" ;;
    esac
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
    expected "$mode" "$name" | diff -u - counts.now || { echo "^^^ $name"; status=1; }
}

for compiler in gcc clang clang-19; do
    command -v $compiler >/dev/null 2>&1 || { echo "SKIP: no $compiler"; continue; }
    for options in "-O0" "-O2" "-O2 -fPIC" "-O0 -std=gnu99" "-O1 -g -pthread" "-O2 -flto"; do
        case "$compiler $options" in "clang"*"-flto") continue ;; esac # Debian's clang has no LTO plugin for GNU ld
        for mode in count set atomic; do
            # shellcheck disable=SC2086
            check "$compiler $options $mode" $mode $compiler -w $options
        done
    done
done
exit $status
