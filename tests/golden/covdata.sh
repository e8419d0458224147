#!/bin/sh
# What each subcommand prints for the generated data, against covdata/NAME.txt. ACCEPT=1 takes the output as the new golden file.
# usage: covdata.sh COVDATA GENERATE WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 generate=$2
here=$(cd "$(dirname "$0")" && pwd)
suite_start "$3"

# check NAME COMMAND...: what the command prints is covdata/NAME.txt.
check() {
    name=$1
    shift
    status=0
    "$@" >"$name.txt" 2>"$name.err" || status=$?
    cat "$name.err" >>"$name.txt"
    [ $status = 0 ] || echo "exit status $status" >>"$name.txt"
    # The dump holds the command line, merged files the time, XML the version.
    sed -e 's/^ \*\t.* debugdump/ *\tcovdata debugdump/' -e 's/\.0\.[0-9][0-9]*\( \|$\)/.0.TIME\1/' \
        -e 's/version="covdata [^"]*"/version="covdata VERSION"/' "$name.txt" | golden "$here/covdata/$name.txt"
}

for mode in set count atomic; do
    "$generate" $mode $mode
done
"$generate" count raw raw
"$generate" count two segments
"$generate" count apart apart
"$generate" count big big
"$generate" count hostile hostile

case_help() {
    check help "$covdata" help
    check help-merge "$covdata" help merge
}

case_modes() {
    for mode in set count; do
        check percent-$mode "$covdata" percent -i=$mode
        check func-$mode "$covdata" func -i=$mode
        check textfmt-$mode "$covdata" textfmt -i=$mode -o=/dev/stdout
        check debugdump-$mode "$covdata" debugdump -i=$mode
    done
}

case_packages() {
    check pkglist "$covdata" pkglist -i=set,count,atomic
}

case_live() {
    check live "$covdata" debugdump -live -pkg=mod/app -i=./count/
}

case_selections() {
    check patterns "$covdata" percent -i=count -pkg=mod/app/...,sys...
    check dispositions "$covdata" percent -i=count -disposition=dependent,system
    check modules "$covdata" percent -i=count -modpaths=mod
    check files "$covdata" textfmt -i=count -o=- -file=src/...,-...other.c,zlib/z.c
    check functions "$covdata" func -i=count '-func=-main,-...s...' -pkg=-sys/...
}

case_clash() {
    check clash "$covdata" textfmt -i=set,count -o=/dev/stdout
}

case_segments() {
    check segments "$covdata" textfmt -i=two -o=/dev/stdout
}

case_overflow() {
    check overflow "$covdata" textfmt -i=big -o=/dev/stdout -pkg=mod/app
}

# The flavour of the files says nothing about what ran, nor does it matter whether a package is written at one place.
case_flavours() {
    check textfmt-count "$covdata" textfmt -i=raw -o=/dev/stdout
}

case_apart() {
    check textfmt-count "$covdata" textfmt -i=apart -o=/dev/stdout
    check func-count "$covdata" func -i=apart
    check percent-count "$covdata" percent -i=apart
    "$covdata" merge -i=apart -o=merged-apart
    check textfmt-count "$covdata" textfmt -i=merged-apart -o=/dev/stdout
}

# What was merged says what its sources say, and says it alone.
case_merge() {
    "$covdata" merge -i=count -o=merged
    check textfmt-count "$covdata" textfmt -i=merged -o=/dev/stdout
    check merged "$covdata" debugdump -i=merged -live
    "$covdata" merge -pcombine -i=count,merged -o=new/combined
    check combined "$covdata" debugdump -i=new/combined
}

case_merge_selected() {
    "$covdata" merge -i=count -pkg=mod/lib -o=lib
    "$covdata" merge -i=count -disposition=contained -o=contained
    check contained "$covdata" pkglist -i=contained
    check selected "$covdata" debugdump -i=lib
}

# What one run of mod/app had and the others had not, and what all have in common.
mkdir first rest
cp "$(ls count/covmeta.* | sed -n 1p)" "$(ls count/covmeta.* | sed -n 2p)" first
cp first/covmeta.* rest
cp count/covcounters.*.1000.* first
cp count/covcounters.* rest
rm rest/covcounters.*.1000.*

case_subtract() {
    "$covdata" subtract -i=first,rest -o=subtracted
    check subtracted "$covdata" debugdump -live -i=subtracted
}

case_intersect() {
    "$covdata" intersect -i=rest,first -o=common
    check common "$covdata" debugdump -live -i=common
}

# Of a program without data in one of the directories nothing is common to all.
case_intersect_without_data() {
    mkdir some
    cp first/covmeta.* some
    "$covdata" intersect -i=first,some -o=nothing
    check nothing "$covdata" percent -i=nothing
}

case_lcov() {
    check lcov "$covdata" lcov -i=count
    check lcov-fnl "$covdata" lcov -fnl -i=count -pkg=mod/app
}

case_cobertura() {
    check cobertura env SOURCE_DATE_EPOCH=1 "$covdata" cobertura -i=count -pkg=mod/app
}

case_summary() {
    check summary "$covdata" summary -i=count
    check summary-functions "$covdata" summary -depth=function -missing -i=count -pkg=mod/...
    check summary-hostile "$covdata" summary -depth=function -missing -i=hostile
    check summary-sorted "$covdata" summary -sort=coverage -color=always -depth=function -i=count
    check summary-missed "$covdata" summary -sort=missed -i=count
}

case_csv() {
    check csv "$covdata" csv -depth=function -i=count
}

case_markdown() {
    check markdown "$covdata" markdown -missing -depth=directory -i=hostile
}

case_annotations() {
    check annotations "$covdata" annotations -level=notice -i=count
}

case_sonarqube() {
    check sonarqube "$covdata" sonarqube -i=count -pkg=mod/app
}

case_jacoco() {
    check jacoco "$covdata" jacoco -i=count -pkg=mod/app
}

case_badge() {
    check badge "$covdata" badge -i=count
}

case_gate() {
    check gate "$covdata" summary -depth=module -fail-under=99.5 -i=count
}

suite_run
