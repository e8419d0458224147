# What is wrong is said at configure time, with what there is to choose from.
fake_tools
may_fail=1
: >"$work/all.txt"
wrong() {
    rm -rf "$build"
    if configure "$@"; then
        fail "accepted: $*"
    fi
    echo "== $*" >>"$work/all.txt"
    sed -n '/^CMake Error/,/^Call Stack\|^$^$/p' "$work/configure.txt" | sed -e '/^Call Stack/,$d' >>"$work/all.txt"
}
wrong -DCOVER=maybe
wrong -DCOVERINTRALINE=all
wrong -DCOVERMODE=sometimes
wrong -DCOVERMODE=
wrong -DCOVERGRAN=perline
wrong -DCOVERPKG=nothing
wrong -DCOVERPKG=mod,Messages/typo...
wrong -DCOVERPKG=mod,-...
wrong -DREPORT=FORMATS,pdf
wrong -DREPORT=DISPOSITION,mine
wrong -DREPORT=FAIL_UNDER,most
wrong -DREPORT=FAIL_UNDER,diff:80
wrong -DREPORT=PACKAGE,x
wrong -DREPORT=TESTS
wrong -DREPORT=PACKAGES,Messages/none
wrong -DOVERRIDE=mine
wrong "-DCOVERNORETURN=die;fast man"
wrong -DCOVER_CLASS=Messages/app=mine
wrong -DCOVER_CLASS=Messages/none=system
wrong -DCOVER_ROOT=/usr/share
wrong -DCOVERBUILD_ROOT=/nowhere
FAKE_COVERCC_VERSION=0.0.1
wrong
golden messages.txt <"$work/all.txt"
FAKE_COVERCC_VERSION=$(sed -n 's/^set(COVERBUILD_VERSION \(.*\))/\1/p' "$home/cmake/CoverBuild/Version.cmake")
may_fail=
rm -rf "$build"
configure -DCOVERPKG=mod,-Messages/none
grep -A 3 'CMake Warning' "$work/configure.txt" >"$work/warnings.txt"
for options in -DNO_C=ON -DCOMPILER=TinyCC "-DCOMPILER=GNU -DVERSION=11.4.0" "-DCOMPILER=Clang -DVERSION=13.0.1"; do
    rm -rf "$build"
    configure $options
    grep -A 4 'CMake Warning' "$work/configure.txt" >>"$work/warnings.txt"
done
golden warning.txt <"$work/warnings.txt"
rm -rf "$build"
configure "-DCOVERPKG=-Messages/app"
grep 'CMake Warning' "$work/configure.txt" && fail "a warning of a compiler that will do"
equal "only an exclusion" "$(selected)" "Messages/lib"
