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

# lib.c has markers, and the manifest of the build tree `marked/b` names its root.
marked_make() {
    mkdir -p marked/src marked/b/cover marked/b/bin && cd marked
    printf 'int lib(int a)\n{\n    if (a > 100)\n        return 7; // LCOV_EXCL_LINE\n    return a;\n}\n' >src/lib.c
    printf 'int lib(int);\nint main(void)\n{\n    return lib(0);\n}\n' >src/main.c
    {
        printf 'coverbuild-manifest 1\nbuild %s/b\nmode set\ngranularity perblock\nruntime %s\nstrict 0\n' "$PWD" "$library"
        printf 'package m/prog\nmodule m\nroot %s/src\ndisposition contained\nselected 1\n' "$PWD"
        printf 'objects %s/b/bin\nsource %s/src/lib.c\nsource %s/src/main.c\n' "$PWD" "$PWD" "$PWD"
    } >b/cover/manifest.txt
    for source in lib main; do
        "$covercc" --manifest="$PWD/b/cover/manifest.txt" -- "$CC" -c "$PWD/src/$source.c" -o "$PWD/b/bin/$source.o"
    done
    "$CC" b/bin/*.o "$library" -o b/bin/prog
    COVERTAGS=test=one COVERDIR=b/cover/data ./b/bin/prog
}

# total ARGUMENT...: the total of summary's statements.
total() {
    "$covdata" summary -depth=module "$@" 2>err | sed -n 's/^total *[0-9.]*% *\([0-9/]*\) .*/\1/p'
}

# Without -source and -markers, wherever covdata runs: the roots are recorded. Go's commands print what Go prints.
case_markers_by_recorded_roots() {
    once marked_make
    data=$work/marked/b/cover/data
    [ "$(total "$data")" = 3/3 ] || fail "summary: $(total "$data")"
    [ ! -s err ] || fail_with err "a warning"
    [ "$(total -no-markers "$data")" = 3/4 ] || fail "-no-markers"
    [ "$(total -no-markers -source=marked/src "$data")" = 3/4 ] || fail "-no-markers with -source"
    "$covdata" lcov "$data" | lines lib.c >found
    printf '1 1\n3 1\n5 1\n' | expect found lcov
    for report in cobertura codecov sonarqube jacoco json annotations badge; do
        "$covdata" $report "$data" >plain 2>err || continue
        "$covdata" $report -markers "$data" >wanted
        sed -i 's/timestamp[^,]*,//' plain wanted
        [ $report = cobertura ] || [ $report = json ] || same_files wanted plain $report
    done
    "$covdata" summary -fail-under=100,lines:100 "$data" >out || fail_with out gates
    "$covdata" html -o=marked-pages "$data"
    grep -q '<small>3 of 3<' marked-pages/index.html || fail html
    "$covdata" order "$data" | grep -q '100.0%' || fail order
    "$covdata" percent -i="$data" | grep -q '75.0%' || fail "percent is Go's"
    [ "$("$covdata" textfmt -o=- -i="$data" | grep -c lib.c)" = 3 ] || fail "textfmt is Go's"
    "$covdata" percent -markers -i="$data" | grep -q '100.0%' || fail "percent -markers"
}

# A source that is gone is reported in one line; data elsewhere has no recorded roots.
case_markers_without_sources() {
    once marked_make
    cp -r marked/b/cover/data elsewhere
    [ "$(total elsewhere)" = 3/4 ] || fail "no roots are recorded"
    [ ! -s err ] || fail_with err "a warning without roots"
    mv marked/src/lib.c lib.c
    [ "$(total marked/b/cover/data)" = 3/4 ] || fail "without the source"
    mv lib.c marked/src/lib.c
    expect err "the warning" <<WANTED
covdata: warning: 1 source file is not found below the recorded roots, so exclusion markers there have no effect; name the project's root with -source, or use -no-markers
WANTED
}

# A and B are modules of their own with a main.c each; A runs its line 4 alone, B its lines 3 and 4.
modules_make() {
    mkdir -p modules/A modules/B && cd modules
    printf 'int main(int argc, char **argv)\n{\n    if (argc > 1)\n        return 3;\n    return 0;\n}\n' >A/main.c
    printf 'int main(int argc, char **argv)\n{\n    int a = argc;\n    if (a > 1) return 0;\n    return 1;\n}\n' >B/main.c
    for module in A B; do
        (cd $module && "$covercc" --root="$PWD" --mode=count -- "$CC" -w main.c -o prog) || fail "compile $module"
    done
    COVERDIR=data ./A/prog
    COVERDIR=data ./B/prog x
}

# Two files in every report; in a selection of one module the file keeps its name.
case_two_modules_one_name() {
    once modules_make
    cd modules
    "$covdata" lcov -o=info data
    [ "$(sed -n 's/^SF://p' info | tr '\n' ' ')" = "A/main.c B/main.c " ] || fail_with info "names in lcov"
    lines A/main.c <info >found
    printf '1 1\n3 1\n4 0\n5 1\n' | expect found "A/main.c"
    lines B/main.c <info >found
    printf '1 1\n3 1\n4 1\n5 0\n' | expect found "B/main.c"
    for report in cobertura codecov sonarqube jacoco json csv annotations coveralls; do
        "$covdata" $report -o=$report data 2>err || continue
        [ $report != coveralls ] || continue # has no file without its source
        grep -q 'A/main\.c\|name="A"' $report || fail_with $report "$report: A/main.c"
        grep -q 'B/main\.c\|name="B"' $report || fail_with $report "$report: B/main.c"
    done
    "$covdata" html -o=pages data
    [ -f pages/src/A-main.c.html ] && [ -f pages/src/B-main.c.html ] || {
        ls pages/src
        fail "pages"
    }
    "$covdata" summary -depth=file data >summary
    ! grep -q several summary || fail_with summary "two files as one"
    [ "$(grep -c ' main\.c ' summary)" = 2 ] || fail_with summary summary
    "$covdata" lcov -modpaths=A data | grep -q '^SF:main\.c$' || fail "the only module's file has a prefix"
    exits 1 "$covdata" tests -line=main.c:3 data
    grep -q 'several files match' err || fail_with err "tests -line"
}

case_exclusion_on_one_line() {
    mkdir exclusion && cd exclusion
    {
        echo 'static int a(int x) { /* LCOV_EXCL_START */ if (x) return 1; /* LCOV_EXCL_STOP */ return 2; }'
        printf 'static int b(int x)\n{\n    if (x)\n        return 1;\n    return 2;\n}\n'
        echo 'int main(void) { return a(0) + b(0) - 4; }'
    } >f.c
    covered prog f.c
    COVERDIR=data ./prog
    "$covdata" lcov -source=. -i=data 2>err | lines f.c >found
    [ ! -s err ] || fail_with err "a warning"
    printf '2 1\n4 1\n5 0\n6 1\n8 1\n' | expect found "lines of f.c"
}

case_empty_function_is_0_percent() {
    mkdir empty && cd empty
    printf 'static void stub(void) {}\nstatic void idle(void) {}\n' >f.c
    printf 'int main(int argc, char **argv)\n{\n    stub();\n    if (argc > 9)\n        idle();\n    return 0;\n}\n' >>f.c
    covered prog f.c
    COVERDIR=data ./prog
    "$covdata" func -i=data | awk '{ print $2, $3 }' >found
    printf 'stub 100.0%%\nidle 0.0%%\nmain 75.0%%\n(statements) 75.0%%\n' | expect found func
    "$covdata" summary -depth=function -i=data >summary
    grep -q '^ *stub  *-  *0/0  *100.0%  *1/1  *100.0%  *1/1$' summary || fail_with summary "summary of stub"
    grep -q '^ *idle  *-  *0/0  *0.0%  *0/1  *0.0%  *0/1$' summary || fail_with summary "summary of idle"
    "$covdata" html -o=pages data
    ! grep stub pages/functions.html | grep -q '<b>0' || fail "html: 0 % of stub"
}

case_if0_code_is_missing() {
    mkdir if0 && cd if0
    {
        printf 'int f(int a)\n{\n    if (a > 100) {\n        a++;\n#if 0\n        a = not_compiled(a);\n#endif\n'
        printf '        a--;\n    }\n    return a;\n}\nint main(void) { return f(0); }\n'
    } >f.c
    covered prog f.c
    COVERDIR=data ./prog
    "$covdata" lcov -i=data | lines f.c >found
    printf '1 1\n3 1\n4 0\n8 0\n10 1\n12 1\n' | expect found "lines of f.c"
    "$covdata" summary -missing -i=data | grep -q ' f\.c .* 4, 8$' || fail "summary -missing"
    "$covdata" annotations -i=data | sed -n 's/.*line=\([0-9]*\),endLine=\([0-9]*\).*/\1 \2/p' >found
    printf '4 4\n8 8\n' | expect found annotations
}

suite_run
