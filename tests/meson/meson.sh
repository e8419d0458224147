# meson.sh WORK: tests/meson/project by Meson: plainly, with a native file and no edit, with the subproject; options, staleness, tests, report.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
home=$(cd "$here/../.." && pwd)
work=$1 src=$1/src build=$1/build
unset COVERDIR GOCOVERDIR COVERTAGS COVERBUILD_DATA CC CFLAGS || :
LC_ALL=C.UTF-8
PATH=$TOOLS/instr:$PATH
export LC_ALL PATH

. "$(dirname "$0")/../lib/suite.sh"

# Runs a command; its output is in $work/log.
log() {
    "$@" >"$work/log" 2>&1 || { cat "$work/log"; fail "$*"; }
}

# The command fails and says the text.
fails() {
    text=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        fail "$* succeeds"
    fi
    grep -q -e "$text" "$work/log" || { cat "$work/log"; fail "$* does not say: $text"; }
}

# Standard input is the case's file of that name; ACCEPT=1 takes it.
golden() {
    sed -e "s|$build|<build>|g" -e "s|$src|<src>|g" -e "s|$TOOLS|<tools>|g" >"$work/$1"
    if [ "${ACCEPT:-}" ]; then
        cp "$work/$1" "$here/$1"
    fi
    diff -u "$here/$1" "$work/$1" || fail "output differs from tests/meson/$1"
}

# How many objects the next build compiles.
compiles() {
    ninja -C "$build" -v >"$work/log" 2>&1 || { cat "$work/log"; fail "the build"; }
    grep -c -- ' -c ' "$work/log" || :
}

equal() {
    [ "$2" = "$3" ] || fail "$1: wanted \"$3\", got \"$2\""
}

if ! command -v meson >/dev/null; then
    echo "SKIP: meson is not installed"
    exit 77
fi
rm -rf "$work"
mkdir -p "$work"
cp -R "$here/project" "$src"

# The formats of reports are the same as CMake's.
formats=$(sed -n '/^set(COVER_FORMATS /,/)/p' "$home/cmake/CoverBuild/Formats.cmake" | tr -d ')\n' | sed 's/^[^ ]* //; s/  */,/g')

# No edit: a native file.
log meson setup "$work/plain" "$src"
log meson setup --native-file "$home/meson/cover.ini" "$build" "$src"
cmp "$work/plain/config.h" "$build/config.h" || fail "the compiler's checks find other things"
[ ! -e "$build/cover" ] || fail "checks of the compiler were instrumented"
equal "first build" "$(compiles)" 8
golden manifest.txt <"$build/cover/manifest.txt"
equal "no-op build" "$(compiles)" 0
log python3 "$TOOLS/meson/report.py" --formats=$formats "$build"
sed -n '/coverage:/p; /^data of/p' "$work/log" | golden report.txt
golden func.txt <"$build/cover/report/func.txt"
ls "$build/cover/report" | golden formats.txt
(cd "$build/cover/data" && ls) | golden tests.txt
runs=$(find "$build/cover/data" -name 'covcounters.*' | wc -l)
log meson test -C "$build" --wrapper="python3 $TOOLS/meson/covertest.py $build" one
equal "a test that runs again replaces its data" "$(find "$build/cover/data" -name 'covcounters.*' | wc -l)" "$runs"
fails 'no format "txt"; there are annotations, badge, cobertura' python3 "$TOOLS/meson/report.py" --formats=txt "$build"
fails 'fail-under=package:99: ' python3 "$TOOLS/meson/report.py" --fail-under=package:99 "$build"

# The subproject: one line in the parent.
rm -rf "$build"
ln -s "$home/meson" "$src/subprojects/cover"
log meson setup --native-file "$home/meson/cover.ini" -Duse_cover=true -Dcover:coverformats=text,summary "$build" "$src"
equal "first build with the subproject" "$(compiles)" 8
log meson test -C "$build"
(cd "$build/cover/data" && ls) | grep -v bench | diff "$here/tests.txt" - || fail "tests without data"
log meson compile -C "$build" cover-report
sed -n '/coverage:/p; /^data of/p' "$work/log" | golden report.txt
[ -s "$build/cover/report/summary.txt" ] || fail "coverformats"
log meson test -C "$build" --setup cover:cover one

# Options: what they change is compiled again, and no more.
log meson configure "$build" -Dcover:coverpkg=mod.deps -Dcover:covermode=count -Dcover:coverintraline=true -Dcover:covercalls=true \
    -Dcover:covernoreturn=die,stop -Dcover:coverlinedirectives=true -Dcover:coverstrict=true
equal "another coverpkg" "$(compiles)" 8
grep -q 'mode count' "$build/cover/manifest.txt" || fail "covermode"
for line in 'intraline 1' 'calls 1' 'noreturn die,stop' 'line-directives 1' 'strict 1'; do
    grep -qx "$line" "$build/cover/manifest.txt" || fail "no $line in the manifest"
done
grep -c 'selected 0' "$build/cover/manifest.txt" && fail "coverpkg=mod.deps leaves packages out"
log meson configure "$build" -Dwarning_level=1
equal "nothing changed" "$(compiles)" 0
log meson configure "$build" '-Dcover:coverpkg=words/...,-words/app*,dep/*' '-Dcover:coverclass=bits=contained'
equal "patterns" "$(compiles)" 8
awk '/^package/ { p = $2 } /^disposition/ { d = $2 } /^selected/ { print p, d, $2 }' "$build/cover/manifest.txt" | golden selected.txt
touch "$src/lib/words.c"
equal "one source" "$(compiles)" 1
log meson configure "$build" -Dcover:coverpkg=wrods
fails 'coverpkg: "wrods" matches no package. The packages of this build are:' ninja -C "$build"
log meson configure "$build" -Dcover:coverpkg=mod '-Dcover:covernoreturn=die,fast man'
fails 'covernoreturn: "fast man" must be the name of a function' ninja -C "$build"
log meson configure "$build" -Dcover:covernoreturn= -Dcover:coverclass=nobody=system
fails 'coverclass: "nobody" matches no package' ninja -C "$build"
log meson configure "$build" -Dcover:coverclass= -Dcover:cover=disabled
equal "off" "$(compiles)" 8
rm -rf "$build/cover/data"
log meson test -C "$build"
[ ! -e "$build/cover/data" ] || fail "cover=disabled leaves data"
fails 'cover is enabled, but the compiler is not covercc' meson setup -Duse_cover=true -Dcover:cover=enabled "$work/other" "$src"
log meson setup -Duse_cover=true "$work/off" "$src"
log meson test -C "$work/off"
[ ! -e "$work/off/cover" ] || fail "without covercc there is a cover folder"
echo passed
