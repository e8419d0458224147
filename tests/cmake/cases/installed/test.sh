# Installed, and found by find_package: no source tree of ours, nothing built at configure time.
"$CMAKE" --install "$TOOLS" --prefix "$work/prefix" >"$work/install.txt" || fail "install"
"$CMAKE" -S "$src" -B "$build" -G "$generator" -DCOVER=ON "-DCMAKE_PREFIX_PATH=$work/prefix" >"$work/configure.txt" 2>&1 || {
    cat "$work/configure.txt"
    fail "configure"
}
grep CoverBuild: "$work/configure.txt" | sed 's|/lib[0-9a-z]*/|/lib/|' | golden summary.txt
build --target coverage
golden percent.txt <"$build/cover/report/coverage/percent.txt"
