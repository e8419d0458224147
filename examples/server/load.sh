# load.sh SERVER CLIENT: requests by several clients at once; with coverage, segments and snapshots meanwhile. In the end the server is
# killed, as servers are. What is left is in $COVERDIR (without it, in no place), snapshots in $SNAPSHOTS.
set -eu
server=$1 client=$2
work=$(mktemp -d)
socket=$work/socket
snapshots=${SNAPSHOTS:-$work/snapshots}
mkdir -p "$snapshots"

"$server" "$socket" "$snapshots" &
pid=$!
trap 'kill -KILL $pid 2>/dev/null || :; rm -rf "$work"' EXIT
ask() {
    "$client" "$socket" "$@"
}
# It listens some time after the socket is there.
until ask 'reverse ready' >"$work/ready" 2>&1; do
    sleep 0.05
done
[ "$(ask 'reverse stressed')" = desserts ]
[ "$(ask 'add 1 x')" = 'error: add A B' ]
[ "$(ask 'what')" = 'error: no such request' ]

clients=
for i in 1 2 3 4; do
    ask "add 20 $i" 2000 >"$work/answer.$i" &
    clients="$clients $!"
done
for i in 1 2 3 4 5; do
    ask "segment part-$i" >>"$work/segments"
    kill -USR1 $pid
    ask meta >"$snapshots.meta"
    ask counters >"$snapshots.counters"
done
for i in $clients; do
    wait "$i"
done
for i in 1 2 3 4; do
    [ "$(cat "$work/answer.$i")" = $((20 + i)) ]
done
sort -u "$work/segments"
# All connections are closed, all their threads at an end.
while [ "$(find "/proc/$pid/task" -mindepth 1 -maxdepth 1 | wc -l)" -gt 2 ]; do
    sleep 0.05
done
