# The same again: from another build directory, through ccache, and how many processes it takes.
. "$(dirname "$0")/common.sh"
TREE=$here/tree
RUN="$COVERCC --runtime=$RUNTIME --root=$WORK/run --module=mod $COMPILER"

# Objects are the same from any build directory.
case_build_directory() {
    for options in -O0 '-O2 -g -ffile-prefix-map=$PWD=/b -ffile-prefix-map=$(cd ..; pwd)=/s' '-O1 -Wall -MMD'; do
        cover 0 "mkdir out/longer one; for dir in one out/longer; do (cd \$dir; $RUN $options -c $WORK/run/a.c -o \$PWD/x.o) || exit 1; done; :"
        case $options in
        *-g*) continue ;; # the one directory is below the other's parent: compared next
        esac
        covered one/x.o
        cmp "$WORK/cover/tree/one/x.o" "$WORK/cover/tree/out/longer/x.o" || error "$options: objects differ"
    done
}

case_debug_information() {
    cover 0 "mkdir one two; for dir in one two; do (cd \$dir; $RUN -O2 -g -ffile-prefix-map=\$PWD=/b -c ../a.c -o x.o; $RUN -O2 -g -ffile-prefix-map=\$PWD=/b -gdwarf-4 -c ../a.c -o \$PWD/y.o) || exit 1; done"
    for object in x.o y.o; do
        cmp "$WORK/cover/tree/one/$object" "$WORK/cover/tree/two/$object" || error "$object: objects with -g differ"
    done
    if command -v readelf >/dev/null; then
        last='the name in the debug information'
        for object in x.o y.o; do
            readelf --debug-dump=info "$WORK/cover/tree/one/$object" | grep -m 1 DW_AT_name | sed 's/.*: *//' >"$WORK/found"
            [ "$(cat "$WORK/found")" = "../a.c" ] || error_with "$WORK/found" "$object: not the source's name"
        done
    fi
}

# ccache behind covercc: the second compile is a hit, and its object the same.
case_ccache() {
    if command -v ccache >/dev/null; then
        CCACHE_DIR=$WORK/ccache
        export CCACHE_DIR
        printf 'coverbuild-manifest 1\npackage mod\nmodule mod\nroot %s/run\ndisposition contained\nselected 1\ndir %s/run\n' "$WORK" "$WORK" >"$WORK/manifest"
        for options in "--root=$WORK/run" "--manifest=$WORK/manifest"; do
            rm -rf "$CCACHE_DIR"
            cover 0 "$COVERCC $options -- ccache $COMPILER -O1 -c a.c && cp a.o first.o && $COVERCC $options -- ccache $COMPILER -O1 -c a.c && cmp a.o first.o && ccache --print-stats"
            covered a.o
            hits=$(awk '/^(direct|preprocessed)_cache_hit/ { n += $2 } END { print n }' "$WORK/cover/stdout")
            misses=$(awk '/^cache_miss/ { print $2 }' "$WORK/cover/stdout")
            [ "$hits $misses" = '1 1' ] || error_with "$WORK/cover/stdout" "$last: $hits hits, $misses misses"
        done
    else
        echo 'without ccache'
    fi
}

# covercc starts the compiler once to compile, and again only to show warnings; it has been asked of itself before. What the compiler itself must
# flatten (-finput-charset) takes one more, and Clang's macros another.
case_compiler_starts() {
    printf '#!/bin/sh\necho x >> %s/starts\nexec %s "$@"\n' "$WORK" "$COMPILER" >"$WORK/bin/counted-$KIND"
    chmod +x "$WORK/bin/counted-$KIND"
    starts() {
        cover 0 "$COVERCC --runtime=$RUNTIME --root=$WORK/run $2"
        rm -f "$WORK/starts"
        cover 0 "$COVERCC --runtime=$RUNTIME --root=$WORK/run $2"
        count=$(wc -l <"$WORK/starts")
        [ "$count" -eq "$1" ] || error "$2: the compiler is started $count times, not $1"
    }
    extra=0
    [ $KIND = gcc ] || extra=1
    printf 'int f(void) { int i; return 0; }\n' >"$WORK/warned.c"
    starts 1 "counted-$KIND -c a.c"
    starts 1 "counted-$KIND -O2 -Wall -Wextra -Werror -MMD -c b.c"
    starts 1 "counted-$KIND -Wp,-MMD,w.d -c a.c"
    starts 2 "counted-$KIND -Wall -c b.c -include $WORK/warned.c"
    starts $((2 + extra)) "counted-$KIND -Wall -c b.c -finput-charset=UTF-8"
    starts 1 "counted-$KIND -E a.c"
    starts 1 "counted-$KIND -c $WORK/warned.c"
    starts 1 "counted-$KIND --version"
    starts 1 "counted-$KIND -shared -o empty.so -lc"
}

suite_run
