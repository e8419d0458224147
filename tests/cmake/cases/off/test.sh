# With COVER off the build is the one without us: the same commands, tests and exports; the report target says how to
# switch on.
fake_tools
facts() {
    find "$build" \( -name 'flags.make' -o -name link.txt -o -name CTestTestfile.cmake -o -path '*Export*.cmake' -o -name install_manifest.txt \) \
        -exec sh -c 'echo "== $1"; cat "$1"' sh {} \; | grep -v coverage
    case $generator in
    Ninja) ninja -C "$build" -t commands ;;
    Ninja*) for config in Debug Release; do ninja -C "$build" -f "build-$config.ninja" -t commands; done ;;
    esac
}
configure -DCOVER=OFF -DWITH_MODULE=OFF
facts >"$work/plain.txt"
rm -rf "$build"
configure -DCOVER=OFF -DWITH_MODULE=ON
facts >"$work/off.txt"
[ -s "$work/plain.txt" ] || fail "nothing to compare"
diff -u "$work/plain.txt" "$work/off.txt" || fail "COVER=OFF changes the build"
build
equal "files of ours" "$(find "$build" -path '*cover/*' | wc -l | tr -d ' ')" 0
may_fail=1
if build --target coverage; then
    fail "the report target succeeds without coverage"
fi
grep -o '^Coverage is off.*' "$work/build.txt" | golden coverage.txt
