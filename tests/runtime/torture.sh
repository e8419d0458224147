#!/bin/sh
# Random programs (csmith's), built with coverage, are killed at random instants while others merge and report the directory that they
# write to: every file is whole at every instant; each unit was counted at least as often as in the steps that the program had done, and
# at most as often as with the step that it was in. Then many short processes start and end in one directory at once.
#   torture.sh SOURCE GENERATE INSPECT WORK COVERCC COVDATA PROGRAMS PROCESSES [SEED]
# Programs are of the seeds behind SEED (0).
. "$(dirname "$0")/../lib/suite.sh"
SOURCE=$1 GENERATE=$2 INSPECT=$3 WORK=$4 COVERCC=$5 COVDATA=$6 PROGRAMS=$7 PROCESSES=$8 COMPILE=gcc
. "$SOURCE/tests/runtime/common.sh"
unset COVERDEBUG
include=/usr/include/csmith
if ! command -v csmith > /dev/null 2>&1 || [ ! -d $include ]; then
    skip "csmith is not installed"
fi

suite_start "$WORK"
runtime_build
gcc -O2 -Wall -Wextra -c "$SOURCE/tests/runtime/torture.c" -o torture.o || fail torture.c
go=
! go tool covdata 2>&1 | grep -q percent || go=yes
[ "$go" ] || echo "SKIP part: go tool covdata is not installed"
clang=gcc
! clang --version > /dev/null 2>&1 || clang=clang

modes='count set atomic'
# Each in four programs, which differ in compiler and optimisation.
mode_of()
{
    echo "$modes" | cut -d' ' -f$(($1 / 4 % 3 + 1))
}

# program_build N: a program whose steps come to an end, with counter modes, compilers and optimisation levels by turns
program_build()
{
    case $(($1 % 4)) in
    0) how="gcc -O2" ;;
    1) how="$clang -O0" ;;
    2) how="$clang -O2" ;;
    3) how="gcc -O0" ;;
    esac
    while :; do
        seed=$((seed + 1))
        csmith --seed $seed --nomain --max-funcs 4 --max-block-depth 3 > "p$1.c" || fail "csmith --seed $seed"
        printf 'void torture_step(void);\nvoid torture_step(void)\n{\n    func_1();\n}\n' >> "p$1.c"
        # shellcheck disable=SC2086
        "$COVERCC" --root="$WORK" --module=torture --mode="$(mode_of "$1")" --strict $how -w -I$include -c "p$1.c" -o p.o || fail "covercc, seed $seed"
        gcc p.o torture.o runtime/libcoverrt.a -o "p$1" || fail "linking, seed $seed"
        ! timeout 2 "./p$1" progress 20 || return
    done
}

number_of()
{
    od -An -tu8 "$1" 2> /dev/null | tr -d ' '
}

program_kill()
{
    COVERDIR=$WORK/data.$(mode_of "$1") "./p$1" "progress.$1" 1000000000 2> "stderr.$1" &
    pid=$!
    # Some are killed at any instant of their start; the others count, however slow the machine is.
    until [ $(($1 % 3)) -eq 0 ] || [ "$(number_of "progress.$1")" -gt 0 ] 2> /dev/null; do
        sleep 0.01
    done
    sleep "$(awk "BEGIN { srand($1 + $(date +%N)); printf \"%.4f\", rand() ^ 2 / 20 }")"
    kill -KILL $pid
    wait $pid
}

# steps_run N STEPS: what the program counts in so many steps, in profile.low or .high
steps_run()
{
    rm -rf truth
    COVERDIR=$WORK/truth timeout 60 "./p$1" progress "$2" || return 1
    "$COVDATA" textfmt -i=truth -o="profile.$3" || fail "program $1: its own data"
}

# The hash in the names of a program's files.
hash_of()
{
    rm -rf hash
    COVERDIR=$WORK/hash "./p$1" progress 0
    basename hash/covmeta.* | cut -d. -f2
}

# program_judge N: are the counts of the killed process between those of the steps it had done and those it had begun?
program_judge()
{
    [ ! -s "stderr.$1" ] || fail_with "stderr.$1" "program $1: not silent"
    hash=$(hash_of "$1")
    step=$(number_of "progress.$1")
    step=${step:-0}
    data=data.$(mode_of "$1")
    if ! ls "$data" | grep -q "^covcounters.$hash"; then
        [ "$step" -eq 0 ] || fail "program $1 was killed in step $step and left no file"
        return
    fi
    rm -rf one && mkdir one && cp "$data"/*."$hash"* one
    "$COVDATA" textfmt -i=one -o=profile.killed || fail "program $1: data"
    [ -z "$go" ] || { go tool covdata textfmt -i=one -o=profile.go && cmp profile.killed profile.go; } || fail "program $1: go tool covdata"
    if ! steps_run "$1" $((step > 0 ? step - 1 : 0)) low || ! steps_run "$1" "$step" high; then
        echo "program $1: its step $step takes too long to be repeated"
        return
    fi
    sort profile.low > low && sort profile.high > high && sort profile.killed > killed
    paste -d' ' low killed high | awk '
        $1 == "mode:" { next }
        NF != 9 || $1 != $4 || $1 != $7 || $6 < $3 || $6 > $9 { print; wrong = 1 }
        END { exit wrong }' || fail "program $1, killed in step $step: at least, what was found, at most"
    judged=$((judged + 1))
}

seed=${9:-0}
for i in $(seq "$PROGRAMS"); do
    program_build "$i"
done
# data_report DIR: every tool reads all of it, whatever is going on
data_report()
{
    ls "$1" | grep -q '^covcounters' || return
    "$INSPECT" "$1" > found.all || fail "a file is not whole"
    ! grep '^other file' found.all | grep -v ' tmp.cov' || fail "foreign files"
    rm -rf merged && mkdir merged
    "$COVDATA" merge -i="$1" -o=merged > out 2>&1 && "$COVDATA" percent -i="$1" > out 2>&1 || fail_with out "covdata"
    if [ "$go" ] && [ $((rounds % 4)) -eq 0 ]; then
        go tool covdata percent -i="$1" > out 2>&1 || fail_with out "go tool covdata"
    fi
    rounds=$((rounds + 1))
}

# shellcheck disable=SC2086
mkdir $(printf ' data.%s' $modes)
(
    for i in $(seq "$PROGRAMS"); do
        program_kill "$i"
    done
    touch all-killed
) 2> /dev/null &
killer=$!
rounds=0
while [ ! -f all-killed ]; do
    for mode in $modes; do
        data_report "data.$mode"
    done
done
wait $killer
[ "$rounds" -gt 0 ] || fail "never reported"
for mode in $modes; do
    data_report "data.$mode"
done
judged=0
for i in $(seq "$PROGRAMS"); do
    program_judge "$i"
done
[ "$judged" -gt 0 ] || fail "no program was judged"
echo "$PROGRAMS programs killed, $judged of them compared with what they had done, $rounds reports meanwhile"

# --- a loop that calls nothing, which an optimiser would count in registers: mode set has its units while it runs
cat > loop.c <<TEXT
#include <unistd.h>
int main(int argc, char **argv)
{
    unsigned s = (unsigned)argc;
    if (argv[0] == 0 || write(1, ".", 1) < 0)
        return 1;
    for (unsigned i = 0; s != 12345678 || i < 2; i++) {
        if (s & 1)
            s = s * 3 + 1;
        else
            s = s / 2;
        s &= 1023;
    }
    return 0;
}
TEXT
for compiler in gcc $clang; do
    "$COVERCC" --root="$WORK" --module=torture --mode=set --strict $compiler -w -O2 loop.c runtime/libcoverrt.a -o loop || fail "$compiler loop.c"
    rm -rf data.loop && : > said
    COVERDIR=$WORK/data.loop ./loop > said &
    pid=$!
    until [ -s said ]; do
        sleep 0.01
    done
    # Its first passes may take a while, where much else runs.
    for i in $(seq 500); do
        "$COVDATA" textfmt -i=data.loop -o=our.text || fail "$compiler loop: covdata"
        [ "$(sed 1d our.text | grep -c ' 1$')" -ne 6 ] || break
        sleep 0.05
    done
    kill -KILL $pid
    wait $pid 2> /dev/null
    "$COVDATA" textfmt -i=data.loop -o=our.text || fail "$compiler loop: covdata"
    [ "$(sed 1d our.text | grep -c ' 1$')" -eq 6 ] || fail_with our.text "$compiler loop: what the loop executed is missing"
done

# --- many at once
# many MODE SUM: SUM is what two units count in all
many()
{
    package alpha mod/alpha "$1" perblock 20
    build ways ways.c alpha.o
    DATA=$WORK/many.$1
    export COVERDIR="$DATA"
    # xargs says by its status that programs return 7.
    seq "$PROCESSES" | xargs -n 1 -P 100 "$WORK/ways" nothing > stdout 2> stderr
    unset COVERDIR
    [ ! -s stdout ] && [ ! -s stderr ] || { head stderr; fail "many processes, $1: not silent"; }
    found_print > found || fail "many processes, $1: a file is torn"
    [ "$(grep -c '^pod' found)" -eq "$PROCESSES" ] || fail "many processes, $1: $(grep -c '^pod' found) files, not $PROCESSES"
    ! grep -e '^other file' -e live found || fail "many processes, $1: files left"
    [ "$(grep -c -e '^mod/alpha f0: 1 0' -e '^mod/alpha f1: 1 0' found)" -eq $((2 * PROCESSES)) ] || fail "many processes, $1: counts"
    "$COVDATA" textfmt -i="$DATA" -o=our.text || fail "many processes, $1: covdata"
    [ "$(grep -c " $2\$" our.text)" -eq 2 ] || fail "many processes, $1: the sum"
    [ -z "$go" ] || { go tool covdata textfmt -i="$DATA" -o=go.text && cmp go.text our.text; } || fail "many processes, $1: go tool covdata"
    echo "$PROCESSES processes at once, $1"
}

many count "$PROCESSES"
many set 1
