# Shell functions for real projects: Debian's source packages, unedited, built plainly and with coverage. Used by
# scripts/demo and by the tests below tests/real. Needs setup.sh and $home; the tools are taken from $TOOLS, a build
# tree of ours, or made.

# Our tools, in $TOOLS.
real_tools() {
    [ "${TOOLS:-}" ] && return 0
    TOOLS=$home/.work/tools
    [ -f "$TOOLS/CMakeCache.txt" ] ||
        quietly cmake -S "$home" -B "$TOOLS" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCOVERBUILD_TESTS=OFF
    quietly cmake --build "$TOOLS"
}

# real_source NAME: the path of the project's sources, fetched. Lua without Debian's patches, which are of its build
# only.
real_source() {
    case $1 in
    lua) debian_source lua5.4 --upstream ;;
    sqlite) debian_source sqlite3 ;;
    *) debian_source "$1" ;;
    esac
}

# The CMake options of a project: what stands behind its name in tests/real/cmake_projects.
real_options() {
    sed -n "s/^$1 *//p" "$home/tests/real/cmake_projects"
}

# real_copy NAME BUILD: a copy of the sources to build in, or from: zlib's configure step renames a file of its own.
# It also names one that Debian leaves out of the package and no build but Windows' reads: that is put back, empty.
real_copy() {
    rm -rf "$2"
    mkdir -p "$(dirname "$2")"
    copy_from=$(real_source "$1")
    cp -R "$copy_from" "$2"
    if [ "$1" = zlib ]; then
        mkdir -p "$2/win32"
        touch "$2/win32/zlib1.rc"
    fi
}

# real_cmake NAME BUILD [OPTION…]: configures and builds a project of CMake's. With -DCOVER=ON among the options, with
# coverage. CMAKE_GENERATOR, if set, is another one than Ninja; SHARED_SOURCE a copy that several builds have in common.
real_cmake() {
    name=$1 build=$2 build_source=${SHARED_SOURCE:-$2.src}
    shift 2
    [ -d "$build_source" ] || real_copy "$name" "$build_source"
    # shellcheck disable=SC2046
    quietly cmake -S "$build_source" -B "$build" -G "${CMAKE_GENERATOR:-Ninja}" -DCOVERBUILD_ROOT="$TOOLS" $(real_options "$name") \
        -DCMAKE_PROJECT_TOP_LEVEL_INCLUDES="$home/cmake/CoverBuild.cmake" "$@"
    quietly cmake --build "$build"
}

# The compiler to give to a Makefile: covercc GCC, told what the project is and where it will be built.
real_covercc() {
    echo "$TOOLS/instr/covercc --root=$2 --module=$1 --skipped=$2.skipped gcc"
}

# real_lua BUILD COMPILER: upstream's Makefile, with the compiler as CC.
real_lua() {
    real_copy lua "$1"
    quietly make -C "$1/src" CC="$2 -std=gnu99" MYCFLAGS="${3:-}" linux-noreadline
}

# real_sqlite BUILD COMPILER: configured plainly, made with the compiler as CC.
real_sqlite() {
    real_copy sqlite "$1"
    (cd "$1" && quietly ./configure --disable-tcl --disable-readline --disable-shared CFLAGS="${3:--O1}")
    quietly make -C "$1" CC="$2" sqlite3
}

# Says how much covercc left as it is, and why; FILE is what --skipped or CMake's build mode made. Files skipped
# are a failure.
real_skipped() {
    [ -s "$1" ] || return 0
    echo "skipped: $(sort -u "$1" | wc -l) functions, see $1"
    if grep 'not instrumented' "$1"; then
        return 1
    fi
}

# The names and results of tests, without times, from what CTest prints.
ctest_results() {
    sed -n 's/^ *[0-9]*\/[0-9]* Test *#[0-9]*: \([^ ]*\) \.*[ *]*\([A-Za-z ]*[A-Za-z]\) .*/\1 \2/p'
}

# Runs each script of tests/real/lua or tests/real/sqlite by the program; prints what they print, and their exit status.
real_scripts() {
    for script in "$home/tests/real/$1"/*.*; do
        status=0
        case $1 in
        lua) (cd "$home/tests/real/lua" && "$2" "$(basename "$script")" one two) 2>&1 || status=$? ;;
        sqlite) "$2" -batch -bail :memory: <"$script" 2>&1 || status=$? ;;
        esac
        echo "$(basename "$script"): exit status $status"
    done
}

# The packages that the scripts' builds of a project need.
real_setup() {
    setup_build
    setup_packages dpkg-dev
    case $1 in
    sqlite*) setup_packages tcl ;;
    esac
}
