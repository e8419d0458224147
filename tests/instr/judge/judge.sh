#!/bin/sh
# judge.sh COVERCC COVDATA COUNTS-FOLDER: what `go tool covdata` prints of data that covered C programs wrote, in every mode, is what our
# covdata prints: a program with a header of inline functions, a second one, and a shared object, several runs each. Skipped without go.
set -u
covercc=$1 covdata=$2 counts=$3
command -v go >/dev/null 2>&1 || { echo "SKIP: go is not installed"; exit 77; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
cp "$counts"/*.[ch] .
mkdir plugin
echo 'int plugged(int a) { if (a > 1) return 2; return a; }' >plugin/plugin.c
echo 'int plugged(int); int main(int argc, char **argv) { (void)argv; return plugged(argc) - 1; }' >host.c
status=0

# same WHAT ARGUMENT…: Go's tool and ours print the same and end alike.
same() {
    what=$1
    shift
    go tool covdata "$@" >go.out 2>go.err
    go_status=$?
    "$covdata" "$@" >our.out 2>our.err
    [ $? -eq $go_status ] || { echo "$what: covdata $*: exit status differs from go's $go_status"; cat our.err; status=1; }
    [ -s go.out ] || [ "$1" = textfmt ] || [ "$1" = merge ] || { echo "$what: go tool covdata $* printed nothing"; status=1; }
    for output in go.out our.out; do # debugdump names the program that printed it
        sed '/^ \*	\/.*covdata debugdump/d' $output >$output.plain
    done
    diff -u go.out.plain our.out.plain || { echo "^^^ $what: covdata $*"; status=1; }
}

for mode in set count atomic; do
    cc="$covercc --root=$work --module=example.com/judged --mode=$mode gcc -w -O1"
    $cc -fPIC -shared plugin/plugin.c -o libplugin.so && $cc host.c -L. -lplugin -Wl,-rpath,"$work" -o host && $cc program.c -o program || exit 1
    rm -rf "$mode".one "$mode".two "$mode".go "$mode".our
    for directory in $mode.one $mode.two $mode.two; do
        COVERDIR=$directory COVERTAGS='test=judged;run=1' ./program >/dev/null
        COVERDIR=$directory ./host
        COVERDIR=$directory ./host "an argument"
    done
    for inputs in $mode.one $mode.one,$mode.two; do
        for command in percent func pkglist debugdump "debugdump -live" "percent -pkg=example.com/judged/plugin"; do
            # shellcheck disable=SC2086
            same "$mode" $command -i=$inputs
        done
        same "$mode" textfmt -i=$inputs -o="$work/profile"
        go tool covdata textfmt -i=$inputs -o=profile.go && "$covdata" textfmt -i=$inputs -o=profile.our && diff -u profile.go profile.our || status=1
    done
    for option in "" -pcombine; do
        rm -rf merged.go merged.our
        mkdir merged.go merged.our
        # shellcheck disable=SC2086
        go tool covdata merge $option -i=$mode.one,$mode.two -o=merged.go && "$covdata" merge $option -i=$mode.one,$mode.two -o=merged.our || status=1
        # Counts wherever they came from, read by the tool that didn't write them.
        go tool covdata textfmt -i=merged.our -o=profile.go && "$covdata" textfmt -i=merged.go -o=profile.our && diff -u profile.go profile.our || status=1
        [ -s profile.go ] || status=1
    done
done
exit $status
