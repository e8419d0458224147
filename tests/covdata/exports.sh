#!/bin/sh
# What other tools make of the exports: lcov and genhtml of the tracefile, xmllint of the XML; the same lines in both; and names
# that no one should print as they are do no harm in any of them. Tools that are not installed are left out, which is said.
# Cobertura's and lcov's readers are CTest (tests/cmake), lcov, genhtml, diff-cover and, where it can, gcovr.
# usage: exports.sh COVDATA GENERATE WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 generate=$2
here=$(cd "$(dirname "$0")" && pwd)
suite_start "$3"
export LC_ALL=C.UTF-8

for mode in set count; do
    "$generate" $mode $mode
done
"$generate" count big big
"$generate" count hostile hostile
for data in set count big hostile; do
    "$covdata" lcov -i=$data -o=$data.info 2>$data.err || fail "lcov $data"
    "$covdata" lcov -i=$data -fnl -o=$data.fnl 2>/dev/null || fail "lcov -fnl $data"
    "$covdata" cobertura -i=$data -o=$data.xml 2>/dev/null || fail "cobertura $data"
    "$covdata" csv -i=$data -o=$data.csv 2>/dev/null || fail "csv $data"
    "$covdata" markdown -missing -depth=function -i=$data -o=$data.md 2>/dev/null || fail "markdown $data"
    "$covdata" annotations -level=error -i=$data -o=$data.notes 2>/dev/null || fail "annotations $data"
    "$covdata" sonarqube -i=$data -o=$data.sonar 2>/dev/null || fail "sonarqube $data"
    "$covdata" jacoco -i=$data -o=$data.jacoco 2>/dev/null || fail "jacoco $data"
    "$covdata" badge -measure=lines -i=$data -o=$data.svg 2>/dev/null || fail "badge $data"
done
"$covdata" summary -missing -depth=function -i=hostile -o=hostile.tree 2>/dev/null

case_messages() {
    [ ! -s count.err ] || fail "a word on good data"
    grep -q 'warning: src/|.*: 2 of 3 units have impossible line numbers' hostile.err ||
        fail "no word on impossible line numbers"
    "$covdata" lcov count | cmp -s - count.info || fail "lcov without -o is not standard output"
}

# Both name the same lines with the same counts, in both styles of functions; XML has each line once in a class and once in a
# method.
case_lines() {
    for data in set count hostile; do
        sed -n 's/^DA:\([0-9]*\),/\1 /p' $data.info | sort >$data.lines
        sed -n 's/^          *<line number="\([0-9]*\)" hits="\([0-9]*\)".*/\1 \2/p' $data.xml | sort >$data.twice
        sort $data.lines $data.lines | diff -u - $data.twice || fail "lcov and cobertura of $data differ"
        grep -v '^FN[^FH]' $data.info >plain
        grep -v '^FN[^FH]' $data.fnl | diff -u plain - || fail "-fnl changes more than functions"
        grep -q '^FNA:' $data.fnl || fail "no functions with -fnl"
    done
}

# A line is hit if a unit on it ran, as awk finds from the units.
case_units_and_lines() {
    "$covdata" textfmt -i=count -o=- | awk '!/^mode/ {
    split($1, part, ":"); split(part[2], place, "[.,]")
    for (line = place[1]; line <= place[3]; line++) {
        key = part[1] " " line
        if (!(key in most) || $3 + 0 > most[key]) most[key] = $3 + 0
    }
} END { for (key in most) print key, most[key] }' | sort >units.lines
    awk '/^SF:/ { file = substr($0, 4) }
    /^DA:/ { split(substr($0, 4), part, ","); print file, part[1], part[2] }' count.info |
        sed 's,^vendored/,,' | sort | diff -u units.lines - || fail "lines of textfmt and lcov differ"
}

# Every line of a tracefile is one that the format knows, and the names make no records.
records='TN:|SF:.+|FN:[0-9]+,[^,]+|FNDA:[0-9]+,[^,]+|FNL:[0-9]+,[0-9]+,[0-9]+|FNA:[0-9]+,[0-9]+,[^,]+|FN[FH]:[0-9]+'

case_tracefile() {
    for file in hostile.info hostile.fnl; do
        ! grep -vE "^($records|DA:[0-9]+,[0-9]+|L[FH]:[0-9]+|end_of_record)$" $file ||
            fail "lines that are not of the format in $file"
    done
}

case_control_characters() {
    for file in hostile.info hostile.fnl hostile.xml hostile.tree hostile.err; do
        [ "$(tr -d '\n -~\303\244' <$file | wc -c)" = 0 ] || fail "raw control characters in $file"
    done
    [ "$(grep -c '^SF:' hostile.info)" = 7 ] || fail "not 7 files in hostile.info"
    ! grep -q '<script>' hostile.xml || fail "an element made of a name"
}

case_lcov() {
    need lcov
    for data in set count big hostile; do
        # A line in lcov's words: "  lines......: 82.2% (60 of 73 lines)".
        lcov --summary $data.info >summary 2>&1 || fail_with summary "lcov --summary $data.info"
        hit=$(awk -F: '/^LH:/ { hit += $2 } /^LF:/ { all += $2 } END { print hit " of " all }' $data.info)
        grep -q "lines.*($hit lines)" summary || fail_with summary "not $hit lines in $data.info for lcov"
        functions=$(awk -F: '/^FNH:/ { hit += $2 } /^FNF:/ { all += $2 } END { print hit " of " all }' $data.info)
        grep -q "functions.*($functions functions)" summary || fail_with summary "not $functions functions in $data.info for lcov"
    done
}

# JSON is there if covdata was built with jansson, and otherwise says so.
json=1
"$covdata" json -i=count >count.json 2>json.err || {
    grep -q 'json: covdata was built without jansson; install it (Debian: libjansson-dev)' json.err || fail "json"
    json=
}
mkdir -p source
for file in $(sed -n 's/^SF://p' count.info | sed 's,^vendored/,,'); do
    mkdir -p "source/$(dirname "$file")"
    seq 1 200 | sed 's/.*/line &;/' >"source/$file"
done

make_json() {
    for data in set count big hostile; do
        for format in json codecov; do
            "$covdata" $format -i=$data -o=$data.$format 2>/dev/null || fail "$format $data"
        done
        "$covdata" coveralls -source=source -i=$data -o=$data.coveralls 2>/dev/null || fail "coveralls $data"
    done
}

case_coveralls() {
    [ "$json" ] || skip "covdata was built without jansson"
    once make_json
    [ "$(grep -o '"name"' count.coveralls | wc -l)" = 7 ] || fail "not 7 files for Coveralls"
}

case_formats() {
    [ "$json" ] || skip "covdata was built without jansson"
    need python3
    once make_json
    for data in set count big hostile; do
        python3 -B "$here/formats.py" $data "$here/../../docs/reference/covdata.schema.json" || fail "formats of $data"
    done
}

case_hostile_bytes() {
    for file in hostile.csv hostile.md hostile.notes hostile.sonar hostile.jacoco hostile.svg; do
        [ "$(tr -d '\r\n -~\303\244' <$file | wc -c)" = 0 ] || fail "raw control characters in $file"
    done
}

case_genhtml() {
    need genhtml
    cp -r source vendored
    mkdir vendored/vendored
    cp -r source/third_party vendored/vendored
    (cd vendored && genhtml -q -o ../html ../count.info) >genhtml.out 2>&1 || fail_with genhtml.out "genhtml"
    [ -s html/src/main.c.gcov.html ] || fail "genhtml wrote no page of src/main.c"
}

case_xmllint() {
    need xmllint
    for data in set count big hostile; do
        xmllint --nonet --noout --dtdvalid "$here/cobertura.dtd" $data.xml 2>valid || fail_with valid "$data.xml is not valid"
        xmllint --nonet --noout --dtdvalid "$here/jacoco.dtd" $data.jacoco 2>valid || fail_with valid "$data.jacoco is not valid"
        xmllint --nonet --noout --schema "$here/sonarqube.xsd" $data.sonar 2>valid || fail_with valid "$data.sonar is not valid"
        xmllint --nonet --noout $data.svg || fail "$data.svg is not well-formed"
    done
    name=$(xmllint --nonet --xpath 'string(//class[contains(@filename, "script")]/@filename)' hostile.xml 2>/dev/null)
    [ "$name" = 'src/"><script>alert(1)</script>&amp;.c' ] || fail "the name of a file does not survive XML: $name"
}

# diff-cover takes both, and finds of a change to main.c the lines that did not run.
case_diff_cover() {
    need diff-cover git
    cp -r source changed
    (cd changed && git init -q && git add . && git -c user.name=a -c user.email=a@b commit -qm one &&
        sed -i '12s/$/ changed/; 31s/$/ changed/' src/main.c) >git.out 2>&1 || fail_with git.out git
    for file in count.info count.xml; do
        (cd changed && diff-cover --compare-branch HEAD ../$file) >diff.out 2>&1 || fail_with diff.out "diff-cover $file"
        grep -q '^src/main.c (50.0%): Missing lines 31$' diff.out || fail_with diff.out "diff-cover of $file"
    done
}

case_gcovr() {
    if command -v gcovr >/dev/null && gcovr --help | grep -q cobertura-add-tracefile; then
        "$covdata" cobertura -source=source -i=count -o=whole.xml
        (cd source && gcovr -r . --cobertura-add-tracefile ../whole.xml --txt) >gcovr.out 2>&1 || fail_with gcovr.out gcovr
        lines=$(awk -F: '/^LH:/ { hit += $2 } /^LF:/ { all += $2 } END { print all " *" hit " " }' count.info)
        grep -q "^TOTAL *$lines" gcovr.out || fail_with gcovr.out "not $lines lines for gcovr"
    else
        echo "SKIP: no gcovr that reads Cobertura (8 does)"
    fi
}

case_cobertura_limits() {
    "$covdata" cobertura -i=big -o=big.xml
    ! sed -n 's/.*hits="\([0-9]*\)".*/\1/p' big.xml | awk '$1 > 2147483647' | grep -q . || fail "hits above an int"
    grep -q 'hits="2147483647"' big.xml || fail "no hits at the limit"
    SOURCE_DATE_EPOCH=12 "$covdata" cobertura -i=count | grep -q 'timestamp="12"' || fail "SOURCE_DATE_EPOCH is not used"
}

suite_run
