# Questions about tests: 1,000 tests of a program of 100,000 units, then 12,000 tests of one of 180,000 lines, on which a coverage database
# of a real project failed. No other tool keeps such data, so the base is covdata without an index.
tests_index() {
    quietly cmake --build "$TOOLS" --target tests_data
    for size in 1000:22000 12000:20000; do
        tests=${size%:*} data=$work/tests-$tests
        [ -d "$data" ] || "$TOOLS/bench/tests_data" "$data" "$tests" "${size#*:}" 2
        rm -f "$data.db"
        "$TOOLS/covdata/covdata" tests -index="$data.db" "$data" >/dev/null
        tests_index_plan | measure "$tests tests, $(du -sm "$data" | cut -f1) MB of data, an index of $(du -m "$data.db" | cut -f1) MB"
    done
}

tests_index_plan() {
    covdata=$TOOLS/covdata/covdata
    plan "no index: who reached a line" "no index: who reached a line" "$covdata tests -line f3.c:44 $data >/dev/null"
    plan "index: made" "no index: who reached a line" "$covdata tests -index=\$OUT/i.db $data >/dev/null"
    plan "index: one test's data changed" "no index: who reached a line" "touch $data/0/t1/*; $covdata tests -index=$data.db $data >/dev/null"
    plan "index: who reached a line" "no index: who reached a line" "$covdata tests -index=$data.db -line f3.c:44 >/dev/null"
    plan "index: order of all tests" "no index: who reached a line" "$covdata order -index=$data.db >/dev/null"
}
