# links.sh WORK: the pages of the tree refer only to things that exist; and the check finds each kind of fault.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
work=$1
rm -rf "$work"
mkdir -p "$work/docs"
cat >"$work/docs/page.md" <<'END'
# A heading, with `code`
[right](#a-heading-with-code) and docs/page.md
[no page](gone.md), [no heading](#gone), docs/gone.md
    [code](not-checked.md)
END
cat >"$work/expected" <<'END'
docs/page.md:3: nothing at gone.md
docs/page.md:3: no heading for #gone
docs/page.md:3: names docs/gone.md, which is not in the tree
END
! python3 -B "$home/tests/docs/links.py" "$work" >"$work/printed"
diff -u "$work/expected" "$work/printed"
python3 -B "$home/tests/docs/links.py" "$home"
