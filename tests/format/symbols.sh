#!/bin/sh
# Every external symbol of format/ carries the reserved prefix of format/prefix.h: it is linked into users' programs.
# usage: symbols.sh ARCHIVE NM
set -eu
names=$("$2" -g --defined-only "$1" | awk 'NF == 3 { print $3 }')
test -n "$names" || { echo "no symbols found in $1"; exit 1; }
bad=$(printf '%s\n' "$names" | grep -v -e '^__cover_' -e '^__odr_asan' || true)
test -z "$bad" || { echo "not in format/prefix.h: $bad"; exit 1; }
