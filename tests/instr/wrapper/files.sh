# Names and contents of all that a compile leaves behind: objects, dependency files, auxiliary files.
. "$(dirname "$0")/common.sh"
TREE=$here/tree
printf 'int main(void) { int i; return 0; }\n' >"$WORK/single.c"

case_compile() {
    same 'CC -c a.c' a.o
    same 'CC -c a.c b.c main.c' a.o b.o main.o
    same 'CC -c a.c -o out/x.o' out/x.o
    same 'CC -c -oout/x.o a.c' out/x.o
    same 'CC -o out/noext -c a.c' out/noext
}

case_assemble() {
    same 'CC -S a.c' a.s
    same 'CC -S a.c b.c' a.s b.s
    same 'CC -S a.c -o out/y.s' out/y.s
    same 'CC -S -c a.c' a.s
    same 'CC -c a.c b.c -o x.o'
}

case_link() {
    same 'CC a.c b.c main.c -o prog && ./prog' prog
    same 'CC a.c b.c main.c && ./a.out' a.out
    same 'CC -c main.c && CC a.c b.c main.o -o out/prog && out/prog 1 2 3' out/prog
    same 'CC -c a.c b.c main.c && CC a.o b.o main.o -o prog && ./prog' prog
}

case_preprocess() {
    same 'CC -E a.c -o a.out.txt'
    same 'CC -M a.c'
    same 'CC -MM a.c -MF m.d'
    same 'CC -fsyntax-only a.c'
}

case_output_nowhere() {
    same 'CC -c a.c -o /dev/null'
    same 'CC -S a.c -o -  > /dev/null'
}

case_source_names() {
    same 'CC -c ./a.c' a.o
    same 'CC -c "$PWD/a.c"' a.o
    same 'cd out && CC -c ../a.c' out/a.o
}

# Dependency files
case_dependency_files() {
    for options in -MD -MMD '-MD -MP' '-MMD -MF f.d' '-MMD -MFout/f.d' '-MD -MT target' '-MD -MQ \$target -MT b' '-MD -MTx -MQy' \
        -Wp,-MD,w.d -Wp,-MMD,w.d,-MT,foo '-Wp,-MMD,w.d -Wp,-MP'; do
        same "CC $options -c a.c" a.o
        same "CC $options -c a.c -o out/x.o" out/x.o
    done
    same 'CC -MMD -MG -c a.c'
    same 'CC -MMD -S a.c -o out/x.s' out/x.s
    same 'CC -MD -c a.c b.c' a.o b.o
    same 'CC -MD -MP a.c b.c main.c -o out/prog.exe' out/prog.exe
    same 'CC -MMD a.c b.c main.c' a.out
    same 'CC -MMD -MT t -c a.c -o out/x' out/x
    same 'CC -MD -MF one.d a.c b.c main.c -o prog' prog
    same 'CC -c b.c a.c; CC -MMD main.c b.o a.o' a.out
    same "cp $WORK/single.c .; CC -Wall -MD single.c -o out/prog.x" out/prog.x
}

# Auxiliary files
case_save_temps() {
    for options in -save-temps -save-temps=cwd '-g -gsplit-dwarf -fstack-usage --coverage'; do
        same "CC $options -c a.c -o out/x.o" out/x.o
        same "CC $options -c a.c b.c" a.o b.o
        same "cp $WORK/single.c .; CC $options -Wall -c single.c -o out/prog.o" out/prog.o
    done
    same 'CC -save-temps a.c b.c main.c -o out/prog && out/prog' out/prog
    same 'CC -save-temps=obj -c a.c -o out/x.o' out/x.o
    same 'CC -save-temps=obj a.c b.c main.c && ./a.out' a.out
}

case_gcc_auxiliary() {
    if [ $KIND = gcc ]; then
        for output in '-o prog' '-o out/prog.exe' ''; do
            program=${output#-o }
            same "CC -g -gsplit-dwarf -fstack-usage --coverage a.c b.c main.c $output && ./${program:-a.out}" "${program:-a.out}"
        done
        same "cp $WORK/single.c .; CC --coverage -Wall single.c -o prog && ./prog" prog
        same 'CC -dumpbase foo.c -save-temps -c a.c -o out/x.o' out/x.o
        same 'CC -fdump-tree-original -c a.c -o out/x.o' out/x.o
        same 'CC -fdump-tree-original a.c b.c main.c -o out/x' out/x
        same 'CC -aux-info aux.out.txt -c a.c -o out/x.o' out/x.o
        same 'CC -fcallgraph-info -c a.c -o out/x.o' out/x.o
    else
        # Clang's driver does not accept the names: the file is skipped, with a message.
        cover 0 'CC --coverage a.c b.c -shared -fPIC -o out/x.so'
        expect_stderr <<END
covercc: warning: a.c: not instrumented: the command that links asks for files named after the program
covercc: warning: b.c: not instrumented: the command that links asks for files named after the program
END
        same 'CC -MJ frag.out.txt -c a.c -o out/x.o' out/x.o
        same 'CC -emit-llvm -c a.c'
        same 'CC -emit-llvm -S a.c' a.ll
    fi
}

suite_run
