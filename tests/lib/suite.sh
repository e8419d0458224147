# What the shell suites share. A suite sources this file before it reads its arguments, makes its working directory, defines its
# cases and runs them:
#
#     . "$(dirname "$0")/../lib/suite.sh"
#     covdata=$1
#     suite_start "$2"
#     case_version() {
#         "$covdata" version | grep -q '^covdata [0-9]' || fail "no version"
#     }
#     suite_run
#
# usage of a suite: SUITE [--list | -k PATTERN] ARGUMENT...
# --list prints the names of the cases. -k runs the cases whose name matches the extended regular expression; so does CASES in the
# environment. Exit status: 0 passed, 1 failed, 77 all skipped.
#
# A case runs in a subshell in the working directory, so that its variables and its exit end with it and the next case runs after a
# failure. Cases do not depend on each other: what several need is made between suite_start and suite_run, or by a function that
# they call with `once`.

suite_file=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")

# The names of the cases, in the order of the file.
suite_cases() {
    sed -n 's/^case_\([A-Za-z0-9_]*\)().*/\1/p' "$suite_file"
}

suite_pattern=${CASES:-}
case ${1:-} in
--list)
    suite_cases
    exit
    ;;
-k)
    suite_pattern=$2
    shift 2
    ;;
esac
suite_case=setup
unset COVERDIR GOCOVERDIR COVERTAGS COVERFLATTEN || :

# suite_start WORK: makes $work an empty directory and enters it.
suite_start() {
    case $1 in
    /*) work=$1 ;;
    *) work=$PWD/$1 ;;
    esac
    [ ! -d "$work" ] || chmod -R u+w "$work"
    rm -rf "$work"
    mkdir -p "$work/.suite"
    cd "$work" || exit 2
}

# error MESSAGE...: the case goes on and fails at its end.
error() {
    echo "FAILED: $suite_case: $*"
    [ ! -d "$work/.suite" ] || : >"$work/.suite/failed"
}

# fail MESSAGE...: ends the case.
fail() {
    error "$@"
    exit 1
}

# error_with FILE MESSAGE..., fail_with FILE MESSAGE...: the same, and show FILE.
error_with() {
    cat "$1"
    shift
    error "$@"
}

fail_with() {
    error_with "$@"
    exit 1
}

# skip REASON...: ends the case, or the suite if no case runs yet.
skip() {
    echo "SKIP: $suite_case: $*"
    exit 77
}

# need COMMAND...: skips the case unless all commands are installed.
need() {
    for suite_command in "$@"; do
        command -v "$suite_command" >/dev/null || skip "$suite_command is not installed"
    done
}

# once FUNCTION: calls it in this run's first case that asks for it. It can leave files, not variables.
once() {
    [ -f "$work/.suite/$1" ] || ( cd "$work" && "$1" ) || fail "$1"
    : >"$work/.suite/$1"
}

# expect FILE MESSAGE <TEXT: fails unless FILE holds the text of standard input.
expect() {
    diff -u - "$1" || fail "$2"
}

# same_files WANTED FOUND MESSAGE
same_files() {
    diff -u "$1" "$2" || fail "$3"
}

# golden FILE <TEXT: an error unless FILE, in the source tree, holds the text of standard input. ACCEPT=1 writes it.
golden() {
    cat >"$work/.suite/text"
    [ "${ACCEPT:-0}" = 0 ] || cp "$work/.suite/text" "$1"
    diff -u "$1" "$work/.suite/text" || error "differs from $1; ACCEPT=1 accepts it"
}

# exits STATUS COMMAND...: runs it; fails on another exit status. Its output is in the files out and err.
exits() {
    suite_wanted=$1 suite_status=0
    shift
    "$@" >out 2>err || suite_status=$?
    [ "$suite_status" = "$suite_wanted" ] || {
        cat out err
        fail "exit status $suite_status instead of $suite_wanted: $*"
    }
}

# Called at the end of each case, in its subshell. A suite may define its own.
suite_after() {
    :
}

# suite_run: runs the cases and exits.
suite_run() {
    suite_flags=$- suite_count=0 suite_failed=0 suite_skipped=0
    set +e
    for suite_case in $(suite_cases | grep -E -e "$suite_pattern"); do
        rm -f "$work/.suite/failed"
        (
            case $suite_flags in *e*) set -e ;; esac
            "case_$suite_case"
            suite_after
            exit 0
        )
        suite_status=$?
        suite_count=$((suite_count + 1))
        if [ -f "$work/.suite/failed" ]; then
            suite_failed=$((suite_failed + 1))
        elif [ $suite_status = 77 ]; then
            suite_skipped=$((suite_skipped + 1))
        elif [ $suite_status != 0 ]; then
            echo "FAILED: $suite_case: a command failed with exit status $suite_status"
            suite_failed=$((suite_failed + 1))
        fi
    done
    echo "$suite_count cases, $suite_failed failed, $suite_skipped skipped"
    [ $suite_count -gt 0 ] || echo "no case matches '$suite_pattern'"
    [ $suite_failed = 0 ] && [ $suite_count -gt 0 ] || exit 1
    [ $suite_skipped -lt $suite_count ] || exit 77
    exit 0
}
