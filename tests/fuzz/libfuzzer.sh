#!/bin/sh
# libfuzzer.sh SECONDS WORK: lets libFuzzer at the lexer, the expander, the parser and all behind them, from the seeds below seeds/ and the
# goldens' inputs; and at the preprocessor, from the files of the flattening's test; under ASan and UBSan. What it finds stands in WORK, the corpora
# too, so that a next run goes on from there.
set -eu
seconds=$1 work=$2
here=$(cd "$(dirname "$0")" && pwd)
home=$(cd "$here/../.." && pwd)
clang=$(command -v clang || command -v clang-19) || { echo "SKIP: clang is not installed"; exit 77; }
mkdir -p "$work/objects"
echo 'int LLVMFuzzerTestOneInput(const char *p, unsigned long n) { (void)p; (void)n; return 0; }' >"$work/probe.c"
"$clang" -fsanitize=fuzzer "$work/probe.c" -o "$work/probe" 2>/dev/null || { echo "SKIP: clang has no libFuzzer"; exit 77; }

[ -z "$(find "$home/base" "$home/format" "$home/instr" -name '*.h' -newer "$work/objects")" ] || rm -f "$work"/objects/*.o
for file in "$home"/base/*.c "$home"/format/*.c "$home"/instr/*/*.c "$here"/fuzz_source.c "$here"/fuzz_flatten.c; do
    case $file in
    */main.c) continue ;;
    esac
    object=$work/objects/$(basename "$(dirname "$file")")-$(basename "$file" .c).o
    if [ ! "$object" -nt "$file" ]; then
        "$clang" -O1 -g -std=gnu11 -D_GNU_SOURCE '-DCOVERBUILD_VERSION="fuzz"' -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -I"$home" \
            -c "$file" -o "$object"
    fi
done
cd "$work"
# fuzz NAME SECONDS SEED…
fuzz() {
    name=$1 seconds=$2
    shift 2
    mkdir -p "$name-corpus" "$name-seeds"
    cp "$@" "$name-seeds"
    # shellcheck disable=SC2046,SC2086
    "$clang" -fsanitize=fuzzer,address,undefined $(ls objects/*.o | grep -v 'fuzz-fuzz_') "objects/fuzz-fuzz_$name.o" -o "fuzzer-$name" ${FUZZ_LIBS:-}
    if ! "./fuzzer-$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=8192 -close_fd_mask=2 -dict="$here/c.dict" \
        -artifact_prefix="$work/found-$name-" "$name-corpus" "$name-seeds" >"$name.out" 2>&1; then
        tail -n 60 "$name.out"
        for found in "$work/found-$name"-*; do
            [ -f "$found" ] && echo "$found:" && od -c "$found" | head -n 60
        done
        exit 1
    fi
    tail -n 1 "$name.out"
}
fuzz source $((seconds * 2 / 3)) "$here"/seeds/* "$home"/tests/golden/instr/*.c
fuzz flatten $((seconds / 3)) "$home"/tests/instr/flatten/*.[ch]
