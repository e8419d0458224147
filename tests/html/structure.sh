#!/bin/sh
# The pages as files, without a browser: every line of source is there as it was, margins and coloured parts say what
# other commands say of the same data, links lead somewhere, nothing is loaded from elsewhere, names and text are never
# markup; what is missing or changed is said.
# usage: structure.sh COVDATA GENERATE COVERCC WORK
set -eu
covdata=$1 generate=$2 covercc=$3 work=$4
here=$(cd "$(dirname "$0")" && pwd)
home=$(cd "$here/../.." && pwd)
rm -rf "$work"
mkdir -p "$work"
cd "$work"
unset COVERDIR GOCOVERDIR COVERTAGS
export LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1700000000
. "$here/lib.sh"

# Lines of a page's source text, one each, markup as it is.
lines_of() {
    sed -n 's/^<div id=\(f[0-9]*\)\{0,1\}L[0-9][^>]*>\(.*\)<\/div>$/\2/p' "$1"
}
# Markup out, entities back.
plain() {
    sed -e 's/^<a [^>]*>[0-9]*<\/a>//' -e 's/^<b[^>]*>[^<]*<\/b>//' -e 's/<[^>]*>//g' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&amp;/\&/g'
}

project count
"$covdata" html -source=project -o=report data > out 2>&1 || { cat out; fail html; }
[ ! -s out ] || fail "a word on good data: $(cat out)"
"$covdata" html -source=project -single -o=one.html data || fail "html -single"

# The text, and the counts of lcov.
"$covdata" lcov -o=all.info data
for file in words/words.c words/include/words.h app/main.c tests/test_words.c; do
    page=report/src/$(echo $file | tr / -).html
    lines_of $page | plain | diff -u project/$file - || fail "the text of $file"
    awk -v file="SF:$file" -F'[:,]' '$0 == file { on = 1 } /^end_of_record/ { on = 0 } on && /^DA:/ { print $2, $3 }' \
        all.info > wanted
    sed -n 's/^<div id=L\([0-9]*\)[^>]*><a [^>]*>[0-9]*<\/a><b>\([0-9]*\)<\/b>.*/\1 \2/p' $page | diff -u wanted - ||
        fail "the margin of $file"
done
# Units of one line that did not run are missed parts, to the column; and there is no other of these on their lines.
"$covdata" textfmt -o=units data
awk -v project=project '!/^mode/ && $3 == 0 {
    split($1, part, ":"); split(part[2], at, "[.,]")
    if (at[1] != at[3] || $2 == 0) next
    file = project "/" part[1]; n = 0
    while ((getline line < file) > 0) if (++n == at[1]) text = line
    close(file)
    print part[1] ":" at[1] ": " substr(text, at[2], at[4] - at[2])
}' units | sort > wanted
for page in report/src/*.c.html; do
    name=$(sed -n 's/^<title>\(wordpack\/\)\{0,1\}\([^ ]*\) .*/\2/p' "$page")
    lines_of "$page" | sed -e 's/<\/*i[^>]*>//g' | awk -v name="$name" '{
        while (match($0, /<span class="?m[^>]*>[^<]*<\/span>/)) {
            text = substr($0, RSTART, RLENGTH); $0 = substr($0, RSTART + RLENGTH)
            gsub(/<[^>]*>/, "", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&amp;/, "\\&", text)
            print name ":" NR ": " text
        }
    }'
done | sort > parts
[ -s wanted ] || fail "no missed units of one line"
comm -23 wanted parts | grep . && fail "missed units that are not missed parts"

# Figures are those of summary.
"$covdata" summary -depth=file data | awk '$1 == "total" { print $3 }' > total
grep -q "<dt>Statements</dt><dd><b class=\"[a-z]*\">[0-9.]*%</b>.*<small>$(sed 's,/, of ,' total)<" report/index.html ||
    fail "the total is not $(cat total)"
[ "$(grep -c '<tr data-d="4"' report/index.html)" = 5 ] || fail "not 5 files in index.html"

# Links: to files that are there, and to identifiers that are there, each of them once.
for page in report/*.html report/src/*.html one.html; do
    grep -o ' id=[^ >]*' "$page" | tr -d '"' | sort | uniq -d | grep . && fail "an identifier twice in $page"
    ! grep -nE '(src|href)="?([a-z]+:)?//' "$page" || fail "$page reaches out"
    grep -oE '<(a|link|script)[^>]* (href|src)=("[^"]*"|[^ >]*)' "$page" | sed -e 's/.*\(href\|src\)=//' -e 's/"//g' |
        sort -u > links
    while read -r link; do
        target=${link%%#*} fragment=
        case $link in *#*) fragment=${link#*#} ;; esac
        target=${target:+$(dirname "$page")/$target}
        [ -f "${target:-$page}" ] || fail "$page: $link leads nowhere"
        [ -z "$fragment" ] || grep -qE " id=\"?$fragment[\" >]" "${target:-$page}" || fail "$page: $link: no such place"
    done < links
done
grep -q '"words/words.c","src/words-words.c.html","lower",7' report/names.js || fail "names.js"
grep -q '^\["cli",' report/tests.js || fail "tests.js"

# Tests: line 19 of words.h was reached by all three, line 17 of main.c by cli alone.
"$covdata" html -no-tests -source=project -o=plain data
[ ! -f plain/tests.js ] && ! grep -rq 'data-t=' plain || fail "-no-tests tells tests"

# A report over an older one: what is no more goes away; what is not ours stays.
"$covdata" html -source=project -pkg=wordpack/words -o=plain data
ls plain/src | grep -q main && fail "a page of a file that is not in the report"
mkdir foreign
echo mine > foreign/index.html
! "$covdata" html -o=foreign data 2> err || fail "somebody's index.html is written over"
grep -q 'foreign/index.html was not written by covdata' err || fail "no word on a foreign index.html"
[ "$(cat foreign/index.html)" = mine ] && [ "$(ls foreign)" = index.html ] || fail "a foreign directory was changed"
for use in 'html data' 'html -o= data' 'lcov -single data'; do
    "$covdata" $use > /dev/null 2>&1 && fail "covdata $use is accepted"
    [ $? = 2 ] || fail "covdata $use: not exit status 2"
done

# The source: found from where the command runs; missing, changed and other text is said.
(cd project && "$covdata" html -o=../here ../data)
diff -r here/src report/src || fail "the current directory is not the root"
! grep -q 'class="note' report/src/*.html || fail "notes on good sources"
touch -d '1 hour' project/app/main.c
sed -i 1,20d project/words/words.c
rm project/tests/test_words.c
"$covdata" html -source=project -o=changed data 2> err
grep -q 'class="note.*changed after the data was made' changed/src/app-main.c.html || fail "no word on a newer file"
grep -q 'class="note warn.*not the text that was compiled: [0-9]* of [0-9]* units' changed/src/words-words.c.html ||
    fail "no word on another text"
grep -q 'class="note warn.*not found' changed/src/tests-test_words.c.html || fail "no word on a missing file"
grep -q 'Lines that did not run: ' changed/src/tests-test_words.c.html || fail "no lines of a missing file"
# Nothing outside the root is read, and nothing that is no file.
mkdir outside
cp "$home/examples/wordpack/tests/test_words.c" outside
ln -s ../../outside/test_words.c project/tests/test_words.c
rm project/app/main.c
mkfifo project/app/main.c
"$covdata" html -source=project -o=changed data 2> err
grep -q 'class="note warn.*not found' changed/src/tests-test_words.c.html || fail "a link led outside"
grep -q 'class="note warn.*not found' changed/src/app-main.c.html || fail "a pipe was read"

# Hostile names, and hostile text.
"$generate" count hostile hostile
mkdir -p root/tests root/lib
{
    printf '</div></section><script>alert(1)</script>&amp;"\047>\n/* \342\200\256 \377\376 \033[31m \001 */ "<!--\n'
    printf 'a\tb\rc\r\n--><svg onload=alert(2)>\000\n\n/* open <b>\nstill\n'
    seq 1 3
} > root/tests/test_lib.c
for form in '-o=evil' '-single -o=evil.html'; do
    "$covdata" html -source=root $form -title='<img src=x onerror=alert(3)>' hostile 2> err || fail "hostile html"
done
[ "$(ls evil/src | grep -cv '^[A-Za-z0-9_][A-Za-z0-9._-]*\.html$')" = 0 ] || fail "names of pages: $(ls evil/src)"
[ "$(ls evil/src | wc -l)" = 7 ] || fail "not 7 pages"
for page in evil/*.html evil/src/*.html evil/names.js evil.html; do
    [ "$(tr -d '\n\t -~\200-\377' < "$page" | wc -c)" = 0 ] || fail "control characters in $page"
    iconv -f utf-8 -t utf-8 "$page" > /dev/null || fail "$page is not UTF-8"
    ! grep -q "$(printf '\342\200\256')" "$page" || fail "a mark of writing direction in $page"
done
for word in '<script>alert' '<img' '<svg onload' '<!--'; do
    ! grep -rlF -- "$word" evil/*.html evil/src evil.html || fail "$word is markup"
done
lines_of evil/src/tests-test_lib.c.html | plain > text
sed -n 1p text | grep -qF '</div></section><script>alert(1)</script>&amp;"'"'" || fail "hostile text is not shown"
sed -n 2p text | grep -qF '/* \xe2\x80\xae \xff\xfe \x1b[31m \x01 */ "<!--' || fail "raw bytes are not shown"
[ "$(wc -l < text)" = 10 ] || fail "not as many lines as the file has"
