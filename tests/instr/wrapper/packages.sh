# Which package code belongs to, by a manifest (docs/reference/manifest.md) and without one; and manifests that are wrong.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
mkdir -p "$TREE/src/sub" "$TREE/include/deep" "$TREE/third_party/vendored" "$TREE/bin/gen" "$TREE/bin/one.dir" "$TREE/bin/two.dir" "$TREE/.git" "$WORK/outside"
header() {
    printf 'static inline int %s(int a)\n{\n    return a ? 1 : 2;\n}\n' "$2" >"$TREE/$1"
}
header include/api.h api_h
header include/deep/deep.h deep_h
header include/own.h own_h
header third_party/vendored/vendored.h vendored_h
printf 'static int outside(int a) { return a; }\n' >"$WORK/outside/o.h"
printf '#include "deep/deep.h"\n#include "own.h"\n#include "api.h"\n#include "../third_party/vendored/vendored.h"\n#include "%s/outside/o.h"\nint generated(int);\nint shared(int);\nint main(void)\n{\n    return deep_h(1) + own_h(1) + api_h(1) + vendored_h(1) + outside(1) + generated(1) + shared(1) == 7 ? 0 : 1;\n}\n' "$WORK" >"$TREE/src/main.c"
printf 'int shared(int a)\n{\n    return a;\n}\n' >"$TREE/src/sub/shared.c"
printf 'int generated(int a)\n{\n    return a;\n}\n' >"$TREE/bin/gen/generated.c"

manifest() {
    {
        printf 'coverbuild-manifest 1\nbuild %s/run/bin\nmode count\ngranularity perblock\nruntime %s\nstrict 0\n' "$WORK" "$RUNTIME"
        sed "s|ROOT|$WORK/run|"
    } >"$WORK/manifest"
}
RUN="$COVERCC --manifest=$WORK/manifest -- $COMPILER -Iinclude"
BUILD="$RUN -c src/main.c -o bin/one.dir/main.o && $RUN -c src/sub/shared.c -o bin/two.dir/shared.o && $RUN -c bin/gen/generated.c -o bin/one.dir/g.o && $RUN bin/one.dir/main.o bin/two.dir/shared.o bin/one.dir/g.o -o prog"

# listed: the packages and functions of the program that was built
listed() {
    rm -rf "$WORK/data"
    (cd "$WORK/cover/tree" && COVERDIR=$WORK/data ./prog) || error "$last: the program fails"
    {
        "$COVDATA" pkglist -i="$WORK/data"
        "$COVDATA" func -i="$WORK/data" | awk '!/^total/ { print $1, $2 }'
    } | sort
}
expect_listed() {
    sort >"$WORK/expected"
    listed >"$WORK/found"
    diff -u "$WORK/expected" "$WORK/found" || error "$1"
}

PACKAGES='package mod/one
module mod
root ROOT
disposition contained
selected 1
objects ROOT/bin/one.dir
source ROOT/src/main.c
source ROOT/src/sub/shared.c
source ROOT/bin/gen/generated.c
dir ROOT/include
package mod/two
module mod
root ROOT
disposition contained
selected 1
objects ROOT/bin/two.dir
source ROOT/src/sub/shared.c
header ROOT/include/own.h
dir ROOT/include/deep
package dep/vendored
module dep
root ROOT/third_party/vendored
disposition dependent
selected 0
dir ROOT/third_party'

case_contained() {
    echo "$PACKAGES" | manifest
    cover 0 "$BUILD"
    expect_listed 'all contained' <<END
build/gen/generated.c:2: generated
include/api.h:2: api_h
include/deep/deep.h:2: deep_h
include/own.h:2: own_h
mod/one
mod/two
src/main.c:9: main
src/sub/shared.c:2: shared
END
}

# A source in a folder build/ beside the build tree's file of that name.
case_clash() {
    echo "$PACKAGES" | manifest
    mkdir -p "$TREE/build" "$TREE/bin"
    printf 'int own(void)\n{\n    return 1;\n}\n' >"$TREE/build/clash.c"
    printf 'int made(void)\n{\n    return 1;\n}\n' >"$TREE/bin/clash.c"
    cover 0 "$RUN build/clash.c -c -o bin/one.dir/own.o && $RUN bin/clash.c -c -o bin/one.dir/made.o"
    grep -q '[^-]build/clash.c' "$WORK/cover/tree/bin/one.dir/own.o" || error "the source has another name"
    grep -q 'build-tree/clash.c' "$WORK/cover/tree/bin/one.dir/made.o" || error "the build tree's file has the source's name"
    rm -r "$TREE/build/clash.c" "$TREE/bin/clash.c"
}

case_shared_source() {
    echo "$PACKAGES" | manifest
    cover 0 "$RUN src/sub/shared.c -c -o bin/two.dir/shared.o"
    grep -q mod/two "$WORK/cover/tree/bin/two.dir/shared.o" || error "a shared source is not of the target that compiles it"
    cover 0 "$RUN src/sub/shared.c -c -o bin/one.dir/shared.o"
    grep -q mod/one "$WORK/cover/tree/bin/one.dir/shared.o" || error "a shared source is not of the target that compiles it"
}

case_with_dependencies() {
    echo "$PACKAGES" | sed 's/selected 0/selected 1/' | manifest
    cover 0 "$BUILD"
    expect_listed 'with dependencies' <<END
build/gen/generated.c:2: generated
dep/vendored
include/api.h:2: api_h
include/deep/deep.h:2: deep_h
include/own.h:2: own_h
mod/one
mod/two
src/main.c:9: main
src/sub/shared.c:2: shared
vendored.h:2: vendored_h
END
}

case_one_package() {
    echo "$PACKAGES" | sed 's/selected 1/selected 0/' | sed '/package mod.two/,$s/selected 0/selected 1/; /dep.vendored/,$s/selected 1/selected 0/' | manifest
    cover 0 "$BUILD"
    expect_listed 'headers and sources of one package' <<END
include/deep/deep.h:2: deep_h
include/own.h:2: own_h
mod/two
src/sub/shared.c:2: shared
END
}

case_empty_manifest() {
    manifest </dev/null
    cover 0 "$BUILD"
    not_covered prog bin/one.dir/main.o
}

# Without a manifest; then with a root that is named by a link, and a source that is by another
plain_listed() {
    RUN="$COVERCC --runtime=$RUNTIME $2 -- $COMPILER -Iinclude"
    BUILD="$RUN -c src/main.c -o bin/main.o && $RUN -c $3src/sub/shared.c -o bin/shared.o && $RUN -c bin/gen/generated.c -o bin/g.o && $RUN bin/main.o bin/shared.o bin/g.o -o prog"
    cover 0 "$BUILD"
    expect_listed "$1" <<END
bin/gen/generated.c:2: generated
include/api.h:2: api_h
include/deep/deep.h:2: deep_h
include/own.h:2: own_h
run/bin/gen
run/include
run/include/deep
run/src
run/src/sub
src/main.c:9: main
src/sub/shared.c:2: shared
END
}

case_without_manifest() {
    ln -s run "$WORK/root"
    ln -s run "$WORK/sources"
    plain_listed 'plain mode' '' ''
    plain_listed 'links' "--root=$WORK/root --module=run" "$WORK/sources/"
}

case_root_option() {
    RUN="$COVERCC --runtime=$RUNTIME --root=src --module=example.org/m $COMPILER -Iinclude"
    BUILD="$RUN -c src/main.c -o bin/main.o && $RUN -c src/sub/shared.c -o bin/shared.o && $RUN -c bin/gen/generated.c -o bin/g.o && $RUN bin/main.o bin/shared.o bin/g.o -o prog"
    cover 0 "$BUILD"
    expect_listed '--root, --module' <<END
example.org/m
example.org/m/sub
main.c:9: main
sub/shared.c:2: shared
END
}

case_dependents() {
    cover 0 "$COVERCC --runtime=$RUNTIME --pkg=mod.deps $COMPILER -Iinclude -c src/main.c"
    grep -q run/third_party/vendored "$WORK/cover/tree/main.o" || error "$last: vendored code is not instrumented"
}

# Wrong manifests: one line, which names the file, and nothing is compiled.
case_wrong_manifests() {
    wrong() {
        printf "$1" >"$WORK/manifest"
        cover "$2" "$COVERCC --manifest=$WORK/manifest $COMPILER -Iinclude -c src/main.c; s=\$?; ls main.o 2> /dev/null; exit \$s"
        [ ! -s "$WORK/cover/stdout" ] || error "$1: compiled"
        [ "$(cat "$WORK/cover/stderr")" = "covercc: $3" ] || error_with "$WORK/cover/stderr" "$1"
    }
    wrong '' 1 "$WORK/manifest: empty"
    wrong 'coverbuild-manifest 2\n' 1 "$WORK/manifest: not a manifest of this version"
    wrong 'coverbuild-manifest 1\r\nmode set\r\n' 1 "$WORK/manifest: not a manifest of this version"
    wrong 'coverbuild-manifest 1\nmood set\n' 1 "$WORK/manifest:2: mood: unknown key, or invalid value"
    wrong 'coverbuild-manifest 1\nmodule m\n' 1 "$WORK/manifest:2: module: unknown key, or invalid value"
    wrong 'coverbuild-manifest 1\nstrict yes\n' 1 "$WORK/manifest:2: strict: unknown key, or invalid value"
    wrong 'coverbuild-manifest 1\npackage m\nselected\n' 1 "$WORK/manifest:3: selected: unknown key, or invalid value"
    wrong 'coverbuild-manifest 1\npackage m\ndisposition mine' 1 "$WORK/manifest:3: disposition: unknown key, or invalid value"
    wrong 'coverbuild-manifest 1\npackage\n' 1 "$WORK/manifest:2: package: unknown key, or invalid value"
    wrong 'coverbuild-manifest 1\nmode sometimes\n' 2 "the manifest's mode=sometimes: must be set, count or atomic"
    rm "$WORK/manifest"
    cover 1 "$COVERCC --manifest=$WORK/manifest $COMPILER -Iinclude -c src/main.c"
    expect_stderr <<END
covercc: $WORK/manifest: No such file or directory
END
}

suite_run
