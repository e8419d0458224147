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

# Recursive make without git and --root: the root is the folder that make was started in, so files of one name are two.
case_recursive_make() {
    bare=$(env -u TMPDIR mktemp -d)
    mkdir "$bare/src" "$bare/deps" "$bare/deps/h" "$bare/tests"
    printf 'int h_never(int a)\n{\n    return a;\n}\n\nint h_used(int a)\n{\n    return a;\n}\n' >"$bare/deps/h/util.c"
    printf 'int s_used(int a)\n{\n    return a;\n}\n' >"$bare/src/util.c"
    printf 'int s_used(int), h_used(int), t(int);\nint main(void)\n{\n    return s_used(0) + h_used(0) + t(0);\n}\n' >"$bare/src/main.c"
    printf 'int t(int a)\n{\n    return a;\n}\n' >"$bare/tests/t.c"
    printf 'all:\n\t$(CC) -c util.c -o util.o\n' >"$bare/deps/h/Makefile"
    printf 'prog: main.c util.c\n\t$(MAKE) -C ../deps/h\n\t$(CC) main.c util.c ../tests/t.c ../deps/h/util.o -o prog\n' >"$bare/src/Makefile"
    (cd "$bare" && make -C src CC="$COVERCC --module=m --pkg=mod.deps --runtime=$RUNTIME $COMPILER" >out 2>&1) ||
        error "recursive make: $(cat "$bare/out")"
    mkdir "$bare/data"
    COVERDIR=$bare/data "$bare/src/prog" || error "the program fails"
    "$COVDATA" func -i="$bare/data" | awk '{ print $1, $2, $3 }' >"$WORK/found"
    diff -u - "$WORK/found" <<END || error "the root of recursive make"
deps/h/util.c:2: h_never 0.0%
deps/h/util.c:7: h_used 100.0%
src/main.c:3: main 100.0%
src/util.c:2: s_used 100.0%
total (statements) 75.0%
END
    rm -r "$bare"
}

# A build folder beside the sources, without git: the root is the source tree. In another project's tree: a line says why.
case_outside() {
    bare=$(env -u TMPDIR mktemp -d)
    mkdir "$bare/rel" "$bare/rel/b" "$bare/other" "$bare/other/.git"
    printf 'int main(void)\n{\n    return 0;\n}\n' >"$bare/rel/a.c"
    : >"$bare/rel/configure"
    (cd "$bare/rel/b" && "$COVERCC" --runtime="$RUNTIME" $COMPILER -c ../a.c -o a.o) || error "out of tree"
    grep -q rel "$bare/rel/b/a.o" || error "out of tree: not instrumented"
    (cd "$bare/other" && "$COVERCC" --log=log $COMPILER -c "$bare/rel/a.c" -o a.o 2>err) || error "outside the root"
    said="rel/a.c: not instrumented: it is outside the root $bare/other: give --root=DIR, or root in .covercc"
    grep -q "$said" "$bare/other/err" || error "outside the root: $(cat "$bare/other/err")"
    (cd "$bare/other" && "$COVERCC" --summary=log) | grep -q "$said" || error "--summary: outside the root"
    (cd "$bare/other" && "$COVERCC" --explain $COMPILER -c "$bare/rel/a.c" -o a.o) | grep -q "$said" ||
        error "--explain: outside the root"
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
