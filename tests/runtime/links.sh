#!/bin/sh
# Every linker, every kind of program: the counters of the program, of a shared object that is linked to it, and of one that it loads
# get pages of their own in every link, so that SIGKILL loses none.
# The same for link-time optimisation, of what covercc makes.
#   links.sh SOURCE GENERATE INSPECT WORK COVDATA COVERCC
. "$(dirname "$0")/../lib/suite.sh"
SOURCE=$1 GENERATE=$2 INSPECT=$3 WORK=$4 COVDATA=$5 COVERCC=$6 COMPILE=cc LINK_FLAGS=
. "$SOURCE/tests/runtime/common.sh"
unset COVERDEBUG

suite_start "$WORK"
runtime_build
package alpha mod/alpha count perblock 20
package beta mod/beta count perblock 3
package delta mod/delta count perblock 3000 # more than a page
sed 's/beta/delta/; s/plugin_run/linked_run/' "$SOURCE/tests/runtime/plugin.c" > linked.c

# compile_all COMPILER: the objects of both kinds
compile_all()
{
    options="-O1 -Wall -Wextra -I$SOURCE -I$SOURCE/runtime"
    for kind in -fPIE -fno-pie; do
        $1 $options $kind -DHOST_SHARED -c "$SOURCE/tests/runtime/host.c" -o "host$kind.o" || fail "$1 host.c"
    done
    $1 $options -fPIE -c "$SOURCE/tests/runtime/host.c" -o host-static.o || fail "$1 host.c"
    $1 $options -fPIC -c "$SOURCE/tests/runtime/plugin.c" -o plugin.o || fail "$1 plugin.c"
    $1 $options -fPIC -c linked.c -o linked.o || fail "$1 linked.c"
}

# killed NAME FILES ARGUMENTS: runs a program that kills itself; it leaves FILES live files
killed()
{
    data_new
    name=$1
    wanted=$2
    shift 2
    COVERDIR=$DATA "$@" > stdout 2> stderr
    [ $? -eq 137 ] || fail_with stderr "$name: not killed"
    ! grep coverrt stderr || fail "$name: not silent"
    found_print > found || fail "$name"
    [ "$(grep -c 'packages=1 live$' found)" -eq "$wanted" ] || fail_with found "$name: not $wanted live files"
    grep -q 'alpha f10: 1 0' found || fail "$name: the program's counts"
    echo "$DATA" >> dirs
}

# links COMPILER LINKER
links()
{
    link="$1 -fuse-ld=$2"
    for kind in -fPIE:-pie -fno-pie:-no-pie static:-static static:-static-pie; do
        name="$link ${kind#*:}"
        if ! $link probe.c ${kind#*:} -o probe > /dev/null 2>&1; then
            echo "SKIP part: no $name"
            continue
        fi
        case $kind in
        static:*)
            $link host-static.o alpha.o runtime/libcoverrt.a ${kind#*:} -pthread -o program || fail "$name"
            killed "$name" 1 ./program killed
            continue
            ;;
        esac
        $link plugin.o beta.o runtime/libcoverrt.a -shared -o plugin.so || fail "$link -shared"
        $link linked.o delta.o runtime/libcoverrt.a -shared -o liblinked.so || fail "$link -shared"
        $link host${kind%:*}.o alpha.o runtime/libcoverrt.a -Wl,--no-as-needed ./liblinked.so ${kind#*:} -pthread -ldl -o program || fail "$name"
        killed "$name" 3 ./program plugin-killed ./plugin.so
        grep -q 'beta f0: 1 0' found || fail "$name: the plugin's counts"
    done
}

package probe mod/probe count perblock 2
printf 'int main(void) { return 0; }\n' > probe.c
cc probe.c probe.o runtime/libcoverrt.a -o probe || fail probe
if COVERDIR=$WORK/data0 COVERDEBUG=1 ./probe 2>&1 | grep 'written at the end'; then
    skip "counters can't be mapped here"
fi
done=0
for compiler in gcc clang; do
    $compiler --version > /dev/null 2>&1 || { echo "SKIP part: no $compiler" && continue; }
    compile_all $compiler
    for linker in bfd gold lld mold; do
        if $compiler -fuse-ld=$linker probe.c -o probe > /dev/null 2>&1; then
            links $compiler $linker
            done=$((done + 1))
        else
            echo "SKIP part: no $compiler -fuse-ld=$linker"
        fi
    done
done

printf 'int other(int);\nint main(int c, char **v)\n{\n    if (v[0] == 0)\n        return 1;\n    return other(c) + 6;\n}\n' > one.c
printf 'int other(int x)\n{\n    if (x > 1)\n        return x * 3;\n    __builtin_trap();\n}\n' > two.c
for how in "gcc -flto" "gcc -flto -fuse-ld=gold" "clang -flto -fuse-ld=lld" "clang -flto=thin -fuse-ld=lld" "clang -flto=thin -fuse-ld=gold" \
    "clang -flto=thin -fuse-ld=mold"; do
    if ! $how probe.c -o probe > /dev/null 2>&1; then
        echo "SKIP part: no $how"
        continue
    fi
    for source in one two; do
        "$COVERCC" --root="$WORK" --module=mod --mode=count --strict $how -w -O2 -c $source.c -o $source.o || fail "$how $source.c"
    done
    $how one.o two.o runtime/libcoverrt.a -o lto || fail "$how"
    data_new
    COVERDIR=$DATA COVERDEBUG=1 ./lto 2> stderr
    grep -q 'counting into' stderr || fail_with stderr "$how: not mapped"
    [ "$("$INSPECT" "$DATA" | grep -c -e 'main: 1 0 1' -e 'other: 1 0 1')" -eq 2 ] || { "$INSPECT" "$DATA"; fail "$how: counts"; }
done
[ "$done" -gt 0 ] || exit 77
list=$(paste -sd, dirs)
"$COVDATA" percent -i="$list" > our.out || fail covdata
if go tool covdata 2>&1 | grep -q percent; then
    go tool covdata percent -i="$list" > go.out || fail "go tool covdata"
    diff -u go.out our.out || fail "the tools differ"
fi
