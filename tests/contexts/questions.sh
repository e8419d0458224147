#!/bin/sh
# tests, unique and order against a table that awk makes of what `covdata textfmt` says of each test alone.
# usage: questions.sh COVDATA GENERATE WORK COVDATA_GENERATE
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 generate=$2 hostile=$4
suite_start "$3"
export LC_ALL=C

# table DIR: "TEST UNIT STATEMENTS" for each unit that a test reached; the units of all in `units`.
table() {
    mkdir -p meta
    rm -f meta/*
    cp "$1"/covmeta.* meta
    "$covdata" textfmt -i=meta -o=- | sed 1d >units
    for dir in "$1"/*/*; do
        case $dir in
        */other/*) test=t${dir##*/} ;;
        *) test=${dir#"$1"/} ;;
        esac
        "$covdata" textfmt -i=meta,"$dir" -o=- | awk -v test="$test" 'NR > 1 && $3 > 0 { print test, $1, $2 }'
    done
    if ls "$1"/covcounters.* >/dev/null 2>&1; then
        "$covdata" textfmt -i="$1" -o=- | awk 'NR > 1 && $3 > 0 { print "-", $1, $2 }'
    fi
}

# lines_of TABLE FILE FIRST LAST: the tests that reached one of the lines.
lines_of() {
    awk -v file="$2" -v first="$3" -v last="$4" '{
        split($2, part, ":"); split(part[2], place, "[.,]")
        if (part[1] == file && place[1] <= last && place[3] >= first && $1 != "-") print $1
    }' "$1" | sort -u
}

check_lines() {
    awk '{ split($1, part, ":"); split(part[2], place, "[.,]"); print part[1], place[1], place[3] }' units | sort -u |
        awk 'NR % 23 == 5' >places
    [ "$(wc -l <places)" -gt 20 ] || fail "too few places"
    while read -r file first last; do
        lines_of "$1.table" "$file" "$first" "$first" >want
        "$covdata" tests -line "$file:$first" "$1" >got 2>/dev/null
        diff -u want got || fail "tests -line $file:$first $1"
        lines_of "$1.table" "$file" "$first" "$((last + 4))" >want
        "$covdata" tests -line="${file#src/}:$first-$((last + 4))" "$1" >got 2>/dev/null
        diff -u want got || fail "tests -line $file:$first-$((last + 4)) $1"
    done <places
}

check_unique() {
    awk '{ count[$2]++; test[$2] = $1; statements[$2] = $3 }
        END { for (unit in count) if (count[unit] == 1) print test[unit], unit, statements[unit] }' "$1.table" >single
    "$covdata" tests "$1" 2>/dev/null >names
    awk '$1 != "-" { print $1 }' "$1.table" | sort -u | diff -u - names || fail "tests $1"
    while read -r test; do
        awk -v test="$test" '$1 == test { split($2, part, ":"); split(part[2], place, "[.,]")
            print part[1] ":" (place[1] == place[3] ? place[1] : place[1] "-" place[3]), $3; sum += $3 }
            END { print "total", sum + 0 }' single | sort >want
        "$covdata" unique "$test" "$1" | awk '$1 == "total" { $2 = "" } { print $1, $3 }' | sort | diff -u want - ||
            fail "unique $test"
    done <names
    [ "$(wc -l <single)" -gt 20 ] || fail "too few units that one test alone reached"
}

# Greedy, unit by unit: of the tests that reach most new units, the first by name.
check_order() {
    awk '$1 != "-"' "$1.table" >named
    awk 'NR == FNR { total += $2; next }
    {
        tests[$1] = 1; has[$1] = has[$1] " " $2; statements[$2] = $3
    }
    END {
        for (;;) {
            best = ""; most = -1
            for (test in tests) {
                n = split(has[test], list, " "); new = 0
                for (i = 1; i <= n; i++) if (!(list[i] in done)) new++
                if (new > most || (new == most && test < best)) { most = new; best = test }
            }
            if (best == "") break
            n = split(has[best], list, " ")
            for (i = 1; i <= n; i++) if (!(list[i] in done)) { done[list[i]] = 1; hit += statements[list[i]] }
            printf "%d %.1f%% %s\n", most, 100 * hit / total, best
            delete tests[best]
        }
    }' units named >want
    "$covdata" order "$1" 2>order.err | awk 'NR > 1 { print $1, $2, $3 }' | diff -u want - || fail "order $1"
    # It covers everything that tests reach.
    covered=$("$covdata" summary -depth=module "$1" | awk '/^total/ { print $2 }')
    if [ ! -s order.err ]; then
        [ "$(tail -n 1 want | cut -d' ' -f2)" = "$covered" ] || fail "order does not reach $covered"
    fi
    "$covdata" order -format=names "$1" 2>/dev/null | diff -u - names.ordered || fail "order -format=names"
}

# The plain tables of data1 and data2.
make_tables() {
    for seed in 1 2; do
        table data$seed >data$seed.table
        mv units units$seed
    done
}
for seed in 1 2; do
    "$generate" data$seed $((15 + 15 * seed)) 120 $seed
done
mkdir -p meta
case_lines() {
    once make_tables
    for seed in 1 2; do
        cp units$seed units
        check_lines data$seed
    done
}

case_unique() {
    once make_tables
    for seed in 1 2; do
        check_unique data$seed
    done
}

case_order() {
    once make_tables
    for seed in 1 2; do
        cp units$seed units
        "$covdata" order data$seed 2>/dev/null | awk 'NR > 1 { print $3 }' >names.ordered
        check_order data$seed
    done
}

# Names: of several directories given one by one their own; of one, none, which is said.
case_directory_names() {
    rm -f meta/*
    cp data2/covmeta.* meta
    "$covdata" tests -i=meta,data2/0/t1,data2/0/t2 >got
    printf 't1\nt2\n' | diff -u - got || fail "the names of directories"
    cp data2/0/t1/covcounters.* meta
    "$covdata" tests -i=meta >got 2>err || fail "data of no test"
    [ ! -s got ] || fail "a name from nowhere"
    grep -q 'warning: data without a test' err || fail "no word on data without a test"
}

# For ctest and Meson.
mkdir -p odd
for name in 'a.b(c)' "it's [x]*?" 'plain-1' 'c++'; do
    mkdir "odd/$name"
    cp data2/0/t1/covcounters.* "odd/$name"
done
cp data2/covmeta.* odd

case_formats() {
    [ "$("$covdata" tests -format=ctest-regex odd)" = "^(a\\.b\\(c\\)|c\\+\\+|it's \\[x\\]\\*\\?|plain\\-1)\$" ] || fail "ctest-regex"
    [ "$("$covdata" tests -format=meson odd)" = "'a.b(c)' c++ 'it'\\''s [x]*?' plain-1" ] || fail "meson"
}

# CTest finds each by its expression, and no other.
case_ctest() {
    need ctest
    mkdir ctest
    for name in 'a.b(c)' "it's [x]*?" 'plain-1' 'c++' 'aXb(c)' 'plain_1' 'c+' 'x^$|'; do
        echo "add_test([==[$name]==] true)" >>ctest/CTestTestfile.cmake
    done
    ctest --test-dir ctest -N -R "$("$covdata" tests -format=ctest-regex odd)" | sed -n 's/^ *Test *#[0-9]*: //p' | sort >got
    "$covdata" tests odd | sort | diff -u - got || fail "ctest -R takes others"
}

# Meson takes the words for the tests.
case_meson() {
    need meson
    mkdir meson
    {
        echo "project('names')"
        for name in 'a.b(c)' "it\\'s [x]*?" plain-1 c++ other; do
            echo "test('$name', find_program('true'))"
        done
    } >meson/meson.build
    meson setup meson/build meson >meson.log 2>&1 || fail_with meson.log "meson setup"
    eval "meson test -C meson/build --list $("$covdata" tests -format=meson odd)" 2>meson.log | grep -v '^ninja\|^Entering' |
        sort >got || fail_with meson.log "meson test"
    "$covdata" tests odd | sort | diff -u - got || fail "meson test takes others"
}

# An expression that CTest would take for one that nothing matches is none.
case_long_regex() {
    long=$(printf '%0200d' 0)
    mkdir many
    cp data2/covmeta.* many
    for n in 0 1 2 3 4 5 6 7 8 9; do
        for m in 0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q r s t u v w; do
            mkdir "many/$long$n$m"
            cp data2/0/t1/covcounters.* "many/$long$n$m"
        done
    done
    status=0
    "$covdata" tests -format=ctest-regex many >got 2>err || status=$?
    [ $status = 1 ] && [ ! -s got ] && grep -q '330 tests are too many' err || fail_with err "an expression that is too large"
}

case_control_characters() {
    mkdir "odd/$(printf 'new\nline\033[2J')"
    cp data2/0/t1/covcounters.* odd/new*
    "$covdata" tests odd | grep -qF 'new\x0aline\x1b[2J' || fail "a name that acts on terminals"
    "$covdata" tests -format=meson odd >got 2>err
    ! grep -q line got || fail "a name that breaks a line"
    grep -q 'control characters' err || fail "no word on a name that breaks a line"
}

# No test at all must not become all tests.
case_no_test() {
    [ "$("$covdata" tests -file=none -format=ctest-regex odd)" = '^()$' ] || fail "ctest-regex of nothing"
}

case_no_data() {
    for question in "tests -line nofile.c:3" "tests -line f1.c:1" "unique t999" "unique x/t1"; do
        got=0
        # shellcheck disable=SC2086
        "$covdata" $question data2 >out 2>err || got=$?
        [ $got = 1 ] && [ ! -s out ] && [ "$(wc -l <err)" = 1 ] || {
            cat out err
            fail "$question: status $got"
        }
    done
}

case_wrong_use() {
    for question in "tests -line f1.c" "tests -line f1.c:0" "tests -line :3" "tests -line f1.c:5-3" "tests -line f1.c:3x" "unique" \
        "tests -line f1.c:43 -worktree" "order -format=meson" "select -staged -worktree" "tests -format=xml"; do
        got=0
        # shellcheck disable=SC2086
        "$covdata" $question -i=data2 >out 2>err || got=$?
        [ $got = 2 ] && [ ! -s out ] && [ "$(wc -l <err)" = 1 ] || {
            cat out err
            fail "$question: status $got"
        }
    done
}

# Names that no one should print as they are.
case_hostile() {
    "$hostile" count evil hostile
    "$hostile" count plain
    for question in "unique some.test evil" "order evil" "tests evil" "compare plain evil" "compare -format=markdown plain evil" \
        "compare -format=json plain evil" "tests -line .c:5 evil" "tests -line lib.c:100 evil plain"; do
        # shellcheck disable=SC2086
        "$covdata" $question >out 2>&1 || :
        [ "$(tr -d '\n\t -~\303\244' <out | wc -c)" = 0 ] || fail "raw control characters: $question"
    done
    "$covdata" unique some.test evil | grep -qF 'a\x0aSF:b\x0d\x0aDA:1,1' || fail "names aren't there"
    "$covdata" compare -format=markdown plain evil | grep -qF '&#60;script&#62;' || fail "Markdown that is more than text"
}

suite_run
