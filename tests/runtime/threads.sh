#!/bin/sh
# Mode atomic counts exactly: known numbers, by many threads.
#   threads.sh SOURCE WORK COVERCC COVDATA COMPILE [LINK_FLAGS]
# COMPILE is the compiler with its flags; "-static" among LINK_FLAGS leaves out plugins.
. "$(dirname "$0")/../lib/suite.sh"
SOURCE=$1 WORK=$2 COVERCC=$3 COVDATA=$4 COMPILE=$5 LINK_FLAGS=$6
. "$SOURCE/tests/runtime/common.sh"
unset COVERDEBUG
suite_start "$WORK"
printf 'int main(void) { return 0; }\n' >probe.c
if ! $COMPILE probe.c $LINK_FLAGS -o probe >/dev/null 2>&1 || ! ./probe; then
    skip "'$COMPILE $LINK_FLAGS' does not build programs that run here"
fi

# The sanitizer does not know OpenMP's threads.
openmp=
case $COMPILE in
*thread*) ;;
*)
    printf 'int main(void)\n{\n#pragma omp parallel\n    ;\n    return 0;\n}\n' >parts.c
    $COMPILE -fopenmp parts.c $LINK_FLAGS -o parts >/dev/null 2>&1 && ./parts 2>/dev/null && openmp=-fopenmp
    ;;
esac

# covered OUTPUT ARGUMENTS: compiles with coverage, every function of it
covered() {
    output=$1
    shift
    "$COVERCC" --root="$WORK" --skipped=skipped --mode=atomic -- $COMPILE -Wall -Wextra "$@" -pthread -o "$output" || fail "building $output"
    [ ! -s skipped ] || fail_with skipped "$output: not all is instrumented"
}

cp "$SOURCE/tests/runtime/threads.c" .
case $LINK_FLAGS in
*-static*) covered threads threads.c $openmp $LINK_FLAGS ;;
*)
    covered threads threads.c -DTHREADS_PLUGIN $openmp $LINK_FLAGS -ldl
    sed -n '/^enum/p; /^static void work/,/^}/p' threads.c >plugin.c
    echo 'void plugin_work(void) { work(); }' >>plugin.c
    covered plugin.so plugin.c -fPIC -shared $LINK_FLAGS
    ;;
esac

# A loop does not ask in each pass where the thread's counters lie (x86-64).
case_no_lookup_in_loops() {
    case $COMPILE in
    *" -O"[12])
        echo 'void once(long *p, int n) { while (n > 1) { if (n & 1) *p++ = n; else *p-- += n; n /= 2; } }' >once.c
        covered once.s -S once.c
        [ "$(grep '%fs:' once.s | grep -vc 'mov.*, *%fs:')" -le 2 ] || fail_with once.s "a loop reads thread-local data"
        ;;
    esac
}

# text: what both tools say of $DATA
text() {
    "$COVDATA" textfmt -i="$DATA" -o=our.text || fail "$1: covdata"
    if go tool covdata 2>&1 | grep -q percent; then
        go tool covdata textfmt -i="$DATA" -o=go.text && cmp go.text our.text || fail "$1: go tool covdata"
        go tool covdata debugdump -i="$DATA" >debugdump || fail "$1: go tool covdata debugdump"
    fi
}

# count FILE PATTERN: how often the unit that begins behind the first line with PATTERN ran
count() {
    line=$(grep -n "$2" "$1" | head -n 1 | cut -d: -f1)
    awk -v file="$1" -v line="$line" -F '[:, ]' '
        index($1, file) { split($2, from, "."); split($3, to, "."); if (from[1] <= line && line <= to[1] && to[1] - from[1] < 3) n = $NF }
        END { print n + 0 }' our.text
}

# counted SCENARIO STATUS CALLS [FILE ARGUMENT [PATTERN]]: the loop of work(), or that with PATTERN, ran CALLS times 100000
counted() {
    data_new
    COVERDIR=$DATA ./threads "$1" $5 >stdout 2>stderr
    status=$?
    [ $status -eq "$2" ] || fail_with stderr "$1: status $status"
    ! grep coverrt stderr || fail "$1: not silent"
    text "$1"
    found=$(count "${4:-threads.c}" "${6:-sink = i}")
    [ "$found" -eq $(($3 * 100000)) ] || fail_with our.text "$1: counted $found, not $3 * 100000"
    ! ls "$DATA" | grep -v -e '^covmeta' -e '^covcounters' || fail "$1: temporary files left"
}

case_ends() {
    counted ends 7 84
    # The program's first thread and 24 more; those that find no shard at the same instant make one each.
    [ "$(ls "$DATA" | grep -c covcounters)" -le 25 ] || {
        ls "$DATA"
        fail "more files than threads at once"
    }
}

case_alive() {
    counted alive 7 10
}

case_killed() {
    counted killed 137 11
}

case_fork() {
    case $COMPILE in
    *thread*) ;; # the sanitizer does not live with threads of a forked child
    *) counted fork 7 68 ;;
    esac
}

case_destructors() {
    counted destructors 7 24
}

case_openmp() {
    [ -z "$openmp" ] || counted parts 7 400 threads.c "" 'part = i'
}

case_plugin() {
    case $LINK_FLAGS in
    *-static*) ;;
    *) counted plugin 7 48 plugin.c ./plugin.so ;;
    esac
}

case_signals() {
    data_new
    COVERDIR=$DATA ./threads signals >stdout
    [ $? -eq 7 ] || fail "signals: status $?"
    text signals
    [ "$(count threads.c 'handled +=')" -eq "$(cat stdout)" ] || fail "signals: counted $(count threads.c 'handled +='), not $(cat stdout)"
}

case_no_directory() {
    env -u COVERDIR ./threads ends
    [ $? -eq 7 ] || fail "without a directory: status $?"
}

suite_run
