#!/bin/sh
# Every way to die or to go on: what was executed is in the data, once.
#   ways.sh SOURCE GENERATE INSPECT WORK COMPILE COVDATA [LINK_FLAGS]
. "$(dirname "$0")/../lib/suite.sh"
SOURCE=$1 GENERATE=$2 INSPECT=$3 WORK=$4 COMPILE=$5 COVDATA=$6 LINK_FLAGS=$7
. "$SOURCE/tests/runtime/common.sh"
unset COVERDEBUG
ulimit -c 0

suite_start "$WORK"
program_probe
runtime_build
package alpha mod/alpha count perblock 20
build ways ways.c alpha.o
ways=$WORK/ways

data_new
COVERDIR=$DATA COVERDEBUG=1 "$ways" nothing 2>stderr
if grep -q 'not possible on this file system' stderr; then
    skip "counters can't be mapped on this file system"
fi
grep -q '^coverrt: counting into ' stderr || fail_with stderr "the counters are not mapped"

# pods: what the files hold, without their order; Go's tool must read them as well
pods() {
    found_print | sed 's/^pod [0-9]*/pod/' | sort >found || fail "$1"
    "$COVDATA" textfmt -i="$DATA" -o=our.text || fail "$1: covdata"
    if go tool covdata 2>&1 | grep -q percent; then
        go tool covdata textfmt -i="$DATA" -o=go.text && cmp go.text our.text || fail "$1: go tool covdata"
        go tool covdata debugdump -i="$DATA" >debugdump || fail "$1: go tool covdata debugdump"
    fi
}

# way NAME STATUS [ARGUMENT] <<TEXT
way() {
    data_new
    sort >expected
    COVERDIR=$DATA "$ways" "$1" $3 >stdout 2>stderr
    status=$?
    [ "$status" -eq "$2" ] || fail_with stderr "$1: status $status, not $2"
    # The shell itself may say there what killed it.
    ! grep coverrt stderr || fail "$1: not silent"
    pods "$1"
    diff -u expected found || fail "$1"
    [ ! -s stdout ] || fail "$1: something on stdout"
    [ -z "$(ls "$DATA" | grep -v -e '^covmeta' -e '^covcounters')" ] || fail "$1: temporary files left"
}

live='pod count packages=1 live
mod/alpha f0: 1 0'
ended='pod count packages=1
mod/alpha f0: 1 0
mod/alpha f1: 1 0'

case_ends() {
    way nothing 7 <<TEXT
$ended
TEXT
    for end in _exit:7 _Exit:7 quick_exit:7 abort:134 assert:134 segv:139 term:143 kill:137 overflow:139; do
        way ${end%:*} ${end#*:} <<TEXT
$live
TEXT
    done
}

case_continued() {
    way exec 7 <<TEXT
$live
$ended
TEXT
    for go_on in exec-failing vfork no-descriptors; do
        case $go_on in
        no-descriptors) kept=" live" ;; # the compact file can't be written
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
}

case_fork() {
    way fork-killed 7 <<TEXT
$ended
pod count packages=1 live
mod/alpha f2: 1 0
TEXT
    way fork-exec 7 <<TEXT
$ended
pod count packages=1 live
mod/alpha f2: 1 0
$ended
TEXT
    way fork-parent-killed 137 <<TEXT
$live
mod/alpha f3: 0 1
pod count packages=1
mod/alpha f2: 2 0
TEXT
}

case_main_thread_ends() {
    way main-thread-ends 7 <<TEXT
pod count packages=1
mod/alpha f0: 1 0
mod/alpha f2: 1 0
TEXT
}

case_threads_fork() {
    way threads-fork 7 <<TEXT
$ended
$(for i in $(seq 40); do printf 'pod count packages=1 live\nmod/alpha f4: 1 0\n'; done)
TEXT
}

case_signal_handler() {
    way signal-handler 137 <<TEXT
$live
mod/alpha f2: 0 1
TEXT
}

# --- programs that confine themselves: the compact file can't be written, and the live one stays
case_seccomp() {
    seccomp=yes
    grep -q '^Seccomp:.*0$' /proc/self/status || { seccomp= && echo "SKIP part: system calls are filtered here already"; }
    for answer in ${seccomp:+error kill}; do
        way seccomp-$answer 7 <<TEXT
$(echo "$ended" | sed '1s/$/ live/')
mod/alpha f2: 1 0
TEXT
    done
}

case_privileges() {
    if [ "$(id -u)" -eq 0 ] && chroot / true 2>/dev/null; then
        way drop 7 <<TEXT
$(echo "$ended" | sed '1s/$/ live/')
TEXT
        data_new
        run_complaining 7 'create a file: permission denied' "$ways" drop-fork
        pods drop-fork
        echo "$ended" | sed '1s/$/ live/' | sort | diff -u - found || fail drop-fork
        mkdir root
        way chroot 7 root <<TEXT
$(echo "$ended" | sed '1s/$/ live/')
TEXT
        [ -z "$(ls root)" ] || fail "chroot: something was made below the new root"
        way chroot-fork 7 root <<TEXT
$(echo "$ended" | sed '1s/$/ live/')
TEXT
        DATA=$WORK/root$DATA
        pods "chroot-fork, below the new root"
        printf 'pod count packages=1\nmod/alpha f2: 1 0\n' | sort | diff -u - found || fail "chroot-fork, below the new root"
    else
        echo "SKIP part: no privileges to drop, no root to change"
    fi
}

# --- file systems that have no room, from the start or from some time on: nobody is killed, whatever is there is whole
case_full_disk() {
    if unshare -m true 2>/dev/null; then
        for size in 4k 8k 12k 16k 20k 24k 64k; do
            data_new
            mkdir "$DATA"
            # What is left there is brought outside, in a directory that every tool can read.
            unshare -m sh -c "mount -t tmpfs -o size=$size none '$DATA' && { COVERDIR='$DATA' '$ways' fill '$DATA/full'; echo \$? > status
            rm '$DATA/full'; mkdir out.$size; cp '$DATA'/* out.$size; }" 2>stderr
            [ "$(cat status)" -eq 7 ] || fail_with stderr "no room in $size: status $(cat status)"
            DATA=$WORK/out.$size
            pods "no room in $size"
            if [ -s stderr ]; then
                [ "$(grep -c '^coverrt: no coverage data.*no space left' stderr)" -eq "$(wc -l <stderr)" ] || fail "no room in $size: not one line"
            else
                grep -q 'f19: 0 1' found || fail "no room in $size: nothing written, nothing said"
            fi
        done
        grep -q 'packages=1 live' found || fail "no room at the end: no live file"
        data_new
        mkdir "$DATA"
        unshare -m sh -c "mount -t tmpfs -o ro none '$DATA' && { COVERDIR='$DATA' '$ways' nothing; echo \$?; }" >found 2>&1
        sed 's|^coverrt: .*cannot create a file: read-only file system$|READONLY|' found | tr '\n' ' ' | grep -qx 'READONLY 7 ' || fail_with found "read-only"
    else
        echo "SKIP part: no file system can be mounted here"
    fi
}

# The daemon's last process outlives the one that is waited for.
case_daemon() {
    data_new
    (COVERDIR=$DATA "$ways" daemon) >stdout 2>stderr
    for i in $(seq 1000); do
        found_print >found || fail daemon
        grep -q f2 found && break
        sleep 0.05
    done
    pods daemon
    {
        echo "$live"
        printf 'pod count packages=1 live\npod count packages=1 live\nmod/alpha f2: 1 0\n'
    } | sort | diff -u - found || fail daemon
}

# Set: a child keeps what its parent had executed.
case_fork_set() {
    own_directory
    package alpha mod/alpha set perblock 20
    build ways-set ways.c alpha.o
    data_new
    run 7 "$WORK/ways-set" fork-killed
    pods "fork, set"
    sort >expected <<TEXT
pod set packages=1
mod/alpha f0: 1 0
mod/alpha f1: 1 0
pod set packages=1 live
mod/alpha f0: 1 0
mod/alpha f2: 1 0
TEXT
    diff -u expected found || fail "fork, set"
}

# Without pages of their own, the counters are written at the end.
case_no_pages() {
    own_directory
    package alpha mod/alpha count perblock 20
    sed '/__cover_first/,/popsection/d; /__cover_last/,/popsection/d' alpha.S >ragged.S
    ${COMPILE%% -x c++*} -c ragged.S -o ragged.o || fail "assembling ragged.S"
    build ragged ways.c ragged.o
    data_new
    COVERDIR=$DATA COVERDEBUG=1 "$WORK/ragged" nothing 2>stderr
    grep -q 'written at the end: the linker has not given' stderr || fail_with stderr "counters without pages of their own"
    pods ragged
    echo "$ended" | sort | diff -u - found || fail "counters without pages of their own"
}

suite_run
