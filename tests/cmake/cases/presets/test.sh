# A CMakePresets.json that includes ours: one command does it all; then what report targets select.
tools=$TOOLS
printf '{"version": 6, "include": ["%s/cmake/CoverPresets.json"]}\n' "$home" >"$src/CMakePresets.json"
(cd "$src" && COVERBUILD_ROOT=$tools CMAKE_GENERATOR=$generator "$CMAKE" --workflow --preset cover) >"$work/workflow.log" 2>&1 ||
    fail "the workflow: $(cat "$work/workflow.log")"
build=$src/build/cover
grep 'coverage:\|^CoverBuild:' "$work/workflow.log" | golden workflow.txt
command -v git >/dev/null || exit 0
unset GIT_DIR GIT_WORK_TREE || :
commit() {
    git -C "$src" -c user.name=a -c user.email=a@b -c commit.gpgsign=false commit -q -a -m "$1"
}
git -C "$src" init -q
git -C "$src" add ./*.c third_party 2>/dev/null || (cd "$src" && git add app.c extra.c CMakeLists.txt third_party)
commit first
printf 'int more(int a);\nint more(int a)\n{\n    return a;\n}\n' >>"$src/extra.c"
commit second
COVERBUILD_ROOT=$tools
export COVERBUILD_ROOT
"$CMAKE" "$build" -DCOVERPKG=mod.deps >"$work/configure.txt" 2>&1 || fail "configure: $(cat "$work/configure.txt")"
report() {
    echo "== $1"
    build --target "$1"
    sed -n '/coverage:/p; /^diff\|changed\|covered/p' "$work/build.txt"
}
{
    report own
    report deps
    report no-extra
} | golden selection.txt
if "$tools/covdata/covdata" diff --help | grep -q -e -diff; then
    may_fail=1
    build --target change && fail "the gate of the change is not asked"
    "$tools/covdata/covdata" diff -diff=HEAD~1..HEAD "-source=$src" "-i=$build/cover/report/change/merged" >"$work/diff.txt" 2>&1 ||
        { grep -q libgit2 "$work/diff.txt" && exit 0; }
    grep -q 'fail-under=50' "$work/build.txt" || fail "no word of the gate: $(cat "$work/build.txt")"
    [ -s "$build/cover/report/change/diff.md" ] || fail "no diff.md"
    grep -q 'extra.c' "$build/cover/report/change/diff.md" || fail "diff.md does not name the file"
fi
:
