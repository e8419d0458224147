#!/bin/sh
# The manual pages: mandoc has nothing to say of them, and they know the options, formats and commands that there are.
# usage: manual.sh COVDATA COVERCC SOURCE WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 covercc=$2 source=$3
suite_start "$4"
"$covdata" manual >covdata.1 || fail "covdata manual"
cp "$source"/docs/man/* .

# Of covdata's page the commands and flags are the program's own tables; it must have them all.
case_covdata() {
    for command in $("$covdata" help | sed -n 's/^\([a-z]*\)  .*/\1/p'); do
        [ "$command" = help ] || [ "$command" = version ] || grep -q "^.It Cm .&$command\$" covdata.1 || fail "no $command in covdata.1"
        [ "$command" = version ] || "$covdata" help "$command" >help.txt 2>/dev/null || continue
        for flag in $(sed -n 's/^  -\([a-z-]*\) .*/\1/p' help.txt); do
            sed 's/\\-/-/g' covdata.1 | grep -q "^.It Fl .&$flag\( \|\$\)" || fail "no -$flag in covdata.1"
        done
    done
}

# covercc's options are those of its help.
case_covercc() {
    "$covercc" --help | grep -v '^usage' | grep -o -e ' --[a-z][a-z-]*' -e '\[--[a-z][a-z-]*' | tr -d ' [' | sort -u >options
    sed -n 's/^\.It \(Fl .*\)/\1/p' covercc.1 | grep -o -e 'Fl -[a-z][a-z-]*' | sed 's/Fl -/--/' | sort -u >shown
    diff options shown || fail "covercc.1 and covercc --help have other options"
}

# coverbuild's formats and keywords are those of the CMake modules.
case_coverbuild() {
    for word in $(sed -n '/^set(COVER_FORMATS/,/)/p' "$source/cmake/CoverBuild/Formats.cmake" | sed 's/set(COVER_FORMATS//; s/)//'); do
        grep -q "^text, .*$word" coverbuild.7 || fail "no format $word in coverbuild.7"
    done
    for word in $(grep -o 'PARSE_ARGV 1 arg .*' "$source/cmake/CoverBuild.cmake" | grep -o '[A-Z_]\{4,\}' | grep -v PARSE_ARGV); do
        grep -q "^.It Cm $word" coverbuild.7 || fail "no $word in coverbuild.7"
    done
}

case_mandoc() {
    need mandoc
    mandoc -Tlint -Wwarning covdata.1 covercc.1 coverdata.5 coverbuild.7 || fail "mandoc"
    mandoc -Tutf8 -O width=200 covdata.1 | grep -q 'exit with 1 if less is covered: \[SCOPE:\]\[MEASURE:\]N or PATTERN=\[MEASURE:\]N' ||
        fail "the text of a flag is not shown as it is"
}

suite_run
