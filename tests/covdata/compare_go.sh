#!/bin/sh
# covdata prints what `go tool covdata` prints: for data that a Go program writes, and for the generated data of C programs; and the
# files that it merges are those that Go merges.
# usage: compare_go.sh COVDATA GENERATE WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 generate=$2
source=$(cd "$(dirname "$0")" && pwd)/goprogram
command -v go >/dev/null || {
    echo "SKIP: go is not installed"
    exit 77
}
suite_start "$3"
mkdir empty1
export GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local GO111MODULE=on
[ -n "${GOCACHE:-${HOME:-}}" ] || export GOCACHE="$work/cache"
go tool covdata percent -i=. >/dev/null 2>&1 || {
    echo "SKIP: no go tool covdata"
    exit 77
}

# The tool itself, not the go command that starts it: it is started some hundred times. Its own dump tells where it is.
tool=$(go tool covdata debugdump -i=. 2>/dev/null | sed -n 's/^ \*\t\(.*\) debugdump .*/\1/p')
[ -x "$tool" ] || tool="go tool covdata"

# As their words, without the names of the programs.
messages() {
    sed -e 's/^covdata: //' -e 's/^error: //' -e 's/: No such/: no such/' -e 's/^\(warning: \)[^ ]*covmeta[^ ]*: /\1/' | sort -u
}

# same ARGUMENT...: both tools print the same and exit alike.
same() {
    rm -f profile
    status1=0 status2=0
    $tool "$@" >out1 2>err1 || status1=$?
    [ ! -f profile ] || mv profile profile1
    "$covdata" "$@" >out2 2>err2 || status2=$?
    [ ! -f profile ] || mv profile profile2
    [ $status1 = $status2 ] || fail "exit status $status2 instead of $status1: $*"
    for i in 1 2; do
        grep -v ' debugdump ' out$i >clean$i || :
        messages <err$i >messages$i
    done
    diff -u clean1 clean2 || fail "$*"
    diff -u messages1 messages2 || fail "messages of $*"
    # Where Go fails it leaves an empty profile behind.
    [ ! -f profile1 ] || [ $status1 != 0 ] || diff -u profile1 profile2 || fail "profile of $*"
    rm -f profile1 profile2
}

all_same() {
    for command in percent func pkglist debugdump "debugdump -live" "textfmt -o=profile" "percent -o=profile"; do
        # shellcheck disable=SC2086
        same $command "$@"
    done
}

# same_merge ARGUMENT...: both write the same meta-data files byte for byte, and counter files of the same content. (The order of strings
# in these is left to chance by Go.)
same_merge() {
    same_data merge "$@"
}

# same_data COMMAND ARGUMENT...: the same for any command that writes data.
same_data() {
    rm -rf merged1 merged2 merged
    mkdir merged1
    $tool "$@" -o=merged1 >/dev/null 2>&1 || fail "Go can't $*"
    "$covdata" "$@" -o=merged2 >/dev/null 2>&1 || fail "can't $*"
    for i in 1 2; do
        mv merged$i merged
        $tool debugdump -i=merged | grep -v ' debugdump ' | sed 's/\.0\.[0-9][0-9]*\( \|$\)/.0.TIME\1/' >out$i
        find merged -type f | sed 's/\.0\.[0-9]*$/.0.TIME/' | sort >list$i
        wc -c merged/covcounters.* | awk '{ print $1 }' >sizes$i
        mv merged merged$i
    done
    [ -n "${disposed:-}" ] || for file in merged1/covmeta.*; do
        cmp "$file" "merged2/$(basename "$file")" || fail "$*"
    done
    # With dispositions, which Go drops when it writes symbols anew, the hash differs.
    if [ -n "${disposed:-}" ]; then
        for i in 1 2; do
            sed 's/covcounters\.[0-9a-f]*/covcounters.HASH/' out$i >clean$i && mv clean$i out$i
        done
    else
        diff list1 list2 || fail "files of $*"
    fi
    diff -u out1 out2 || fail "$*"
    diff sizes1 sizes2 || fail "sizes of $*"
}

for mode in set count atomic; do
    (cd "$source" && go build -cover -covermode=$mode -coverpkg=./... -o "$work/program.$mode" .) || fail "go build"
    mkdir go.$mode
    for arguments in "" one "two three"; do
        # shellcheck disable=SC2086
        GOCOVERDIR=go.$mode ./program.$mode $arguments >/dev/null
    done
    for kind in "" raw apart unique big; do
        # shellcheck disable=SC2086
        "$generate" $mode c.$mode.$kind $kind
    done
done

# mode_same MODE: reports and merges of a mode's data.
mode_same() {
    mode=$1
    all_same -i=go.$mode
    same_merge -i=go.$mode
    same_merge -pcombine -i=go.$mode
    same_merge -pkg=example.com/program/lib -i=go.$mode
    for kind in "" raw apart unique big; do
        all_same -i=c.$mode.$kind
        disposed=1
        same_merge -pcombine -i=c.$mode.$kind
        disposed=
    done
    same_merge -i=c.$mode.
    same_merge -i=c.$mode.raw -pkg=mod/...
}

case_set() {
    mode_same set
}

case_count() {
    mode_same count
}

case_atomic() {
    mode_same atomic
}

# Sets, of one program: with two, Go's tool drops the second, or panics.
case_pairs() {
    for mode in set count; do
        for data in go.$mode c.$mode. c.$mode.raw; do
            meta=$(ls $data | sed -n '/^covmeta/{p;q}')
            hash=${meta#covmeta.}
            rm -rf one.$data two.$data few.$data
            mkdir one.$data two.$data few.$data
            for dir in one two few; do
                cp $data/$meta $dir.$data
            done
            # One run against the others, in turn.
            for run in "$data/covcounters.$hash."*; do
                rm -f one.$data/covcounters.* two.$data/covcounters.*
                cp "$data/covcounters.$hash."* two.$data
                mv two.$data/"$(basename "$run")" one.$data
                cp "$run" few.$data
                for input in one.$data,two.$data two.$data,one.$data few.$data,one.$data one.$data,one.$data; do
                    [ -n "$(find ${input%,*} -name 'covcounters.*')" ] || continue
                    [ -n "$(find ${input#*,} -name 'covcounters.*')" ] || continue
                    same_data subtract -i=$input
                    same_data intersect -i=$input
                done
                same_data subtract -i=few.$data,one.$data -pkg=mod/app,example.com/...
                same_data intersect -i=few.$data,one.$data -pkg=mod/app,example.com/...
            done
            same_data intersect -i=few.$data
            same_data intersect -i=few.$data,one.$data,few.$data
        done
    done
}

case_no_data() {
    for command in subtract intersect; do
        same $command -i=nowhere,nowhere -o=merged1
        same $command -i=empty1,empty1 -o=merged1
    done
}

case_several() {
    all_same -i=go.count,c.count.
    all_same -i=./c.count.//,go.count -pkg=mod/...,example.com/program
    all_same -i=go.set -pkg=nothing
    all_same -i=go.set,c.count.
    disposed=1
    same_merge -pcombine -i=go.set,c.count.,go.atomic
    disposed=
}

# covdata's merge of packages that are written apart, which Go's can't do, is read by Go.
case_apart() {
    "$covdata" merge -i=c.count.apart -o=c.merged
    same textfmt -i=c.merged -o=profile
}

case_empty() {
    mkdir empty
    all_same -i=empty
    all_same -i=nowhere
}

suite_run
