# What the project puts in front of its compiler stays: ccache hits in another build tree, clang-tidy sees the user's sources.
tools=$TOOLS
CCACHE_DIR=$work/ccache CCACHE_NOHASHDIR=1
export CCACHE_DIR CCACHE_NOHASHDIR
printf '#!/bin/sh\necho "$@" >>"%s/tidy.txt"\n' "$work" >"$work/clang-tidy"
chmod +x "$work/clang-tidy"
launcher=
command -v ccache >/dev/null && launcher=-DCMAKE_C_COMPILER_LAUNCHER=ccache
for build in "$work/one" "$work/two"; do
    configure "-DCMAKE_PROJECT_TOP_LEVEL_INCLUDES=$module" "-DCMAKE_C_CLANG_TIDY=$work/clang-tidy" $launcher
    [ -z "$launcher" ] || ccache -z >/dev/null
    build
    ctest --test-dir "$build" >"$work/ctest.txt" || fail "ctest: $(cat "$work/ctest.txt")"
    "$TOOLS/covdata/covdata" percent -i="$build/cover/data/app" | golden percent.txt
done
equal "files that clang-tidy saw" "$(grep -o "$src/[al]\.c --" "$work/tidy.txt" | sort -u | wc -l)" 2
[ -z "$launcher" ] || ccache -s | grep -q 'Misses: *0' || fail "ccache does not hit: $(ccache -s)"
