#!/bin/sh
# Every call of the runtime that can fail does, at each position, once and for good: the program must not notice, files under final
# names must be whole, and what is lost must be said in one line.
#   faults.sh SOURCE GENERATE INSPECT WORK COMPILE COVDATA [LINK_FLAGS]
. "$(dirname "$0")/../lib/suite.sh"
SOURCE=$1 GENERATE=$2 INSPECT=$3 WORK=$4 COMPILE=$5 COVDATA=$6 LINK_FLAGS=$7
. "$SOURCE/tests/runtime/common.sh"
unset COVERDEBUG INJECT
ulimit -c 0

suite_start "$WORK"
program_probe
runtime_build

# --- the archive, with its calls renamed
# Errors to inject, by number: 4 EINTR, 5 EIO, 12 ENOMEM, 13 EACCES, 17 EEXIST, 19 ENODEV, 24 EMFILE, 28 ENOSPC, 32 EPIPE, 38 ENOSYS.
calls='open:24 openat:24,4,17 fcntl:24 close:5,4 write:28,4,short pwrite:28,4,short writev:32 pread:5 ftruncate:28 fstat:5 fstatat:13 fstatfs:5
mkdirat:13 renameat:28 syscall:38 unlinkat:13 clock_gettime:5 mmap:12,19 mremap:12 munmap:12 getcwd:13'
# What can't fail, or what the runtime must bear without an answer (dl_iterate_phdr is a loop over images).
cannot_fail='_GLOBAL_OFFSET_TABLE_ __errno_location dl_iterate_phdr getpid mem[a-z]* poll pthread_[a-z_]* sched_yield __tls_get_addr prctl secure_getenv sig[a-z]* str[a-z]* sysconf __stack_chk_fail __[amu][sb]*san_.*'
imports=$(nm runtime/libcoverrt.a | sed -n 's/^ *U //p' | sort -u)
renames=
for call in $calls; do
    for name in $imports; do # libc may have it as openat64
        [ "${name%64}" != "${call%:*}" ] || renames="$renames --redefine-sym $name=inject_${call%:*}"
    done
done
objcopy $renames runtime/libcoverrt.a || fail objcopy
nm runtime/libcoverrt.a | sed -n 's/^ *U //p' | grep -v -e '^__cover' -e '^inject_' | sort -u > others
for name in $cannot_fail; do
    sed -i "/^$name\$/d" others
done
[ ! -s others ] || fail "calls of the runtime's that no fault is injected into: $(cat others)"
$COMPILE -O1 -Wall -Wextra -Werror -fvisibility=hidden -fPIC -c "$SOURCE/tests/runtime/inject.c" -o inject.o || fail "compiling inject.c"
package alpha mod/alpha count perblock 20
build ways ways.c alpha.o inject.o
package alpha mod/alpha atomic perblock 20
build atomic ways.c alpha.o inject.o

# --- the scenarios
kept='pod count packages=1
mod/alpha f0: 1 0'
whole="$kept
mod/alpha f1: 1 0"
child='pod count packages=1
mod/alpha f2: 1 0'

# found_plainly: what $DATA holds, in any order, live files and compact ones alike
found_plainly()
{
    "$INSPECT" "$DATA" > found.all || return 1
    sed -e '/^other file/d' -e 's/^pod [0-9]*/pod/' -e 's/ live$//' found.all | sort > found
}

# judge WAY STATUS WANTED LINES: after a run of $what in $DATA
judge()
{
    [ "$status" -eq "$2" ] || fail "$what: status $status, not $2"
    [ ! -s stdout ] || fail "$what: something on stdout"
    grep -v 'counters will be written at the end' stderr | grep coverrt > lines # the shell says what was killed
    grep -v -e '^coverrt: no coverage data written' -e '^coverrt: wrote ' -e '^coverrt: found ' -e '^coverrt: counting into ' \
        -e '^coverrt: the counters stay in their continuous-mode file' lines && fail "$what: foreign lines"
    complaints=$(grep -c '^coverrt: no coverage data written' lines)
    [ "$complaints" -le "$4" ] || fail_with stderr "$what: $complaints lines"
    [ -d "$DATA" ] || mkdir "$DATA"
    found_plainly || fail "$what: a file is not whole"
    case $what in
    *unlinkat*) ;; # a file that can't be removed stays, under its temporary name
    *) ! grep '^other file' found.all || fail "$what: temporary files left" ;;
    esac
    [ ! -s found ] || echo "$DATA" >> "dirs-$program" # tools take one mode at a time
    echo "$3" | sort | cmp -s - found && return
    # Something is missing, and what is there is right.
    echo "$3" | sort | comm -13 - found > invented
    [ ! -s invented ] || fail_with invented "$what: invented data"
    case $1:$what in
    *:*writev*) return ;; # nobody can be told
    kill:* | fork-killed:*) grep -q 'counters will be written at the end' stderr && return ;;
    esac
    [ "$complaints" -gt 0 ] || { cat stderr found; fail "$what: data lost in silence"; }
}

# fault WAY STATUS WANTED LINES FAULTS CALL: false if there is no such CALL any more
fault()
{
    what=$5
    data_new
    [ -z "$prepared" ] || cp -r "$prepared" "$DATA"
    rm -f hit
    # A relative path, through a directory that is to be made; no descriptor 0, so that the runtime's own are moved.
    COVERDEBUG=$debug COVERTAGS=$tags COVERDIR=${DATA##*/}/. INJECT=$5 INJECT_HIT=hit "$WORK/$program" "$1" > stdout 2> stderr <&-
    status=$?
    what="$5 in $1"
    judge "$1" "$2" "$3" "$4"
    grep -qsx "$6" hit
}

# positions CALLS WAY STATUS WANTED LINES: every one of the calls, every position
positions()
{
    tried=$1
    shift
    for call in $tried; do
        for error in $(echo "${call#*:}" | tr , ' '); do
            position=1
            while fault "$@" "${call%:*}:$position:$error" "${call%:*}"; do
                injected=$((injected + 1))
                echo "${call%:*}" >> reached
                # An interruption that never ends is none.
                [ "$error" = 4 ] || fault "$@" "${call%:*}:$position+:$error" "${call%:*}"
                position=$((position + 1))
            done
        done
    done
}

# faults WAY STATUS WANTED LINES: every call; then what is done about a failure fails in its turn
faults()
{
    positions "$calls" "$@"
    for first in openat:1+:24 write:1:28 write:3+:28 renameat:2+:28 close:4:5 syscall:1+:38; do
        for second in renameat:1:28 renameat:3:28 unlinkat:1:13 unlinkat:1+:13 writev:1:32 writev:1+:32 close:5+:5 munmap:1+:12; do
            fault "$@" "$first $second" "${second%%:*}" && echo "${second%%:*}" >> reached
        done
    done
}

injected=0
program=ways
prepared=
tags=
debug=
faults nothing 7 "$whole" 1
debug=1
faults kill 137 "$kept" 1
faults fork-killed 7 "$whole
$child" 2
# Once more where the meta-data is there already, and with more arguments than small buffers hold.
run 7 env COVERDIR="$WORK/prepared" ./ways nothing
rm prepared/covcounters.*
prepared=$WORK/prepared
tags=long=$(printf %03000d 0)
faults nothing 7 "$whole" 1
# A segment that can't be taken by exchanging the live file is taken all the same.
program=atomic
prepared=
positions mremap:12 take 7 'pod atomic packages=1
mod/alpha f0: 1 0
pod atomic packages=1
mod/alpha f1: 1 0' 1
echo "$injected positions"
# Every call that the runtime makes must have been reached.
for name in $imports; do
    call=${name%64}
    case " $calls" in
    *[!a-z]"$call":*) grep -qx "$call" reached || [ "$call" = open ] || fail "never reached: $call" ;;
    esac
done
for program in ways atomic; do
    split -l 200 "dirs-$program" "dirs-$program."
done
go=
! go tool covdata 2>&1 | grep -q percent || go=yes
for list in dirs-*.*; do
    list=$(paste -sd, "$list")
    "$COVDATA" textfmt -i="$list" -o=our.text || fail "covdata can't read what is left"
    [ -z "$go" ] || go tool covdata textfmt -i="$list" -o=go.text || fail "go tool covdata can't read what is left"
done
[ "$go" ] || echo "SKIP part: go tool covdata is not installed"
