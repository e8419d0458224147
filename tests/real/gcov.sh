# gcov.sh NAME WORK: gcov and we, on the same tests at -O0: every line that both count agrees on hit or not hit. Lines
# of NAME.gcov-exceptions beside this script, explained in docs/agreement.md, may differ, and must.
. "$(dirname "$0")/common.sh"
here=$(cd "$(dirname "$0")" && pwd)
need_source "$name"
real_cmake "$name" "$work/gcov" -DCMAKE_C_COMPILER=gcc "-DCMAKE_C_FLAGS=-O0 --coverage"
ctest --test-dir "$work/gcov" >/dev/null 2>&1 || :
real_cmake "$name" "$work/cover" -DCMAKE_C_COMPILER=gcc "-DCMAKE_C_FLAGS=-O0" -DCOVER=ON -DCOVERMODE=count
quietly cmake --build "$work/cover" --target coverage || :
"$TOOLS/covdata/covdata" textfmt -i="$work/cover/cover/report/coverage/merged" -o="$work/profile" || fail "no profile"

# gcov's lines as "file<tab>line<tab>count", the largest count of all objects; files relative to the source.
find "$work/gcov" -name '*.gcda' | while read -r data; do
    (cd "$(dirname "$data")" && gcov -t "$data" 2>/dev/null)
done | awk -f "$here/gcov-lines.awk" | while IFS="$(printf '\t')" read -r file line count; do
    case $file in
    "$work/gcov.src"/*) printf '%s\t%s\t%s\n' "${file#"$work/gcov.src/"}" "$line" "$count" ;;
    esac
done | sed 's,^[^/]*/\.\./,,' >"$work/gcov.lines"
awk -f "$here/agree.awk" "$work/profile" "$work/gcov.lines" >"$work/agreement"
tail -n 1 "$work/agreement"
grep '^differs' "$work/agreement" | sort >"$work/differs" || :
grep -v '^#' "$here/$name.gcov-exceptions" | sort | diff -u - "$work/differs" || fail "other differences than those listed"
[ "$(sed -n '$s/ .*//p' "$work/agreement")" -ge 1000 ] || fail "too few lines to speak of agreement"
