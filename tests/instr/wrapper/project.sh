# The project's own settings in .covercc, and `covercc run`.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
mkdir -p "$TREE/src/sub" "$TREE/vendor/dep" "$TREE/bin" "$TREE/.git"
printf 'int dep(int a)\n{\n    return a;\n}\n' >"$TREE/vendor/dep/dep.c"
printf 'int dep(int);\nint main(int argc, char **argv)\n{\n    (void)argv;\n    return argc > 1 ? 3 : dep(0);\n}\n' >"$TREE/src/sub/main.c"
settings() {
    printf "$1" >"$TREE/.covercc"
}
MAKE="cd src/sub && $COVERCC --runtime=$RUNTIME $COMPILER main.c ../../vendor/dep/dep.c -o ../../bin/prog"

case_settings() {
    settings '# how we cover\n\n  module = example.org/m\nroot = .\n\tpkg=mod.deps\r\nskipped = bin/skipped.log\nmode = count\n'
    cover 0 "$MAKE && cd ../.. && $COVERCC run -o data -c -t job=one -- bin/prog && $COVERCC run -o data -t job=two bin/prog one; echo \$? > bin/status"
    [ "$(cat "$WORK/cover/tree/bin/status")" = 3 ] || error "run: the command's exit status is lost"
    "$COVDATA" percent -i="$WORK/cover/tree/data" | tr -s '\t ' ' ' >"$WORK/found"
    diff -u - "$WORK/found" <<END || error "packages"
 example.org/m/src/sub coverage: 100.0% of statements
 example.org/m/vendor/dep coverage: 100.0% of statements
END
    [ "$(find "$WORK/cover/tree/data" -name 'covcounters.*' | wc -l)" -eq 2 ] || error "run adds to what is there"
    "$COVDATA" debugdump -i="$WORK/cover/tree/data" >"$WORK/dump"
    [ "$(grep -l job "$WORK/cover/tree/data"/covcounters.* | wc -l)" -eq 2 ] || error "run -t: no tags"
    [ "$(grep -l two "$WORK/cover/tree/data"/covcounters.* | wc -l)" -eq 1 ] || error "run -t: the wrong tag"
    grep -q 'Cover mode: count' "$WORK/dump" || error "mode = count"
}

# Flags go before the file; git's top level ends the search; run's default directory.
case_units() {
    settings 'intraline = yes\ncalls = no\nnoreturn = dep\nline-directives = no\n'
    cover 0 "cd src/sub && $COVERCC --dump=units $COMPILER -c main.c"
    grep -q "5:23-5:24 0" "$WORK/cover/stdout" || error "what counts as a unit"
}

case_default_data() {
    settings 'module = example.org/m\ndata = bin/data\n'
    cover 0 "$MAKE && cd ../.. && $COVERCC run bin/prog && echo old > bin/data/notes && $COVERCC run -c sh -c 'cd /; exec \"\$0\"' \$PWD/bin/prog && ls bin/data/notes"
    [ "$("$COVDATA" pkglist -i="$WORK/cover/tree/bin/data")" = example.org/m/src/sub ] || error "pkg is mod"
    [ "$(find "$WORK/cover/tree/bin/data" -name 'covcounters.*' | wc -l)" -eq 1 ] || error "run -c removes old data"
}

case_git_top_level() {
    settings 'module = example.org/m\ndata = bin/data\n'
    mv "$TREE/.covercc" "$WORK/.covercc"
    cover 0 "$MAKE && cd ../.. && COVERTAGS=a=b $COVERCC run -t c=d env"
    grep -q "^COVERDIR=$WORK/run/coverdata\$" "$WORK/cover/stdout" || error "coverdata"
    grep -q '^COVERTAGS=a=b;c=d$' "$WORK/cover/stdout" || error "tags are added"
    grep -q run/src/sub "$WORK/cover/tree/bin/prog" || error "a .covercc above git's top level was read"
    cover 0 "$COVERCC --config=$WORK/.covercc --module=flag --root=. --runtime=$RUNTIME $COMPILER -c src/sub/main.c -o bin/main.o"
    grep -q flag/src/sub "$WORK/cover/tree/bin/main.o" || error "a flag goes before the file"
}

# Without git, which a place outside of every checkout has to show, the file's folder is the root.
case_without_git() {
    bare=$(env -u TMPDIR mktemp -d)
    mkdir "$bare/sub"
    cp "$TREE/src/sub/main.c" "$bare/sub"
    printf 'module = example.org/m\n' >"$bare/.covercc"
    (cd "$bare/sub" && "$COVERCC" --runtime="$RUNTIME" $COMPILER -c main.c) || error "without git"
    grep -q example.org/m/sub "$bare/sub/main.o" || error "without git the file's folder is the root"
    rm -r "$bare"
}

# Wrong settings: one line, nothing is compiled or run.
case_wrong_settings() {
    wrong() {
        settings "$1"
        cover 1 "$COVERCC $COMPILER -c src/sub/main.c; s=\$?; ls main.o 2> /dev/null; exit \$s"
        [ "$(cat "$WORK/cover/stderr")" = "covercc: $WORK/run/.covercc:$2" ] || error_with "$WORK/cover/stderr" "$1"
        [ ! -s "$WORK/cover/stdout" ] || error "$1: compiled"
    }
    wrong 'root = .\nmoduel = m\n' '2: no setting "moduel"; there are root, module, pkg, mode, granularity, intraline, calls, noreturn, line-directives, runtime, skipped, log, data, strict'
    wrong 'root\n' '1: not of the form key = value'
    wrong '= x' '1: not of the form key = value'
    wrong 'module =\n' '1: module has no value'
    wrong 'strict = maybe\n' '1: strict must be yes or no'
    wrong 'mo\000dule = m\n' '1: not a line of text'
    settings 'mode = sometimes\n'
    cover 2 "$COVERCC $COMPILER -c src/sub/main.c"
}

case_wrong_run() {
    rm -f "$TREE/.covercc"
    cover 1 "$COVERCC --config=none $COMPILER -c src/sub/main.c"
    expect_stderr <<END
covercc: $WORK/run/none: No such file or directory
END
    cover 2 "$COVERCC run"
    expect_stderr <<END
covercc: run: no command given; covercc run --help tells more
END
    cover 2 "$COVERCC run -t tag true"
    cover 2 "$COVERCC run -o '' true"
    cover 1 "$COVERCC run -o /dev/null/data true"
    cover 127 "$COVERCC run -o data ./nothing"
    cover 0 "$COVERCC run --help"
    grep -q '^usage: covercc run' "$WORK/cover/stdout" || error "run --help"
}

suite_run
