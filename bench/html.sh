# Pages of 300,000 lines in 2,000 files, from the data of four tests; genhtml makes its own from covdata's tracefile. Then how long Chromium
# takes to open those with the most rows.
html() {
    setup_packages chromium lcov
    modules=$(setup_browser)
    quietly cmake --build "$TOOLS" --target sources
    rm -rf "$work/pages"
    "$TOOLS/bench/sources" "$work/pages" 2000 300000
    covdata=$TOOLS/covdata/covdata
    "$covdata" lcov -o="$work/pages/coverage.info" "$work/pages/data"
    html_plan | measure "Pages of 300,000 lines in 2,000 files"
    "$covdata" html -o="$work/pages/open" -source="$work/pages/source" "$work/pages/data"
    echo "Chromium opens these pages (ms)"
    NODE_PATH=$modules node "$home/bench/open.cjs" "$(command -v chromium)" "$rounds" "$work/pages/open/index.html" "$work/pages/open/functions.html"
    echo
}

html_plan() {
    plan "covdata html" "covdata html" "$covdata html -o=\$OUT/pages -source=$work/pages/source $work/pages/data"
    plan "covdata html -no-tests" "covdata html" "$covdata html -no-tests -o=\$OUT/pages -source=$work/pages/source $work/pages/data"
    plan "covdata html -single" "covdata html" "$covdata html -single -o=\$OUT/one.html -source=$work/pages/source $work/pages/data"
    plan "genhtml" "covdata html" "cd $work/pages/source && genhtml -q -o \$OUT/genhtml ../coverage.info"
}
