# The same for an image of 5,000,000 units.
. "$home/bench/start-exit.sh"

start_exit_large() {
    start_build 84
    start_plan 10 | measure "Start and end 10 processes of an image of 5,000,000 units, one after the other"
}
