# run.sh CASE GENERATOR WORK: runs cases/CASE/test.sh on a copy of the case's project in WORK/src, built in WORK/build.
# ACCEPT=1 takes the output as the new golden file. The functions below are for the test.sh files.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case=$1 generator=$2 work=$3
home=$(cd "$here/../.." && pwd)
module=$home/cmake/CoverBuild.cmake
src=$work/src build=$work/build
FAKE_COVERCC_LOG=$work/covercc.log
FAKE_COVERCC_VERSION=$(sed -n 's/^set(COVERBUILD_VERSION \(.*\))/\1/p' "$home/cmake/CoverBuild/Version.cmake")
export FAKE_COVERCC_LOG FAKE_COVERCC_VERSION
unset COVERDIR GOCOVERDIR COVERTAGS COVERBUILD_DATA COVERBUILD_ROOT CMAKE_GENERATOR CC CFLAGS || :

. "$(dirname "$0")/../lib/suite.sh"

# Tools that are not the real ones: covercc only runs the compiler.
fake_tools() {
    mkdir -p "$work/fake/bin"
    cp "$here/fake-covercc" "$work/fake/bin/covercc"
    printf '#!/bin/sh\nexit 0\n' >"$work/fake/bin/covdata"
    chmod +x "$work/fake/bin/covercc" "$work/fake/bin/covdata"
    tools=$work/fake
}

# Configures with coverage on (unless arguments say otherwise); the output is in $work/configure.txt.
configure() {
    : >"$FAKE_COVERCC_LOG"
    "$CMAKE" -S "$src" -B "$build" -G "$generator" -DCOVER=ON "-DCOVERBUILD_ROOT=$tools" "-DMODULE=$module" "$@" >"$work/configure.txt" 2>&1 || {
        [ "${may_fail:-}" ] && return 1
        cat "$work/configure.txt"
        fail "configure $*"
    }
}

# Builds; the output is in $work/build.txt, what covercc was called for in $FAKE_COVERCC_LOG.
build() {
    : >"$FAKE_COVERCC_LOG"
    "$CMAKE" --build "$build" "$@" >"$work/build.txt" 2>&1 || {
        [ "${may_fail:-}" ] && return 1
        cat "$work/build.txt"
        fail "build $*"
    }
}

# The manifest of the build (of its Debug configuration, where there are several).
manifest() {
    if [ -f "$build/cover/manifest.txt" ]; then
        echo "$build/cover/manifest.txt"
    else
        echo "$build/cover/manifest-Debug.txt"
    fi
}

# The packages that the manifest selects, on one line.
selected() {
    awk '/^package / { path = $2 } /^selected 1/ { printf "%s%s", sep, path; sep = " " } END { print "" }' "$(manifest)"
}

# How many compilations covercc was called for.
compilations() {
    grep -c -- ' -c ' "$FAKE_COVERCC_LOG" || :
}

# Text without what differs from machine to machine.
normalize() {
    sed -e "s|$build|<build>|g" -e "s|$work|<work>|g" -e "s|$home|<home>|g" -e "s|/Debug/|/|g" -e 's|COVER_BUILD=0x[0-9a-f]*|COVER_BUILD=0x|g' \
        -e 's|\.cmake:[0-9]* (|.cmake:N (|' -e 's|\.cmake:[0-9]*:EVAL:[0-9]* (|.cmake:N:EVAL (|'
}

# Standard input is as the case's file of that name.
golden() {
    normalize >"$work/$1"
    [ -s "$work/$1" ] || fail "nothing to compare with cases/$case/$1"
    if [ "${ACCEPT:-}" ]; then
        cp "$work/$1" "$here/cases/$case/$1"
    fi
    diff -u "$here/cases/$case/$1" "$work/$1" || fail "output differs from cases/$case/$1"
}

equal() {
    [ "$2" = "$3" ] || fail "$1: wanted \"$3\", got \"$2\""
}

rm -rf "$work"
mkdir -p "$work"
cp -R "$here/cases/$case" "$src"
. "$here/cases/$case/test.sh"
echo "passed"
