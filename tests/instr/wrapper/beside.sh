# Beside others: distcc with a daemon on loopback, ccache before distcc, cross compilers, further instrumentation by the compiler.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
cp -R "$here/tree" "$TREE"
RUN="$COVERCC --runtime=$RUNTIME --root=$WORK/run --module=mod --strict"

# The three files of the tree, compiled by "$1 compiler", linked, and counted.
launched() {
    cover 0 "for f in a b main; do timeout 100 $RUN -- $1 $COMPILER -O1 -c \$f.c || exit 1; done; $RUN -- $COMPILER a.o b.o main.o -o prog && ./prog 1 2"
    covered prog
    expect_functions ./prog <<END
a.c:7: pick 66.7%
a.c:14: a_run 100.0%
b.c:3: b_add 66.7%
inc/helper.h:4: helper_twice 66.7%
main.c:4: main 100.0%
total (statements) 81.2%
END
}

# What stands before a compiler's name is a launcher, and so are env and CMake's env.
case_launchers() {
    printf '#!/bin/sh\nexec "$@"\n' >"$WORK/bin/launch"
    chmod +x "$WORK/bin/launch"
    launched launch
    launched 'cmake -E env --unset=NONE ONE=1 -- launch'
}

# distcc must have sent the compiles: with no fallback it fails where the daemon takes nothing, and the daemon's log tells.
case_distcc() {
    distcc_check() {
        user=$(id -un)
        [ "$user" != root ] || user=nobody # it won't be root
        port=$((20000 + $$ % 20000))
        compiler=$(command -v "${COMPILER%% *}")
        DISTCC_CMDLIST=$WORK/compilers
        # distcc asks for gcc by the machine's name
        printf '%s\n' "$compiler" "$(readlink -f "$compiler")" "$(dirname "$compiler")/$($COMPILER -dumpmachine | sed 's/-pc-/-/')-$(basename "$compiler")" >"$DISTCC_CMDLIST"
        export DISTCC_CMDLIST
        TMPDIR=/tmp distccd --no-detach --daemon --listen 127.0.0.1 --port "$port" --allow 127.0.0.1 --enable-tcp-insecure --log-stderr \
            --log-level info --jobs 2 --user "$user" 2>"$WORK/distccd.log" &
        daemon=$!
        trap 'kill $daemon 2> /dev/null' EXIT
        DISTCC_HOSTS=127.0.0.1:$port DISTCC_FALLBACK=0 DISTCC_DIR=$WORK/distcc DISTCC_BACKOFF_PERIOD=0
        export DISTCC_HOSTS DISTCC_FALLBACK DISTCC_DIR DISTCC_BACKOFF_PERIOD
        mkdir -p "$DISTCC_DIR"
        for i in $(seq 1000); do
            grep -q 'listening\|waiting to accept' "$WORK/distccd.log" 2>/dev/null && break
            sleep 0.05
        done
        launched distcc
        sent=$(grep -c 'COMPILE_OK' "$WORK/distccd.log")
        [ "$sent" -ge 3 ] || {
            tail -n 20 "$WORK/distccd.log"
            error "distcc: $sent compiles came to the daemon"
        }
        if command -v ccache >/dev/null; then
            CCACHE_DIR=$WORK/ccache CCACHE_PREFIX=distcc
            export CCACHE_DIR CCACHE_PREFIX
            launched ccache
            launched ccache
            hits=$(ccache --print-stats | awk '/^(direct|preprocessed)_cache_hit/ { n += $2 } END { print n }')
            [ "$hits" -eq 3 ] || {
                ccache --print-stats
                error "ccache before distcc: $hits hits"
            }
            [ "$(grep -c COMPILE_OK "$WORK/distccd.log")" -eq $((sent + 3)) ] || error "ccache before distcc: not sent"
            unset CCACHE_PREFIX
        fi
        kill $daemon
        unset DISTCC_HOSTS
    }
    if command -v distccd >/dev/null; then
        distcc_check
    else
        echo 'without distcc'
    fi
}

# A cross compiler by its prefix, or by Clang's --target; the runtime is built by it, and the program run by an emulator.
case_cross_compiler() {
    cross_check() {
        if ! printf '#include <stdio.h>\nint main(void) { return 0; }\n' | $1 -x c - -static -o "$WORK/cross" 2>/dev/null || ! qemu-aarch64 "$WORK/cross" 2>/dev/null; then
            echo "without $1"
            return
        fi
        mkdir -p "$WORK/cross-runtime"
        (cd "$WORK/cross-runtime" && while read -r f; do
            $1 -O1 -std=gnu11 -fPIC -D_GNU_SOURCE -I"$here/../../.." -c "$here/../../../$f" || exit 1
        done <"$here/../../../runtime/sources.txt" && ar rcs libcoverrt.a ./*.o) || error "$1: the runtime"
        cover 0 "$COVERCC --runtime=$WORK/cross-runtime/libcoverrt.a --root=$WORK/run --module=mod --strict -- $1 -static a.c b.c main.c -o prog"
        covered prog
        expect_functions qemu-aarch64 ./prog 1 2 <<END
a.c:7: pick 66.7%
a.c:14: a_run 100.0%
b.c:3: b_add 66.7%
inc/helper.h:4: helper_twice 66.7%
main.c:4: main 100.0%
total (statements) 81.2%
END
    }
    if command -v qemu-aarch64 >/dev/null; then
        if [ $KIND = gcc ]; then
            cross_check aarch64-linux-gnu-gcc
        else
            cross_check "$COMPILER --target=aarch64-linux-gnu"
        fi
    else
        echo 'without qemu-aarch64'
    fi
}

# The compiler's own instrumentation at once: its counts and ours, from one run.
case_compilers_coverage() {
    if [ $KIND = gcc ]; then
        same 'CC --coverage -O1 -c a.c b.c main.c && CC --coverage a.o b.o main.o -o prog && ./prog > /dev/null && gcov -n a.gcda > /dev/null' prog a.o
        same 'CC -fsanitize-coverage=trace-pc -c b.c -o out/b.o' out/b.o
    else
        same 'CC -fsanitize-coverage=inline-8bit-counters,pc-table -fsanitize=address a.c b.c main.c -o prog && ./prog' prog
        same 'CC -fprofile-instr-generate -fcoverage-mapping a.c b.c main.c -o prog && LLVM_PROFILE_FILE=out/p.profraw ./prog' prog
    fi
}

case_sanitizers() {
    for options in '-fsanitize=undefined -fno-sanitize-recover=all' '-pipe -O2 -fstack-protector-strong'; do
        same "CC $options a.c b.c main.c -o prog && ./prog" prog
    done
}

suite_run
