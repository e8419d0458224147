#!/bin/sh
# What covercc's stages make of small inputs. Each instr/NAME.out holds commands, on lines that begin with "$ ", and behind each
# what it prints; the inputs are beside it.
#
# usage: instr.sh [--list | --accept] [-k PATTERN] COVERCC
# Runs the commands of every NAME.out, or of those whose NAME matches the extended regular expression (CASES in the environment
# says the same), and shows what differs as `diff -u`. --accept writes what is printed now; review it with git diff. --list prints
# the names. A NAME.out whose commands need a compiler that is missing is skipped. Exit status 1 if anything differs.
set -u
unset COVERFLATTEN
pattern=${CASES:-} action=compare
while [ $# -gt 0 ]; do
    case $1 in
    --list | --accept) action=${1#--} ;;
    -k)
        pattern=$2
        shift
        ;;
    *) covercc=$1 ;;
    esac
    shift
done
here=$(cd "$(dirname "$0")" && pwd)
new=$(mktemp) || exit 2
trap 'rm -f "$new"' EXIT
cd "$here/instr" || exit 2

covercc() {
    "$covercc" --root=. --module=golden "$@"
}

# probes: of an instrumented text, the lines behind the front that come from the user's file.
probes() {
    sed -e '/^# 1 "<coverage>" 3$/,/^# [0-9]* "probe/d' -e '/^#/d'
}

# front: the declarations that the instrumenter puts in front of the user's code.
front() {
    sed -n '/^# 1 "<coverage>" 3$/,/^# /p'
}

# golden_print NAME: the commands in NAME.out, each with what it prints now.
golden_print() {
    sed -n 's/^\$ //p' "$1.out" | while read -r command; do
        echo "\$ $command"
        eval "$command" 2>&1
    done
}

total=0 failed=0
for golden in *.out; do
    name=${golden%.out}
    echo "$name" | grep -Eq -- "$pattern" || continue
    if [ $action = list ]; then
        echo "$name"
        continue
    fi
    if grep -q -- '-- clang' "$golden" && ! command -v clang >/dev/null; then
        echo "SKIP: $name: no clang"
        continue
    fi
    case $name:$(uname -m) in
    *:x86_64) ;;
    probe_* | front_*)
        echo "SKIP: $name: it is of x86-64"
        continue
        ;;
    esac
    total=$((total + 1))
    golden_print "$name" >"$new"
    if [ $action = accept ]; then
        cat "$new" >"$golden"
    elif ! diff -u "$golden" "$new"; then
        failed=$((failed + 1))
    fi
done
[ $action = list ] || echo "$total goldens, $failed differ"
[ $failed = 0 ]
