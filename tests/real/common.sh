# For the scripts here: the functions of scripts/lib, and one to skip by. $1 is a project's name, $2 a folder of the
# test's own.
set -eu
name=$1 work=$2
home=$(cd "$(dirname "$0")/../.." && pwd)
. "$home/scripts/lib/setup.sh"
. "$home/scripts/lib/real.sh"
unset COVERDIR GOCOVERDIR COVERTAGS COVERBUILD_ROOT CC CFLAGS CMAKE_GENERATOR

. "$home/tests/lib/suite.sh"

# The names and results of the tests of a build tree of CMake's, without times.
results() {
    ctest --test-dir "$1" --timeout 600 >"$1/ctest.txt" 2>&1 || :
    ctest_results <"$1/ctest.txt"
}

# Fetches the sources, or skips the test.
need_source() {
    (real_source "$name") >/dev/null 2>"$work/source.err" || skip "$(tail -n 1 "$work/source.err")"
}

for command in gcc clang cmake ninja make dpkg-source; do
    command -v $command >/dev/null || skip "$command is not installed"
done
rm -rf "$work"
mkdir -p "$work"
