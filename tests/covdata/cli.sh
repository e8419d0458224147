#!/bin/sh
# The command line and the outside world: wrong use exits with 2, failures with 1, each with one line on standard error.
# usage: cli.sh COVDATA GENERATE WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 generate=$2
suite_start "$3"
"$generate" count data
"$generate" count other unique
mkdir empty

# said STATUS LINES TEXT COMMAND...: exit status, number of lines on stderr, and a text in one of them.
said() {
    status=$1 lines=$2 text=$3
    shift 3
    exits "$status" "$@"
    [ "$(wc -l <err)" -eq "$lines" ] || fail "not $lines lines on standard error: $* $(cat err)"
    [ -z "$text" ] || grep -qF -e "$text" err || fail "no '$text' on standard error: $* $(cat err)"
}
silent() {
    [ ! -s out ] || fail "something on standard output: $*"
}

case_wrong_use() {
    said 2 1 "unknown command nonsense" "$covdata" nonsense
    said 2 1 "select input directories with '-i'" "$covdata" percent
    said 2 1 "select input directories with '-i'" "$covdata" percent -i=
    said 2 1 "select where to write with '-o'" "$covdata" textfmt -i=data
    said 2 1 "select where to write with '-o'" "$covdata" merge -i=data
    said 2 1 "a directory, not standard output" "$covdata" merge -i=data -o -
    said 2 1 "a directory, not standard output" "$covdata" html -i=data -o=-
    said 0 0 '' "$covdata" html -single -i=data -o=-
    said 2 1 "unknown flag --frob" "$covdata" percent -i=data --frob
    said 2 1 "select input directories with '-i'" "$covdata" percent -i= -pkg=x
    said 2 1 "supply exactly two input directories" "$covdata" subtract -i=data -o=x
    said 2 1 "supply exactly two input directories" "$covdata" subtract -i=data,other,data -o=x
    said 2 1 "select where to write with '-o'" "$covdata" subtract -i=data,other
    said 2 1 "select where to write with '-o'" "$covdata" intersect -i=data,other
    said 2 1 "is also an input directory" "$covdata" intersect -i=data,other -o=other
    said 2 1 "is also an input directory" "$covdata" subtract data other -o data
    said 2 1 "an argument is missing after -i" "$covdata" percent -i
    said 2 1 "this command has no flag -pcombine" "$covdata" percent -pcombine -i=data
    said 2 1 "not true or false: maybe" "$covdata" merge -pcombine=maybe -i=data -o=x
    said 2 1 "not a number: much" "$covdata" percent -v=much -i=data
    said 2 1 "does not have: -cpuprofile" "$covdata" percent -cpuprofile=x -i=data
    said 2 1 "is also an input directory" "$covdata" merge -i=other,data -o=./data/
}

case_no_command() {
    covdata_silent() { "$covdata" >out 2>err; }
    if covdata_silent; then fail "no command is not wrong use"; fi
    grep -q 'debugdump' err || fail "no list of commands"
}

case_help() {
    said 0 0 "" "$covdata" help
    grep -q 'debugdump' out || fail "no list of commands"
    said 0 0 "" "$covdata" percent -help
    grep -q -e '-pkg PATTERN' out || fail "no help"
    said 0 0 "" "$covdata" version
    grep -q '^covdata [0-9]' out || fail "no version"
}

# All ways of writing a flag.
said 0 0 "" "$covdata" percent -i=data
cp out one

case_flag_spellings() {
    for flags in "-i data" "--i=data" "--i data" "-i=data -pkg="; do
        # shellcheck disable=SC2086
        said 0 0 "" "$covdata" percent $flags
        cmp -s out one || fail "another output with $flags"
    done
}

case_standard_output() {
    "$covdata" textfmt -i=data -o=- >one.txt
    "$covdata" textfmt -i=data -o=/dev/stdout | cmp -s - one.txt || fail "-o - is not standard output"
    [ ! -e ./- ] || fail "a file of the name - was made"
}

# Plain arguments: the directory and all below it, wherever the flags stand.
mkdir -p tree/deep/er tree/none
cp -r data tree/deep/er/data
cp -r other tree/deep/other
ln -s .. tree/deep/er/up
"$covdata" percent -i=data,other >both

case_plain_arguments() {
    for arguments in tree "tree -pkg=" "-v=0 tree" "-- tree" "data other" "-i=data other" "other -i data" \
        "tree/deep/other tree/deep/er"; do
        # shellcheck disable=SC2086
        said 0 0 "" "$covdata" percent $arguments
        cmp -s out both || fail "another output with $arguments"
    done
    said 1 1 "reading inputs: open tree/nothing: No such file" "$covdata" percent tree tree/nothing
    said 0 1 "warning: no applicable files" "$covdata" percent tree/none
}

# A tree is one input: what is below it is one side of a difference.
case_tree_is_one_input() {
    said 0 0 "" "$covdata" subtract tree tree/deep/other -o=difference
    said 0 0 "" "$covdata" percent -i=difference -pkg=mod/app
    cp out left
    said 0 0 "" "$covdata" percent -i=data -pkg=mod/app
    cmp -s out left || fail "a tree is not one input of subtract"
    said 0 0 "" "$covdata" subtract tree tree -o=nil
    said 0 0 "" "$covdata" percent -i=nil -pkg=mod/app
    grep -q '	mod/app		coverage: 0.0%' out || fail "a tree without itself is not empty"
}

case_verbose() {
    said 0 2 "visiting pod: metafile data/covmeta." "$covdata" percent -v=1 -i=data
}

case_percent_output() {
    said 0 0 "" "$covdata" percent -i=data -o=profile
    cmp -s out one || fail "another output with -o"
    said 0 0 "" "$covdata" textfmt -i=data -o=profile2
    cmp -s profile profile2 || fail "percent -o is not textfmt"
}

# The gate: met, missed, and met by the last statement.
case_gate() {
    said 2 1 "PATTERN=MEASURE:N: much" "$covdata" summary -i=data -fail-under=much
    said 2 1 "PATTERN=MEASURE:N: 100.1" "$covdata" summary -i=data -fail-under=100.1
    said 2 1 "PATTERN=MEASURE:N: nan" "$covdata" summary -i=data -fail-under=nan
    said 2 1 "PATTERN=MEASURE:N: package:" "$covdata" summary -i=data -fail-under=80,package:
    said 2 1 "PATTERN=MEASURE:N: mod=functions:x" "$covdata" summary -i=data -fail-under=mod=functions:x
    said 0 0 "" "$covdata" summary -i=data -fail-under=
    said 2 1 "not one of contained|dependent|system|test: mine" "$covdata" percent -i=data -disposition=system,mine
    said 2 1 "this command has no flag -func" "$covdata" merge -i=data -o=other -func=main
    said 2 1 "not one of module|package|directory|file|function: 3" "$covdata" summary -i=data -depth=3
    said 0 0 "" "$covdata" lcov -i=data -fail-under=dependent:100,lines:56.25,...lib=functions:0,mod/app=intraline:50
    said 1 4 "-fail-under=package:90: mod/app: 80% of statements are covered (16 of 20)" "$covdata" csv -i=data \
        -fail-under=total:lines:57,package:90,contained:functions:72,no/...=1
    grep -q -e "-fail-under=no/...=1: there are no such packages" err || fail "no word on a gate of nothing"
    said 2 1 "this command has no flag -fail-under" "$covdata" percent -i=data -fail-under=1
    said 0 0 "" "$covdata" summary -i=data -pkg=mod/lib -fail-under=94.63
    said 1 1 "-fail-under=94.64: 94.6372% of statements are covered (300 of 317)" \
        "$covdata" summary -i=data -pkg=mod/lib -fail-under=94.64
    grep -q '^total' out || fail "no table where the gate is missed"
    said 0 0 "" "$covdata" summary -i=data -pkg=mod/test_lib -fail-under=100
    said 0 0 "" "$covdata" summary -i=data -pkg=mod/app -fail-under=0
    said 1 2 "-fail-under=0: there are no statements" "$covdata" summary -i=data -pkg=none -fail-under=0
    said 1 2 "-fail-under=80: there are no statements" "$covdata" summary -i=empty -fail-under=80
}

# A package's statements are those of percent.
case_summary_and_percent() {
    "$covdata" percent -i=data | awk '{ print $1, $3 }' >percents
    "$covdata" summary -depth=package -i=data | awk '/^  [a-z]/ { print $1, $2 }' | sort | diff percents - ||
        fail "summary and percent differ"
}

# Colours only on a terminal.
case_colours() {
    if command -v script >/dev/null; then
        TERM=xterm NO_COLOR='' script -qec "'$covdata' summary -i=data" typescript >/dev/null </dev/null
        grep -q "$(printf '\033')\[32m" typescript || fail "no colours on a terminal"
        TERM=xterm NO_COLOR=1 script -qec "'$covdata' summary -i=data" typescript >/dev/null </dev/null
        ! sed 1d typescript | grep -q "$(printf '\033')\[32m" || fail "colours in spite of NO_COLOR"
    fi
    TERM=xterm "$covdata" summary -i=data >out
    ! grep -q "$(printf '\033')" out || fail "colours where there is no terminal"
}

# A selection of nothing: Go's commands say nothing of it, as Go's tool; ours do, in a line.
case_empty_selection() {
    for command in percent func pkglist "textfmt -o=nil.txt" "merge -o=nil1" "subtract -o=nil2" "intersect -o=nil3" debugdump; do
        # shellcheck disable=SC2086
        said 0 0 "" "$covdata" $command -pkg=none -i=data,other
    done
    for command in summary lcov csv markdown annotations tests order "html -o=nil.html" "html -no-tests -o=nil.html"; do
        # shellcheck disable=SC2086
        said 0 1 "warning: nothing in the data matches -pkg=none -func=a\x1bb" "$covdata" $command -i=data -pkg=none \
            -func="$(printf 'a\033b')"
        # shellcheck disable=SC2086
        said 0 0 "" "$covdata" $command -i=data -pkg=mod/app
    done
    said 0 1 "nothing in the data matches -modpaths=none -disposition=system" "$covdata" summary -i=data -disposition=system -modpaths=none
    said 0 1 "nothing in the data matches -file=none" "$covdata" summary -i=data -file=none
}

# Directories and files that are not there, or not to be written.
case_missing_files() {
    said 1 1 "reading inputs: open nowhere: No such file" "$covdata" percent -i=data,nowhere
    silent
    said 1 1 "No such file" "$covdata" textfmt -i=data -o=nowhere/profile
    said 1 1 "/dev/null: " "$covdata" merge -i=data -o=/dev/null/x
    said 1 1 "standard output" sh -c "'$covdata' percent -i=data > /dev/full"
    said 1 1 "/dev/full" "$covdata" textfmt -i=data -o=/dev/full
    said 0 1 "warning: no applicable files found in input directories" "$covdata" percent -i=empty
    silent
    said 0 1 "warning: no applicable files found in input directories" "$covdata" textfmt -i=empty -o=nothing
    [ -f nothing ] && [ ! -s nothing ] || fail "textfmt of nothing is not an empty file"
    [ -z "$(find . -name 'tmp.*')" ] || fail "temporary files are left"
}

# Files of the writers that died are no data; counters of unknown meta-data are told of.
case_temporary_files() {
    mkdir odd
    cp data/* odd
    touch odd/tmp.covmeta.123 odd/covcounters.12.34 odd/covmeta odd/readme.txt
    mkdir odd/covmeta.directory
    said 0 0 "" "$covdata" percent -i=odd
    cmp -s out one || fail "another output beside odd files"
    echo x >odd/covcounters.0123.1.2
    echo x >odd/covcounters.0123.1.3
    said 0 1 "2 counter files without meta-data skipped, such as odd/covcounters.0123.1.3" "$covdata" percent -i=odd
}

# One bad file among good ones.
case_damaged_file() {
    mkdir bad
    cp data/* other/* bad
    : >bad/"$(basename "$(ls data/covmeta.* | head -n 1)")"
    said 1 1 "not a meta-data file" "$covdata" percent -i=bad
    grep -q 'mod/app/0' out || fail "the good files are not reported"
    said 1 1 "not a meta-data file" "$covdata" merge -i=bad -o=rest
    said 0 0 "" "$covdata" percent -i=rest
    grep -q 'mod/app/0' out || fail "the good files are not merged"
}

case_swapped_files() {
    mkdir swapped
    cp data/* swapped
    set -- swapped/covmeta.*
    mv "$1" swapped/x && mv "$2" "$1" && mv swapped/x "$2"
    said 1 2 "the hash in the meta-data file is not that of its name" "$covdata" percent -i=swapped
    silent
}

suite_run
