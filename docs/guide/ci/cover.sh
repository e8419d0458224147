#!/bin/sh
# The steps of a covered CI run, for any service: copy it into a project, and call it from its root.
#   cover.sh build                  configures and builds with coverage
#   cover.sh test [SHARD COUNT]     runs the tests, or each COUNT-th from the SHARD-th on
#   cover.sh report DIR...          joins the data of all machines and writes OUT; fails if a gate is missed
# BUILD (build), OUT (coverage), COVERBUILD (where CoverBuild is installed: /usr/share/CoverBuild), COVDATA (covdata), BASE (the branch that a
# change will go to: adds the change's own coverage), FAIL_UNDER (gates, as 80,package:60: docs/reference/covdata.md), FAIL_UNDER_DIFF and CMAKE_OPTIONS may be set.
set -eu
BUILD=${BUILD:-build}
OUT=${OUT:-coverage}
COVDATA=${COVDATA:-covdata}

build() {
    # shellcheck disable=SC2086
    cmake -S . -B "$BUILD" -DCOVER=ON "-DCMAKE_PROJECT_TOP_LEVEL_INCLUDES=${COVERBUILD:-/usr/share/CoverBuild}/cmake/CoverBuild.cmake" ${CMAKE_OPTIONS:-}
    cmake --build "$BUILD" --parallel
}

run_tests() {
    ctest --test-dir "$BUILD" --output-on-failure ${2:+-I "$1,,$2"}
}

report() {
    mkdir -p "$OUT"
    rm -rf "$OUT/merged"
    "$COVDATA" merge "-o=$OUT/merged" -- "$@"
    "$COVDATA" cobertura "-i=$OUT/merged" -source=. "-o=$OUT/coverage.xml"
    "$COVDATA" markdown "-i=$OUT/merged" -source=. "-o=$OUT/summary.md" -depth=package
    "$COVDATA" html "-i=$OUT/merged" -source=. "-o=$OUT/html"
    status=0
    if [ "${BASE:-}" ]; then
        "$COVDATA" diff "-i=$OUT/merged" -source=. "-diff=$BASE...HEAD" -format=markdown "-o=$OUT/diff.md" ${FAIL_UNDER_DIFF:+"-fail-under=$FAIL_UNDER_DIFF"} || status=$?
    fi
    "$COVDATA" summary "-i=$OUT/merged" -source=. -depth=package ${FAIL_UNDER:+"-fail-under=$FAIL_UNDER"} || status=$?
    return "$status"
}

case ${1:-} in
build) build ;;
test) run_tests "${2:-}" "${3:-}" ;;
report)
    shift
    report "$@"
    ;;
*)
    echo "usage: cover.sh build | test [SHARD COUNT] | report DIR..." >&2
    exit 2
    ;;
esac
