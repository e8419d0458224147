# newest.sh WORK: cases by the newest CMake that pip has; with CMAKE4 set to a folder of programs, by that one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$1
bin=${CMAKE4:-$work/venv/bin}
mkdir -p "$work"
if [ -z "${CMAKE4:-}" ] && ! { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install -q cmake; } >"$work/pip.txt" 2>&1; then
    echo "SKIP: pip has no cmake here: $(tail -n 1 "$work/pip.txt")"
    exit 77
fi
PATH=$bin:$PATH
CMAKE=$bin/cmake
export PATH CMAKE
"$CMAKE" --version | head -n 1
for case in kinds ctest testnames presets report unedited; do
    echo "== $case"
    sh "$here/run.sh" $case Ninja "$work/$case" || exit 1
done
