#!/bin/sh
# Many counter files of one program, which several threads read: every count is the sum, every run is there, in order, and a
# damaged file costs its own run alone; -strict stops at it.
# usage: many.sh COVDATA GENERATE WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 generate=$2
suite_start "$3"
mkdir -p "$work/many"
export LC_ALL=C
"$generate" count one
cp one/covmeta.* many
copies=400
hash=$(ls one/covcounters.* | sed -n '1s/.*covcounters\.\([0-9a-f]*\)\..*/\1/p')
for file in one/covcounters.$hash.*; do
    pid=$(echo "$file" | sed 's/.*\.\([0-9]*\)\.[0-9]*$/\1/')
    for i in $(seq $copies); do
        ln "$file" "many/covcounters.$hash.$((pid * 1000 + i)).$((1700000000 + i))"
    done
done
mkdir single
cp one/covmeta.*"$hash" one/covcounters."$hash".* single
"$covdata" textfmt -i=single -o=single.txt
"$covdata" textfmt -i=many -o=many.txt -pkg=...
awk -v n=$copies '/^mode/ { print; next } { $3 *= n; print }' single.txt > wanted.txt
# What the other program has of the same packages did not run.
grep -F -f many.txt -x wanted.txt | diff -u wanted.txt - || fail "counts are not the sums"
runs=$("$covdata" debugdump -i=many | grep -c 'program args')
[ "$runs" = $((copies * $(ls single/covcounters.* | wc -l))) ] || fail "$runs runs"
"$covdata" debugdump -i=many | sed -n 's/^data file //p' | sort -c || fail "runs are not in the order of their files"
"$covdata" merge -i=many -o=merged
"$covdata" textfmt -i=merged -o=merged.txt
cmp many.txt merged.txt || fail "merge"
bad=$(ls many/covcounters.* | sed -n 333p)
rm "$bad"
printf 'bad' > "$bad"
status=0
"$covdata" percent -i=many > out 2> err || status=$?
[ $status = 1 ] || fail "exit status $status with a bad file"
[ "$(grep -c "^covdata: $bad: " err)" = 1 ] && [ "$(wc -l < err)" = 1 ] || fail_with err "the bad file is not named once"
[ -s out ] || fail "nothing of the good files"
status=0
"$covdata" percent -strict -i=many > out 2> err || status=$?
[ $status = 1 ] && [ ! -s out ] || fail "-strict goes on"
grep -q "^covdata: $bad: " err || fail "-strict does not name the file"
"$covdata" merge -strict -i=many -o=none 2> err && fail "merge -strict"
[ -z "$(ls none/covcounters."$hash".* 2> /dev/null)" ] || fail "merge -strict wrote the data of the program with the bad file"
