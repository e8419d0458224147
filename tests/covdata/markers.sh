#!/bin/sh
# Exclusion markers at random, against lcov's own reading of the same sources: of the lines that both know, the same are left out. Where a
# START and a STOP stand on one line, lcov 1 and lcov 2 differ (covdata goes by 2), so no line has both.
# usage: markers.sh COVDATA COVERCC LIBRARY WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 covercc=$2
export LC_ALL=C
command -v geninfo > /dev/null || { echo "SKIP: lcov is not installed: its markers not checked"; exit 77; }
gcov=${CC:-gcc}
"$gcov" --version | grep -q 'Free Software' || gcov=gcc
command -v "$gcov" > /dev/null || { echo "SKIP: gcc is not installed"; exit 77; }
suite_start "$4"
mkdir -p "$work/src"
cd "$work/src"
files=$(seq 1 16)
for file in $files; do
    awk -v seed="$file" '
    function marker() {
        return marks[int(rand() * count) + 1] (rand() < .2 ? "." : "")
    }
    BEGIN {
        srand(seed)
        count = split("LINE START STOP BR_LINE BR_START BR_STOP LINE START STOP BEGIN EXCEPTION_BR_LINE", marks, " ")
        printf "int f%d(int x)\n{\n", seed
        for (i = 0; i < 60; i++) {
            line = "x += " i ";"
            if (rand() < .4) line = line " // see:LCOV_EXCL_" marker()
            if (rand() < .1 && line !~ /ST(ART|OP)/) line = line " // LCOV_EXCL_" marker()
            print rand() < .05 ? "    puts(\"LCOV_EXCL_LINE\"); " line : "    " line
        }
        print "    return x;\n}"
    }' > "f$file.c"
    sed -i '1i #include <stdio.h>' "f$file.c"
done
{
    for file in $files; do echo "int f$file(int);"; done
    echo 'int main(void) { int x = 0;'
    for file in $files; do echo "x += f$file(x);"; done
    echo 'return x == 7; }'
} > main.c
# lines TRACEFILE: "FILE LINE" of all that it has.
lines() {
    awk '/^SF:/ { name = $0; sub(".*[/:]", "", name) } /^DA:/ { split(substr($0, 4), part, ","); print name, part[1] }' "$1" | sort
}
"$gcov" --coverage -w ./*.c -o gcov
./gcov > ../out
for markers in "" --no-markers; do
    # shellcheck disable=SC2086
    geninfo -q $markers . -o "../lcov$markers.info" > ../out 2>&1 || fail_with ../out geninfo
done
"$covercc" --root="$PWD" -- "${CC:-gcc}" -w ./*.c -o ours
COVERDIR=../data ./ours > ../out
cd ..
"$covdata" lcov -o ours--no-markers.info data
"$covdata" lcov -o ours.info -source=src data 2> out
for tool in lcov ours; do
    lines $tool--no-markers.info > $tool.all
    lines $tool.info | comm -13 - $tool.all > $tool.left
done
comm -12 lcov.all ours.all > known
for tool in lcov ours; do
    comm -12 known $tool.left > $tool.left.known
done
diff -u lcov.left.known ours.left.known || fail "other lines are left out"
[ "$(wc -l < lcov.left.known)" -gt 100 ] && [ $(($(wc -l < known) - $(wc -l < lcov.left.known))) -gt 100 ] || fail "too few lines"
