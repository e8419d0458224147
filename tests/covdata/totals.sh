#!/bin/sh
# Which files, lines and totals reports have, of small programs: one source in two packages, two modules with files of one
# name, lines without code, lines of several functions, and exclusion markers.
# usage: totals.sh COVDATA COVERCC LIBRARY WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 covercc=$2 library=$3
suite_start "$4"
: "${CC:=gcc}"

# covered PROGRAM SOURCE...: compiles in the working directory, which is the module's root.
covered() {
    program=$1
    shift
    "$covercc" --root="$PWD" --mode=count -- "$CC" -w "$@" -o "$program" || fail "compile $*"
}

# lines FILE: "LINE COUNT" of the file, of a tracefile on standard input.
lines() {
    awk -v f="$1" -F'[:,]' '/^SF:/ { s = substr($0, 4) } /^DA:/ && s == f { print $2, $3 }'
}

# package NAME SOURCE: a package for a manifest, whose objects are in NAME.dir.
package() {
    printf 'package twice/%s\nmodule twice\nroot %s\ndisposition contained\nselected 1\n' "$1" "$PWD"
    printf 'objects %s/%s.dir\nsource %s/%s\nsource %s/lib.c\n' "$PWD" "$1" "$PWD" "$2" "$PWD"
}

# lib.c is in prog, which runs use, and in unit, which runs other: together they run all of it.
twice_make() {
    mkdir twice && cd twice
    mkdir prog.dir unit.dir
    printf 'int use(int a)\n{\n    a++;\n    return a;\n}\nint other(int a)\n{\n    a--;\n    return a;\n}\n' >lib.c
    printf 'int use(int);\nint main(void) { return use(-1); }\n' >main.c
    printf 'int other(int);\nint main(void) { return other(1); }\n' >unit.c
    {
        printf 'coverbuild-manifest 1\nbuild %s\nmode set\ngranularity perblock\nruntime %s\nstrict 0\n' "$PWD" "$library"
        package prog main.c
        package unit unit.c
    } >manifest
    for program in prog:main unit:unit; do
        dir=${program%:*}.dir
        for source in "${program#*:}" lib; do
            "$covercc" --manifest="$PWD/manifest" -- "$CC" -c "$PWD/$source.c" -o "$PWD/$dir/$source.o"
        done
        "$CC" "$dir"/*.o "$library" -o "${program%:*}"
        COVERDIR=data "./${program%:*}"
    done
}

case_twice_in_total() {
    once twice_make
    cd twice
    note='1 file is in several packages; totals count it once.'
    "$covdata" summary -depth=package -fail-under=100,lines:100,contained:100 data >summary || fail_with summary gate
    grep -q '^total *100.0% *6/6 *100.0% *8/8 *100.0% *4/4$' summary || fail_with summary total
    grep -q '^twice *100.0% *6/6 ' summary || fail_with summary module
    grep -q '^  twice/prog *60.0% *3/5 ' summary || fail_with summary package
    [ "$(tail -n 1 summary)" = "$note" ] || fail_with summary note
    "$covdata" markdown -depth=package data >markdown
    grep -q '^| \*\*total\*\* | 100.0% (6/6) | 100.0% (8/8) | 100.0% (4/4) |$' markdown || fail_with markdown markdown
    [ "$(tail -n 1 markdown)" = "$note" ] || fail_with markdown note
    "$covdata" csv -depth=module data | grep -q '^"twice",.*,6,6,8,8,4,4,0,0,""' || fail csv
    "$covdata" html -o=pages data
    grep -q "$note" pages/index.html || fail "html: note"
    grep -q '<small>6 of 6<span> · 0 missed' pages/index.html || fail "html: total"
    ! "$covdata" summary -fail-under=package:100 data >out 2>&1 || fail "packages keep their own numbers"
    printf '\ttwice/prog\t\tcoverage: 60.0%% of statements\n\ttwice/unit\t\tcoverage: 60.0%% of statements\n' >wanted
    "$covdata" percent -i=data | diff wanted - || fail percent
    # A selection of one package has nothing to join.
    "$covdata" summary -pkg=twice/prog data >summary
    ! grep -q several summary || fail_with summary "note on one package"
}

case_twice_in_libraries() {
    once twice_make
    cd twice
    "$covdata" json -o=json data 2>err || skip "covdata has no jansson"
    tr -d ' \n' <json | grep -q '"covered":{"statements":{"covered":6,"total":6}' || fail_with json json
    "$covdata" badge -o=badge data 2>err || skip "covdata has no libxml2"
    grep -q '>100%<' badge || fail_with badge badge
}

case_counts_of_one_line() {
    mkdir included && cd included
    printf '{\n    a++;\n    return a - 1;\n}\n' >body.inc
    cat >f.c <<'END'
static int one(int a)
#include "body.inc"
static int two(int a)
#include "body.inc"
int main(void) { return one(0) + one(0) + one(0) + two(0) + two(0); }
END
    covered prog f.c
    COVERDIR=data ./prog
    "$covdata" lcov -i=data | lines body.inc >found
    printf '2 5\n3 5\n' | expect found "counts of body.inc"
}

suite_run
