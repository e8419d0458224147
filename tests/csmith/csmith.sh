#!/bin/sh
# csmith.sh COVERCC COVDATA COUNT [FIRST]: COUNT random programs by csmith, from seed FIRST (1) on. Built by gcc and clang at -O0 and -O2 through
# covercc in count mode they print what the plain build prints, all four count the same (and with intraline units what they count without them),
# by turns GCC and Clang at -O0 and -O2 reach in mode set what they count,
# and line by line they count what gcov counts at -O0, but for four rules (docs/internals/agreement.md): the head of a loop, which gcov counts at each
# evaluation; equal jumps, which GCC merges; lines of several blocks, which gcov may add up; and a brace that gcov counts a dead jump on.
set -u
covercc=$1 covdata=$2 count=$3 first=${4:-1}
include=/usr/include/csmith
command -v csmith >/dev/null 2>&1 && [ -d $include ] || { echo "SKIP: csmith is not installed"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd) real=$(cd "$(dirname "$0")/../real" && pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failed=0 programs=0 lines=0

complain() {
    echo "seed $seed: $*"
    failed=$((failed + 1))
}

# covered NAME OPTION… COMPILER-COMMAND…: builds p.c through covercc and runs it; its profile in NAME.profile.
covered() {
    name=$1
    shift
    "$covercc" --root="$work" --module=csmith --mode=count --skipped="$work/skipped" "$@" -w -I$include p.c -o $name 2>$name.err ||
        { complain "$name: not built"; return; }
    [ -s $name.err ] && complain "$name: $(head -n 1 $name.err)"
    rm -rf $name.data
    COVERDIR=$name.data ./$name >$name.out
    cmp -s plain.out $name.out || complain "$name: prints something else than the plain program"
    "$covdata" textfmt -i=$name.data -o=$name.profile || complain "$name: no profile"
}

# blocks NAME COMPILER-COMMAND…: covered; counts as gcc at -O0 does.
blocks() {
    covered "$@"
    cmp -s gcc0.profile $1.profile || complain "$1: counts otherwise than gcc -O0"
}

# intraline NAME COMPILER-COMMAND…: covered, with intraline units, which change no other count.
intraline() {
    name=$1
    shift
    covered $name --intraline "$@"
    grep -v ' 0 [0-9]*$' gcc0.profile >expected.profile
    grep -v ' 0 [0-9]*$' $name.profile | cmp -s expected.profile - || complain "$name: counts otherwise than without intraline units"
    [ "$(wc -l <$name.profile)" -gt "$(wc -l <gcc0.profile)" ] || complain "$name: no intraline units"
}

# reached COMPILER-COMMAND…: covered in mode set, where what is counted is 1.
reached() {
    covered set --mode=set "$@"
    sed -e '1s/count/set/' -e 's/ [1-9][0-9]*$/ 1/' gcc0.profile | cmp -s - set.profile || complain "$*: mode set reaches something else"
}

# Line $line is a brace of which gcov says that it never ran, and of the line behind it what we say.
brace_alone() {
    sed -n "${line}p" p.c | grep -qE '^ *\{ /\* block id: [0-9]+ \*/$' && grep -q "^p.c	$line	0$" gcov.lines && ! grep -q "^differs p.c:$((line + 1))$" agreement
}

seed=$first
while [ $seed -lt $((first + count)) ]; do
    rm -rf ./*
    csmith --seed $seed --max-funcs 6 >p.c && gcc -w -O0 --coverage -I$include p.c -o plain || exit 2
    if (ulimit -t 2 && ./plain >plain.out || exit 1) 2>/dev/null; then
        programs=$((programs + 1))
        covered gcc0 gcc -O0
        blocks gcc2 gcc -O2
        blocks clang0 clang -O0
        blocks clang2 clang -O2
        intraline lines-gcc gcc -O2
        intraline lines-clang clang -O0
        case $((seed % 4)) in
        0) reached gcc -O0 ;;
        1) reached gcc -O2 ;;
        2) reached clang -O0 ;;
        3) reached clang -O2 ;;
        esac
        [ -s skipped ] && complain "skipped: $(head -n 1 skipped)"
        gcov -t plain-p.gcda 2>/dev/null | awk -f "$real/gcov-lines.awk" | grep '^p.c	' >gcov.lines
        gcov -a -t plain-p.gcda 2>/dev/null >gcov.blocks
        awk -f "$here/agree.awk" gcc0.profile gcov.lines gcov.blocks >agreement
        lines=$((lines + $(sed -n '$s/ .*//p' agreement)))
        sed -n 's/^differs p.c://p' agreement | while read -r line; do
            sed -n "${line}p" p.c | grep -qE '^ *(for \(|return |break;$|continue;$|goto )' && continue
            brace_alone && continue
            echo "$line"
        done >odd
        [ -s odd ] && complain "other counts than gcov's on lines $(tr '\n' ' ' <odd)"
    fi
    seed=$((seed + 1))
done
echo "$programs programs of $count ended in time; $lines lines compared; $failed complaints"
[ $failed -eq 0 ] && [ $programs -gt 0 ] && [ $lines -gt 0 ]
