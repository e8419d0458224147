#!/bin/sh
# Go's own tool must read what the runtime writes, and print what our covdata prints of it.
#   go.sh SOURCE GENERATE INSPECT WORK COMPILE COVDATA
. "$(dirname "$0")/../lib/suite.sh"
SOURCE=$1 GENERATE=$2 INSPECT=$3 WORK=$4 COMPILE=$5 COVDATA=$6
. "$SOURCE/tests/runtime/common.sh"
unset COVERDEBUG
if ! go tool covdata 2>&1 | grep -q percent; then
    skip "go tool covdata is not installed"
fi
suite_start "$WORK"
LIBRARIES=-ldl
runtime_build

# compare COMMAND OPTIONS: both tools on $DATA; what they print must be the same and hold $pattern
compare() {
    go tool covdata "$@" -i="$DATA" >go.out 2>&1 || fail_with go.out "go tool covdata $*"
    "$COVDATA" "$@" -i="$DATA" >our.out 2>&1 || fail_with our.out "covdata $*"
    diff -u go.out our.out || fail "$*: the tools differ"
    grep -q "$pattern" our.out || fail_with our.out "$*: no '$pattern'"
}

# judged MODE
judged() {
    mode=$1
    own_directory
    package alpha mod/alpha $mode perblock 20
    package beta mod/beta $mode perblock 3
    build plugin.so plugin.c beta.o -shared
    build linked linked.c alpha.o "$WORK/plugin.so" -Wl,-rpath,"$WORK"
    build host host.c alpha.o
    data_new
    run 7 "$WORK/linked" 'an argument'
    run 7 "$WORK/host"
    run 7 "$WORK/host" fork
    pattern='mod/beta.*58.3%' compare percent
    pattern='mod/alpha' compare pkglist
    pattern='f0.*100.0%' compare func
    go tool covdata textfmt -i="$DATA" -o=go.text && "$COVDATA" textfmt -i="$DATA" -o=our.text || fail textfmt
    cmp go.text our.text && grep -q "^mode: $mode" go.text || fail "textfmt: the tools differ"
    go tool covdata debugdump -i="$DATA" >go.out || fail debugdump
    grep -q 'GOOS=linux .*\[.*/linked an argument\]' go.out || fail_with go.out "debugdump: no args"

    # A live file, in several pieces, of functions that got their numbers at the start.
    package many mod/many $mode perblock 12000
    build killed host.c many.o alpha.o
    data_new
    COVERDIR=$DATA "$WORK/killed" killed >/dev/null 2>&1
    pattern='f10.*75.0%' compare func
    "$INSPECT" "$DATA" >found || fail "inspect, killed"
    grep -q "^pod 1 $mode packages=2 live$" found && grep -q '^mod/alpha f10: 1 0$' found || fail_with found "$mode: killed"
}

case_set() {
    judged set
}

case_count() {
    judged count
}

case_atomic() {
    judged atomic
}

suite_run
