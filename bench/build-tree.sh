# Many small files, one compiler process each: Lua's and zlib's sources, at -O0 and at -O2.
build_tree() {
    lua=$(tree_source lua)/src
    zlib=$(tree_source zlib)
    for level in -O0 -O2; do
        plan_builds "$work" "$level -w" tree_script | measure "Build Lua's and zlib's sources one by one, $level"
    done
}

tree_script() {
    echo "for file in $lua/*.c $zlib/*.c; do $1 -D_GNU_SOURCE -DHAVE_UNISTD_H -c \$file -o \$OUT/\${file##*/}.o; done"
}
