# Where instrumenting fails the plain compile goes on; nothing is left behind by a death, a full disk or a place that can't be written.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
cp -R "$here/tree" "$TREE"

# A compiler that refuses instrumented text.
cat >"$WORK/bin/refusing-$KIND" <<END
#!/bin/sh
for arg; do
    case \$arg in
    *.cover/*) echo "text.c:1:1: error: refused" >&2; exit 1 ;;
    esac
done
exec $COMPILER "\$@"
END
# One that takes its time over it, $ASLEEP seconds.
cat >"$WORK/bin/sleeping-$KIND" <<END
#!/bin/sh
for arg; do
    case \$arg in
    *.cover/*) sleep \$ASLEEP & trap "kill \$!; exit 143" TERM HUP; echo \$\$ > child.pid; wait ;;
    esac
done
exec $COMPILER "\$@"
END
chmod +x "$WORK/bin/refusing-$KIND" "$WORK/bin/sleeping-$KIND"
RUN="$COVERCC --root=$WORK/run --runtime=$RUNTIME"

case_refused_text() {
    cover 0 "$RUN refusing-$KIND -c a.c -o out/x.o -MMD -Wall && ls out"
    expect_stderr <<END
covercc: warning: a.c: not instrumented: the instrumented text does not compile: error: refused
END
    not_covered out/x.o
    [ "$(cat "$WORK/cover/stdout")" = "$(printf 'x.d\nx.o')" ] || error "$last: $(cat "$WORK/cover/stdout")"
    cover 1 "$RUN --strict refusing-$KIND -c a.c; s=\$?; ls *.o *.cover 2> /dev/null; exit \$s"
    expect_stderr <<END
covercc: warning: a.c: not instrumented: the instrumented text does not compile: error: refused
END
    [ ! -s "$WORK/cover/stdout" ] || error "$last: leaves $(cat "$WORK/cover/stdout")"
    cover 0 "$RUN refusing-$KIND a.c b.c main.c -o prog && ./prog"
    says 'covercc: warning: main.c: not instrumented: '
    cover 0 "$RUN --skipped=log.txt refusing-$KIND -c a.c 2> /dev/null; cat log.txt"
    [ "$(cat "$WORK/cover/stdout")" = "a.c: not instrumented: the instrumented text does not compile: error: refused" ] || error "$last: log"
    cover 0 "$RUN --keep $COMPILER -c a.c && ls a.o.cover"
}

# Unknown compilers run as they are.
case_unknown_compilers() {
    printf '#!/bin/sh\nexec %s "$@"\n' "$COMPILER" >"$WORK/bin/strange"
    printf '#!/bin/sh\n[ "$1" = --version ] && echo strange 1.0 && exit\nexec %s "$@"\n' "$COMPILER" >"$WORK/bin/stranger"
    chmod +x "$WORK/bin/strange" "$WORK/bin/stranger"
    cover 0 "$RUN strange -c a.c"
    covered a.o
    cover 0 "$RUN stranger -c a.c"
    expect_stderr <<END
covercc: warning: a.c: not instrumented: the compiler is neither GCC nor Clang
END
    cover 0 "$RUN --skipped=log.txt $(echo $COMPILER | sed 's/gcc/g++/; s/clang/clang++/') -c b.c && cat log.txt"
    [ "$(cat "$WORK/cover/stdout")" = "b.c: not instrumented: C++" ] || error "$last: log"
}

# A signal to covercc ends its compiler too, and leaves no file.
case_signals() {
    for number in TERM INT HUP; do
        ASLEEP=300
        [ $number != INT ] || ASLEEP=1
        export ASLEEP
        cover 0 "$RUN sleeping-$KIND -c a.c & pid=\$!; for i in \$(seq 1000); do [ -s child.pid ] && break; sleep 0.05; done
        [ -d a.o.cover ] || echo no text
        kill -$number \$pid; wait \$pid; echo \$?; kill -0 \$(cat child.pid) 2> /dev/null && echo the child lives; ls -d a.* *.cover 2> /dev/null; :"
        case $number in
        TERM) printf '143\na.c\n' ;;
        HUP) printf '129\na.c\n' ;;
        INT) printf '0\na.c\na.o\n' ;; # a background job of sh ignores it, and so must covercc
        esac >"$WORK/expected"
        diff -u "$WORK/expected" "$WORK/cover/stdout" || error "SIG$number"
    done
}

# Many at once
case_parallel() {
    same 'for i in 1 2 3 4 5 6 7 8; do CC -Wall -c a.c -o out/$i.o & done; wait' out/1.o out/8.o
}

# Places that can't be written: root may write anywhere, so the directory is one that is not there or is a file.
case_no_such_place() {
    same 'CC -c a.c -o /proc/nowhere/a.o'
    same 'CC -c a.c -o a.c/x.o'
    same 'CC -c a.c -o /proc/self/x.o'
    same 'chmod a-w . inc; cd out; CC -MMD -c ../a.c; chmod u+w ..' out/a.o
    long=$(printf '%0250d' 0)
    same "CC -c b.c -o $long.o" "$long.o"
}

case_full_disk() {
    if mkdir -p "$WORK/full" && mount -t tmpfs -o size=64k none "$WORK/full" 2>/dev/null; then
        # Clang dies of it, with addresses in what it says.
        quiet=
        [ $KIND = gcc ] || quiet='-fno-crash-diagnostics 2> /dev/null'
        for size in 62 64; do
            dd if=/dev/zero of="$WORK/full/fill" bs=1k count=$size 2>/dev/null
            same "CC -c a.c -o $WORK/full/x.o $quiet; s=\$?; rm -rf $WORK/full/x*; exit \$s"
            same "CC -c main.c -o $WORK/full/x.o $quiet; s=\$?; rm -rf $WORK/full/x*; exit \$s"
        done
        umount "$WORK/full"
    else
        echo "no tmpfs here: the full disk is not tested"
    fi
}

case_skipped_log_unwritable() {
    cover 0 "$RUN --skipped=/proc/nowhere/log refusing-$KIND -c a.c"
    says 'covercc: warning: /proc/nowhere/log: No such file or directory'
}

# Wrong use of covercc itself: one line, status 2.
case_wrong_use() {
    for options in --mode=sometimes --granularity=fine --pkg=all --dump=everything --manifest --nonsense '--manifest=m --root=.' '--root=. --module='; do
        cover 2 "$COVERCC $options $COMPILER -c a.c"
        [ "$(wc -l <"$WORK/cover/stderr")" -eq 1 ] || error_with "$WORK/cover/stderr" "$options: not one line"
        [ ! -e "$WORK/cover/tree/a.o" ] || error "$options: compiles"
    done
    cover 2 "$COVERCC"
    says '^covercc: no compiler given'
    cover 0 "$COVERCC --help"
    cover 0 "$COVERCC --version"
}

suite_run
