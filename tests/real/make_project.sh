# make_project.sh NAME WORK: a project with a Makefile of its own, unedited, CC="covercc gcc": its shell prints for
# our scripts what the plain build's prints, and leaves coverage data.
. "$(dirname "$0")/common.sh"
command -v tclsh >/dev/null || skip "tclsh is not installed"
case $name in
lua) program=src/lua ;;
sqlite) program=sqlite3 ;;
esac
need_source

"real_$name" "$work/plain" gcc
real_scripts "$name" "$work/plain/$program" >"$work/plain.txt"
[ -s "$work/plain.txt" ] || fail "the scripts print nothing"

"real_$name" "$work/cover" "$(real_covercc "$name" "$work/cover")"
COVERDIR=$work/data real_scripts "$name" "$work/cover/$program" >"$work/cover.txt"
diff -u "$work/plain.txt" "$work/cover.txt" || fail "other output than without coverage"
real_skipped "$work/cover.skipped"
"$TOOLS/covdata/covdata" percent -i="$work/data" | tee "$work/percent.txt"
grep -q 'coverage: [1-9]' "$work/percent.txt" || fail "nothing was covered"
