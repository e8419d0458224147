#!/bin/sh
# The report in a browser: makes reports and lets browser.cjs look at them in headless Chromium.
# usage: browser.sh COVDATA GENERATE COVERCC PAGES WORK MODULES LINES; MODULES is a node_modules with playwright-core and axe-core; LINES, of
# the largest file, is a multiple of eight
set -eu
covdata=$1 generate=$2 covercc=$3 pages=$4 work=$5 modules=$6 lines=$7
here=$(cd "$(dirname "$0")" && pwd)
home=$(cd "$here/../.." && pwd)
for tool in node chromium; do
    command -v $tool > /dev/null || { echo "SKIP: no $tool"; exit 77; }
done
for module in playwright-core axe-core; do
    [ -d "$modules/$module" ] || { echo "SKIP: no $module in '$modules'"; exit 77; }
done
rm -rf "$work"
mkdir -p "$work"
cd "$work"
unset COVERDIR GOCOVERDIR COVERTAGS
export LC_ALL=C.UTF-8
. "$here/lib.sh"

project count --intraline
"$covdata" html -source=project -o=report data
"$covdata" html -source=project -single -o=one.html data
"$covdata" summary -depth=file -color=never data/empty > empty.txt

# Hostile names; a file with tabs, one that is not what was compiled, and others that are missing.
"$generate" set hostile hostile
mkdir -p root/tests root/lib
printf 'a\tb <script>document.title = "owned"</script>\n\t\tc\n' > root/tests/test_lib.c
seq 4 300 >> root/tests/test_lib.c
"$covdata" html -source=root -o=evil -title='<b>"owned"</b>' hostile 2> /dev/null

# One large file, of functions of eight lines.
"$pages" big 1 "$lines"
"$covdata" html -source=big/source -o=huge big/data
LINES=$lines NODE_PATH=$modules node "$here/browser.cjs" "$work" "$(command -v chromium)"
