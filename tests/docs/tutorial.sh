# tutorial.sh WORK: runs what docs/guide/tutorial.md says to type in its steps 2, 3 and 5, in order; each line shown below a command is in its output.
# An installation is not there: names of it are ours.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
work=$1
unset COVERDIR GOCOVERDIR COVERTAGS COVERBUILD_DATA COVERBUILD_ROOT CC CFLAGS || :
PATH=$TOOLS/instr:$TOOLS/covdata:$PATH
export PATH
rm -rf "$work"
mkdir -p "$work/tree/examples"
cp -R "$home/examples/wordpack" "$work/tree/examples"
ln -s "$home/cmake" "$work/tree/cmake"
cd "$work/tree/examples"

. "$(dirname "$0")/../lib/suite.sh"

# Words with one blank between.
words() {
    sed 's/[[:space:]][[:space:]]*/ /g; s/^ //; s/ $//' "$@"
}

: >"$work/output"
awk '/^\*\*/ { on = /^\*\*[23]\./ } on && sub(/^    /, "")' "$home/docs/guide/tutorial.md" >"$work/shown"
grep -q '^[$] ' "$work/shown" || fail "docs/guide/tutorial.md shows no command"
while IFS= read -r line <&3; do
    case $line in
    '$ '*)
        command=$(echo "${line#??}" | sed "s|/usr/share/CoverBuild|$home|g")
        sh -c "$command" >"$work/output" 2>&1 || fail "$line"
        ;;
    '…') ;;
    *)
        words "$work/output" | grep -qxF -e "$(echo "$line" | words)" || fail "not printed: $line"
        ;;
    esac
done 3<"$work/shown"
[ -s pages/index.html ] || fail "no pages"

# Step 5: the gate's message.
message=$(sed -n 's/^    \(covdata: -fail-under.*\)/\1/p' "$home/docs/guide/tutorial.md")
FAIL_UNDER=package:95
export FAIL_UNDER
if (cd wordpack && OUT=../coverage sh "$home/docs/guide/ci/cover.sh" report ../build/cover/data) >"$work/output" 2>&1; then
    fail "a missed gate succeeds"
fi
grep -qxF -e "$message" "$work/output" || fail "not printed: $message"
echo passed
