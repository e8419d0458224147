"""report.py [--formats=LIST] [--pkg=LIST] [--fail-under=GATES] BUILD: builds, runs the tests, and reports the percent of statements of each
package, with one file per format in BUILD/cover/report. Failing tests do not stop the report; the exit status tells of them and of missed gates."""
import argparse
import os
import shlex
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import introspect

FORMATS = {  # name: subcommand, further flags, file
    "text": ("percent", None, "percent.txt"),
    "func": ("func", None, "func.txt"),
    "textfmt": ("textfmt", [], "profile.txt"),
    "lcov": ("lcov", [], "coverage.info"),
    "cobertura": ("cobertura", [], "coverage.xml"),
    "summary": ("summary", ["-missing"], "summary.txt"),
    "html": ("html", [], "html"),
    "json": ("json", [], "coverage.json"),
    "csv": ("csv", [], "coverage.csv"),
    "markdown": ("markdown", ["-depth=package"], "coverage.md"),
    "sonarqube": ("sonarqube", [], "sonarqube.xml"),
    "jacoco": ("jacoco", [], "jacoco.xml"),
    "codecov": ("codecov", [], "codecov.json"),
    "coveralls": ("coveralls", [], "coveralls.json"),
    "annotations": ("annotations", [], "annotations.txt"),
    "badge": ("badge", [], "coverage.svg"),
}


def meson_command():
    """The command that runs Meson; if Meson runs this script, the same one."""
    if "MESONINTROSPECT" in os.environ:
        return shlex.split(os.environ["MESONINTROSPECT"])[:-1]
    return ["meson"]


def run_tests(build):
    """Runs meson test; returns its status. Inside a Ninja target nothing may be built again."""
    command = meson_command() + ["test", "-C", build.root, "--print-errorlogs"]
    if "MESON_BUILD_ROOT" in os.environ:
        command.append("--no-rebuild")
    if not build.cover_options().get("default_setup"):
        wrapper = os.path.join(os.path.dirname(os.path.realpath(__file__)), "covertest.py")
        command.append("--wrapper=" + shlex.join([sys.executable, wrapper, build.root]))
    return subprocess.run(command, check=False).returncode


def find_covdata(build):
    folder = build.tools()
    for place in (folder, os.path.join(folder, "..", "covdata")):
        path = os.path.join(place, "covdata")
        if os.path.isfile(path):
            return path
    introspect.die("no covdata beside covercc in %s" % folder)


def covdata(tool, *arguments):
    result = subprocess.run([tool, *arguments], stdout=subprocess.PIPE, encoding="utf-8", errors="surrogateescape", check=False)
    if result.returncode != 0:
        introspect.die("covdata %s failed (%d)" % (arguments[0], result.returncode))
    return result.stdout


def write(path, text):
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--formats", default="text")
    parser.add_argument("--pkg", default="")
    parser.add_argument("--fail-under", default="")
    parser.add_argument("build")
    arguments = parser.parse_args()
    formats = [name for name in arguments.formats.split(",") if name]
    for name in formats:
        if name not in FORMATS:
            introspect.die("no format \"%s\"; there are %s" % (name, ", ".join(sorted(FORMATS))))
    build = introspect.BuildTree(arguments.build)
    tool = find_covdata(build)
    data = os.path.join(build.root, "cover", "data")
    output = os.path.join(build.root, "cover", "report")
    shutil.rmtree(data, ignore_errors=True)
    status = run_tests(build)
    tests = [name for name in (os.listdir(data) if os.path.isdir(data) else []) if os.listdir(os.path.join(data, name))]
    if not tests:
        introspect.die("no test left coverage data below %s (meson test's status: %d)" % (data, status))
    merged = os.path.join(output, "merged")
    shutil.rmtree(merged, ignore_errors=True)
    os.makedirs(output, exist_ok=True)
    covdata(tool, "merge", "-o=" + merged, "--", data)
    restrict = ["-markers", "-source=" + build.source] + (["-pkg=" + arguments.pkg] if arguments.pkg else [])
    for name in dict.fromkeys(["text"] + formats):
        command, flags, file = FORMATS[name]
        path = os.path.join(output, file)
        if flags is None:  # the report is what the command prints
            write(path, covdata(tool, command, "-i=" + merged, *restrict))
        else:
            inputs = ["--", data] if name == "html" else ["-i=" + merged]  # the pages tell tests apart
            covdata(tool, command, *flags, "-o=" + path, *restrict, *inputs)
    with open(os.path.join(output, "percent.txt"), encoding="utf-8", errors="surrogateescape") as file:
        print(file.read())
    print("data of %d tests; reports in %s" % (len(tests), output))
    if arguments.fail_under:
        covdata(tool, "summary", "-depth=module", "-o=/dev/null", "-fail-under=" + arguments.fail_under, "-i=" + merged, *restrict)
    if status != 0:
        introspect.die("tests failed (meson test's status: %d); the report counts what they ran" % status)


main()
