# One large file: SQLite's amalgamation, compiled at -O0 and at -O2.
build_sqlite() {
    sqlite=$(sqlite_source)
    for level in -O0 -O2; do
        plan_builds "$sqlite" "$level -w" sqlite_script | measure "Build sqlite3.c $level"
    done
}

sqlite_script() {
    echo "$1 -c $sqlite/sqlite3.c -o \$OUT/sqlite3.o"
}
