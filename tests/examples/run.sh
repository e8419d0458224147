# run.sh EXAMPLE WORK: builds the example with coverage and runs its target `coverage`; every package it selects must
# have been reached.
set -eu
example=$1 work=$2
unset COVERDIR GOCOVERDIR COVERTAGS CC CFLAGS
rm -rf "$work"
mkdir -p "$work"
"$CMAKE" -S "$example" -B "$work/build" -DCOVER=ON "-DCOVERBUILD_ROOT=$TOOLS"
"$CMAKE" --build "$work/build" --target coverage
percent=$work/build/cover/report/coverage/percent.txt
awk '/^package / { path = $2 } /^selected 1/ { print path }' "$work/build/cover/manifest.txt" >"$work/selected"
[ -s "$work/selected" ]
while read -r package; do
    grep "$package.*coverage: [1-9]" "$percent" || {
        echo "FAILED: $package is not covered"
        exit 1
    }
done <"$work/selected"
