#!/bin/sh
# Data read while programs write it: processes begin, count, are killed and end as covdata reads, which neither misses a file nor takes a
# half of one, says nothing, and in the end has it all. And what counts other things than blocks is not joined with them.
# usage: running.sh COVDATA COVERCC LIBRARY WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 covercc=$2 library=$3
suite_start "$4"
mkdir -p "$work/data"
cat > main.c <<'END'
#include <signal.h>
#include <stdlib.h>
static int step(int n)
{
    return n + 1;
}
int main(int argc, char **argv)
{
    int n = 0;
    for (int i = 0; i < atoi(argv[1]); i++)
        n = step(n);
    if (argc > 2)
        raise(SIGKILL);
    return n < 0;
}
END
"$covercc" --root="$work" --mode=count -- "${CC:-gcc}" -c main.c -o main.o
"${CC:-gcc}" main.o "$library" -o program
runs=120
{
    for i in $(seq $runs); do
        COVERDIR=data ./program $((i * 1000)) &
        COVERDIR=data ./program $((i * 1000)) killed &
        wait
        # However fast either is, there are ten reads on the way.
        [ $((i % 12)) -ne 0 ] || until rm read || [ -f ended ]; do sleep 0.01; done
    done > killed 2>&1 || :
    touch ended
} &
trap 'touch ended' EXIT
# How often main began, and step in all.
sums() {
    "$covdata" textfmt -strict -o=- data 2> err | awk '/main.c:8/ { begun = $3 } /main.c:4/ { steps = $3 } END { print begun + 0, steps + 0 }'
    ! grep -v 'no applicable files' err || fail "a word on files that are being written"
}
begun=0 reads=0 last=
while [ -z "$last" ]; do
    [ ! -f ended ] || last=1
    now=$(sums) || fail "a read of what is being written"
    [ "${now% *}" -ge $begun ] || fail "$now after $begun: a run is gone"
    begun=${now% *} reads=$((reads + 1))
    touch read
done
wait
[ "$begun" = $((2 * runs)) ] || fail "$begun of $((2 * runs)) runs"
[ "${now#* }" = $((2 * 1000 * runs * (runs + 1) / 2)) ] || fail "steps: $now"
[ $reads -ge 10 ] || fail "only $reads reads while programs ran"

# Counters of functions and of blocks.
"$covercc" --root="$work" --mode=count --granularity=perfunc -- "${CC:-gcc}" -c main.c -o main.o
"${CC:-gcc}" main.o "$library" -o functions
COVERDIR=perfunc ./functions 3
"$covdata" func perfunc | grep -q 'step.*100' || fail "data of functions alone"
for command in percent func summary "textfmt -o=-" "merge -pcombine -o=both"; do
    status=0
    # shellcheck disable=SC2086
    "$covdata" $command data perfunc > out 2> err || status=$?
    [ $status = 1 ] && [ "$(wc -l < err)" = 1 ] && grep -q 'counter granularity clash while reading meta-data file .*: previous file had' err ||
        fail_with err "$command of blocks and functions"
done
"$covdata" merge -o=apart data perfunc || fail "merge of blocks and of functions, each by itself"
