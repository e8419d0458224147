# What the scripts of this folder share: each runs the plain compiler and then covercc in equal copies of one source tree, at the
# same path, and compares all that the two left behind. Called as: THEME.sh COVERCC COVDATA RUNTIME WORK COMPILER.
set -u
. "$(dirname "$0")/../../lib/suite.sh"
LC_ALL=C
export LC_ALL
unset TMPDIR GCC_COLORS CLICOLOR_FORCE || :
here=$(cd "$(dirname "$0")" && pwd)
COVERCC=$1 COVDATA=$2 RUNTIME=$3 COMPILER=$5
need "${COMPILER%% *}"
suite_start "$4"
WORK=$work
# Another locale than C, with the compiler's messages translated: COVERBUILD_TEST_LOCALE, as de_DE.
if [ "${COVERBUILD_TEST_LOCALE:-}" ]; then
    need localedef
    mkdir -p "$WORK/locale"
    localedef -i "$COVERBUILD_TEST_LOCALE" -f UTF-8 "$WORK/locale/$COVERBUILD_TEST_LOCALE.UTF-8" > "$WORK/localedef" 2>&1
    LOCPATH=$WORK/locale LANGUAGE=$COVERBUILD_TEST_LOCALE LC_ALL=$COVERBUILD_TEST_LOCALE.UTF-8
    export LOCPATH LANGUAGE LC_ALL
    if "${COMPILER%% *}" -c nofile.c 2>&1 | grep -q 'No such file'; then
        skip "$COMPILER has no messages in $COVERBUILD_TEST_LOCALE (localedef; package gcc-12-locales)"
    fi
fi
case $("${COMPILER%% *}" --version) in
*clang*) KIND=clang ;;
*) KIND=gcc ;;
esac
mkdir -p "$WORK/bin" "$WORK/temporary"
TMPDIR=$WORK/temporary
XDG_CACHE_HOME=$WORK/cache
PATH=$WORK/bin:$PATH
export TMPDIR XDG_CACHE_HOME PATH

# CC, found by PATH: the compiler, or covercc before it where COVER says so.
cat > "$WORK/bin/CC" << END
#!/bin/sh
if [ "\$COVER" = 1 ]; then
    exec "$COVERCC" --runtime="$RUNTIME" --root="$WORK/run" --module=mod \$COVER_OPTIONS -- $COMPILER "\$@"
fi
exec $COMPILER "\$@"
END
chmod +x "$WORK/bin/CC"
COVER_OPTIONS=
export COVER_OPTIONS

# Makes $WORK/run a fresh copy of the tree $TREE.
tree_copy()
{
    chmod -R u+w "$WORK/run" 2> /dev/null
    rm -rf "$WORK/run"
    cp -Rp "$TREE" "$WORK/run"
    mkdir -p "$WORK/run/out" # git keeps no empty folder
}

# one KIND COVER COMMAND: runs the shell command in a fresh tree, and keeps the tree and what was said as $WORK/KIND.
one()
{
    tree_copy
    (cd "$WORK/run" && COVER=$2 sh -c "$3" > "$WORK/stdout" 2> "$WORK/stderr" < /dev/null)
    echo "$?" > "$WORK/status"
    rm -rf "$WORK/$1"
    mkdir "$WORK/$1"
    mv "$WORK/run" "$WORK/$1/tree"
    mv "$WORK/stdout" "$WORK/stderr" "$WORK/status" "$WORK/$1"
    sed -e 's|(\.text+0x[0-9a-f]*)|(.text)|' -e 's|/[^ :]*/temporary/[^ :]*|TEMPORARY|g' "$WORK/$1/stderr" > "$WORK/$1/stderr.clean"
    (cd "$WORK/$1/tree" && find . | sort) > "$WORK/$1/files"
}

# covered FILE…: these files of the last run of covercc hold records (and those of the plain compiler do not).
covered()
{
    for file in "$@"; do
        if ! grep -q __covrecs "$WORK/cover/tree/$file"; then
            error "$last: $file is not instrumented"
        fi
    done
}

not_covered()
{
    for file in "$@"; do
        if grep -q __covrecs "$WORK/cover/tree/$file"; then
            error "$last: $file is instrumented"
        fi
    done
}

# same COMMAND [FILE…]: the command, with CC as the compiler, has the same outcome by both: exit status, stdout, stderr, the names
# of all files and the bytes of those that are text of the user's. Each FILE must be instrumented.
same()
{
    last=$1
    one plain 0 "$1"
    one cover 1 "$1"
    for part in status stdout stderr.clean files; do
        diff -u "$WORK/plain/$part" "$WORK/cover/$part" || error "$1: $part differs"
    done
    (cd "$WORK/plain/tree" && find . -type f \( -name '*.d' -o -name '*.P' -o -name '*.out.txt' \)) > "$WORK/texts"
    while read -r file; do
        [ ! -f "$WORK/cover/tree/$file" ] || diff -u "$WORK/plain/tree/$file" "$WORK/cover/tree/$file" || error "$1: $file differs"
    done < "$WORK/texts"
    [ -z "$(ls -A "$TMPDIR")" ] || { ls "$TMPDIR"; rm -rf "${TMPDIR:?}"/*; error "$1: temporary files are left"; }
    shift
    covered "$@"
}

# says PATTERN: covercc's last stderr has a line that matches.
says()
{
    grep -q -e "$1" "$WORK/cover/stderr" || error_with "$WORK/cover/stderr" "$last: does not say '$1'"
}

# cover STATUS COMMAND: covercc alone; the exit status must be that.
cover()
{
    last=$2
    one cover 1 "$2"
    [ "$(cat "$WORK/cover/status")" -eq "$1" ] || error_with "$WORK/cover/stderr" "$2: status $(cat "$WORK/cover/status"), not $1"
}

# expect_stderr <<TEXT: what covercc said, all of it.
expect_stderr()
{
    cat > "$WORK/expected"
    diff -u "$WORK/expected" "$WORK/cover/stderr.clean" || error "$last: stderr"
}

# functions PROGRAM [ARGUMENTS]: runs the program of the last covercc run and prints `covdata func` of what it counted.
functions()
{
    rm -rf "$WORK/data"
    (cd "$WORK/cover/tree" && COVERDIR=$WORK/data "$@" > "$WORK/program.out" 2>&1) || error_with "$WORK/program.out" "$last: $* fails"
    "$COVDATA" func -i="$WORK/data" 2>&1 | tr -s '\t ' ' '
}

# expect_functions PROGRAM <<TEXT: the program's functions and their coverage.
expect_functions()
{
    sort > "$WORK/expected"
    functions "$@" | sort > "$WORK/found"
    diff -u "$WORK/expected" "$WORK/found" || error "$last: coverage"
}
