# reference.sh COVERCC: docs/reference/names.md has every name that the code gives a meaning to, and every file that states the version states the
# same one.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
page=$home/docs/reference/names.md
failed=

# known KIND NAME…: each name stands on the page, in code type.
known() {
    kind=$1
    shift
    [ $# -gt 0 ] || {
        echo "no $kind found in the code"
        failed=1
    }
    for name in "$@"; do
        grep -qE -e "\`([^\`]*[^A-Za-z_\`-])?$name([^A-Za-z_-][^\`]*)?\`" "$page" || {
            echo "docs/reference/names.md lacks the $kind $name"
            failed=1
        }
    done
}

cd "$home"
# shellcheck disable=SC2046
{
    known "CMake variable" $(sed -n 's/^option(\(COVER[A-Z_]*\).*/\1/p; s/^set(\(COVER[A-Z_]*\) .* CACHE [A-Z]* .*/\1/p' cmake/CoverBuild.cmake)
    known "CMake property" $(grep -hoE 'define_property\([A-Z]+ PROPERTY COVER[A-Z_]*' cmake/CoverBuild.cmake | sed 's/.* //' | sort -u)
    known "argument of add_coverage_target" $(sed -n 's/^set_property(GLOBAL PROPERTY _COVER_TARGET_[A-Z]* \(.*\))/\1/p' cmake/CoverBuild/Targets.cmake) BASELINE
    known "Meson option" $(sed -n "s/^option('\([a-z_]*\)'.*/cover:\1/p" meson/meson_options.txt)
    known "option of covercc" $("$1" --help | grep -oE '(^ *|, |\] )--[a-z-]+' | grep -oE -e '--[a-z-]+' | sort -u)
    known "setting of .covercc" $(sed -n 's/.*{"\([a-z]*\)", offsetof.*/\1/p; s/.*strcmp(key, "\(strict\)").*/\1/p' instr/project/config.c) $(grep -oE '\{"[a-z]+", offsetof' instr/project/config.c | tr -d '{",' | sed 's/ .*//')
    known "environment variable" $(grep -rhoE 'getenv\("[A-Z_]+"\)|"(GO)?COVER(DIR|TAGS|DEBUG)"' runtime instr covdata | grep -oE '"[A-Z_]+"' | tr -d '"' | sort -u)
    known "environment variable" $(grep -rhoE 'ENV\{COVER[A-Z_]+\}' cmake | sed 's/ENV{//; s/}//' | sort -u)
}
# stated FILE TEXT: the file holds the text.
stated() {
    grep -qF -e "$2" "$1" || {
        echo "$1 does not state $2"
        failed=1
    }
}
version=$(sed -n 's/^set(COVERBUILD_VERSION \(.*\))/\1/p' cmake/CoverBuild/Version.cmake)
stated meson/meson.build "version: '$version'"
stated CHANGELOG.md "## [$version]"
stated docs/guide/tutorial.md "coverbuild-$version-"
[ -z "$failed" ]
