#!/bin/sh
# Data of a program that was built anew: kept apart from the new build's, named, and left out with -fresh. Programs that share
# code, other programs of one name, and merged data are no such thing.
# usage: stale.sh COVDATA COVERCC LIBRARY WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 covercc=$2 library=$3
suite_start "$4"
mkdir -p "$work/src" "$work/other"
cc="$covercc --root=$work --mode=count -- ${CC:-gcc}"
# make_program FILE: compiles and links src/main.c.
make_program() {
    (cd src && $cc -c main.c -o main.o && ${CC:-gcc} main.o "$library" -o "$work/$1") || fail "build $1"
}
printf 'int twice(int n)\n{\n    return 2 * n;\n}\nint main(void)\n{\n    return twice(0);\n}\n' >src/main.c
make_program program
make_program other/program
COVERDIR=data ./program
COVERDIR=data ./program
COVERDIR=elsewhere ./other/program
"$covdata" percent data elsewhere 2>err
[ ! -s err ] || fail_with err "a word on fresh data"
old=$(basename data/covmeta.*)

# Comments move nothing; a line more does.
printf 'int once(int n)\n{\n    if (n)\n        n++;\n    return n;\n}\nint twice(int n)\n{\n    return 2 * n;\n}\nint main(void)\n{\n    return once(0);\n}\n' >src/main.c
make_program program
COVERDIR=data ./program
new=$(basename "$(ls data/covmeta.* | grep -v "$old")")
"$covdata" func data >func.txt 2>err || fail func
cat >wanted <<END
covdata: warning: data/$old is from an older build than data/$new: twice in main.c differs (2 counter files; -fresh leaves it out)
END
sed 's,in [^ ]*main.c,in main.c,' err | diff wanted - || fail "other words on stale data"
[ "$(grep -c twice func.txt)" = 2 ] || fail "stale data is not kept apart"
"$covdata" func -fresh data >fresh.txt 2>err || fail "func -fresh"
grep -q "covmeta.* (2 counter files, left out)" err || fail_with err "no word on what is left out"
awk '{ print $2, $3 }' fresh.txt >fresh
printf '%s\n' 'once 66.7%' 'twice 0.0%' 'main 100.0%' '(statements) 60.0%' | diff - fresh || fail_with fresh.txt "-fresh"
"$covdata" merge -fresh -o=merged data 2>/dev/null
[ "$(ls merged/covmeta.*)" = "merged/$new" ] || fail "merge -fresh"
"$covdata" lcov -fresh data 2>/dev/null | grep -c '^FN:' | grep -q '^3$' || fail "lcov -fresh"

# What was merged does not say which is older; a program of another name is not this one's older build.
"$covdata" merge -o=all data 2>/dev/null
"$covdata" percent all 2>err
[ ! -s err ] || fail_with err "a guess about merged data"
"$covdata" percent elsewhere merged 2>err
[ ! -s err ] || fail_with err "two programs taken for one"
printf 'not a counter file' >"$(ls data/covcounters.* | head -n 1)"
"$covdata" percent data 2>err >out || :
[ "$(grep -c 'covdata: data/covcounters' err)" = 1 ] || fail_with err "a damaged file is not told of once"
