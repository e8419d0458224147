#!/bin/sh
# lines.sh COVERCC COVDATA: #line directives. Positions are those of the file that is compiled, or, by option, those that the directives name;
# GCC and Clang agree; and what the program knows of its own lines stays as it is.
set -u
covercc=$1 covdata=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
status=0

# covered NAME OPTION COMMAND…: builds by covercc, runs, compares with the plain program; the units go to NAME.units, without their counts.
covered() {
    name=$1 option=$2
    shift 2
    "$@" -o plain && "$covercc" --root="$work" --module=lines --mode=count ${option:+"$option"} "$@" -o covered || { status=1; return; }
    echo '1+2*3
9*9*9

4-1' >input
    ./plain <input >plain.out
    rm -rf data
    COVERDIR=data ./covered <input >covered.out || { echo "$name: fails"; status=1; }
    diff -u plain.out covered.out || { echo "^^^ $name: another output"; status=1; }
    "$covdata" textfmt -i=data -o=profile || status=1
    sed 1d profile | sort >"$name.units"
}

# Each function of directives.c says in its name where it was written.
for compiler in gcc clang clang-19; do
    command -v $compiler >/dev/null 2>&1 || { echo "SKIP: no $compiler"; continue; }
    cp "$here"/directives.[ch] .
    for options in -O0 "-O2 -Wall -g"; do
        # shellcheck disable=SC2086
        covered written '' $compiler $options directives.c
        "$covdata" func -i=data | tr -s '\t' ' ' | sed -n 's/^\(.*\): \([a-z]*_*line_[0-9]*\) .*/\1 \2/p' >functions
        sed 's/^directives.h:\([0-9]*\) header_line_\1$//; s/^directives.c:\([0-9]*\) line_\1$//; /^$/d' functions | grep . &&
            { echo "^^^ $compiler $options: not where it was written"; status=1; }
        [ "$(grep -c . functions)" -eq 12 ] || { cat functions; echo "^^^ $compiler $options: not all functions"; status=1; }
        # shellcheck disable=SC2086
        covered named --line-directives $compiler $options directives.c
        "$covdata" textfmt -i=data -o=profile
        while read -r what line file; do
            file=$(echo "$file" | tr -d '\\')
            sed 's/\\//g' profile | grep -qF "$file:$line." || { echo "$compiler $options: no unit on line $line of $file ($what)"; status=1; }
        done <<END
$(sed 's/^\(.*\) \([0-9]*\) \([^0-9]*\)$/\1|\2|\3/' plain.out | awk -F'|' '{ gsub(/ /, "_", $1); print $1, $2, $3 }')
END
    done
done

# A parser that bison makes; behind an #include Clang's own flattening forgets the directive before it.
command -v bison >/dev/null 2>&1 || { echo "SKIP: bison is not installed"; [ $status -eq 0 ] && exit 77; exit 1; }
cp "$here/calc.y" .
bison calc.y -o calc.c || exit 1
last=$(grep -c '' calc.c)
for compiler in gcc clang; do
    covered $compiler.written '' $compiler -O1 calc.c
    covered $compiler.named --line-directives $compiler -O1 calc.c
done
cmp gcc.written.units clang.written.units || status=1
cmp gcc.named.units clang.named.units || status=1
grep -v '^calc.c:' gcc.written.units && { echo "^^^ not in calc.c"; status=1; }
awk -F'[:,.]' -v last="$last" '$3 > last' gcc.written.units | grep . && { echo "^^^ behind the end of calc.c"; status=1; }
# Every line of the grammar with an action or a function's statement has a unit, and no other.
grep '^calc.y:' gcc.named.units | sed 's/^calc.y:\([0-9]*\)\..*/\1/' | sort -nu | tr '\n' ' ' >lines
printf '6 15 16 17 20 21 25 30 34 ' | diff -u - lines || { echo "^^^ lines of calc.y"; status=1; }
exit $status
