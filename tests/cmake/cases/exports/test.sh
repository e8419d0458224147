# An installed export has no trace of us; one of the build tree names the runtime, since its libraries need it.
fake_tools
configure -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_INSTALL_PREFIX=$work/prefix"
build
build --target install
find "$work/prefix" -type f | sed "s|$work/||" | sort | golden installed.txt
if grep -ri cover "$work/prefix"/lib/cmake/*; then
    fail "the installed export knows of coverage"
fi
grep -o 'LINK_ONLY:[^>]*' "$build/exported.cmake" | sort -u | golden exported.txt
