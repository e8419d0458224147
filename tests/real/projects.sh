#!/bin/sh
# projects.sh [-n] [-w WORK] [-c COMPILER]… [NAME…]: builds real projects, unedited, plainly and through covercc, at the same path; their own tests must end as
# without coverage, the builds must say the same on stderr, and every file must be instrumented. One file of projects/ for each. TOOLS
# names a build tree of ours, else one is made. All output stands in WORK (.work/projects); what is done there is not done again: a
# row, and the plain build, whose results stay when a row is removed; -n does all anew. A row a project and compiler, as in docs/internals/real.md; status 0 if all hold, 77 if
# a project can't be had.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
here=$home/tests/real
. "$home/scripts/lib/setup.sh"
. "$home/scripts/lib/real.sh"
unset COVERDIR GOCOVERDIR COVERTAGS COVERBUILD_ROOT CC CFLAGS MAKEFLAGS MAKELEVEL GCC_COLORS || :
LC_ALL=C
export LC_ALL
work=$home/.work/projects
anew=
compilers=
while getopts nw:c: option; do
    case $option in
    n) anew=1 ;;
    w) work=$OPTARG ;;
    c) compilers="$compilers $OPTARG" ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- $(ls "$here/projects")
mkdir -p "$work"
work=$(cd "$work" && pwd)

# For CMake projects: `build` below the sources.
build_cmake() {
    if [ "$variant" = cover ]; then
        set -- -DCOVER=ON "-DCMAKE_PROJECT_TOP_LEVEL_INCLUDES=$home/cmake/CoverBuild.cmake" "-DCOVERBUILD_ROOT=$TOOLS" "$@"
    fi
    cmake -S . -B build -G Ninja "-DCMAKE_C_COMPILER=$compiler" "$@" >/dev/null 2>&1 && cmake --build build -j1
}

# The exact version of the package, or what there is of it.
source_of() {
    (
        flock 9
        ((debian_source "$package=$version" $flags) || (debian_source "$package" $flags)) 2>/dev/null | tail -n 1
    ) 9>"$home/.work/fetch.lock"
}

# run_variant: builds and checks in $dir/src; leaves $dir/$variant.err, .results and .log. $run stands before what checks by make.
run_variant() {
    rm -rf "$dir/src" "$dir/data" "$dir/$variant".*
    cp -Rp "$sources" "$dir/src"
    run='' CC=$compiler CXX=$(echo "$compiler" | sed 's/gcc/g++/; s/clang/clang++/')
    if [ "$variant" = cover ]; then
        covercc="$TOOLS/instr/covercc --root=$dir/src --module=$name --log=$dir/cover.log"
        CC="$covercc $CC" CXX="$covercc $CXX"
        run="$TOOLS/instr/covercc run -o $dir/data --"
        COVERDIR=$dir/data
        export COVERDIR
    fi
    (cd "$dir/src" && build) >"$dir/$variant.out" 2>"$dir/$variant.said" || return 1
    [ ! -f "$dir/src/build/cover/build.log" ] || cp "$dir/src/build/cover/build.log" "$dir/cover.log"
    rm -rf "$dir/data"
    (cd "$dir/src" && check) >"$dir/$variant.check" 2>&1 </dev/null || :
    results <"$dir/$variant.check" | sort >"$dir/$variant.results"
    unset COVERDIR
    sed -e 's|/tmp/[a-zA-Z0-9_./-]*|TEMPORARY|g' -e '/^make/d' -e "/covercc: warning: .*not instrumented/d" "$dir/$variant.said" >"$dir/$variant.err"
}

percent() {
    [ ! -d "$dir/src/build/cover/data" ] || set -- "$dir"/src/build/cover/data/*
    for data in "$@" "$dir/data"; do
        [ ! -d "$data" ] || printf '%s,' "$data"
    done | sed 's/,$//' >"$dir/inputs"
    "$TOOLS/covdata/covdata" summary "-i=$(cat "$dir/inputs")" 2>&1
}

# judge: a row for the project and compiler.
judge() {
    "$TOOLS/instr/covercc" --summary="$dir/cover.log" >"$dir/summary"
    set -- $(sed -n '1,2s/[^0-9]\{1,\}/ /gp' "$dir/summary")
    files=$1 functions=$2 partly=$4 plain=$5 failed=$6 left=$8
    verdict=ok
    cmp -s "$dir/plain.err" "$dir/cover.err" || verdict="other warnings"
    cmp -s "$dir/plain.results" "$dir/cover.results" || verdict="other test results"
    [ -s "$dir/plain.results" ] || verdict="no test results"
    [ "$plain" = 0 ] || verdict="files skipped"
    [ "$functions" -gt 0 ] || verdict="nothing instrumented"
    percent >"$dir/percent"
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$name" "$(dpkg-parsechangelog -l "$sources/debian/changelog" -S Version)" "$compiler" \
        "$files" "$plain" "$functions" "$partly" "$failed" "$left" "$(wc -l <"$dir/plain.results")" "$(wc -l <"$dir/plain.err")" | sed "s/\$/	$verdict/" >"$dir/row"
}

real_tools
status=0 skipped=0
for name in "$@"; do
    package='' version='' needs='' flags=''
    . "$here/projects/$name"
    for compiler in ${compilers:-gcc clang}; do
        dir=$work/$name.$compiler
        [ ! "$anew" ] || rm -rf "$dir"
        if [ ! -f "$dir/row" ]; then
            mkdir -p "$dir"
            rm -f "$dir/cover.log"
            (setup_packages $needs) >&2
            sources=$(source_of)
            [ "$sources" ] || { echo "SKIP: $name: no source package" && skipped=77 && continue; }
            for variant in plain cover; do
                [ $variant = cover ] || [ ! -s "$dir/plain.results" ] || continue
                run_variant || { echo "$name $compiler: the $variant build fails, see $dir/$variant.said" && status=1 && continue 2; }
            done
            judge
        fi
        cat "$dir/row"
        case $(cat "$dir/row") in *"	ok") ;; *) status=1 ;; esac
    done
done
[ $status = 0 ] || exit $status
exit $skipped
