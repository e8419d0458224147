# A cross toolchain: our tools run here, the project's programs by an emulator; what they count is what native ones count.
for command in aarch64-linux-gnu-gcc qemu-aarch64; do
    command -v $command >/dev/null || {
        echo "SKIP: $command is not installed"
        exit 77
    }
done
tools=$TOOLS
cat >"$work/toolchain.cmake" <<'END'
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_FIND_ROOT_PATH /usr/aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_CROSSCOMPILING_EMULATOR "qemu-aarch64;-L;/usr/aarch64-linux-gnu")
END
configure
build --target coverage
cp "$build/cover/report/coverage/profile.txt" "$work/native.txt"
rm -rf "$build"
configure "-DCMAKE_TOOLCHAIN_FILE=$work/toolchain.cmake"
build --target coverage
cmp "$work/native.txt" "$build/cover/report/coverage/profile.txt" || fail "other counts than natively"
equal "tests with data" "$(find "$build/cover/data" -name 'covmeta.*' | sed 's,/[^/]*$,,' | sort -u | wc -l)" 2
# Installed, for the machine that builds.
"$CMAKE" --install "$TOOLS" --prefix "$work/prefix" >"$work/install.txt" || fail "install"
rm -rf "$build"
"$CMAKE" -S "$src" -B "$build" -G "$generator" -DCOVER=ON "-DCMAKE_TOOLCHAIN_FILE=$work/toolchain.cmake" "-DCMAKE_PREFIX_PATH=$work/prefix" \
    >"$work/configure.txt" 2>&1 || fail "find_package: $(cat "$work/configure.txt")"
grep -q "tools: $work/prefix/" "$work/configure.txt" || fail "other tools: $(cat "$work/configure.txt")"
# With the tools built on the spot, the cross compiler must not be what builds them.
unset COVERBUILD_ROOT
rm -rf "$build"
PATH=$(echo "$PATH" | tr ':' '\n' | grep -v "^$TOOLS" | paste -sd : -) "$CMAKE" -S "$src" -B "$build" -G "$generator" -DCOVER=ON "-DMODULE=$module" \
    "-DCMAKE_TOOLCHAIN_FILE=$work/toolchain.cmake" >"$work/configure.txt" 2>&1 || fail "bootstrap: $(cat "$work/configure.txt")"
"$build/cover/tools/instr/covercc" --version >/dev/null || fail "the tools are not native"
