#!/bin/sh
# Runs the fuzzer over generated data files as seeds.
# usage: fuzz_data.sh FUZZER GENERATE WORK
set -eu
fuzzer=$1 generate=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
"$generate" set "$work/set"
"$generate" count "$work/raw" raw
"$generate" atomic "$work/segments" segments
"$generate" count "$work/apart" apart
exec "$fuzzer" 40000 "$work"/*/cov*
