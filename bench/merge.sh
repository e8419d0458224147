# Many runs of one program of 60,000 units: covdata's percent and merge against Go's tool on the same files, and llvm-profdata on as
# many raw profiles of a program as large. BENCH_RUNS is how many runs (10,000).
merge() {
    runs=${BENCH_RUNS:-10000}
    quietly cmake --build "$TOOLS" --target counters
    data=$work/runs-$runs
    [ -d "$data" ] || "$TOOLS/bench/counters" "$data" "$runs" 6000 10
    merge_profiles
    merge_plan | measure "Read $runs runs of a program of 60,000 units ($(du -sh "$data" | cut -f1) of counter files; $(du -shl "$profiles" | cut -f1) of raw profiles)"
}

# Raw profiles in $profiles: one of a program of 6,000 functions of ten counters each, under as many names as there are runs.
merge_profiles() {
    profiles=$work/profiles-$runs
    [ ! -d "$profiles" ] || return 0
    rm -rf "$profiles.tmp"
    mkdir -p "$profiles.tmp"
    awk 'BEGIN {
        for (f = 0; f < 6000; f++) {
            printf "int f%d(int x)\n{\n", f
            for (u = 0; u < 9; u++)
                printf "    if (x == %d)\n        x += %d;\n", u, u + f
            print "    return x;\n}"
        }
        print "int main(void)\n{\n    return f0(1);\n}"
    }' > "$work/profiled.c"
    (cd "$work" && clang -O0 $clang_coverage profiled.c -o profiled &&
        LLVM_PROFILE_FILE="$profiles.tmp/0.profraw" ./profiled >/dev/null || :)
    for i in $(seq $((runs - 1))); do
        ln "$profiles.tmp/0.profraw" "$profiles.tmp/$i.profraw"
    done
    ls "$profiles.tmp"/*.profraw | sed 's|\.tmp/|/|' > "$work/profiles-$runs.txt"
    mv "$profiles.tmp" "$profiles"
}

# Without go its rows are left out.
merge_plan() {
    covdata=$TOOLS/covdata/covdata
    plan "covdata percent" "covdata percent" "$covdata percent -i=$data >/dev/null"
    if command -v go >/dev/null; then
        plan "go tool covdata percent" "covdata percent" "go tool covdata percent -i=$data >/dev/null"
    fi
    plan "covdata merge" "covdata merge" "$covdata merge -i=$data -o=\$OUT/merged"
    if command -v go >/dev/null; then
        plan "go tool covdata merge" "covdata merge" "mkdir \$OUT/merged && go tool covdata merge -i=$data -o=\$OUT/merged"
    fi
    plan "llvm-profdata merge" "covdata merge" "llvm-profdata merge -f $work/profiles-$runs.txt -o \$OUT/merged.profdata"
}
