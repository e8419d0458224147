#!/bin/sh
# golden.sh COVERCC [accept]: compares what --dump prints for the inputs in instr/ with the files <input>.<stage>;
# "accept" makes what it prints now the truth. Prints the differences; status 1 if there are any.
set -u
covercc=$1
accept=${2:-}
cd "$(dirname "$0")/instr" || exit 2
status=0
for golden in *.tokens *.expanded *.stmts *.units *.edits; do
    input=${golden%.*}
    stage=${golden##*.}
    case $input in
    c23.c) standard=-std=gnu2x ;;
    *) standard=-std=gnu11 ;;
    esac
    case $input in
    operands.c) option=--intraline ;;
    calls.c) option=--calls ;;
    diverts.c) option=--noreturn=stop,halt ;;
    *) option= ;;
    esac
    if [ "$accept" = accept ]; then
        "$covercc" --dump="$stage" $option -- gcc -fopenmp $standard -c "$input" >"$golden" || status=1
    else
        "$covercc" --dump="$stage" $option -- gcc -fopenmp $standard -c "$input" 2>&1 | diff -u "$golden" - || status=1
    fi
done
exit $status
