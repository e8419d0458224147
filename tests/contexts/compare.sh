#!/bin/sh
# compare over code that moves: lines put in everywhere, functions in another order, in other files and under other names are the
# same code, with their sources and mostly without; a test that is left out loses what `unique` says of it, wherever that stands now.
# usage: compare.sh COVDATA COVERCC WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 covercc=$2
here=$(cd "$(dirname "$0")" && pwd)
suite_start "$3"
export LC_ALL=C

# version NAME TEST...: builds NAME/*.c and runs the tests into data.NAME.
version() {
    name=$1
    shift
    find "$name" -name '*.c' -print0 | xargs -0 "$covercc" --root="$work/$name" -- gcc -O0 -w -I "$name" -o "$name.program"
    rm -rf "data.$name"
    for test in "$@"; do
        case $test in
        t1) arguments="1 2 +" ;;
        t2) arguments="9 4 - 3" ;;
        t3) arguments="2 3 *" ;;
        t4) arguments="1 2 3 4 5" ;;
        t5) arguments="x" ;;
        esac
        set -f
        # shellcheck disable=SC2086
        COVERDIR=$work/data.$name/$test "./$name.program" $arguments >out 2>&1 || :
        set +f
    done
}
sum() { # FILE KIND: statements
    awk -v kind="$2" 'index($0, kind " ") == 1 { print $(NF - 1) }' "$1" | tail -n 1
}
# nothing REPORT: no unit lost, gained, new or gone.
nothing() {
    for kind in lost gained "new, not covered" "new, covered" "gone, covered" "gone, not covered"; do
        [ "$(sum "$1" "$kind")" = 0 ] || fail_with "$1" "$2: $kind"
    done
}

mkdir one
cp "$here"/project/* one
all="t1 t2 t3 t4 t5"
# shellcheck disable=SC2086
version one $all

# The same code: lines between all lines; functions in the other order; another folder and name of the file.
mkdir -p two/moved/deep
cp one/limit.h two
sed 's/^/\n/; s/^}$/}\n\/* more *\//' one/main.c >two/main.c
awk '/^static int [a-z]*\(|^static void [a-z]*\(/ { body = $0; head = $0; inside = 1; next }
    inside { body = body "\n" $0; if ($0 == "}") { bodies = body "\n\n" bodies; heads = heads head ";\n"; inside = 0 } next }
    /^int main/ { printf "%s%s", heads, bodies }
    { print }' one/main.c | sed 's/operate/perform/' >two/moved/deep/calc.c
mkdir three
cp one/limit.h three
cp two/moved/deep/calc.c three/calc.c
rm -r two/moved

case_same_data() {
    "$covdata" compare data.one data.one >report
    nothing report "the same data"
    covered=$("$covdata" summary -depth=module data.one | awk '/^total/ { print $3 }')
    [ "$(awk '$1 == "before" { print $3 }' report)" = "$covered" ] || fail "not $covered before"
}

case_moved_code() {
    # shellcheck disable=SC2086
    version two $all
    # shellcheck disable=SC2086
    version three $all
    for sources in "" "-before=one -after=two"; do
        # shellcheck disable=SC2086
        "$covdata" compare $sources data.one data.two >report
        nothing report "lines between all lines, ${sources:-without sources}"
    done
    "$covdata" compare -before=one -after=three data.one data.three >report
    for kind in lost gained; do
        [ "$(sum report $kind)" = 0 ] || fail_with report "functions in another order and file: $kind"
    done
    # The function with another name is known by its content; the unit that calls it has another text.
    [ "$(sum report 'new, covered')" = "$(sum report 'gone, covered')" ] || fail "another name"
    [ "$(sum report 'new, covered')" -le 2 ] || fail_with report "a function with another name is another"
    ! grep -q 'perform$' report || fail "a function with another name is new"
}

# What a test that is left out alone reached is lost, and gained the other way round.
case_left_out_test() {
    for without in $all; do
        # shellcheck disable=SC2046
        version two $(echo "$all" | tr ' ' '\n' | grep -v $without)
        "$covdata" compare data.one data.two >report
        "$covdata" unique $without data.one >only
        want=$(awk '$1 == "total" { print $3 }' only)
        [ "$(sum report lost)" = "$want" ] || {
            cat report only
            fail "$without lost $(sum report lost), not $want"
        }
        [ "$(grep -c '^lost	' report || :)" = "$(($(wc -l <only) - 1))" ] || fail "$without: another number of units is lost"
        [ "$(sum report gained)" = 0 ] || fail "$without gained something"
        "$covdata" compare data.two data.one >back
        [ "$(sum back gained)" = "$want" ] && [ "$(sum back lost)" = 0 ] || fail "$without, the other way round"
    done
    grep -q '^lost	main.c:[0-9-]* (was [0-9-]*)	' report || fail_with report "no lines of then and now"
}

# New code is new, changed code too.
mkdir four
cp one/* four
sed -i 's/return -1;/return -2;/; s/^static void dump/static int fresh(int a)\n{\n    if (a)\n        return 2;\n    return 1;\n}\n\n&/' four/main.c
# shellcheck disable=SC2086
version four $all
"$covdata" compare -before=one -after=four data.one data.four >report.four

case_new_code() {
    [ "$(grep -c '^new, not covered	main.c:.*	fresh$' report.four)" = 3 ] || fail_with report.four "a new function"
    [ "$(sum report.four lost)$(sum report.four gained)" = 00 ] || fail "new code is lost or gained"
}

case_markdown() {
    "$covdata" compare -format=markdown -before=one -after=four data.one data.four >report.md
    [ "$(grep -c '^| new, not covered | main' report.md)" = "$(grep -c '^new, not covered	' report.four)" ] || fail "Markdown"
}

case_json() {
    if "$covdata" compare -format=json -before=one -after=four data.one data.four >report.json 2>err; then
        python3 - report.json "$(sum report.four 'new, not covered')" <<'X'
import json, sys
report = json.load(open(sys.argv[1]))
assert report["statements"]["new, not covered"] == int(sys.argv[2]), report["statements"]
assert sum(u["statements"] for u in report["units"] if u["change"] == "new, not covered") == int(sys.argv[2])
assert report["before"]["total"] < report["after"]["total"]
assert all("before" not in u for u in report["units"] if u["change"].startswith("new"))
X
    else
        grep -q jansson err || fail "JSON"
    fi
}

# The sources of a revision are as good as a directory's.
case_revisions() {
    mkdir -p repo/sub
    cp one/* repo/sub
    git() { command git -c user.name=a -c user.email=a@b -C "$work/repo" "$@"; }
    git init -q
    git add -A
    git commit -qm one
    cp four/* repo/sub
    git commit -qam four
    status=0
    (cd repo/sub && "$covdata" compare -before=HEAD~1 -after=HEAD ../../data.one ../../data.four) >got 2>err || status=$?
    if [ $status = 2 ] && grep -q libgit2 err; then
        skip "covdata was built without libgit2"
    fi
    diff -u report.four got || fail "sources of revisions"
    (cd repo/sub && "$covdata" compare -before=HEAD~1 -after=. ../../data.one ../../data.four) | diff -u report.four - || fail "a revision and a directory"
    status=0
    (cd repo && "$covdata" compare -before=nosuch -after=HEAD ../data.one ../data.four) >out 2>err || status=$?
    [ $status = 1 ] && grep -q 'neither a directory nor a revision' err && [ "$(wc -l <err)" = 1 ] || fail "no such revision"
}

case_wrong_use() {
    status=0
    "$covdata" compare data.one >out 2>err || status=$?
    [ $status = 2 ] && grep -q 'exactly two' err || fail "one directory"
    status=0
    "$covdata" compare data.one nosuch >out 2>err || status=$?
    [ $status = 1 ] || fail "a missing directory"
}

suite_run
