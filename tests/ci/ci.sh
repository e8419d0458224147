# ci.sh WORK: GitLab's and GitHub's recipes of docs/guide/ci on examples/wordpack, each shard in a folder of its own as on a machine of its own; their
# commands are taken from the files. The merged report must be that of one machine, and the change's coverage must be told.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
home=$(cd "$here/../.." && pwd)
work=$1
unset COVERDIR GOCOVERDIR COVERTAGS CC CFLAGS GIT_DIR GIT_WORK_TREE BASE FAIL_UNDER FAIL_UNDER_DIFF BUILD OUT || :
COVERBUILD=$home COVERBUILD_ROOT=$TOOLS
PATH=$work/bin:$TOOLS/covdata:$PATH
export COVERBUILD COVERBUILD_ROOT PATH

. "$(dirname "$0")/../lib/suite.sh"

python3 -c 'import yaml' 2>/dev/null || {
    echo "SKIP: python3-yaml is not installed"
    exit 77
}
rm -rf "$work"
mkdir -p "$work/bin" "$work/origin"
for command in apt-get sudo; do
    printf '#!/bin/sh\nexit 0\n' >"$work/bin/$command"
    chmod +x "$work/bin/$command"
done

# The project, with a change on a branch: a function that no test calls.
cp -R "$home/examples/wordpack/." "$home/docs/guide/ci/cover.sh" "$work/origin"
sed -i '/CoverBuild.cmake/d; /^add_coverage_target/d' "$work/origin/CMakeLists.txt"
commit() {
    git -C "$work/origin" add -A
    git -C "$work/origin" -c user.name=a -c user.email=a@b -c commit.gpgsign=false commit -q -m "$1"
}
git -C "$work/origin" init -q -b main
commit first
git -C "$work/origin" checkout -q -b change
printf '\nint words_more(int a);\nint words_more(int a)\n{\n    return a;\n}\n' >>"$work/origin/words/words.c"
commit second
machine() {
    git clone -q "$work/origin" "$work/$1"
    git -C "$work/$1" remote set-head origin -d
}

# commands FILE JOB: the shell commands of a job, of either service.
commands() {
    python3 - "$@" <<'END'
import sys, yaml
job = yaml.safe_load(open(sys.argv[1]))
job = job.get("jobs", job)[sys.argv[2]]
lines = job.get("before_script", []) + job.get("script", []) + [step["run"] for step in job.get("steps", []) if "run" in step]
print("\n".join(["set -e"] + lines))
END
}

# One machine, all tests: what the shards must add up to.
machine one
(cd "$work/one" && ./cover.sh build && ./cover.sh test && OUT=$work/one.report ./cover.sh report build/cover/data) >"$work/one.log" 2>&1 ||
    fail "one machine: $(cat "$work/one.log")"
covdata textfmt "-i=$work/one.report/merged" "-o=$work/one.profile"

# GitLab: three machines, then the report.
for index in 1 2 3; do
    machine "gitlab$index"
    commands "$home/docs/guide/ci/gitlab-ci.yml" test >"$work/script"
    (cd "$work/gitlab$index" && CI_NODE_INDEX=$index CI_NODE_TOTAL=3 sh "$work/script") >"$work/gitlab.log" 2>&1 ||
        fail "GitLab's shard $index: $(cat "$work/gitlab.log")"
done
machine gitlab
for index in 1 2 3; do
    cp -R "$work/gitlab$index/data" "$work/gitlab/"
done
commands "$home/docs/guide/ci/gitlab-ci.yml" report >"$work/script"
(cd "$work/gitlab" && FAIL_UNDER=80 CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main sh "$work/script") >"$work/gitlab.log" 2>&1 ||
    fail "GitLab's report: $(cat "$work/gitlab.log")"
covdata textfmt "-i=$work/gitlab/coverage/merged" "-o=$work/gitlab.profile"
cmp "$work/one.profile" "$work/gitlab.profile" || fail "shards count otherwise than one machine"
grep -E '^total +[0-9.]+%' "$work/gitlab.log" || fail "no total that GitLab's regular expression finds: $(cat "$work/gitlab.log")"
grep -q 'filename="words/words.c"' "$work/gitlab/coverage/coverage.xml" || fail "coverage.xml has other paths than git"

# GitHub: the report's commands, with gates that the change misses.
machine github
mkdir "$work/github/data"
for index in 1 2 3; do
    cp -R "$work/gitlab$index/data/$index" "$work/github/data/cover-$index"
done
commands "$home/docs/guide/ci/github.yml" report >"$work/script"
(cd "$work/github" && BASE=origin/main FAIL_UNDER=80 FAIL_UNDER_DIFF=90 GITHUB_STEP_SUMMARY=$work/summary.md sh "$work/script") >"$work/github.log" 2>&1 &&
    [ -s "$work/github/coverage/diff.md" ] && fail "the change's gate is not asked: $(cat "$work/github.log")"
if [ -s "$work/github/coverage/diff.md" ]; then
    grep -q 'words/words.c' "$work/github/coverage/diff.md" || fail "diff.md does not name the changed file"
else
    grep -q 'libgit2' "$work/github.log" || fail "no diff.md: $(cat "$work/github.log")"
    echo "covdata was built without libgit2: the change's coverage is not looked at"
fi
grep -q words "$work/github/coverage/summary.md" || fail "no table for the job's summary"
commands "$home/docs/guide/ci/github.yml" test | grep -q 'cover.sh test' || fail "GitHub's tests"
grep -q "cover.sh report build/cover/data" "$home/docs/guide/ci/Jenkinsfile" || fail "Jenkins's report"
echo passed
