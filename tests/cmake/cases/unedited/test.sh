# Brought in from outside, in every way there is; targets that are added after us are seen.
fake_tools
for hook in CMAKE_PROJECT_TOP_LEVEL_INCLUDES CMAKE_PROJECT_INCLUDE CMAKE_PROJECT_INCLUDE_BEFORE; do
    rm -rf "$build"
    configure "-D$hook=$module"
    equal "$hook" "$(selected)" "Unedited/lib Unedited/late Unedited/sub Unedited/app"
    build
    equal "$hook compilations" "$(compilations)" 4
    build --target help
    grep -q '^coverage:' "$work/build.txt" || fail "$hook: no coverage target"
    grep -q '^cover-clean:' "$work/build.txt" || fail "$hook: no cover-clean target"
done
rm -rf "$build"
configure "-DCMAKE_PROJECT_TOP_LEVEL_INCLUDES=$module" -DOWN_COVERAGE=ON
build --target coverage
grep -q "the own one" "$work/build.txt" || fail "the project's own coverage target is gone"
# The project has a copy of its own: the first to come is used.
mkdir -p "$work/other"
cp -R "$home/cmake" "$work/other"
ln -s "$home/runtime" "$home/format" "$work/other"
rm -rf "$build"
configure "-DCMAKE_PROJECT_TOP_LEVEL_INCLUDES=$work/other/cmake/CoverBuild.cmake" -DMODULE_IN_SUB=ON
equal "two copies" "$(selected)" "Unedited/lib Unedited/late Unedited/sub Unedited/app"
build
equal "two copies' compilations" "$(compilations)" 4
rm -rf "$build"
configure -DMODULE_IN_SUB=ON
equal "include() in a subdirectory" "$(selected)" "Unedited/lib Unedited/late Unedited/sub Unedited/app"
build --target help
if grep -q '^coverage:' "$work/build.txt"; then
    fail "include() made a coverage target"
fi
rm -rf "$build"
build=$src
configure "-DCMAKE_PROJECT_TOP_LEVEL_INCLUDES=$module"
equal "built in the source tree" "$(selected)" "Unedited/lib Unedited/late Unedited/sub Unedited/app"
build
equal "compilations in the source tree" "$(compilations)" 4
