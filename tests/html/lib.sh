# Shell functions of these tests: examples/wordpack, built by covercc and run by three tests. Callers have set $covdata,
# $generate, $covercc and $work, in which they stand.
. "$home/tests/lib/suite.sh"

# project MODE [OPTION...]: a copy of the example in project/, its programs, and a data directory for each test in data/.
project() {
    cp -R "$home/examples/wordpack" project
    rm -rf project/third_party/tinyopt/CMakeLists.txt
    cc="$covercc --root=$work/project --module=wordpack --pkg=mod.deps,test --mode=$* gcc"
    cc="$cc -Iproject/words/include -Iproject/third_party/tinyopt"
    for file in words/words app/main tests/test_words third_party/tinyopt/tinyopt; do
        $cc -c "project/$file.c" -o "$(basename $file).o" || fail "covercc of $file.c"
    done
    $cc -o wordpack main.o words.o tinyopt.o -lz && $cc -o test_words test_words.o words.o || fail "covercc's link"
    printf 'one two two\nthree Three 3\n' > text
    run empty ./test_words empty
    run order ./test_words order
    run cli ./wordpack -n 2 text
    COVERDIR=$work/data/cli COVERTAGS=test=cli ./wordpack missing > /dev/null 2>&1 || :
}

# run NAME COMMAND...: with the data of its own that a test has.
run() {
    name=$1
    shift
    COVERDIR=$work/data/$name COVERTAGS=test=$name "$@" > /dev/null || fail "$*"
}
