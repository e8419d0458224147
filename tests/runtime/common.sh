# What the scripts share. Sourced after SOURCE, GENERATE, INSPECT, WORK, COMPILE are set: the root of the tree, the two tools, a
# directory to work in, the compiler with its flags, and after ../lib/suite.sh.

# Leaves, with status 77, if $COMPILE and $LINK_FLAGS build no programs that run here.
program_probe()
{
    printf '#include <errno.h>\nint main(void) { return 0; }\n' > probe.c
    if ! $COMPILE probe.c $LINK_FLAGS -o probe > /dev/null 2>&1 || ! ./probe; then
        skip "'$COMPILE $LINK_FLAGS' does not build programs that run here"
    fi
}

# The archive as a build mode makes it: by this compiler, from the list of sources, in one command each. Or the one that is given.
runtime_build()
{
    mkdir "$WORK/runtime"
    if [ -n "$ARCHIVE" ]; then
        cp "$ARCHIVE" "$WORK/runtime/libcoverrt.a"
        return
    fi
    sources=$(sed "s|^|$SOURCE/|" "$SOURCE/runtime/sources.txt")
    (cd "$WORK/runtime" && $COMPILE -O2 -fPIC -fvisibility=hidden -fno-lto -fno-plt -Wall -Wextra -Werror -I"$SOURCE" $RUNTIME_FLAGS \
        -c $sources && ar rcs libcoverrt.a ./*.o) || fail "the runtime does not compile"
}

# package SYMBOL PACKAGE MODE GRANULARITY FUNCTIONS [VERSION [BYTES]]: makes SYMBOL.o
package()
{
    "$GENERATE" "$@" > "$1.S" || fail "generate $*"
    # Assembly is no C++: without the option that says so.
    ${COMPILE%% -x c++*} -c "$1.S" -o "$1.o" || fail "assembling $1"
}

# build OUTPUT ARGUMENTS: compiles and links with the runtime
build()
{
    output=$1
    shift
    objects=
    for source in "$@"; do
        case $source in
        *.c)
            object=$WORK/$(basename "$source" .c)-$(basename "$output").o
            $COMPILE $HOST_FLAGS -Wall -Wextra -fPIC -I"$SOURCE" -I"$SOURCE/runtime" -c "$SOURCE/tests/runtime/$source" -o "$object" || fail "compiling $source"
            objects="$objects $object" ;;
        *) objects="$objects $source" ;;
        esac
    done
    flags=$LINK_FLAGS
    case $* in
    *-shared*) flags=${flags#-no-pie} ;;
    esac
    ${COMPILE%% -x c++*} $objects "$WORK/runtime/libcoverrt.a" $flags -pthread $LIBRARIES -o "$WORK/$output" || fail "linking $output"
}

# run STATUS ARGUMENTS: runs a program with $DATA as COVERDIR; it must return STATUS and be silent on stderr.
run()
{
    wanted=$1
    shift
    COVERDIR=$DATA "$@" > "$WORK/stdout" 2> "$WORK/stderr"
    status=$?
    [ "$status" -eq "$wanted" ] || fail_with "$WORK/stderr" "$*: status $status, not $wanted"
    [ ! -s "$WORK/stderr" ] || fail_with "$WORK/stderr" "$*: not silent"
}

# run_complaining STATUS PATTERN ARGUMENTS: the same for a run that must say one line, which matches PATTERN
run_complaining()
{
    wanted=$1
    pattern=$2
    shift 2
    COVERDIR=$DATA "$@" > "$WORK/stdout" 2> "$WORK/stderr"
    status=$?
    [ "$status" -eq "$wanted" ] || fail_with "$WORK/stderr" "$*: status $status, not $wanted"
    [ "$(wc -l < "$WORK/stderr")" -eq 1 ] || fail_with "$WORK/stderr" "$*: not one line"
    grep -q "^coverrt: .*$pattern" "$WORK/stderr" || fail_with "$WORK/stderr" "$*: no '$pattern'"
}

# found_print [-args]: what $DATA holds. A destructor of C++ is counted apart.
found_print()
{
    "$INSPECT" "$DATA" "$@" > "$WORK/found.all" || fail "broken data in $DATA"
    grep -v 'mod/alpha f14' "$WORK/found.all"
}

# expect_data NAME [-args] <<TEXT: $DATA must hold TEXT
expect_data()
{
    name=$1
    shift
    cat > "$WORK/expected"
    found_print "$@" > "$WORK/found" || fail "$name"
    diff -u "$WORK/expected" "$WORK/found" || fail "$name"
    data_note
}

# expect_data_unordered NAME <<TEXT: the same where the order of the files is not fixed
expect_data_unordered()
{
    sort > "$WORK/expected"
    found_print | sed 's/^pod [0-9]*/pod/' | sort > "$WORK/found"
    diff -u "$WORK/expected" "$WORK/found" || fail "$1"
    data_note
}

# Keeps $DATA in mind for suite_after, which takes one mode at a time.
data_note()
{
    mode=$(sed -n 's/^pod [0-9]* *\([a-z]*\) .*/\1/p' "$WORK/found" | head -n 1)
    echo "$DATA" >> "$WORK/noted.$suite_case.$mode"
}

# At the end of each case, with $COVDATA: what was noted is data to it, and to Go's tool, which says the same of it.
suite_after()
{
    [ -n "$COVDATA" ] || return 0
    for noted in "$WORK/noted.$suite_case".*; do
        [ -f "$noted" ] || continue
        list=$(sort -u "$noted" | paste -sd,)
        "$COVDATA" textfmt -i="$list" -o="$WORK/our.text" || fail "covdata, of $noted"
        if go tool covdata 2>&1 | grep -q percent; then
            go tool covdata textfmt -i="$list" -o="$WORK/go.text" && cmp "$WORK/go.text" "$WORK/our.text" || fail "go tool covdata, of $noted"
            go tool covdata debugdump -i="$list" > "$WORK/debugdump" || fail "go tool covdata debugdump, of $noted"
        fi
    done
}

# Enters a new directory, for a case that generates packages of its own.
own_directory()
{
    mkdir "$WORK/own-$suite_case"
    cd "$WORK/own-$suite_case" || exit 1
}

# A new name for a data directory that is not there yet.
data_new()
{
    number=$((${number:-0} + 1))
    DATA=$WORK/data-$suite_case-$number
}

no_data()
{
    [ -z "$(ls -A "$DATA" 2> /dev/null)" ] || { ls -l "$DATA"; fail "$1: something was written"; }
}
