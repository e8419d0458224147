#!/bin/sh
# The runtime for small targets: one source file, a writer, nothing else. In a host program that has only write(2), then for an Arm
# Cortex-M, in an emulator where there is one.
#   small.sh SOURCE WORK COVERCC COVDATA COMPILE PREFIX [FLAGS]
# COMPILE is the compiler, PREFIX what its binutils are called by, FLAGS its flags. EMULATOR in the environment runs the program.
. "$(dirname "$0")/../lib/suite.sh"
SOURCE=$1 WORK=$2 COVERCC=$3 COVDATA=$4 COMPILE=$5 PREFIX=$6 FLAGS=$7
. "$SOURCE/tests/runtime/common.sh"
unset COVERDEBUG
suite_start "$WORK"
if ! command -v "$COMPILE" > /dev/null; then
    skip "$COMPILE is not installed"
fi

$COMPILE $FLAGS -Os -ffunction-sections -fdata-sections -Wall -Wextra -Werror -I"$SOURCE" -c "$SOURCE/runtime/platform/baremetal.c" -o small-runtime.o ||
    fail "the small runtime does not compile"
foreign=$("${PREFIX}nm" small-runtime.o | sed -n 's/^[0-9a-f]* [TDBRVWC] //p' | grep -v '^__cover_')
[ -z "$foreign" ] || fail "symbols without our prefix: $foreign"
wanted=$("${PREFIX}nm" small-runtime.o | sed -n 's/^ *U //p' | grep -v -e '^mem[a-z]*$' -e '^strlen$' -e '^strcmp$' -e '^__aeabi_' -e '^_GLOBAL_OFFSET_TABLE_$' -e '^__stack_chk_fail')
[ -z "$wanted" ] || fail "it asks libc for more than memory: $wanted"
"${PREFIX}ar" rcs libcoversmall.a small-runtime.o || fail ar

cp "$SOURCE/tests/runtime/small.c" .
echo 'int small_twice(int x); int small_twice(int x) { return x > 1000 ? 0 : 2 * x; }' > twice.c
# A board without a boot loader starts by its vector table.
if [ -n "$PREFIX" ]; then
    printf '.section .vectors,"a",%%progbits\n.globl vectors\nvectors: .word 0x00300000\n.word _start\n.section .note.GNU-stack,"",%%progbits\n' > vectors.S
    $COMPILE $FLAGS -c vectors.S -o vectors.o || fail "vectors.S"
    board='vectors.o -Wl,-u,vectors -Wl,--no-warn-execstack -Wl,--section-start=.vectors=0'
fi
covered="$COVERCC --root=$WORK --mode=count --runtime=libcoversmall.a --strict -- $COMPILE $FLAGS -Os -ffunction-sections -I$SOURCE/runtime"
$covered -c small.c && $covered -c twice.c && $covered small.o twice.o $board -Wl,--gc-sections -o small || fail "building"
$COMPILE $FLAGS -Os -ffunction-sections -I"$SOURCE/runtime" small.c twice.c $board -Wl,--gc-sections -o plain || fail "building without coverage"
for program in plain small; do
    "${PREFIX}size" $program | sed -n "2s/^ *\([0-9]*\)[^0-9]*\([0-9]*\)[^0-9]*\([0-9]*\).*/$program: \1 bytes of code and constants, \2 of data, \3 of bss/p"
done
if [ -n "$EMULATOR" ] && ! command -v ${EMULATOR%% *} > /dev/null; then
    skip "${EMULATOR%% *} is not installed; it compiles and links"
fi
$EMULATOR ./small > sent
[ $? -eq 7 ] || fail "status"

# The other end of the line: it makes the files.
mkdir data
while read -r word name; do
    case $word in
    file) exec 3> "data/$name" ;;
    end) exec 3>&- ;;
    *) printf "\\$(printf %03o "0x$word")" >&3 ;;
    esac
done < sent
[ "$(ls data | sed 's/[0-9a-f]\{32\}/HASH/' | tr '\n' ' ')" = 'covcounters.HASH.0.1 covmeta.HASH ' ] || { ls data; fail "names"; }
"$COVDATA" textfmt -i=data -o=our.text || fail covdata
grep -q '^[^ ]*small.c:[0-9.,]* 1 300$' our.text || fail_with our.text "no count of 300"
grep -q '^[^ ]*twice.c:[0-9.,]* 1 300$' our.text || fail_with our.text "no count of 300 in twice.c"
mkdir merged && "$COVDATA" merge -i=data -o=merged > /dev/null && "$COVDATA" textfmt -i=merged -o=merged.text && cmp our.text merged.text || fail merge
if go tool covdata 2>&1 | grep -q percent; then
    go tool covdata textfmt -i=data -o=go.text && cmp go.text our.text || fail "go tool covdata"
    go tool covdata debugdump -i=data > debugdump || fail "go tool covdata debugdump"
fi
