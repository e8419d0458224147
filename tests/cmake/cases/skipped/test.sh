# What can't be instrumented: a target lists it, and COVER_STRICT makes it an error.
tools=$TOOLS
configure
build
build --target cover-report-skipped
sed -n '/^instrumented/,/: skipped: /p' "$work/build.txt" | sed 's/\(its probes\): .*/\1: REASON/' | golden listed.txt
configure -DCOVER_STRICT=ON
may_fail=1
if build; then
    fail "COVER_STRICT=ON: the build goes on"
fi
grep -q "tight.c:[0-9]*: tight: skipped" "$build/cover/skipped.log" || fail "not in the log"
may_fail=
configure -DCOVER_STRICT=OFF
build
"$build/tight" || fail "the program does not run"
