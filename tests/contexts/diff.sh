#!/bin/sh
# diff against diff-cover, which reads our own lcov and Cobertura exports and asks git: the same lines and numbers, over random edits,
# renames, new and deleted files, CRLF, in a folder of the repository. What diff-cover can't tell (names that are no UTF-8, patches,
# the working tree and what is staged) is held against what is known of the edit.
# usage: diff.sh COVDATA COVERCC WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 covercc=$2
here=$(cd "$(dirname "$0")" && pwd)
suite_start "$3"
mkdir -p "$work/repo/sub/lib"
export LC_ALL=C.UTF-8

src=$work/repo/sub
git() { command git -c user.name=a -c user.email=a@b -c core.autocrlf=false -C "$work/repo" "$@"; }

cp "$here"/project/* "$src"
cat > "$src/lib/extra.c" <<'X'
int extra(int a, int b);
int extra(int a, int b)
{
    if (a > b)
        return a;
    return b;
}
X
sed 's/$/\r/; s/extra/crlf/' "$src/lib/extra.c" > "$src/lib/crlf.c"
cp "$src/lib/extra.c" "$src/lib/gone.c"
echo "readme" > "$work/repo/README"
git init -q -b main
git add -A
git commit -qm base

build() {
    rm -rf data
    find "$src" -name '*.c' -print0 | xargs -0 "$covercc" --root="$src" -- gcc -O0 -w -o covered
    for arguments in "1 2 +" "2 3 *" "x" ""; do
        # shellcheck disable=SC2086
        COVERDIR=$work/data/t ./covered $arguments > out 2>&1 || :
    done
}
# The report as "FILE COVERED TOTAL MISSING", the total last.
ours() {
    "$covdata" diff -source="$src" "$@" data > report || fail "covdata diff $*"
    awk 'NR > 1 && $0 !~ /^not in/ { split($3, part, "/"); missing = $4; for (i = 5; i <= NF; i++) missing = missing $i
        if (part[2] > 0) print $1, part[1], part[2], missing }' report
}
# diff-cover's, in the same form.
theirs() { # FILE
    (cd "$src" && diff-cover "$work/$1" --compare-branch=main --json-report "$work/$1.json" --diff-range-notation ... > "$work/log" 2>&1) ||
        fail_with log "diff-cover $1"
    python3 - "$1.json" <<'X'
import json, sys
report = json.load(open(sys.argv[1]))
def ranges(lines):
    out = []
    for line in sorted(set(lines)):
        if out and out[-1][1] == line - 1: out[-1][1] = line
        else: out.append([line, line])
    return ",".join(str(a) if a == b else "%d-%d" % (a, b) for a, b in out)
missed = 0
for name, stats in sorted(report["src_stats"].items()):
    bad = len(set(stats["violation_lines"]))
    # The share is all that is told of a file's number of lines.
    print(name, "%.4f" % stats["percent_covered"], ranges(stats["violation_lines"]))
print("total", report["total_num_lines"] - report["total_num_violations"], report["total_num_lines"])
X
}
compare() {
    ours -diff=main...HEAD | sort > all
    grep '^total ' all | awk '{ print $1, $2, $3 }' > ours.total
    awk '!/^total / { sub("^sub/", "", $1); printf "%s %.4f %s\n", $1, 100 * $2 / $3, $4 }' all | sort > ours.files
    "$covdata" lcov data -o coverage.info
    "$covdata" cobertura data -o coverage.xml
    for report in coverage.info coverage.xml; do
        theirs $report > their
        grep -v '^total ' their | sed 's,^sub/,,' | awk '{ print $1, $2, $3 }' | sort | sed 's/ *$//' > their.files
        sed 's/ *$//' ours.files | diff -u their.files - || fail "other lines than diff-cover's on $report"
        grep '^total ' their | diff -u - ours.total || fail "another total than diff-cover's on $report"
    done
    [ "$(cut -d' ' -f3 ours.total)" -gt "$1" ] || fail "not more than $1 lines in the change"
}

if ! command -v diff-cover > /dev/null; then
    echo "SKIP: diff-cover is not installed"
    exit 77
fi
if ! "$covdata" diff -diff=HEAD -source="$src" -i="$work" > out 2>&1 && grep -q libgit2 out; then
    echo "SKIP: covdata was built without libgit2"
    exit 77
fi

git checkout -q -b change
awk 'NR % 3 == 1 && /;$/ && !/include|LIMIT/ { sub(/;$/, "; /* changed */") } { print }' "$src/main.c" > edited
cp edited "$src/main.c"
sed -i 's/return b/return b + 0/' "$src/lib/crlf.c"
echo 'int added(int a) { if (a) return 1;
    return 2; }' > "$src/lib/added.c"
git rm -q sub/lib/gone.c
echo more >> "$work/repo/README"
git add -A
git commit -qm edits
build
compare 10

git mv sub/lib/extra.c sub/lib/moved.c
sed -i 's/return a;/return a + 0;/' "$src/lib/moved.c"
sed -i '/case .-/,/return/d' "$src/main.c"
awk '{ print } /product = 0/ { print "        product += 0;\n\n        if (b < 0)\n            return -3;" }' "$src/main.c" > edited
cp edited "$src/main.c"
git commit -qam rename
build
compare 13
grep -q '^not in the data: README' report || fail "no word on a file that is no code"
grep -q 'sub/lib/moved.c .*0/1' report || fail "more than one line of a file that was renamed"

# A patch of the same, from standard input and not made by git, says the same.
ours -diff=main...HEAD > want
git diff main...HEAD > patch
ours -patch=patch | diff -u want - || fail "a patch of git's"
ours -patch=- < patch | diff -u want - || fail "a patch from standard input"
git -c diff.noprefix=true diff -U0 main...HEAD > patch
ours -patch=patch | diff -u want - || fail "a patch without prefixes and context"
git -c diff.mnemonicPrefix=true diff main...HEAD | sed 's/$/\r/' > patch
ours -patch=patch | diff -u want - || fail "a patch that was made CRLF"
git format-patch -q --stdout main..HEAD > mail
"$covdata" diff -source="$src" -patch=mail data > /dev/null || fail "a mailed patch"

# What is staged, what isn't, and a name that is no UTF-8.
odd=$(printf 'lib/\303\244-\351.c')
printf 'int odd(void) {\n    return 3;\n}\n' > "$src/$odd"
git add -A
sed -i 's/dump(&stack);/dump(\&stack); dump(\&stack);/' "$src/main.c"
build
ours -staged > got
[ "$(wc -l < got)" = 2 ] && grep -q '^total 0 2' got || fail_with report "what is staged"
grep -qF 'sub/lib/ä-\xe9.c' report || fail "a name that is no UTF-8"
ours -worktree > got
grep -q '^sub/main.c 1 1' got && grep -q '^total 1 3' got || fail_with report "the working tree"
"$covdata" diff -worktree -source="$src" data | diff -u report - || fail "another way to say the working tree"
git diff HEAD > patch
ours -patch=patch | diff -u got - || fail "a patch with names that git quotes"

# Gates: 1 of 3 lines.
for gate in 33 lines:33.3; do
    "$covdata" diff -fail-under=$gate -source="$src" data > out 2>&1 || fail "a gate of $gate"
done
status=0
"$covdata" diff -fail-under=33.4 -source="$src" data > out 2> err || status=$?
[ $status = 1 ] && grep -q '33.3333% of lines are covered (1 of 3)' err || fail_with err "a missed gate: $status"
cmp -s out report || fail "no report where the gate is missed"
status=0
"$covdata" diff -fail-under=package:25 -source="$src" data > out 2> err || status=$?
[ $status = 2 ] && [ ! -s out ] || fail "a gate for packages: $status"
git commit -qam all
"$covdata" diff -fail-under=100 -source="$src" data > out || fail "an empty change misses a gate"

# Binary files and hostile names and text do no harm in any format.
evil='x"><script>alert(1)<b>&`|.c'
printf 'int evil(void) {\n    return 3; /* </td><script>alert(2)</script> \033[2J */\n}\n' > "$src/$evil"
head -c 2000 /dev/urandom > "$src/binary.bin"
git add -A
build
for format in text markdown html annotations; do
    "$covdata" diff -format=$format -source="$src" data -o out.$format || fail "-format=$format"
    ! grep -q '<script' out.$format || [ $format != html ] || fail "an element made of a name or text"
    [ "$(tr -d '\n -~\303\244\342\234\223\227' < out.$format | wc -c)" = 0 ] || fail "raw control characters in $format"
done
grep -qF '&#60;script&#62;' out.markdown || fail "Markdown that is more than text"
[ "$(grep -c '^::warning file=sub/x' out.annotations)" = 1 ] || fail_with out.annotations "annotations"
[ "$(wc -l < out.annotations)" = 1 ] || fail "more annotations than runs"
if command -v xmllint > /dev/null; then
    xmllint --html --noout out.html 2> err || :
    ! grep -v 'Tag .* invalid' err | grep 'error' || fail "the page is no HTML"
fi
for patch in '@@ -1 +1 @@' '--- a/x.c
+++ b/x.c
@@ -1,3 +1,3 @@
 a' '--- a/x.c
+++ b/x.c
@@ -1 +x @@' 'nothing'; do
    status=0
    printf '%s\n' "$patch" | "$covdata" diff -patch=- -source="$src" data > out 2> err || status=$?
    [ $status = 1 ] && [ "$(wc -l < err)" = 1 ] && [ ! -s out ] || { cat out err; fail "the patch $patch: status $status"; }
done
