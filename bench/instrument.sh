# covercc's own work: text that is flattened already, in one process, from reading it to printing the instrumented text.
instrument() {
    sqlite=$(sqlite_source)
    gcc -w -E -fdirectives-only "$sqlite/sqlite3.c" -o "$work/flat-sqlite.i"
    gcc -w -E -fdirectives-only "$(tree_source lua)/src/lvm.c" -o "$work/flat-lua.i"
    awk 'BEGIN {
        for (i = 0; i < 60000; i++)
            printf "#define MACRO_%d(x) ((x) + %d)\nstatic inline int f%d(int a) { return a > %d ? MACRO_%d(a) : a; }\n", i, i, i, i, i
    }' >"$work/flat-macros.i"
    instrument_plan | measure "covercc itself: lexing, expanding, parsing, writing" >"$work/instrument.txt"
    cat "$work/instrument.txt"
    for name in sqlite lua macros; do
        bytes=$(wc -c <"$work/flat-$name.i")
        awk -v name="$name" -v bytes="$bytes" '$1 == name {
            printf "%s: %d bytes of flattened text, %.0f MB/s of CPU time, peak memory %.1f times the text\n", name, bytes, bytes / 1e6 / $2, $NF * 1048576 / bytes
        }' "$work/instrument.txt"
    done
    echo
}

instrument_plan() {
    for name in sqlite lua macros; do
        plan "$name" "$name" "$TOOLS/instr/covercc --root=$work --dump=text -- gcc -c $work/flat-$name.i >/dev/null"
    done
}
