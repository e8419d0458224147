#!/bin/sh
# What was compiled and never linked or run, at 0 %, from objects, executables and shared objects; and files that are no such
# thing, or broken ones.
# usage: baseline.sh COVDATA COVERCC LIBRARY WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 covercc=$2 library=$3
suite_start "$4"
mkdir -p "$work/src" "$work/obj/deep"
cat >src/main.c <<'END'
int used(int);
int main(void)
{
    return used(0);
}
END
cat >src/used.c <<'END'
int used(int n)
{
    return n;
}
int unused(int n)
{
    return n + 1;
}
END
cat >src/idle.c <<'END'
int idle(int n)
{
    n++;
    return n;
}
END
cc="$covercc --root=$work --mode=count -- ${CC:-gcc}"
for file in main used idle; do
    (cd src && $cc -c $file.c -o ../obj/deep/$file.o) || fail "compile $file"
done
${CC:-gcc} obj/deep/main.o obj/deep/used.o "$library" -o obj/program || fail link
COVERDIR=data ./obj/program || fail run
echo "#!/bin/sh" >obj/script
: >obj/empty
ln -s ../src obj/link
mkfifo obj/fifo

case_functions() {
    "$covdata" func data >run.txt
    ! grep -q idle run.txt || fail "idle is in the data of a program that does not have it"
    "$covdata" baseline -o=base obj 2>err || fail_with err baseline
    [ ! -s err ] || fail_with err "a word on good files"
    [ "$(ls base | wc -l)" = 1 ] || fail "not one file"
    "$covdata" func base | awk '{ print $2, $3 }' >base.txt
    printf '%s\n' 'idle 0.0%' 'main 0.0%' 'used 0.0%' 'unused 0.0%' '(statements) 0.0%' | diff - base.txt || fail "functions"
    "$covdata" func data base | awk '{ print $2, $3 }' >both.txt
    printf '%s\n' 'idle 0.0%' 'main 100.0%' 'used 100.0%' 'unused 0.0%' '(statements) 40.0%' | diff - both.txt ||
        fail "together with data"
}

case_reproducible() {
    "$covdata" baseline -o=first obj
    "$covdata" baseline -o=again obj
    diff -r first again || fail "the same objects make other data"
}

case_nothing() {
    "$covdata" baseline -o=none -pkg=no/such obj 2>err
    grep -q 'no object of a covered build' err || fail "no word on nothing"
}

case_executable() {
    "$covdata" baseline -o=linked obj/program
    "$covdata" func linked | grep -q unused || fail "an executable by itself"
}

case_go() {
    need go
    "$covdata" baseline -o=judged obj
    go tool covdata percent -i=judged >go.txt || fail "go tool covdata does not read it"
    "$covdata" percent -i=judged | diff go.txt - || fail "go tool covdata reads something else"
}

# Cut off anywhere and with bytes changed anywhere: read, refused with a line, or found to have nothing; never worse.
case_broken_objects() {
    size=$(wc -c <obj/deep/used.o)
    mkdir broken
    at=1
    while [ $at -lt "$size" ]; do
        head -c $at obj/deep/used.o >broken/cut.o
        cp obj/deep/used.o broken/changed.o
        printf '\377' | dd of=broken/changed.o bs=1 seek=$at conv=notrunc 2>/dev/null
        status=0
        "$covdata" baseline -o=out broken >out.txt 2>err || status=$?
        [ $status -le 1 ] || fail_with err "exit status $status, at $at"
        [ $status = 0 ] || grep -q '^covdata: broken/\|^covdata: the meta-data of the objects' err || fail "no name at $at"
        at=$((at + size / 60))
    done
}

suite_run
