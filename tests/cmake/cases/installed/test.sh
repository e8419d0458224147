# Installed, and found by find_package: no source tree of ours, nothing built at configure time. Packed, and unpacked elsewhere; pkg-config;
# FetchContent.
unpacked() {
    "$CMAKE" -S "$src" -B "$build" -G "$generator" -DCOVER=ON -DWANTED=0.1 "-DCMAKE_PREFIX_PATH=$1" >"$work/configure.txt" 2>&1 || {
        cat "$work/configure.txt"
        fail "configure"
    }
    grep CoverBuild: "$work/configure.txt" | sed -e 's|/lib[0-9a-z]*/|/lib/|' -e "s|$1|<prefix>|g" | golden summary.txt
}
"$CMAKE" --install "$TOOLS" --prefix "$work/prefix" >"$work/install.txt" || fail "install"
unpacked "$work/prefix"
build --target coverage
golden percent.txt <"$build/cover/report/coverage/percent.txt"
rm -rf "$build"
if "$CMAKE" -S "$src" -B "$build" -G "$generator" -DWANTED=1.0 "-DCMAKE_PREFIX_PATH=$work/prefix" >"$work/configure.txt" 2>&1; then
    fail "find_package(CoverBuild 1.0) finds an older one"
fi
(cd "$work" && cpack -G TGZ --config "$TOOLS/CPackConfig.cmake" -B "$work/packed") >"$work/cpack.txt" 2>&1 || fail "cpack -G TGZ: $(cat "$work/cpack.txt")"
mkdir "$work/elsewhere"
tar -xzf "$work/packed"/*.tar.gz -C "$work/elsewhere" --strip-components=1
rm -rf "$build"
unpacked "$work/elsewhere"
for file in bin/covercc bin/covdata include/cover/coverage.h share/CoverBuild/cmake/CoverPresets.json share/CoverBuild/runtime/sources.txt \
    share/CoverBuild/meson/facts.py share/meson/native/cover.ini share/man/man1/covercc.1 share/man/man1/covdata.1 share/man/man5/coverdata.5 \
    share/man/man7/coverbuild.7; do
    [ -s "$work/elsewhere/$file" ] || fail "the archive lacks $file"
done
if command -v dpkg-shlibdeps >/dev/null; then
    (cd "$work" && cpack -G DEB --config "$TOOLS/CPackConfig.cmake" -B "$work/packed") >"$work/cpack.txt" 2>&1 || fail "cpack -G DEB: $(cat "$work/cpack.txt")"
    dpkg-deb -f "$work/packed"/*.deb Package Version Depends >"$work/control.txt"
    grep -q '^Package: coverbuild' "$work/control.txt" || fail "the .deb has another name"
    grep -q '^Depends: .*libc6' "$work/control.txt" || fail "the .deb depends on nothing: $(cat "$work/control.txt")"
    dpkg-deb -c "$work/packed"/*.deb | grep './usr/bin/covercc$' >/dev/null || fail "no covercc in the .deb"
fi
if command -v pkgconf >/dev/null; then
    pc=$(dirname "$(find "$work/elsewhere" -name coverrt.pc)")
    # shellcheck disable=SC2046
    cc "$src/api.c" $(PKG_CONFIG_PATH=$pc pkgconf --cflags --libs coverrt) -o "$work/api" || fail "pkgconf --cflags --libs coverrt"
    equal "a program by pkg-config" "$("$work/api")" linked
fi
rm -rf "$build"
"$CMAKE" -S "$src" -B "$build" -G "$generator" -DCOVER=ON "-DFETCH=$home" "-DCOVERBUILD_ROOT=$TOOLS" >"$work/configure.txt" 2>&1 || {
    cat "$work/configure.txt"
    fail "FetchContent"
}
build --target coverage
golden percent.txt <"$build/cover/report/coverage/percent.txt"
