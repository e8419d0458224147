#!/bin/sh
# Every way to die or to go on: what was executed is in the data, once.
#   ways.sh SOURCE GENERATE INSPECT WORK COMPILE COVDATA [LINK_FLAGS]
SOURCE=$1 GENERATE=$2 INSPECT=$3 WORK=$4 COMPILE=$5 COVDATA=$6 LINK_FLAGS=$7
. "$SOURCE/tests/runtime/common.sh"
unset COVERDIR GOCOVERDIR COVERTAGS COVERDEBUG
ulimit -c 0

rm -rf "$WORK"
mkdir -p "$WORK" && cd "$WORK" || exit 1
program_probe
runtime_build
package alpha mod/alpha count perblock 20
build ways ways.c alpha.o
ways=$WORK/ways

data_new
COVERDIR=$DATA COVERDEBUG=1 "$ways" nothing 2> stderr
if grep -q 'not possible on this file system' stderr; then
    echo "SKIP: counters can't be mapped on this file system"
    exit 77
fi
grep -q '^coverrt: counting into ' stderr || { cat stderr; fail "the counters are not mapped"; }

# pods: what the files hold, without their order; Go's tool must read them as well
pods()
{
    found_print | sed 's/^pod [0-9]*/pod/' | sort > found || fail "$1"
    "$COVDATA" textfmt -i="$DATA" -o=our.text || fail "$1: covdata"
    if go tool covdata 2>&1 | grep -q percent; then
        go tool covdata textfmt -i="$DATA" -o=go.text && cmp go.text our.text || fail "$1: go tool covdata"
        go tool covdata debugdump -i="$DATA" > debugdump || fail "$1: go tool covdata debugdump"
    fi
}

# way NAME STATUS <<TEXT
way()
{
    data_new
    sort > expected
    COVERDIR=$DATA "$ways" "$1" > stdout 2> stderr
    status=$?
    [ "$status" -eq "$2" ] || { cat stderr; fail "$1: status $status, not $2"; }
    # The shell itself may say there what killed it.
    ! grep coverrt stderr || fail "$1: not silent"
    pods "$1"
    diff -u expected found || fail "$1"
    [ -z "$(ls "$DATA" | grep -v -e '^covmeta' -e '^covcounters')" ] || fail "$1: temporary files left"
}

raw='pod count packages=1 raw
mod/alpha f0: 1 0'
ended='pod count packages=1
mod/alpha f0: 1 0
mod/alpha f1: 1 0'

way nothing 7 <<TEXT
$ended
TEXT
for end in _exit:7 _Exit:7 quick_exit:7 abort:134 assert:134 segv:139 term:143 kill:137 overflow:139; do
    way ${end%:*} ${end#*:} <<TEXT
$raw
TEXT
done
way exec 7 <<TEXT
$raw
$ended
TEXT
for go_on in exec-failing vfork no-descriptors; do
    case $go_on in
    no-descriptors) kept=" raw" ;; # the compact file can't be written
    *) kept= ;;
    esac
    way $go_on 7 <<TEXT
$(echo "$ended" | sed "1s/\$/$kept/")
TEXT
done
for go_on in vfork-exec posix_spawn system popen; do
    way $go_on 7 <<TEXT
$ended
$ended
TEXT
done
way bare-clone 7 <<TEXT
$ended
mod/alpha f2: 1 0
TEXT
way fork-killed 7 <<TEXT
$ended
pod count packages=1 raw
mod/alpha f2: 1 0
TEXT
way fork-exec 7 <<TEXT
$ended
pod count packages=1 raw
mod/alpha f2: 1 0
$ended
TEXT
way fork-parent-killed 137 <<TEXT
$raw
mod/alpha f3: 0 1
pod count packages=1
mod/alpha f2: 2 0
TEXT
way main-thread-ends 7 <<TEXT
pod count packages=1
mod/alpha f0: 1 0
mod/alpha f2: 1 0
TEXT
way threads-fork 7 <<TEXT
$ended
$(for i in $(seq 40); do printf 'pod count packages=1 raw\nmod/alpha f4: 1 0\n'; done)
TEXT

# The daemon's last process outlives the one that is waited for.
data_new
(COVERDIR=$DATA "$ways" daemon) > stdout 2> stderr
for i in $(seq 100); do
    found_print > found || fail daemon
    grep -q f2 found && break
    sleep 0.05
done
pods daemon
{
    echo "$raw"
    printf 'pod count packages=1 raw\npod count packages=1 raw\nmod/alpha f2: 1 0\n'
} | sort | diff -u - found || fail daemon

# Set: a child keeps what its parent had executed.
package alpha mod/alpha set perblock 20
build ways-set ways.c alpha.o
data_new
run 7 "$WORK/ways-set" fork-killed
pods "fork, set"
sort > expected <<TEXT
pod set packages=1
mod/alpha f0: 1 0
mod/alpha f1: 1 0
pod set packages=1 raw
mod/alpha f0: 1 0
mod/alpha f2: 1 0
TEXT
diff -u expected found || fail "fork, set"

# Without pages of their own, the counters are written at the end.
package alpha mod/alpha count perblock 20
sed '/__cover_first/,/popsection/d; /__cover_last/,/popsection/d' alpha.S > ragged.S
${COMPILE%% -x c++*} -c ragged.S -o ragged.o || fail "assembling ragged.S"
build ragged ways.c ragged.o
data_new
COVERDIR=$DATA COVERDEBUG=1 "$WORK/ragged" nothing 2> stderr
grep -q 'written at the end: the linker has not given' stderr || { cat stderr; fail "counters without pages of their own"; }
pods ragged
echo "$ended" | sort | diff -u - found || fail "counters without pages of their own"

# --- torture: processes are killed at any instant while their directory is merged and reported
data_new
mkdir "$DATA"
(
    for i in $(seq "${TORTURE:-40}"); do
        COVERDIR=$DATA "$ways" count > "said.$i" 2> "stderr.$i" &
        # Some are killed at any instant of their start; the others count, however slow the machine is.
        until [ $((i % 2)) -eq 0 ] || [ -s "said.$i" ]; do
            sleep 0.01
        done
        sleep "0.0$((i * 7 % 50 + 10))"
        kill -KILL $!
        wait $!
    done
    touch all-killed
) 2> /dev/null &
killer=$!
rounds=0
while [ ! -f all-killed ]; do
    if ls "$DATA" | grep -q '^covcounters'; then
        rm -rf merged && mkdir merged
        "$COVDATA" merge -i="$DATA" -o=merged > /dev/null 2> stderr || { cat stderr; fail "torture: merge"; }
        "$COVDATA" percent -i="$DATA" > /dev/null 2> stderr || { cat stderr; fail "torture: percent"; }
        "$INSPECT" "$DATA" > /dev/null || fail "torture: a file is not whole"
        rounds=$((rounds + 1))
    fi
done
wait $killer
[ "$rounds" -gt 0 ] || fail "torture: never merged"
"$INSPECT" "$DATA" > found.all || fail "torture: a file is not whole"
sed -n 's/^mod.alpha f5: \([0-9]*\) 0$/\1/p' found.all | sort -n > counted
tail -qn 1 said.* | grep . | sort -n > said
[ -s said ] || fail "torture: nothing was counted"
# Sorted lists: the least count is not below the least that was said before a kill, and so on.
missing=$(($(wc -l < said) - $(wc -l < counted)))
[ "$missing" -le 0 ] || fail "torture: $missing files are missing"
tail -n "$(wc -l < said)" counted | paste said - | awk '$2 < $1 || $2 > $1 + 1100 { print; wrong = 1 } END { exit wrong }' ||
    fail "torture: counts that do not fit what the programs said"
exit 0
