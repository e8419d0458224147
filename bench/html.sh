# Pages of 300,000 lines in 2,000 files, from the data of four tests; genhtml makes its own from covdata's tracefile. Then how long Chromium
# takes to start, open the first page and end, which without a page is the base.
html() {
    setup_packages chromium lcov
    quietly cmake --build "$TOOLS" --target sources
    rm -rf "$work/pages"
    "$TOOLS/bench/sources" "$work/pages" 2000 300000
    covdata=$TOOLS/covdata/covdata
    "$covdata" lcov -o="$work/pages/coverage.info" "$work/pages/data"
    html_plan | measure "Pages of 300,000 lines in 2,000 files"
    "$covdata" html -o="$work/pages/open" -source="$work/pages/source" "$work/pages/data"
    open_plan | measure "Chromium opens the first of these pages"
}

html_plan() {
    plan "covdata html" "covdata html" "$covdata html -o=\$OUT/pages -source=$work/pages/source $work/pages/data"
    plan "covdata html -no-tests" "covdata html" "$covdata html -no-tests -o=\$OUT/pages -source=$work/pages/source $work/pages/data"
    plan "covdata html -single" "covdata html" "$covdata html -single -o=\$OUT/one.html -source=$work/pages/source $work/pages/data"
    plan "genhtml" "covdata html" "cd $work/pages/source && genhtml -q -o \$OUT/genhtml ../coverage.info"
}

open_plan() {
    browser="chromium --headless --no-sandbox --disable-gpu --dump-dom"
    plan "nothing" "nothing" "$browser about:blank >/dev/null 2>&1"
    plan "index.html" "nothing" "$browser file://$work/pages/open/index.html >/dev/null 2>&1"
}
