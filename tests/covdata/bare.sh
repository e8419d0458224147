#!/bin/sh
# bare.sh HOME WORK: covdata on a machine with nothing but a compiler and CMake: it is built, reports, and whoever asks
# for what needs a library is told which. HOME: our sources; WORK: a directory of the test's own.
set -u
home=$1 work=$2
. "$(dirname "$0")/../lib/suite.sh"
mkdir -p "$work" && cd "$work" || exit 2
cmake -S "$home" -B build -DCOVERBUILD_TESTS=OFF -DCMAKE_DISABLE_FIND_PACKAGE_PkgConfig=ON >log 2>&1 &&
    cmake --build build --target covdata >>log 2>&1 || fail_with log "not built"
covdata=build/covdata/covdata
rm -rf data && mkdir data || exit 2
"$covdata" summary data >out 2>&1 || fail_with out "summary"

# missing LIBRARY PACKAGE COMMAND…: exits with 2, the last line names both.
missing() {
    library=$1 package=$2
    shift 2
    "$covdata" "$@" >out 2>&1
    [ $? -eq 2 ] && tail -n 1 out | grep -q "without $library; install it (Debian: $package)" || fail_with out "$*"
}
for command in badge cobertura jacoco sonarqube; do
    missing libxml2 libxml2-dev $command data
done
for command in json codecov coveralls; do
    missing jansson libjansson-dev $command data
done
missing jansson libjansson-dev compare -format=json data data
missing libgit2 libgit2-dev diff -diff=HEAD data
missing SQLite libsqlite3-dev order -index=index data
