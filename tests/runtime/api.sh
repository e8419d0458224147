#!/bin/sh
# What a program can ask for, by cover/coverage.h: every file that comes of it is read by our tools and by Go's.
#   api.sh SOURCE WORK COVERCC COVDATA INSPECT COMPILE
. "$(dirname "$0")/../lib/suite.sh"
SOURCE=$1 WORK=$2 COVERCC=$3 COVDATA=$4 INSPECT=$5 COMPILE=$6
. "$SOURCE/tests/runtime/common.sh"
unset COVERDEBUG
suite_start "$WORK"
cp "$SOURCE/tests/runtime/api.c" .
echo 'void library_step(void); void library_step(void) { }' >library.c
covered="$COVERCC --root=$WORK --mode=atomic -- $COMPILE -Wall -Wextra -I$SOURCE/runtime"
$covered -fPIC -shared library.c -o library.so && $covered api.c ./library.so -pthread -o images || fail "building"
$COMPILE -c -fPIC library.c -o library.o && $covered -c api.c -pthread -o api.o && $covered api.o library.o -pthread -o api || fail "building"

# steps DIR: how often step() was counted in all of DIR, by both tools
steps() {
    "$COVDATA" textfmt -i="$1" -o=our.text || fail "$1: covdata"
    "$INSPECT" "$1" >/dev/null || fail "$1: not whole"
    if go tool covdata 2>&1 | grep -q percent; then
        go tool covdata textfmt -i="$1" -o=go.text && cmp go.text our.text || fail "$1: go tool covdata"
        go tool covdata debugdump -i="$1" >debugdump || fail "$1: go tool covdata debugdump"
    fi
    line=$(grep -n 'counted: steps' api.c | cut -d: -f1)
    awk -v line="$line" -F '[:, ]' 'index($1, "api.c") { split($2, from, "."); split($3, to, "."); if (from[1] == line - 1 && to[1] == line + 1) n = $NF }
        END { print n + 0 }' our.text
}

# ask SCENARIO STATUS [PROGRAM]: runs it, with $DATA for the end and $DATA.asked for what it asks for
ask() {
    data_new
    COVERDIR=$DATA ./${3:-api} "$1" "$DATA.asked" >stdout 2>stderr
    status=$?
    [ $status -eq "$2" ] && ! grep -e wrong -e coverrt stderr || fail "$1: status $status"
}

# is NAME FOUND WANTED
is() {
    [ "$2" = "$3" ] || fail "$1: $2, not $3"
}

# The files of a descriptor, under the names they would have.
named() {
    hash=$(od -An -tx1 -j24 -N16 "$DATA.asked/meta" | tr -d ' \n')
    mv "$DATA.asked/meta" "$DATA.asked/covmeta.$hash"
    mv "$DATA.asked/counters" "$DATA.asked/covcounters.$hash.1.1"
}

case_writer() {
    ask writer 7
    is writer "$(steps "$DATA.asked")" 3
}

case_descriptor() {
    ask fd 7
    named
    is fd "$(steps "$DATA.asked")" 4
}

case_narrow_descriptor() {
    ask narrow 7
    named
    is narrow "$(steps "$DATA.asked")" 4
    "$INSPECT" "$DATA.asked" -args | grep -q '^big=xxxx' || fail "narrow: no tag"
}

case_segments() {
    ask segments 7
    is "segments: elsewhere" "$(steps "$DATA.asked")" 3
    is "segments: here" "$(steps "$DATA")" 7
    "$INSPECT" "$DATA.asked" -args | grep '^test=' >tags
    printf 'test=first\ntest=third\n' | cmp - tags || fail "segments: tags"
    "$INSPECT" "$DATA" -args | grep '^test=' >tags
    printf 'test=second\n' | cmp - tags || fail "segments: tags at the end"
}

case_tagged() {
    ask tagged-killed 137
    is tagged-killed "$(steps "$DATA")" 5
    "$INSPECT" "$DATA" -args | grep -q '^test=crash$' || fail "the live file has no tag"
}

case_under_load() {
    ask under-load 7
    is "under load" $(($(steps "$DATA") + $(steps "$DATA.asked"))) "$(cat stdout)"
    is "under load: segments" "$(ls "$DATA.asked" | grep -c covcounters)" 61
    # Without live files the counts are in memory.
    data_new
    env -u COVERDIR ./api under-load "$DATA" >stdout 2>stderr
    [ $? -eq 7 ] || fail_with stderr "under load, in memory"
    is "under load, in memory" "$(steps "$DATA")" "$(cat stdout)"
}

# What a segment holds is in no live file any more, not of threads that went on counting either.
case_load_killed() {
    ask load-killed 137
    is "killed under load" $(($(steps "$DATA") + $(steps "$DATA.asked"))) "$(cat stdout)"
}

case_fork_mark() {
    ask marked 7
    is "marked: asked" "$(steps "$DATA.asked")" 3
    is "marked: the child" "$(steps "$DATA")" 10
    is "marked: files" "$(ls "$DATA" | grep -c covcounters)" 1
    ask unmarked 7
    is unmarked "$(steps "$DATA")" 6
}

case_images() {
    ask images 7 images
    is images "$(steps "$DATA.asked")" 3
    is "images: files" "$(ls "$DATA.asked" | grep -c covmeta)" 2
}

# From C++, and in a program without coverage.
case_cxx() {
    cat >caller.cc <<'TEXT'
#include "cover/coverage.h"
int main()
{
    return cover_enabled() || cover_write_counters_dir("x") != COVER_UNCOVERED || cover_tag("a", "b") != COVER_UNCOVERED;
}
TEXT
    case $COMPILE in
    gcc*) g++ -std=c++11 -pedantic -Wall -Wextra -Werror -I"$SOURCE/runtime" caller.cc -o caller && ./caller || fail "C++" ;;
    *) $COMPILE -x c++ -std=c++11 -pedantic -Wall -Wextra -Werror -I"$SOURCE/runtime" caller.cc -o caller && ./caller || fail "C++" ;;
    esac
}

suite_run
