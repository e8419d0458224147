#!/bin/sh
# Runs programs with the runtime, built by a given compiler, through everything that docs/reference/runtime.md promises.
#   scenarios.sh SOURCE GENERATE INSPECT WORK COMPILE [LINK_FLAGS [RUNTIME_FLAGS]]
# COMPILE is the compiler with its flags ("gcc -m32"); "-static" among LINK_FLAGS leaves out what needs shared objects.
# In the environment: ARCHIVE, a libcoverrt.a to use; COVDATA, to have it and Go's tool read what is written; VALGRIND=1 adds a run
# under valgrind.
. "$(dirname "$0")/../lib/suite.sh"
SOURCE=$1 GENERATE=$2 INSPECT=$3 WORK=$4 COMPILE=$5 LINK_FLAGS=$6 RUNTIME_FLAGS=$7
. "$SOURCE/tests/runtime/common.sh"
unset COVERDEBUG

suite_start "$WORK"
program_probe
case $LINK_FLAGS in
*-static*) shared= HOST_FLAGS= ;;
*) shared=yes HOST_FLAGS=-DHOST_SHARED LIBRARIES=-ldl ;;
esac

runtime_build
package alpha mod/alpha count perblock 20
build host host.c alpha.o
host=$WORK/host
ends='mod/alpha f10: 1 0
mod/alpha f11: 1 0
mod/alpha f12: 1 0'
returned="pod 1 count packages=1
mod/alpha f0: 0 1
$ends"

touch file
printf '#include <stdlib.h>\n__GLIBC__\n' >probe.h
long=$(head -c 100000 /dev/zero | tr '\0' x)

# meta_known: $meta, the name of the meta-data file that the host writes
meta_known() {
    data_new
    run 7 "$host"
    meta=$(basename "$DATA"/covmeta.*)
}

# --- how a program ends
case_return_from_main() {
    data_new
    run 7 "$host"
    expect_data "return from main" <<TEXT
$returned
TEXT
    case $COMPILE in
    *c++*) grep -q 'mod/alpha f14: 1 0' found.all || fail "the destructor of a static object is not counted" ;;
    esac
}

case_exit() {
    data_new
    run 3 "$host" exit
    expect_data "exit and atexit handlers" <<TEXT
pod 1 count packages=1
$ends
mod/alpha f13: 0 1
TEXT
}

case_exit_in_thread() {
    data_new
    run 4 "$host" exit-in-thread
    expect_data "exit in another thread" <<TEXT
pod 1 count packages=1
$ends
TEXT
}

case_exit_in_handler() {
    case $COMPILE in
    *sanitize*) ;; # their own exit needs a larger stack
    *)
        data_new
        run 6 "$host" exit-in-handler
        expect_data "exit on a signal handler's stack" <<TEXT
pod 1 count packages=1
$ends
TEXT
        ;;
    esac
}

case_threads() {
    data_new
    for i in 1 2 3 4 5; do
        run 7 "$host" threads
    done
    found_print >found || fail "threads that go on counting"
    [ "$(grep -c '^pod' found)" -eq 5 ] || fail "threads that go on counting: not five files"
}

# --- fork
case_fork_count() {
    data_new
    run 7 "$host" fork
    expect_data "fork, count" <<TEXT
pod 1 count packages=1
mod/alpha f0: 1 0
mod/alpha f2: 1 0
$ends
pod 2 count packages=1
mod/alpha f1: 1 0
mod/alpha f11: 1 0
mod/alpha f12: 1 0
TEXT
}

case_fork_set() {
    own_directory
    package alpha mod/alpha set perblock 20
    build host-set host.c alpha.o
    data_new
    run 7 "$WORK/host-set" fork
    expect_data "fork, set" <<TEXT
pod 1 set packages=1
mod/alpha f0: 1 0
mod/alpha f2: 1 0
$ends
pod 2 set packages=1
mod/alpha f0: 1 0
mod/alpha f1: 1 0
$ends
TEXT
}

# --- the directory
case_made_directory() {
    data_new
    DATA=$DATA/made/with//parents/
    run 7 "$host"
    expect_data "a directory that is made" <<TEXT
$returned
TEXT
}

case_gocoverdir() {
    data_new
    run 7 env COVERDIR= GOCOVERDIR="$DATA" "$host"
    expect_data "GOCOVERDIR, where COVERDIR is empty" <<TEXT
$returned
TEXT

    data_new
    GOCOVERDIR=$DATA/go
    export GOCOVERDIR
    run 7 "$host"
    unset GOCOVERDIR
    expect_data "COVERDIR before GOCOVERDIR" <<TEXT
$returned
TEXT
}

case_no_directory() {
    data_new
    run 7 env -u COVERDIR "$host"
    no_data "neither variable set"
}

case_relative_directory() {
    data_new
    absolute=$DATA
    DATA=${DATA##*/}
    run 7 "$host" chdir
    DATA=$absolute
    expect_data "a relative directory, chdir" <<TEXT
pod 1 count packages=1
$ends
TEXT
}

case_removed_directory() {
    data_new
    run 7 "$host" remove "$DATA"
    expect_data "a directory that is removed meanwhile" <<TEXT
pod 1 count packages=1
$ends
TEXT
}

# --- the meta-data file
case_meta_data() {
    data_new
    run 7 "$host"
    meta=$(ls "$DATA"/covmeta.*)
    before=$(ls -i "$meta")
    run 7 "$host"
    [ "$(ls -i "$meta")" = "$before" ] || fail "meta-data that was there was written again"
    cp "$meta" good
    size=$(wc -c <good)
    for damage in ": > '$meta'" "head -c $((size - 1)) good > '$meta'" \
        "{ head -c 24 good; head -c 16 /dev/zero; tail -c +41 good; } > '$meta'" "rm '$meta'; ln -s '$WORK/good' '$meta'" \
        "rm '$meta'; ln -s nowhere '$meta'" "rm '$meta'; mkfifo '$meta'"; do
        eval "$damage"
        run 7 "$host"
        [ -f "$meta" ] && [ ! -h "$meta" ] && cmp good "$meta" || fail "meta-data not repaired: $damage"
    done
    [ -z "$(ls "$DATA" | grep -v -e '^covmeta' -e '^covcounters')" ] || fail "temporary files left"
}

# --- the args table
case_args_table() {
    data_new
    COVERTAGS='test=a=b;flag;=nokey;argc=9;argv0=no;flag=2;;last='
    export COVERTAGS
    run 7 "$host" retitle '' 'two words' "new
line"
    unset COVERTAGS
    found_print -args | sed -n '/^GOARCH=./,/^mod/p' >found
    cat >expected <<TEXT
GOOS=linux
argc=5
argv0=$host
argv1=retitle
argv2=
argv3=two words
argv4=new
line
test=a=b
flag=2
last=
mod/alpha f10: 1 0
TEXT
    sed 1d found | cut -c 1-46 >found.tail
    cut -c 1-46 expected | diff -u - found.tail || fail "args table"
}

case_many_arguments() {
    data_new
    run 7 "$host" return $(seq 1 100000)
    found_print -args >found || fail "100000 arguments"
    grep -q '^argc=100002$' found && grep -q '^argv100001=100000$' found || fail "100000 arguments"
}

case_long_argument() {
    data_new
    run 7 "$host" return "$long"
    found_print -args >found || fail "a long argument"
    grep -q '^argv2=xxxx' found || fail "a long argument"
}

# --- what can't be written
case_no_such_directory() {
    DATA=$WORK/file
    run_complaining 7 'not a directory' "$host"
    DATA=$WORK/file/below
    run_complaining 3 'not a directory' "$host" exit
    DATA=/proc/nowhere/at/all
    run_complaining 7 'make the directory: no such file' "$host"
    DATA=$WORK/$(head -c 300 /dev/zero | tr '\0' x)
    run_complaining 7 'name too long' "$host"
    DATA=/$(head -c 5000 /dev/zero | tr '\0' x)
    run_complaining 7 'name too long' "$host"
}

case_directory_in_the_way() {
    meta_known
    data_new
    mkdir -p "$DATA"
    mkdir "$DATA/$(basename "$meta")"
    run_complaining 7 'rename a file: is a directory' "$host"
    [ "$(ls "$DATA")" = "$(basename "$meta")" ] || fail "a temporary file is left"
}

case_no_permission() {
    data_new
    mkdir "$DATA"
    chmod 555 "$DATA"
    if [ "$(id -u)" -ne 0 ]; then
        run_complaining 7 'create a file: permission denied' "$host"
        no_data "an unwritable directory"
    elif setpriv --reuid=65534 --clear-groups sh -c "test -x '$host'" 2>/dev/null; then
        other="setpriv --reuid=65534 --clear-groups"
        run_complaining 7 'create a file: permission denied' $other "$host"
        no_data "an unwritable directory"
        # A directory that may be written but not listed, and meta-data of a user who lets nobody read it.
        chmod 1733 "$DATA"
        (umask 077 && run 7 "$host")
        rm "$DATA"/covcounters.*
        before=$(ls -i "$DATA")
        run 7 $other "$host"
        expect_data "another user's directory" <<TEXT
$returned
TEXT
        [ "$(ls -i "$DATA" | grep covmeta)" = "$before" ] || fail "another user's meta-data was written again"
    else
        echo "SKIP part: another user can't run $host"
    fi
}

case_file_size_limit() {
    meta_known
    data_new
    if
        (ulimit -f 0 && "$host")
        [ $? -eq 7 ]
    then
        (ulimit -f 0 && run 7 "$host") || fail "file size limit 0" # what it says does not fit into its stderr either
        no_data "file size limit 0"
    else
        echo "SKIP part: this host does not live under a file size limit of 0"
    fi
    data_new
    (ulimit -f 4 && run_complaining 7 'write a file: file too large' "$host" return "$long") || fail "file size limit"
    [ "$(cd "$DATA" && ls)" = "$(basename "$meta")" ] || fail "file size limit: not just the meta-data"
}

# One descriptor is left, where two are needed.
case_no_descriptors() {
    data_new
    mkdir "$DATA"
    run_complaining 7 'create a file: too many open files' sh -c 'exec 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-; ulimit -n 4; exec "$0"' "$host"
    no_data "no descriptors"
}

case_umask() {
    data_new
    (umask 027 && run 7 "$host")
    [ "$(stat -c %a "$DATA" "$DATA"/* | sort -u | tr '\n' ' ')" = "640 750 " ] || {
        ls -l "$DATA"
        fail umask
    }
}

case_full_disk() {
    meta_known
    if unshare -m true 2>/dev/null; then
        data_new
        mkdir "$DATA"
        unshare -m sh -c "mount -t tmpfs -o size=4k none '$DATA' && { COVERDIR='$DATA' '$host'; echo \$?; ls '$DATA'; }" >found 2>&1
        sed "s|^coverrt:.*cannot write a file: no space left on device|NOSPC|" found >found.short
        printf 'NOSPC\n7\n%s\n' "$(basename "$meta")" | diff -u - found.short || fail "a full disk"
    else
        echo "SKIP part: no file system can be mounted here"
    fi
}

# --- the host's own state
case_footprint() {
    run 7 env -u COVERDIR "$host" footprint
    cp stdout footprint
    data_new
    run 7 "$host" footprint
    diff -u footprint stdout || fail "footprint"
    grep -q ' 0 0$' stdout || fail "footprint: $(cat stdout)"
    DATA=$WORK/file
    run_complaining 7 'not a directory' "$host" footprint
    diff -u footprint stdout || fail "footprint of a failure"
}

case_closed_descriptors() {
    data_new
    COVERDIR=$DATA "$host" <&- >&- 2>&-
    [ $? -eq 7 ] || fail "closed descriptors"
    expect_data "closed descriptors" <<TEXT
$returned
TEXT
    {
        sleep 0.2
        COVERDIR=$WORK/file "$host"
        echo $? >status
    } 2>&1 | :
    [ "$(cat status)" -eq 7 ] || fail "stderr is a broken pipe: status $(cat status)"
}

case_debug() {
    data_new
    COVERDIR=$DATA COVERDEBUG=1 "$host" >stdout 2>stderr
    [ ! -s stdout ] || fail "COVERDEBUG: something on stdout"
    [ "$(grep -c '^coverrt: ' stderr)" -eq "$(wc -l <stderr)" ] && grep -q 'wrote .*/covcounters' stderr || fail "COVERDEBUG"
    COVERDEBUG=1 "$host" 2>stderr
    grep -q '^coverrt: neither COVERDIR nor GOCOVERDIR' stderr || fail "COVERDEBUG without a directory"
}

# --- what a program asks for
case_asking() {
    own_directory
    package alpha mod/alpha atomic perblock 20
    build host-atomic host.c alpha.o
    data_new
    asked=$DATA
    DATA=$asked/end
    run 7 "$WORK/host-atomic" ask "$asked"
    expect_data "what is left at the end" <<TEXT
pod 1 atomic packages=1
mod/alpha f2: 1 0
mod/alpha f11: 1 0
mod/alpha f12: 1 0
TEXT
    for DATA in "$asked" "$asked-without"; do
        [ "$DATA" = "$asked" ] || run 7 env -u COVERDIR "$WORK/host-atomic" ask "$DATA"
        top=$DATA
        DATA=$top/1
        expect_data "cover_write_counters_dir" <<TEXT
pod 1 atomic packages=1
mod/alpha f1: 1 0
mod/alpha f3: 0 1
mod/alpha f10: 1 0
TEXT
        "$INSPECT" "$DATA" -args | grep -q '^argv1=ask$' || fail "cover_write_counters_dir: no args"
        DATA=$top/2
        expect_data "cover_clear_counters" <<TEXT
pod 1 atomic packages=1
mod/alpha f2: 1 0
TEXT
    done
}

case_asking_clear() {
    data_new
    run 7 "$host" ask-clear
    expect_data "cover_clear_counters, count" <<TEXT
pod 1 count packages=1
mod/alpha f0: 1 0
$ends
TEXT
}

# --- what objects hold
case_many_packages() {
    own_directory
    package big mod/big count perblock 20000
    packages=
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        package "p$i" "mod/p$i" count perblock 3
        packages="$packages p$i.o"
    done
    package alpha mod/alpha count perblock 20
    package more mod/p1 count perblock 4 # another translation unit of a package
    build many host.c alpha.o $packages more.o big.o
    data_new
    run 7 "$WORK/many"
    expect_data "many packages" <<TEXT
pod 1 count packages=22
mod/alpha f0: 0 1
$ends
TEXT
}

# Translation units of one package, its functions numbered through: those of alpha come behind the three of twin.
case_two_units() {
    package twin mod/alpha count perblock 3
    package p1 mod/p1 count perblock 3
    build twins host.c twin.o p1.o alpha.o
    data_new
    run 7 "$WORK/twins"
    expect_data "a package of two translation units" <<TEXT
pod 1 count packages=2
mod/alpha f0: 0 1
$ends
TEXT
}

case_clashes() {
    package other mod/other set perblock 3
    build clash host.c alpha.o other.o
    data_new
    run_complaining 7 'different counter modes' "$WORK/clash"
    no_data "mode clash"
    run 7 env -u COVERDIR "$WORK/clash"

    package other mod/other count perfunc 3
    build clash host.c alpha.o other.o
    run_complaining 7 'different granularities' "$WORK/clash"

    package other mod/other count perblock 3 1
    build clash host.c alpha.o other.o
    run_complaining 7 'different versions' "$WORK/clash"

    for bytes in 4 39 41; do
        package other mod/other count perblock 2 3 $bytes
        build clash host.c alpha.o other.o
        run_complaining 7 'malformed counters' "$WORK/clash"
    done
    no_data "clashes"
}

case_no_records() {
    data_new
    printf 'int main(void) { return 7; }\n' >none.c
    $COMPILE -c none.c -o none.o && ${COMPILE%% -x c++*} none.o -Wl,-u,__cover_runtime runtime/libcoverrt.a $LINK_FLAGS -o none || fail "linking without records"
    run 7 "$WORK/none"
    no_data "no records"
}

# No records: the counters are just an array of the program.
case_not_covered() {
    data_new
    printf '.globl alpha, alpha_width\n.hidden alpha, alpha_width\n.bss\n.balign 4\nalpha: .zero 400\nalpha_width: .zero 4\n.section .note.GNU-stack,"",%%progbits\n' >plain.S
    ${COMPILE%% -x c++*} -c plain.S -o plain.o && build absent host.c plain.o
    run 7 "$WORK/absent" ask-absent
    no_data "not built with coverage"
}

case_gc_sections() {
    build sections host.c alpha.o -Wl,--gc-sections
    data_new
    run 7 "$WORK/sections"
    expect_data "--gc-sections" <<TEXT
$returned
TEXT
}

case_symbols() {
    foreign=$(nm runtime/libcoverrt.a | sed -n 's/^[0-9a-f]* [TDBRVWC] //p' | grep -v -e '^__cover_' -e '^__odr_asan.__cover_' -e '^_Z[0-9]*__cover_' -e '^__x86.get_pc_thunk' -e '^DW.ref')
    [ -z "$foreign" ] || fail "symbols without our prefix: $foreign"
}

# --- privileges
case_privileges() {
    for bit in u:65534 g:0:65534; do
        rm -f host-setid
        if
            [ "$(id -u)" -eq 0 ] && cp host host-setid && chown "${bit#*:}" host-setid && chmod "${bit%%:*}+s" host-setid && ./host-setid footprint >/dev/null 2>&1
            [ $? -eq 7 ]
        then
            data_new
            run 7 ./host-setid
            no_data "a program with set-user-id or set-group-id"
        else
            echo "SKIP part: no set-user-id programs here"
        fi
    done
}

# --- shared objects
if [ -n "$shared" ]; then
    package beta mod/beta count perblock 3
    build plugin.so plugin.c beta.o -shared
    build linked linked.c alpha.o ./plugin.so -Wl,-rpath,"$WORK"
    beta='pod count packages=1
mod/beta f0: 1 0
mod/beta f1: 0 1
mod/beta f2: 1 0'
    [ -z "$(nm -D --defined-only plugin.so | grep ' [A-Z] .*cov')" ] || fail "the runtime is exported"
fi

case_linked_object() {
    [ -n "$shared" ] || return 0
    data_new
    run 7 "$WORK/linked"
    expect_data_unordered "program and shared object" <<TEXT
pod count packages=1
mod/alpha f0: 1 0
$beta
TEXT
}

case_linked_no_directory() {
    [ -n "$shared" ] || return 0
    DATA=$WORK/file
    run_complaining 7 'not a directory' "$WORK/linked"
}

case_plugin_ask() {
    [ -n "$shared" ] || return 0
    data_new
    asked=$DATA
    DATA=$asked/end
    run 7 "$host" plugin-ask "$WORK/plugin.so" "$asked"
    DATA=$asked
    rm -r "$asked/end"
    expect_data_unordered "asking for a plugin's counters" <<TEXT
pod count packages=1
mod/alpha f10: 1 0
pod count packages=1
mod/beta f0: 1 0
TEXT
}

case_plugin_late() {
    [ -n "$shared" ] || return 0
    data_new
    absolute=$DATA
    DATA=${DATA##*/}
    run 7 "$host" plugin-late "$WORK/plugin.so"
    DATA=$absolute
    expect_data_unordered "a plugin that comes late" <<TEXT
pod count packages=1
$ends
$beta
TEXT
}

case_plugin_keep() {
    [ -n "$shared" ] || return 0
    data_new
    run 7 "$host" plugin-keep "$WORK/plugin.so"
    expect_data_unordered "a plugin that stays" <<TEXT
pod count packages=1
$ends
$beta
TEXT
}

case_plugin_killed() {
    [ -n "$shared" ] || return 0
    data_new
    COVERDIR=$DATA "$host" plugin-killed "$WORK/plugin.so" >stdout 2>stderr
    [ $? -eq 137 ] || fail "killed with a plugin: status"
    found_print >found || fail "killed with a plugin"
    mapped=
    COVERDIR=$DATA/. COVERDEBUG=1 "$host" 2>&1 | grep -q 'counting into' && mapped=yes
    [ -z "$mapped" ] || [ "$(grep -c -e 'packages=1 live$' -e 'beta f0: 1 0$' found)" -eq 3 ] || fail_with found "killed with a plugin"
}

# musl never unloads.
case_plugin_close() {
    [ -n "$shared" ] || return 0
    if ! $COMPILE -E probe.h | grep -q __GLIBC__; then
        data_new
        run 7 "$host" plugin-close "$WORK/plugin.so"
        # The thread sanitizer puts off atexit handlers of shared objects to the exit that never comes here.
        case $COMPILE in
        *thread*) beta=$(echo "$beta" | grep -v f1) ;;
        esac
        expect_data_unordered "a plugin that is unloaded twice" <<TEXT
pod count packages=1 live
mod/alpha f10: 1 0
$beta
$beta
pod count packages=1 live
TEXT
    fi
}

case_valgrind() {
    if [ -n "$VALGRIND" ]; then
        for way in return fork threads "plugin-keep $WORK/plugin.so"; do
            data_new
            run 7 valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite "$host" $way
            found_print >found || fail "valgrind: $way"
            [ -s found ] || fail "valgrind: $way: no data"
        done
    fi
}

suite_run
