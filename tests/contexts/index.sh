#!/bin/sh
# The index must say what the data says, whatever happened to the data: tests come, go, change, are renamed; the program is built
# anew; files are damaged; processes still count. After each step all questions are asked of the index, and without it.
# usage: index.sh COVDATA GENERATE WORK COVERCC
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 generate=$2 covercc=$4
suite_start "$3"
export LC_ALL=C

if ! "$covdata" tests -index=probe.db "$work" >out 2>&1 && grep -q SQLite out; then
    skip "covdata was built without SQLite"
fi
# ask OUT ARGUMENT...: all kinds of questions.
ask() {
    out=$1
    shift
    {
        "$covdata" tests "$@"
        "$covdata" order "$@"
        "$covdata" unique "$("$covdata" tests "$@" 2>/dev/null | head -n 1)" "$@"
        "$covdata" tests -line f1.c:43 "$@"
        "$covdata" tests -line src/m0/f2.c:80-200 "$@"
        "$covdata" tests -func=func_4,func_5 "$@"
        "$covdata" order -pkg=mod/app "$@"
    } >"$out" 2>"$out.err" || fail "$* ($(cat "$out.err"))"
}
same() {
    ask direct data
    "$covdata" tests -index=i.db data >/dev/null 2>err || fail_with err "update: $1"
    ask indexed -index=i.db
    diff -u direct indexed || fail "$1"
    grep -v 'without meta-data skipped' direct.err >direct.said || :
    diff -u direct.said indexed.err || fail "messages: $1"
}

"$generate" pool 40 120 1
"$generate" other 6 80 4

# start: three tests in data, and their index in i.db.
start() {
    rm -rf data i.db
    mkdir data
    cp pool/covmeta.* data
    mkdir -p data/0 data/other
    for test in 0/t1 0/t2 other/0; do cp -r pool/$test data/$test; done
    same "three tests"
}

case_steps() {
    start
    [ "$(wc -l <direct)" -gt 20 ] || fail "nothing to compare"

    # Random steps, the same every time.
    state=7
    random() {
        state=$(((state * 1103515245 + 12345) % 2147483648))
        echo $((state / 65536 % $1))
    }
    step=0
    while [ $step -lt 14 ]; do
        step=$((step + 1))
        n=$(random 40)
        case $((n % 5)) in
        0) test=other/$n ;;
        *) test=0/t$n ;;
        esac
        what=$(random 6)
        case $what in
        0 | 1 | 2)
            rm -rf "data/$test"
            cp -r "pool/$test" "data/$test"
            ;;
        3) rm -rf "data/$(cd data && ls -d 0/* other/* | sed -n "$(($(random 2) + 1))p")" ;;
        4) # Another content under the same name.
            file=$(find data/0 data/other -name 'covcounters.*' | sort | sed -n 1p)
            hash=$(basename "$file" | cut -d. -f2)
            cp "$(find pool -name "covcounters.$hash.*" | sort | sed -n "$(($(random 9) + 1))p")" "$file"
            ;;
        5) mv "data/$(cd data && ls -d 0/* | sed -n 1p)" "data/0/renamed$step" ;;
        esac
        same "step $step: $what $test"
    done
    # Nothing changed, nothing is written.
    cp i.db before.db
    "$covdata" tests -index=i.db data >/dev/null 2>&1
    cmp -s i.db before.db || fail "an update of nothing writes"

    # Another program comes, and goes; the first one goes.
    mkdir data/second
    cp -r other/* data/second
    same "a second program"
    rm -rf data/second
    same "the second program is gone"
    cp -r other/* data
    rm -f data/covmeta.* && cp other/covmeta.* data
    same "the program was built anew, counters of the old one left"
    cp pool/covmeta.* data
    same "the old one is back"
}

# Directory by directory.
case_parts() {
    rm -f parts.db
    for dir in pool/0 pool/other; do
        "$covdata" tests -index=parts.db -i=pool "$dir" >/dev/null 2>&1 || fail "the part $dir"
    done
    "$covdata" tests -index=parts.db >got 2>/dev/null
    "$covdata" tests -i=pool pool/0 pool/other 2>/dev/null | diff -u - got || fail "parts"
    mkdir rest
    cp -r pool/covmeta.* rest
    cp -r pool/0 rest
    "$covdata" tests -index=two.db rest >/dev/null
    mkdir more
    cp -r other/. more
    "$covdata" tests -index=two.db more >/dev/null 2>&1
    "$covdata" order -index=two.db >got 2>/dev/null
    [ "$(wc -l <got)" -gt 20 ] || fail "another directory takes the first one's place"
}

# A damaged file is told of each time, and counts for nothing; so does one that can't be had.
case_damaged_file() {
    start
    file=$(find data/0 -name 'covcounters.*' | sort | sed -n 2p)
    head -c 60 "$file" >cut
    cp cut "$file"
    for time in 1 2; do
        status=0
        "$covdata" order -index=i.db data >got 2>err || status=$?
        [ $status = 1 ] && [ "$(grep -c "$(basename "$file")" err)" = 1 ] || fail_with err "a damaged file, time $time"
    done
    status=0
    "$covdata" order -strict -index=i.db data >got.strict 2>err || status=$?
    [ $status = 1 ] && [ ! -s got.strict ] && grep -q 'because of -strict' err || fail_with err "-strict"
    "$covdata" order data >want 2>/dev/null || :
    diff -u want got || fail "a damaged file counts"
}

# A process counts, and is killed: its file keeps size and, often, time. Each unit of main.c has lines of its own.
case_live_file() {
    cat >main.c <<'X'
#include <signal.h>
#include <stdio.h>

static int never(int c)
{
    return c - 1;
}

static int once(int c)
{
    return c + 1;
}

int main(void)
{
    int c;
    while ((c = getchar()) != EOF) {
        if (c == 'k')
            raise(SIGKILL);
        if (c == 'o')
            c = once(c);
        if (c == 'n')
            c = never(c);
        putchar(c);
        fflush(stdout);
    }
    return 0;
}
X
    # live UNITS: test t reached so many, by the index as by textfmt
    live() {
        "$covdata" order -index=live.db live >got 2>err || fail_with err "a live file, $mode"
        "$covdata" textfmt -o=text live
        awk 'NR > 1 { all += $2 } NR > 1 && $3 { units++; reached += $2 } END { printf "%d %.1f%% t\n", units, 100 * reached / all }' text >want
        sed 1d got | tr -s ' ' | sed 's/^ //' | diff -u want - || fail "a live file, $mode: what the index has"
        [ "$(cut -d' ' -f1 want)" = "$1" ] || fail_with text "a live file, $mode: not $1 units"
    }
    for mode in set count; do
        "$covercc" --root="$work" --mode=$mode -- gcc main.c -o program
        rm -rf live live.db to from
        mkfifo to from
        COVERDIR=live/t ./program <to >from 2>err &
        exec 3>to 4<from
        for step in x:5 o:7 n:9; do
            printf %s "${step%:*}" >&3
            head -c 1 <&4 >got
            live "${step#*:}"
        done
        before=$(ls live/t)
        printf k >&3
        wait $! || :
        exec 3>&- 4<&-
        [ "$(ls live/t)" = "$before" ] || fail "a killed process, $mode: its file has another name"
        live 10
        live 10
        sed 1d text | while read -r at statements count; do
            from=${at#*:}
            wanted=
            [ "$count" = 0 ] || wanted=t
            [ "$("$covdata" tests -index=live.db -line "main.c:${from%%.*}" 2>/dev/null)" = "$wanted" ] || fail "a live file, $mode: $at was executed $count times"
        done
    done
}

# What is no index, of another version, or a damaged one.
case_no_index() {
    start
    echo "no database, but long enough to be taken for one if nobody looks at what it says" >text.db
    "$covdata" percent -i=other >percent
    if command -v sqlite3 >/dev/null; then
        sqlite3 foreign.db 'CREATE TABLE x(y); INSERT INTO x VALUES(1);'
        cp i.db old.db
        sqlite3 old.db 'PRAGMA user_version = 1;'
    fi
    for bad in text.db foreign.db old.db nosuch.db; do
        [ $bad = nosuch.db ] || [ -e $bad ] || continue
        for dirs in "" pool; do
            [ "$bad$dirs" != nosuch.dbpool ] || continue
            status=0
            # shellcheck disable=SC2086
            "$covdata" tests -index=$bad $dirs >out 2>err || status=$?
            [ $status = 1 ] && [ ! -s out ] && grep -q "$bad: " err || fail_with err "$bad $dirs: status $status"
        done
    done
    [ "$(cat text.db | wc -c)" = 81 ] || fail "a foreign file was changed"
}

case_damaged_index() {
    start
    size=$(wc -c <i.db)
    for at in 1 3 5 7 9 11 13 15; do
        cp i.db hurt.db
        printf '\377\377\001\200' | dd of=hurt.db bs=1 seek=$((size * at / 16)) conv=notrunc 2>/dev/null
        status=0
        "$covdata" order -index=hurt.db >out 2>err || status=$?
        [ $status -le 1 ] || fail_with err "a damaged index: status $status"
        [ $status = 0 ] || [ -s err ] || fail "a damaged index: nothing said"
    done
}

# Two at once wait for each other.
case_race() {
    rm -f race.db
    for part in pool/0 pool/other pool other; do
        "$covdata" tests -index=race.db "$part" >"race.$(basename "$part")" 2>&1 &
    done
    wait
    "$covdata" tests -index=race.db pool other >/dev/null 2>&1 || fail "after a race"
    "$covdata" order -index=race.db >got 2>/dev/null
    "$covdata" order pool other 2>/dev/null | diff -u - got || fail "a race"
}

suite_run
