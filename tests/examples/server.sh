# server.sh EXAMPLE WORK COVERCC COVDATA INSPECT: the example server in mode atomic, killed after a load during which segments and
# snapshots were taken: every request must be in the data, once.
set -eu
example=$1 work=$2 covercc=$3 covdata=$4 inspect=$5
unset GOCOVERDIR COVERTAGS
rm -rf "$work"
mkdir -p "$work/snapshots"
cd "$work"
cp "$example"/*.[ch] .
"$covercc" --root="$work" --mode=atomic -- gcc -O2 -I"$example/../../runtime" server.c -pthread -o server
gcc -O2 client.c -o client
COVERDIR=$work/data SNAPSHOTS=$work/snapshots sh "$example/load.sh" ./server ./client >said
[ "$(cat said)" = ok ]

# Without coverage it serves as well, and says what it can't do.
gcc -O2 -I"$example/../../runtime" server.c -pthread -o plain
SNAPSHOTS=$work/none sh "$example/load.sh" ./plain ./client >said 2>errors
[ "$(cat said)" = 'error: not built with coverage' ]

# counted DIR: how often requests to add were answered, by both tools
counted() {
    "$inspect" "$1" >/dev/null
    "$covdata" textfmt -i="$1" -o="$1.text"
    if go tool covdata 2>&1 | grep -q percent; then
        go tool covdata textfmt -i="$1" -o="$1.go"
        cmp "$1.text" "$1.go"
        go tool covdata debugdump -i="$1" >/dev/null
    fi
    line=$(grep -n '^static void answer_add' server.c | cut -d: -f1)
    sed -n "s/.*server\.c:$((line + 1))\.[^ ]* [0-9]* //p" "$1.text"
}

# 8000 of the clients, one that was wrong.
found=$(counted data)
[ "$found" = 8001 ] || {
    echo "FAILED: $found requests in the data, not 8001"
    exit 1
}
# A snapshot of a moment: no more than there were, and several files.
[ "$(counted snapshots)" -gt 0 ]
[ "$(find snapshots -name 'covcounters.*' | wc -l)" -ge 1 ]
# What came through the socket are files of a data directory.
mkdir line
hash=$(od -An -tx1 -j24 -N16 snapshots.meta | tr -d ' \n')
mv snapshots.meta "line/covmeta.$hash"
mv snapshots.counters "line/covcounters.$hash.1.1"
[ "$(counted line)" -ge 0 ]
"$inspect" data -args | grep '^test=' | sort -u | tr '\n' ' ' >tags
for i in 1 2 3 4; do
    grep -q "test=part-$i " tags || {
        echo "FAILED: no segment part-$i: $(cat tags)"
        exit 1
    }
done
